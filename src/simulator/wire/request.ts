import { NormalizedSchema } from '@smithy/core/schema';
import type { Operation, ServiceName } from '../operations.ts';
import type { FormNode } from './form.ts';
import type { Place } from './scalars.ts';
import { at, invalid, readScalar, unknownMember } from './scalars.ts';

/** The members of the protocols that belong to no operation; a signature in the query is one of them. */
const protocolMember = /^(Action|Version|X-Amz-.+)$/;

/** A request's form as the typed input of its operation; what the schema does not know is an error that names it. */
export function readRequest(operation: Operation, form: FormNode): object {
  const children = new Map([...form.children].filter(([key]) => !protocolMember.test(key)));
  const schema = NormalizedSchema.of(operation.schema[4]);
  if (schema.isUnitSchema()) {
    for (const key of children.keys()) throw unknownMember({ service: operation.service, path: key });
    return {};
  }
  return readStruct(schema, { ...form, children }, { service: operation.service, path: '' });
}

const memberTables = new WeakMap<object, Map<string, [string, NormalizedSchema]>>();

/** The members of a structure by the key that they have in a form. */
function membersByKey(schema: NormalizedSchema, service: ServiceName): Map<string, [string, NormalizedSchema]> {
  const identity = Object(schema.getSchema()) as object;
  const known = memberTables.get(identity);
  if (known) return known;
  const table = new Map<string, [string, NormalizedSchema]>();
  for (const [name, member] of schema.structIterator()) table.set(formKey(name, member, service), [name, member]);
  memberTables.set(identity, table);
  return table;
}

/** ec2Query capitalises what has no name of its own. */
function formKey(name: string, member: NormalizedSchema, service: ServiceName): string {
  const { xmlName, ec2QueryName } = member.getMergedTraits();
  const key = String(xmlName ?? name);
  if (service !== 'ec2') return key;
  return typeof ec2QueryName === 'string' ? ec2QueryName : key.charAt(0).toUpperCase() + key.slice(1);
}

function readStruct(schema: NormalizedSchema, node: FormNode, place: Place): Record<string, unknown> {
  if (node.repeated || (node.value !== undefined && node.value !== '')) throw invalid(place, 'it is a structure, not a value');
  const table = membersByKey(schema, place.service);
  const result: Record<string, unknown> = {};
  for (const [key, child] of node.children) {
    const inner = at(place, key);
    const member = table.get(key);
    if (!member) throw unknownMember(inner);
    result[member[0]] = readValue(member[1], child, inner);
  }
  return result;
}

function readValue(schema: NormalizedSchema, node: FormNode, place: Place): unknown {
  if (node.repeated) throw invalid(place, 'it is given more than once');
  if (schema.isListSchema()) return readList(schema, node, place);
  if (schema.isMapSchema()) return readMap(schema, node, place);
  if (schema.isStructSchema()) return readStruct(schema, node, place);
  const [nested] = node.children.keys();
  if (nested !== undefined) throw unknownMember(at(place, nested));
  return readScalar(schema, node.value ?? '', place);
}

function readList(schema: NormalizedSchema, node: FormNode, place: Place): unknown[] {
  if (node.value !== undefined && node.value !== '') throw invalid(place, 'it is a list, whose items are numbered');
  const value = schema.getValueSchema();
  const flat = place.service === 'ec2' || schema.getMergedTraits().xmlFlattened;
  const wrapper = value.getMergedTraits().xmlName ?? 'member';
  if (flat) return numbered(node, place).map(([key, child]) => readValue(value, child, at(place, key)));
  for (const key of node.children.keys()) if (key !== wrapper) throw unknownMember(at(place, key));
  const wrapped = node.children.get(wrapper);
  if (!wrapped) return [];
  const inner = at(place, wrapper);
  return numbered(wrapped, inner).map(([key, child]) => readValue(value, child, at(inner, key)));
}

function readMap(schema: NormalizedSchema, node: FormNode, place: Place): Record<string, unknown> {
  const flat = schema.getMergedTraits().xmlFlattened;
  const entries = flat ? node : node.children.get('entry');
  const result: Record<string, unknown> = {};
  for (const [key, child] of entries ? numbered(entries, place) : []) {
    const name = child.children.get('key')?.value;
    const value = child.children.get('value');
    if (name === undefined || value === undefined) throw invalid(at(place, key), 'an entry needs a key and a value');
    result[name] = readValue(schema.getValueSchema(), value, at(place, key));
  }
  return result;
}

function numbered(node: FormNode, place: Place): [string, FormNode][] {
  const entries = [...node.children];
  for (const [key] of entries) if (!/^[1-9]\d*$/.test(key)) throw unknownMember(at(place, key));
  return entries.sort(([left], [right]) => Number(left) - Number(right));
}
