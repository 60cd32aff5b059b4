import type { Fact } from '../../core/reading.ts';
import type { RecordChange } from './action.ts';
import type { Facts } from './facts.ts';
import { fullName, type RecordContent, type RecordSet, sameContent } from './record-set.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';

type SpecRecord = PrivateHostedZoneSpec['records'][number];
type Stored = NonNullable<PrivateHostedZoneStatus['records']>[number];
/** A record as the status tells it. */
export type RecordStatus = Omit<Stored, 'written' | 'writing'> & {
  readonly written?: RecordContent | undefined;
  readonly writing?: RecordContent | undefined;
};

/** One record of the spec, or of an earlier one, against what stands in the zone. */
export interface RecordPart {
  readonly name: string;
  readonly state: RecordStatus['state'];
  readonly message?: string;
  /** What stands there of ours. */
  readonly ours: RecordContent | undefined;
  /** What the spec wants there now; undefined where it wants nothing or cannot be told. */
  readonly wanted: RecordContent | undefined;
  /** In one batch: nothing, or what is to go and what is to come. */
  readonly changes: readonly RecordChange[];
  /** Whether the change has been recorded in status, so that what it writes is known for ours whatever becomes of the reply. */
  readonly isRecorded: boolean;
  readonly changeID: string | undefined;
}

export interface RecordQuestion {
  readonly spec: Pick<PrivateHostedZoneSpec, 'domain' | 'records'>;
  readonly before: readonly RecordStatus[];
  readonly observed: readonly RecordSet[];
  readonly endpoints: Facts['endpoints'];
  readonly changes: Readonly<Record<string, Fact<boolean>>>;
}

/** Every record that the spec wants, in its order, and those that it no longer wants while they stand. Pure. */
export function recordParts(question: RecordQuestion): readonly RecordPart[] {
  const { spec, before } = question;
  const left = before.filter(({ name }) => spec.records.every((record) => record.name !== name));
  return [...spec.records.map((record) => wantedPart(record, question)), ...left.flatMap((record) => leavingPart(record, question))];
}

interface Here {
  readonly ours: RecordContent | undefined;
  readonly others: readonly RecordSet[];
}

/** A record is ours if it is what we have last written, or were writing. */
function hereOf(name: string, before: RecordStatus | undefined, { spec, observed }: RecordQuestion): Here {
  const all = observed.filter((set) => set.name === fullName(name, spec.domain));
  const isOurs = (set: RecordSet): boolean =>
    set.identifier === undefined &&
    [before?.written, before?.writing].some((known) => known !== undefined && sameContent(set.content, known));
  return { ours: all.find(isOurs)?.content, others: all.filter((set) => !isOurs(set)) };
}

function wantedPart(record: SpecRecord, question: RecordQuestion): RecordPart {
  const { spec, endpoints } = question;
  const { name } = record;
  const before = question.before.find((one) => one.name === name);
  const target = contentOf(record, endpoints);
  const { ours: known, others } = hereOf(name, before, question);
  const base = { name, isRecorded: true, changeID: before?.changeID, changes: [] };
  if (target.state === 'waiting') {
    const state = known === undefined ? 'Waiting' : (before?.state ?? 'Pending');
    return { ...base, state, message: target.message, ours: known, wanted: undefined };
  }
  const wanted = target.content;
  // One that is just as we want it, though we do not know of it: from before our status was lost.
  const alike =
    known === undefined ? others.find((set) => set.identifier === undefined && sameContent(set.content, wanted))?.content : undefined;
  const ours = known ?? alike;
  const blocking = others.find((set) => set.content !== alike && isInTheWayOf(wanted, set));
  if (blocking !== undefined) return { ...base, state: 'Conflict', message: conflictMessage(blocking), ours, wanted };
  if (!sameContent(ours, wanted)) {
    const changes = change(fullName(name, spec.domain), ours, wanted);
    const isRecorded = sameContent(before?.writing, wanted);
    return { ...base, state: 'Pending', ours, wanted, changes, isRecorded, changeID: isRecorded ? before?.changeID : undefined };
  }
  return standing({ ...base, state: 'Pending', ours, wanted }, before, question);
}

/** A record that is as it is wanted: everywhere, or on its way. Where the reply was lost, the same is written once more to be told of its way. */
function standing(part: RecordPart, before: RecordStatus | undefined, { spec, changes }: RecordQuestion): RecordPart {
  const change = before?.changeID === undefined ? undefined : changes[before.changeID];
  if (before?.changeID !== undefined) {
    const isEverywhere = change?.state === 'present' && change.value;
    return isEverywhere ? { ...part, state: 'InSync', changeID: undefined } : part;
  }
  if (before?.state !== 'Pending') return { ...part, state: 'InSync' };
  const name = fullName(part.name, spec.domain);
  return part.ours === undefined
    ? part
    : {
        ...part,
        changes: [
          { action: 'DELETE', name, content: part.ours },
          { action: 'CREATE', name, content: part.ours },
        ],
      };
}

function leavingPart(before: RecordStatus, question: RecordQuestion): readonly RecordPart[] {
  const { ours } = hereOf(before.name, before, question);
  if (ours === undefined) return [];
  const changes: RecordChange[] = [{ action: 'DELETE', name: fullName(before.name, question.spec.domain), content: ours }];
  return [{ name: before.name, state: 'Removing', ours, wanted: undefined, changes, isRecorded: true, changeID: undefined }];
}

function change(name: string, from: RecordContent | undefined, to: RecordContent): readonly RecordChange[] {
  const removal: RecordChange[] = from === undefined ? [] : [{ action: 'DELETE', name, content: from }];
  return [...removal, { action: 'CREATE', name, content: to }];
}

/** A CNAME stands alone; others of the same type would be one set with ours. */
function isInTheWayOf({ type }: RecordContent, { content }: RecordSet): boolean {
  return content.type === type || content.type === 'CNAME' || type === 'CNAME';
}

function conflictMessage({ name, identifier, content }: RecordSet): string {
  const policy = identifier === undefined ? '' : ` with the routing policy "${identifier}"`;
  return `${name} has a record of type ${content.type}${policy} that we have not written. It is left alone: remove it, or take the name out of spec.records.`;
}

type Target = { readonly state: 'known'; readonly content: RecordContent } | { readonly state: 'waiting'; readonly message: string };

/** Where a record is to lead: only to an endpoint that is available. */
function contentOf({ endpointRef, type, values, ttlSeconds }: SpecRecord, endpoints: Facts['endpoints']): Target {
  if (endpointRef === undefined)
    return { state: 'known', content: { type: type ?? '', values: values ?? [], ttlSeconds: ttlSeconds ?? 300 } };
  const found = endpoints[endpointRef.name];
  if (found?.state !== 'found')
    return { state: 'waiting', message: found?.message ?? `InterfaceEndpoint ${endpointRef.name} is not known.` };
  const { value } = found;
  if (!value.isAvailable)
    return {
      state: 'waiting',
      message: `InterfaceEndpoint ${endpointRef.name} (${value.endpointID}) is not available yet. The record follows by itself.`,
    };
  const alias = endpointRef.zoneID === undefined ? value.regional : value.zonal[endpointRef.zoneID];
  if (alias !== undefined) return { state: 'known', content: { type: 'A', alias } };
  const where = endpointRef.zoneID === undefined ? 'regional name' : `name in zone ${endpointRef.zoneID}`;
  return { state: 'waiting', message: `InterfaceEndpoint ${endpointRef.name} (${value.endpointID}) has no ${where}.` };
}

/** What Route 53 takes in one call: 1,000 elements, and 32,000 characters of values. */
const most = { elements: 1_000, characters: 32_000 };

/** The changes of as many parts as one batch holds, whole parts only. */
export function batchOf(parts: readonly RecordPart[]): readonly RecordChange[] {
  const batch: RecordChange[] = [];
  let characters = 0;
  for (const { changes } of parts) {
    const size = changes.reduce((sum, { content }) => sum + sizeOf(content), 0);
    if (batch.length + changes.length > most.elements || characters + size > most.characters) break;
    batch.push(...changes);
    characters += size;
  }
  return batch;
}

export function sizeOf({ values = [] }: Pick<RecordContent, 'values'>): number {
  return values.reduce((sum, value) => sum + value.length, 0);
}
