import { equal, isObject, type Json, type JsonObject } from './json.ts';
import type { Cause } from './status.ts';

/** Fields that vanish when they are empty, and fields that are kept as they are. managedFields are left out of the model. */
const emptied = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const;
const kept = ['generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** `metadata` after its way through the API server's ObjectMeta: unknown fields, nulls and what is empty are gone. */
export function conformMeta(metadata: JsonObject): JsonObject {
  const conformed: { [key: string]: Json } = {};
  for (const key of emptied) {
    const value = metadata[key];
    if (value !== undefined && value !== null && !isEmpty(value)) conformed[key] = value;
  }
  for (const key of kept) {
    const value = metadata[key];
    if (value !== undefined && value !== null) conformed[key] = value;
  }
  return conformed;
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : value === '';
}

export const metaOf = (object: JsonObject): JsonObject => (isObject(object['metadata']) ? object['metadata'] : {});
export const withMeta = (object: JsonObject, metadata: JsonObject): JsonObject => ({ ...object, metadata });
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const finalizersOf = (metadata: JsonObject): readonly Json[] => (metadata['finalizers'] as readonly Json[] | undefined) ?? [];

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedName = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export function validateMeta(metadata: JsonObject, naming: 'subdomain' | 'label'): readonly Cause[] {
  const name = text(metadata['name']);
  const fits = naming === 'label' ? label.test(name) && name.length <= 63 : subdomain.test(name) && name.length <= 253;
  const causes: Cause[] = [];
  if (name === '')
    causes.push({ reason: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name or generateName is required' });
  else if (!fits)
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'metadata.name',
      message: `Invalid value: "${name}": a lowercase RFC 1123 ${naming} is wanted`,
    });
  for (const finalizer of finalizersOf(metadata))
    if (!qualifiedName.test(text(finalizer)))
      causes.push({
        reason: 'FieldValueInvalid',
        field: 'metadata.finalizers',
        message: `Invalid value: ${JSON.stringify(finalizer)}: no qualified name`,
      });
  return causes;
}

const immutable = ['uid', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** What an update may not do to metadata. */
export function validateMetaUpdate(after: JsonObject, before: JsonObject): readonly Cause[] {
  const causes: Cause[] = [];
  if (before['deletionTimestamp'] !== undefined) {
    const had = finalizersOf(before);
    const added = [...new Set(finalizersOf(after))].filter((one) => !had.includes(one));
    if (added.length > 0)
      causes.push({
        reason: 'FieldValueForbidden',
        field: 'metadata.finalizers',
        message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
      });
  }
  for (const key of immutable)
    if (!equal(after[key] ?? null, before[key] ?? null))
      causes.push({
        reason: 'FieldValueInvalid',
        field: `metadata.${key}`,
        message: `Invalid value: ${JSON.stringify(after[key] ?? null)}: field is immutable`,
      });
  return causes;
}
