import type { Try } from '../../core/recent.ts';
import { absent, type Fact, factOf, present, unknown } from '../../core/reading.ts';
import { sameName } from '../common/dns-names.ts';
import { afterOwnWrites } from '../common/own-resource.ts';
import { lastWrite, laterThan } from '../common/own-writes.ts';
import { tagsOf } from '../common/tags.ts';
import type { Age, Live, Outcome, Reading, View } from '../kind.ts';
import type { Facts, MissingZone } from './facts.ts';
import { pendingOf, restOf } from './periods.ts';
import { type RecordSet, isOfTheZone, recordSetOf } from './record-set.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';
import { bareID, isOurReference, type Zone, zoneOf } from './zone.ts';

type Object = Live<PrivateHostedZoneSpec, PrivateHostedZoneStatus>;

/** Rarely, and anew after our own tries of these types, refused ones too: what we took for granted may have been wrong. */
export function youngAfter(types: readonly string[], view: View): Age {
  return youngAfterTries(view, (type, { outcome }) => types.includes(type) && !isThrottled(outcome));
}

function youngAfterTries({ periods, recent, now }: View, counts: (type: string, last: Try) => boolean): Age {
  const counted = Object.entries(recent.tries).filter(([name, last]) => counts(name.split(' ')[0] ?? '', last));
  return {
    maxAge: restOf(periods),
    ...(counted.length === 0 ? {} : { after: laterThan(Math.max(...counted.map(([, { at }]) => at)), now) }),
  };
}

function isThrottled(outcome: Outcome): boolean {
  return outcome.result === 'failed' && outcome.failure.class === 'throttled';
}

/** The largest that Route 53 gives (aws-facts §6). */
const pages = { zones: 100, records: 300, authorizations: 50 };

const zoneWrites = ['Create', 'Associate', 'Disassociate', 'Delete'];
const tagWrites = ['Tag', 'Untag', 'Reclaim', 'Release'];

/** The zone of a known ID, with its VPCs and tags. `settled`: nothing of it was in change when it was last looked at. */
export async function observeZone(id: string | undefined, view: View, settled: boolean): Promise<Pick<Facts, 'resource' | 'readAt'>> {
  if (id === undefined)
    return { resource: unknown(view.failure('getHostedZone', 'NotAsked', 'nothing has been made yet')), readAt: undefined };
  const age = youngAfter(zoneWrites, view);
  const reading = await view.read('getHostedZone', { Id: id }, settled ? age : { ...age, maxAge: pendingOf(view.periods) });
  if (!reading.known)
    return { resource: reading.failure.class === 'notFound' && reading.repeated ? absent : unknown(reading.failure), readAt: undefined };
  const tags = await readTags([id], view, youngAfter(tagWrites, view));
  if (!tags.known) return { resource: unknown(tags.failure), readAt: undefined };
  const { HostedZone, VPCs } = reading.value;
  const resource = HostedZone === undefined ? absent : present(zoneOf(HostedZone, tagsOf(tags.value.get(id)), VPCs));
  return { resource, readAt: reading.begunAt };
}

type TagSets = ReadonlyMap<string, Parameters<typeof tagsOf>[0]>;

/** Route 53 tells the tags of ten zones at a time. */
async function readTags(ids: readonly string[], view: View, age: Age): Promise<Reading<TagSets>> {
  let all: Reading<TagSets> = { known: true, value: new Map(), begunAt: view.now, sequence: 0 };
  for (let start = 0; start < ids.length; start += 10) {
    const reading = await view.read('listTagsForResources', { ResourceType: 'hostedzone', ResourceIds: ids.slice(start, start + 10) }, age);
    if (!reading.known) return reading;
    const told = (reading.value.ResourceTagSets ?? []).map((set) => [set.ResourceId ?? '', set.Tags] as const);
    all = { ...reading, value: new Map([...all.value, ...told]) };
  }
  return all;
}

export async function observeRecords(id: string | undefined, view: View, domain: string): Promise<Fact<readonly RecordSet[]>> {
  if (id === undefined) return unknown(view.failure('listResourceRecordSets', 'NotAsked', 'there is no zone yet'));
  const reading = await view.read(
    'listResourceRecordSets',
    { HostedZoneId: id, MaxItems: pages.records },
    youngAfter(['ChangeRecords'], view),
  );
  return factOf(reading, (output) =>
    (output.ResourceRecordSets ?? []).map((raw) => recordSetOf(raw)).filter((set) => !isOfTheZone(set, domain)),
  );
}

/** Whether changes of records are everywhere by now. */
export async function observeChanges(ids: readonly string[], view: View): Promise<Facts['changes']> {
  const facts = await Promise.all(
    ids.map(async (id) => {
      const reading = await view.read('getChange', { Id: id }, { maxAge: pendingOf(view.periods) });
      // Route 53 forgets changes that have been everywhere for a month.
      if (!reading.known && reading.failure.class === 'notFound') return [id, present(true)] as const;
      return [id, factOf(reading, ({ ChangeInfo }) => ChangeInfo?.Status === 'INSYNC')] as const;
    }),
  );
  return Object.fromEntries(facts);
}

/**
 * Which VPCs may be associated still: only asked for where there are VPCs of other accounts. Anew after withdrawals, and after authorisations of
 * which nobody knows whether they were given: those that are known to be need no look.
 */
export async function observeAuthorized(id: string | undefined, view: View): Promise<Fact<readonly string[]>> {
  if (id === undefined) return unknown(view.failure('listVPCAssociationAuthorizations', 'NotAsked', 'there is no zone yet'));
  const reading = await view.read(
    'listVPCAssociationAuthorizations',
    { HostedZoneId: id, MaxResults: pages.authorizations },
    youngAfterTries(view, changesAuthorizations),
  );
  return factOf(reading, ({ VPCs }) => (VPCs ?? []).flatMap(({ VPCId }) => VPCId ?? []).toSorted());
}

function changesAuthorizations(type: string, { outcome }: Try): boolean {
  const mayBeGiven = type === 'Authorize' && outcome.result === 'failed' && outcome.failure.class === 'unknown';
  return mayBeGiven || (type === 'Withdraw' && !isThrottled(outcome));
}

export interface Owned {
  readonly owned: Fact<readonly Zone[]>;
  readonly missing: MissingZone | undefined;
}

/** Between the two looks for a zone that its spent reference made. */
const betweenLooks = 60_000;

/**
 * Zones of this object's making, by name over all pages: by the reference of a recorded create, or by the owner tags of an earlier
 * incarnation. A create that AWS has carried out already is only believed to have left nothing after two looks, a minute apart.
 */
export async function observeOwned(object: Object, view: View, before: Facts | undefined): Promise<Owned> {
  const { status, metadata } = object;
  const none = { owned: unknown(view.failure('listHostedZonesByName', 'NotAsked', 'no look-up needed')), missing: undefined };
  if (status.hostedZoneID !== undefined || object.spec.existing !== undefined) return none;
  const last = view.recent.tries['Create'];
  if (status.pendingCreate === undefined && metadata.deletionTimestamp !== undefined) return none;
  if (last !== undefined && last.outcome.result === 'failed' && last.outcome.failure.class === 'unknown') return none;
  const found = await findZones(object, view);
  if (found.state !== 'present' || found.value.length > 0) return { owned: found, missing: undefined };
  const isTaken = last?.outcome.result === 'failed' && last.outcome.failure.code === 'HostedZoneAlreadyExists';
  if (!isTaken) return { owned: found, missing: undefined };
  const missing = lookedFor(last.key, view, before?.missing);
  return { owned: missing.confirmed ? found : none.owned, missing };
}

function lookedFor(callerReference: string, { now }: View, before: MissingZone | undefined): MissingZone {
  if (before?.callerReference !== callerReference) return { callerReference, since: now, confirmed: false };
  return { ...before, confirmed: before.confirmed || now - before.since >= betweenLooks };
}

async function findZones({ spec, status }: Object, view: View): Promise<Fact<readonly Zone[]>> {
  const writtenAt = lastWrite(view.recent) ?? view.recent.startedAt;
  const age = { ...afterOwnWrites(view), after: Math.min(view.now, writtenAt + 1) };
  const reading = await view.read('listHostedZonesByName', { DNSName: spec.domain, MaxItems: pages.zones }, age);
  if (!reading.known) return unknown(reading.failure);
  const named = (reading.value.HostedZones ?? []).filter(
    (raw) => sameName(raw.Name ?? '', spec.domain) && raw.Config?.PrivateZone === true,
  );
  const tags = await readTags(
    named.map(({ Id }) => bareID(Id)),
    view,
    age,
  );
  if (!tags.known) return unknown(tags.failure);
  const zones = named.map((raw) => zoneOf(raw, tagsOf(tags.value.get(bareID(raw.Id)))));
  return present(
    zones.filter((zone) => isOurReference(zone.callerReference, view.identity, status.attempt ?? 0) || Object.keys(zone.tags).length > 0),
  );
}
