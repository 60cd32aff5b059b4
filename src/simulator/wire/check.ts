import { NormalizedSchema } from '@smithy/core/schema';
import { ApiError } from '../handler.ts';
import type { Operation, ServiceName } from '../operations.ts';
import { badRequest } from './codes.ts';
import { enumValues } from './enums.ts';
import { alwaysRead } from './members.ts';

interface Place {
  readonly operation: Operation;
  readonly path: string;
}

/**
 * Refuses what the model does not allow, and what the operation does not implement: a member without a name in the
 * schema, one of a wrong type, an enum value that the model does not list, a required member that is absent.
 */
export function checkInput(operation: Operation, input: object): void {
  const schema = NormalizedSchema.of(operation.schema[4]);
  if (schema.isUnitSchema()) return;
  checkStruct(schema, input, { operation, path: '' });
}

function checkStruct(schema: NormalizedSchema, value: unknown, place: Place): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(place, 'a structure');
  const given = value as Readonly<Record<string, unknown>>;
  const members = membersOf(schema);
  for (const [name, member] of Object.entries(given)) {
    if (member === undefined) continue;
    const memberSchema = Object.hasOwn(members, name) ? members[name] : undefined;
    const inner = within(place, name);
    if (!memberSchema) throw badRequest(place.operation.service, 'unknown', `The parameter ${inner.path} is not recognized`);
    checkMember({ schema: memberSchema, structure: schema.getName() ?? '', name }, member, inner);
  }
  for (const name of requiredMembers(schema)) {
    if (isGiven(given[name], place.operation.service)) continue;
    throw badRequest(place.operation.service, 'missing', `The request must contain the parameter ${within(place, name).path}`);
  }
}

const memberTables = new WeakMap<object, Readonly<Record<string, NormalizedSchema>>>();

/** The library makes the table anew each time. */
function membersOf(schema: NormalizedSchema): Readonly<Record<string, NormalizedSchema>> {
  const definition = Object(schema.getSchema()) as object;
  const known = memberTables.get(definition) ?? schema.getMemberSchemas();
  memberTables.set(definition, known);
  return known;
}

/** ec2Query has no way to write an empty list: on the wire it is absent. */
function isGiven(value: unknown, service: ServiceName): boolean {
  return value !== undefined && !(service === 'ec2' && Array.isArray(value) && value.length === 0);
}

interface Member {
  readonly schema: NormalizedSchema;
  readonly structure: string;
  readonly name: string;
}

function checkMember(member: Member, value: unknown, place: Place): void {
  const { schema } = member;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw invalid(place, 'a list');
    if (value.length === 0) checkRead(place);
    for (const item of value) checkMember({ ...member, schema: schema.getValueSchema() }, item, place);
  } else if (schema.isStructSchema()) {
    if (!readsBelow(place)) throw refused(place);
    checkStruct(schema, value, place);
  } else {
    checkRead(place);
    checkScalar(member, value, place);
  }
}

function checkScalar({ schema, structure, name }: Member, value: unknown, place: Place): void {
  if (schema.isBooleanSchema() && typeof value !== 'boolean') throw invalid(place, 'a boolean');
  if (schema.isNumericSchema() && typeof value !== 'number') throw invalid(place, 'a number');
  if (!schema.isStringSchema()) return;
  if (typeof value !== 'string') throw invalid(place, 'a string');
  const allowed = enumValues(place.operation.service, structure, name);
  if (allowed && !allowed.has(value)) {
    const message = `Value (${value}) for parameter ${place.path} is invalid. Allowed values: ${[...allowed].join(', ')}`;
    throw badRequest(place.operation.service, 'invalid', message);
  }
}

/** Structure schemas list the required members first and say how many they are. */
function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const definition: unknown = schema.getSchema();
  if (!Array.isArray(definition)) return [];
  const names: unknown = definition[4];
  const count: unknown = definition[6];
  return Array.isArray(names) && typeof count === 'number' ? names.slice(0, count).map(String) : [];
}

function checkRead(place: Place): void {
  const { operation, path } = place;
  if (!operation.reads.has(path) && !alwaysRead.has(path) && !readsBelow(place)) throw refused(place);
}

function readsBelow({ operation, path }: Place): boolean {
  for (const read of operation.reads) if (read.startsWith(`${path}.`)) return true;
  return false;
}

function within(place: Place, name: string): Place {
  return { operation: place.operation, path: place.path === '' ? name : `${place.path}.${name}` };
}

function invalid({ operation, path }: Place, expected: string): ApiError {
  return badRequest(operation.service, 'invalid', `Invalid value for parameter ${path}: it must be ${expected}`);
}

function refused({ operation, path }: Place): ApiError {
  return new ApiError('UnsupportedOperation', `The parameter ${path} of ${operation.action} is not supported by this simulator.`);
}
