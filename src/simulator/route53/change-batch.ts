import type { HostedZone, RecordSet } from '../world-dns.ts';
import type { World } from '../world.ts';
import { targetProblems } from './alias-targets.ts';
import { isWithin } from './names.ts';
import { equalRecords, isAlias, recordKey } from './record-sets.ts';
import { valueProblems } from './record-values.ts';

export interface RecordChange {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly record: RecordSet;
}

/** A batch in the making. */
interface Draft {
  readonly zone: HostedZone;
  readonly records: Map<string, RecordSet>;
  readonly world: World;
}

/** The zone's record sets after all changes, made in their order, and everything that is wrong, in AWS's words: then none is made. */
export function applyBatch(
  changes: readonly RecordChange[],
  zone: HostedZone,
  world: World,
): { readonly records: Map<string, RecordSet>; readonly problems: readonly string[] } {
  const records = new Map(zone.records);
  const draft: Draft = { zone, records, world };
  const problems = [...combinationProblems(changes), ...changes.flatMap((change) => applyChange(change, draft))];
  return { records, problems: [...problems, ...lackProblems(draft)] };
}

/** One set may be changed once, or deleted and then created anew. */
function combinationProblems(changes: readonly RecordChange[]): readonly string[] {
  const actions = new Map<string, string[]>();
  for (const { action, record } of changes) {
    const key = recordKey(record);
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return changes
    .filter(({ record }, index) => changes.findIndex((other) => recordKey(other.record) === recordKey(record)) === index)
    .filter(({ record }) => !['CREATE', 'DELETE', 'UPSERT', 'DELETE CREATE'].includes((actions.get(recordKey(record)) ?? []).join(' ')))
    .map(({ record: { type, name } }) => `The request contains an invalid set of changes for a resource record set '${type} ${name}'`);
}

function applyChange({ action, record }: RecordChange, draft: Draft): readonly string[] {
  const problems = action === 'DELETE' ? deletionProblems(record, draft) : settingProblems(record, draft, action);
  const key = recordKey(record);
  if (action === 'DELETE') draft.records.delete(key);
  else draft.records.set(key, record);
  return problems;
}

/** Everything must be given as it is. */
function deletionProblems(record: RecordSet, { records }: Draft): readonly string[] {
  const current = records.get(recordKey(record));
  const tried = `Tried to delete resource record set ${bracketed(record)}`;
  if (!current) return [`${tried} but it was not found`];
  return equalRecords(current, record) ? [] : [`${tried} but the values provided do not match the current values`];
}

function settingProblems(record: RecordSet, draft: Draft, action: RecordChange['action']): readonly string[] {
  const { zone, records, world } = draft;
  const exists = action === 'CREATE' && records.has(recordKey(record));
  const targets = isAlias(record.data) ? targetProblems({ type: record.type, alias: record.data.alias, zone, records }, world) : [];
  return [
    ...(exists ? [`Tried to create resource record set ${bracketed(record)} but it already exists`] : []),
    ...placeProblems(record, draft),
    ...valueProblems(record),
    ...targets,
  ];
}

function placeProblems({ name, type, setIdentifier }: RecordSet, { zone, records }: Draft): readonly string[] {
  if (!isWithin(name, zone.name)) return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  if (type === 'CNAME' && name === zone.name)
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  const beside = [...records.values()].filter((other) => other.name === name);
  if (type === 'CNAME' && beside.some((other) => other.type !== 'CNAME')) {
    return [
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    ];
  }
  if (type !== 'CNAME' && beside.some((other) => other.type === 'CNAME')) {
    return [
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
    ];
  }
  const mixed = beside.some((other) => other.type === type && (other.setIdentifier === undefined) !== (setIdentifier === undefined));
  return mixed ? [`RRSet with DNS name ${name}, type ${type} cannot be created as other RRSets exist with the same name and type.`] : [];
}

/** A zone keeps its own SOA and NS records. */
function lackProblems({ zone, records }: Draft): readonly string[] {
  const own = (type: string): boolean => records.has(recordKey({ name: zone.name, type, setIdentifier: undefined }));
  return [
    ...(own('SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
    ...(own('NS') ? [] : ['A HostedZone must contain at least one NS record for the zone itself.']),
  ];
}

function bracketed({ name, type, setIdentifier }: RecordSet): string {
  const identifier = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
  return `[name='${name}', type='${type}'${identifier}]`;
}
