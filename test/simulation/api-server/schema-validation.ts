import { equal, isObject, type Json, type JsonObject } from './json.ts';
import type { Cause } from './status.ts';
import type { Schema } from './structural-schema.ts';

/** What is wrong with a value, in the API server's classes. CEL rules are not looked at: who writes here keeps them. */
export function validate(value: Json, schema: Schema, field: string): readonly Cause[] {
  const causes: Cause[] = [];
  visit({ value, schema, field }, causes);
  return causes;
}

interface Place {
  readonly value: Json;
  readonly schema: Schema;
  readonly field: string;
}

function visit(place: Place, causes: Cause[]): void {
  const { value, schema, field } = place;
  const isCompound = typeof value === 'object' && value !== null;
  if (isCompound && sound.get(value) === schema) return;
  const before = causes.length;
  if (schema.enum !== undefined && !schema.enum.includes(value))
    causes.push({ reason: 'FieldValueNotSupported', field, message: `Unsupported value: ${JSON.stringify(value)}` });
  if (!hasType(value, schema)) {
    causes.push({
      reason: 'FieldValueTypeInvalid',
      field,
      message: `Invalid value: ${JSON.stringify(value)}: must be of type ${schema.type ?? ''}`,
    });
    return;
  }
  if (typeof value === 'string') visitString(value, place, causes);
  else if (typeof value === 'number') visitNumber(value, place, causes);
  else if (Array.isArray(value)) visitArray(value, place, causes);
  else if (isObject(value)) visitObject(value, place, causes);
  if (isCompound && causes.length === before) sound.set(value, schema);
}

/** Values never change, so what is right once is not looked at again. */
const sound = new WeakMap<object, Schema>();

function hasType(value: Json, schema: Schema): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return Number.isInteger(value) || typeof value === 'string';
  switch (schema.type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

/** Of length and pattern, only the first that is broken is told. */
function visitString(value: string, { schema, field }: Place, causes: Cause[]): void {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  const invalid = (): string => `Invalid value: ${JSON.stringify(value)}`;
  if (format === 'date-time' && !dateTime.test(value))
    causes.push({ reason: 'FieldValueTypeInvalid', field, message: `${invalid()}: must be of type date-time` });
  if (value.length > maxLength && Array.from(value).length > maxLength)
    causes.push({ reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${maxLength} bytes` });
  else if (minLength > 0 && Array.from(value).length < minLength)
    causes.push({ reason: 'FieldValueInvalid', field, message: `${invalid()}: should be at least ${minLength} chars long` });
  else if (pattern !== undefined && !compiled(pattern).test(value))
    causes.push({ reason: 'FieldValueInvalid', field, message: `${invalid()}: should match '${pattern}'` });
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const expression = new RegExp(pattern, 'u');
  patterns.set(pattern, expression);
  return expression;
}

function visitNumber(value: number, { schema, field }: Place, causes: Cause[]): void {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value < minimum || value > maximum)
    causes.push({ reason: 'FieldValueInvalid', field, message: `Invalid value: ${value}: should be from ${minimum} to ${maximum}` });
}

function visitArray(items: readonly Json[], { schema, field }: Place, causes: Cause[]): void {
  if (schema.maxItems !== undefined && items.length > schema.maxItems)
    causes.push({ reason: 'FieldValueTooMany', field, message: `Too many: ${items.length}: must have at most ${schema.maxItems} items` });
  if (schema.minItems !== undefined && items.length < schema.minItems)
    causes.push({
      reason: 'FieldValueInvalid',
      field,
      message: `Invalid value: ${items.length}: should have at least ${schema.minItems} items`,
    });
  items.forEach((value, index) => {
    const at = `${field}[${index}]`;
    if (schema.items !== undefined) visit({ value, schema: schema.items, field: at }, causes);
    if (isKeyed(schema) && items.slice(0, index).some((earlier) => areTheSame(earlier, value, schema)))
      causes.push({ reason: 'FieldValueDuplicate', field: at, message: `Duplicate value: ${JSON.stringify(value)}` });
  });
}

const isKeyed = (schema: Schema): boolean => schema['x-kubernetes-list-type'] === 'set' || schema['x-kubernetes-list-type'] === 'map';

/** Whether two items may not be in one list. */
function areTheSame(a: Json, b: Json, schema: Schema): boolean {
  if (schema['x-kubernetes-list-type'] === 'set') return equal(a, b);
  const keys = schema['x-kubernetes-list-map-keys'];
  return keys !== undefined && isObject(a) && isObject(b) && keys.every((key) => a[key] === b[key]);
}

function visitObject(object: JsonObject, { schema, field }: Place, causes: Cause[]): void {
  const { properties = {}, additionalProperties, required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const inside = (key: string): string => (field === '' ? key : `${field}.${key}`);
  const size = Object.keys(object).length;
  if (size > maxProperties)
    causes.push({ reason: 'FieldValueTooMany', field, message: `Too many: ${size}: must have at most ${maxProperties} items` });
  if (size < minProperties)
    causes.push({
      reason: 'FieldValueInvalid',
      field,
      message: `Invalid value: ${size}: should have at least ${minProperties} properties`,
    });
  for (const key of required)
    if (object[key] === undefined) causes.push({ reason: 'FieldValueRequired', field: inside(key), message: 'Required value' });
  for (const [key, value] of Object.entries(object)) {
    const inner = properties[key] ?? additionalProperties;
    if (inner !== undefined) visit({ value, schema: inner, field: inside(key) }, causes);
  }
}
