import { equal, type Json, type JsonObject, without } from './json.ts';
import { conformMeta, finalizersOf, metaOf, validateMeta, withMeta } from './object-meta.ts';
import { validate } from './schema-validation.ts';
import type { Cause } from './status.ts';
import type { Strategy } from './strategy.ts';
import { conform, type Schema } from './structural-schema.ts';

/** How objects of a CustomResourceDefinition with a status subresource live. */
export function customResourceStrategy(schema: Schema): Strategy {
  const { required = [], properties = {} } = schema;
  const root: Schema = { ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !implicit.includes(key))) };
  return {
    decode: ({ apiVersion = '', kind = '', metadata: _metadata, ...rest }) => {
      const object = conform(rest, root) as JsonObject;
      return { apiVersion, kind, metadata: conformMeta(metaOf({ metadata: _metadata ?? {} })), ...object };
    },
    prepareForCreate: (object) => without(withMeta(object, { ...metaOf(object), generation: 1 }), 'status'),
    prepareForUpdate: ({ object, old, part }) => (part === 'status' ? withStatus(old, object) : withSpec(old, object)),
    validate: (object, part) => [
      ...validateMeta(metaOf(object), 'subdomain'),
      ...validateParts(object, { schema, required: part === 'status' ? [] : required }),
    ],
    prepareForDelete: markAsDeleting,
    endsWithFinalizers: () => true,
  };
}

const implicit: readonly string[] = ['apiVersion', 'kind', 'metadata'];

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

function validateParts(
  object: JsonObject,
  { schema, required }: { readonly schema: Schema; readonly required: readonly string[] },
): readonly Cause[] {
  const { properties = {} } = schema;
  const missing = required.filter((key) => object[key] === undefined);
  return [
    ...missing.map((field) => ({ reason: 'FieldValueRequired', field, message: 'Required value' })),
    ...Object.entries(without(object, ...implicit)).flatMap(([key, value]) => {
      const part = properties[key];
      return part === undefined ? [] : validate(value as Json, part, key);
    }),
  ];
}

/** The first deletion of what has finalizers is a change of its own, with a new generation; the next ones change nothing. */
function markAsDeleting(object: JsonObject, now: string): JsonObject | undefined {
  const metadata = metaOf(object);
  if (finalizersOf(metadata).length === 0) return undefined;
  if (metadata['deletionTimestamp'] !== undefined) return object;
  const generation = (metadata['generation'] as number) + 1;
  return withMeta(object, { ...metadata, generation, deletionTimestamp: now, deletionGracePeriodSeconds: 0 });
}
