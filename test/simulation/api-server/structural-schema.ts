import type { Json, JsonObject } from './json.ts';

/** The part of an OpenAPI v3 structural schema that our CRDs use. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/**
 * A value as the API server keeps it: fields that the schema does not have are dropped, nulls too (none of our fields is nullable),
 * and defaults fill what is not there.
 */
export function conform(value: Json, schema: Schema): Json {
  if (typeof value !== 'object' || value === null || conforming.get(value) === schema) return value;
  const conformed = Array.isArray(value) ? conformItems(value, schema.items ?? anything) : conformObject(value as JsonObject, schema);
  conforming.set(conformed as object, schema);
  return conformed;
}

/** Values never change, so what conforms once is not gone through again: most of an object stays as it is from write to write. */
const conforming = new WeakMap<object, Schema>();
const anything: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

function conformItems(items: readonly Json[], schema: Schema): Json {
  return items.map((item) => conform(item, schema));
}

function conformObject(object: JsonObject, schema: Schema): Json {
  const { properties = none, additionalProperties } = schema;
  const kept: { [key: string]: Json } = {};
  for (const key in object) {
    const value = object[key] as Json;
    const inner = properties[key] ?? additionalProperties;
    if (inner !== undefined) {
      if (value !== null) kept[key] = conform(value, inner);
    } else if (schema['x-kubernetes-preserve-unknown-fields'] === true) kept[key] = value;
  }
  for (const [key, inner] of withDefaults(properties)) if (kept[key] === undefined) kept[key] = conform(inner.default ?? null, inner);
  return kept;
}

const none: Readonly<Record<string, Schema>> = {};
const known = new WeakMap<object, readonly (readonly [string, Schema])[]>();

/** The properties that have a default, looked up once. */
function withDefaults(properties: Readonly<Record<string, Schema>>): readonly (readonly [string, Schema])[] {
  const found = known.get(properties) ?? Object.entries(properties).filter(([, inner]) => inner.default !== undefined);
  known.set(properties, found);
  return found;
}
