import type { Output } from '../../aws/ports.ts';
import { normalName, sameName } from '../common/dns-names.ts';

export type RecordSet = NonNullable<Output<'listResourceRecordSets'>['ResourceRecordSets']>[number];

/** One batch: `before`, exactly as it was read, goes, and `after` comes. AWS refuses it whole where somebody has changed the set since. */
export interface TxtChange {
  readonly before: RecordSet | undefined;
  readonly after: RecordSet | undefined;
}

/** What AWS suggests for the record, in seconds. */
const ttl = 1_800;

/** A value as Route 53 writes it. Others' may consist of several quoted strings, and are kept as they are. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

export function holds(sets: readonly RecordSet[], name: string, value: string): boolean {
  return valuesOf(plainSet(sets, name)).includes(quoted(value));
}

/** What makes the set at the name have, and not have, these values; undefined where it is so already. */
export function txtChange(
  sets: readonly RecordSet[],
  { name, add, remove }: { readonly name: string; readonly add: readonly string[]; readonly remove: readonly string[] },
): TxtChange | undefined {
  const before = plainSet(sets, name);
  const held = valuesOf(before);
  const goes = new Set(remove.map(quoted));
  const comes = [...new Set(add.map(quoted))].filter((value) => !held.includes(value));
  const values = [...held.filter((value) => !goes.has(value)), ...comes];
  if (values.length === held.length && comes.length === 0) return undefined;
  const frame = before ?? { Name: normalName(name), Type: 'TXT', TTL: ttl };
  return { before, after: values.length === 0 ? undefined : { ...frame, ResourceRecords: values.map((Value) => ({ Value })) } };
}

/** What stands at the name and leaves no room for a plain TXT set, in words. Such sets are somebody's and are not touched. */
export function obstacle(sets: readonly RecordSet[], name: string): string | undefined {
  const here = sets.filter(({ Name = '' }) => sameName(Name, name));
  if (here.some(({ Type }) => Type === 'CNAME')) return 'a CNAME record stands there, which AWS allows no other record beside';
  const txt = here.find((set) => set.Type === 'TXT' && !isPlain(set));
  if (txt === undefined) return undefined;
  if (txt.SetIdentifier !== undefined) return `TXT records with a routing policy stand there, such as ${txt.SetIdentifier}`;
  return 'a TXT record stands there that is an alias or belongs to a traffic policy';
}

function plainSet(sets: readonly RecordSet[], name: string): RecordSet | undefined {
  return sets.find((set) => set.Type === 'TXT' && isPlain(set) && sameName(set.Name ?? '', name));
}

function isPlain({ SetIdentifier, AliasTarget, TrafficPolicyInstanceId }: RecordSet): boolean {
  return SetIdentifier === undefined && AliasTarget === undefined && TrafficPolicyInstanceId === undefined;
}

function valuesOf(set: RecordSet | undefined): readonly string[] {
  return (set?.ResourceRecords ?? []).flatMap(({ Value }) => Value ?? []);
}
