import { equal, isObject, type Json, type JsonObject, without } from './json.ts';
import { conformMeta, finalizersOf, metaOf, validateMeta, withMeta } from './object-meta.ts';
import { validate } from './schema-validation.ts';
import type { Cause } from './status.ts';
import type { Strategy } from './strategy.ts';
import { conform, type Schema } from './structural-schema.ts';

/** How objects of a CustomResourceDefinition with a status subresource live. */
export function customResourceStrategy(schema: Schema): Strategy {
  const parts = partsOf(schema);
  return {
    decode: ({ apiVersion = '', kind = '', metadata = {}, ...rest }) => ({
      apiVersion,
      kind,
      metadata: conformMeta(metaOf({ metadata })),
      ...parts.conform(rest),
    }),
    prepareForCreate: (object) => without(withMeta(object, { ...metaOf(object), generation: 1 }), 'status'),
    prepareForUpdate: ({ object, old, part }) => (part === 'status' ? withStatus(old, object) : withSpec(old, object)),
    validate: (object, part) => [
      ...validateMeta(metaOf(object), 'subdomain'),
      ...parts.validate(object, part === 'status' ? 'status' : 'spec'),
    ],
    allowUnconditionalUpdate: false,
    prepareForDelete: markAsDeleting,
    endsWithFinalizers: () => true,
  };
}

type PartName = 'spec' | 'status';

/**
 * What the schema says of spec and status. Values are never changed but replaced, and a patch of one part leaves the other one by
 * reference; so a part that was looked at once need not be again.
 */
function partsOf({ required = [], properties = {} }: Schema) {
  const conformed = new WeakSet();
  const valid = new WeakSet();
  const conformPart = (value: Json, schema: Schema): Json => {
    if (isObject(value) && conformed.has(value)) return value;
    const result = conform(value, schema);
    if (isObject(result)) conformed.add(result);
    return result;
  };
  const validatePart = (name: PartName, value: Json): readonly Cause[] => {
    if (isObject(value) && valid.has(value)) return [];
    const causes = validate(value, properties[name] ?? {}, name);
    if (isObject(value) && causes.length === 0) valid.add(value);
    return causes;
  };
  return {
    conform: (given: JsonObject): JsonObject =>
      Object.fromEntries(
        (['spec', 'status'] as const).flatMap((name) => {
          const schema = properties[name] ?? {};
          const value = given[name] ?? schema.default;
          return value === undefined ? [] : [[name, conformPart(value, schema)]];
        }),
      ),
    validate: (object: JsonObject, name: PartName): readonly Cause[] => {
      const value = object[name];
      if (value !== undefined) return validatePart(name, value);
      return required.includes(name) ? [{ reason: 'FieldValueRequired', field: name, message: 'Required value' }] : [];
    },
  };
}

/** A write of `/status` leaves all else, metadata too, as it was. */
function withStatus(old: JsonObject, { status }: JsonObject): JsonObject {
  return status === undefined ? without(old, 'status') : { ...old, status };
}

/** A write of the object leaves its status as it was; any change outside of metadata is a new generation. */
function withSpec(old: JsonObject, object: JsonObject): JsonObject {
  const updated: JsonObject = withStatus(object, old);
  const changed = !equal(without(updated, 'metadata'), without(old, 'metadata'));
  const generation = metaOf(old)['generation'] as number;
  return withMeta(updated, { ...metaOf(updated), generation: changed ? generation + 1 : generation });
}

/** The first deletion of what has finalizers is a change of its own, with a new generation; the next ones change nothing. */
function markAsDeleting(object: JsonObject, now: string): JsonObject | undefined {
  const metadata = metaOf(object);
  if (finalizersOf(metadata).length === 0) return undefined;
  if (metadata['deletionTimestamp'] !== undefined) return object;
  const generation = (metadata['generation'] as number) + 1;
  return withMeta(object, { ...metadata, generation, deletionTimestamp: now, deletionGracePeriodSeconds: 0 });
}
