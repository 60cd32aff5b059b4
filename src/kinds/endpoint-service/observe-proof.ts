import type { Fact, Reading } from '../../core/reading.ts';
import type { Lookup } from '../common/lookup.ts';
import { laterThan } from '../common/own-writes.ts';
import type { Age, Live, View } from '../kind.ts';
import {
  type HostedZone,
  isNeeded,
  partOf,
  placeOf,
  type ProofFacts,
  type PublicationFact,
  type SeenSets,
  type TextValue,
  wantedValue,
  zoneGone,
} from './publication.ts';
import type { EndpointServiceSpec, EndpointServiceStatus, Publication } from './schema.ts';
import { isVerified, type Service } from './service.ts';
import { holds } from './txt-set.ts';

type Object = Live<EndpointServiceSpec, EndpointServiceStatus>;
type Eyes = Pick<View, 'accountID' | 'read'>;

/** Nothing is read where no value of ours stands or has to stand; and at a deletion only when the service is gone. */
export async function observeProof(object: Object, resource: Fact<Service>, view: View): Promise<ProofFacts> {
  const service = resource.state === 'present' && resource.value.state !== 'deleted' ? resource.value : undefined;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const mayBeGone = service === undefined && (resource.state !== 'unknown' || object.status.serviceID === undefined);
  const recorded = object.status.privateDNS?.published ?? [];
  if (deleting && (!mayBeGone || object.spec.deletionPolicy === 'Retain'))
    return { wanted: undefined, zone: undefined, published: recorded.map((of) => ({ of, seen: notAsked(view) })) };
  const stays = (one: Publication): boolean => (service === undefined ? !deleting : isNeeded(one, object.spec, service));
  const published = recorded.map((of) => observePublication({ of, stays: stays(of) }, view));
  const value = deleting ? undefined : wantedValue(object.spec, service);
  const wanted = value === undefined ? undefined : await observePublication({ of: value, stays: true }, view);
  const isProven = wanted !== undefined && isHeld(wanted) && service?.privateDNS !== undefined && isVerified(service.privateDNS);
  const zone = wanted === undefined || isProven ? undefined : await observeZone(wanted.of, view);
  return { wanted, zone, published: await Promise.all(published) };
}

function notAsked(view: View): Lookup<never> {
  const failure = view.failure('listResourceRecordSets', 'NotAsked', 'not looked at');
  return { state: 'unknown', failure, message: failure.message };
}

/** At rest rarely; until the set is as it has to be, more often. */
async function observePublication<P extends TextValue>(
  { of, stays }: { readonly of: P; readonly stays: boolean },
  view: View,
): Promise<PublicationFact<P>> {
  const after = afterTries(of, view);
  const rarely = await readSets(of, { maxAge: 2 * view.periods.rare, ...after }, view);
  const fact = { of, seen: rarely };
  if (rarely.state !== 'found' || isHeld(fact) === stays) return fact;
  return { of, seen: await readSets(of, { maxAge: view.periods.listing, ...after }, view) };
}

function isHeld({ of, seen }: PublicationFact<TextValue>): boolean {
  return seen.state === 'found' && holds(seen.value.sets, of.name, of.value);
}

/** Young enough to show our last batch there; one that was refused tells that the set was another than the one we had read. */
function afterTries(of: TextValue, { recent, now }: View): Pick<Age, 'after'> {
  const tries = ['Publish', 'Withdraw'].flatMap((type) => recent.tries[`${type} ${partOf(of)}`]?.at ?? []);
  return tries.length === 0 ? {} : { after: laterThan(Math.max(...tries), now) };
}

async function readSets(of: TextValue, age: Age, view: View): Promise<Lookup<SeenSets>> {
  const eyes = await eyesFor(of, view);
  if (eyes.state !== 'found') return eyes;
  const { accountID, read } = eyes.value;
  const input = { HostedZoneId: of.hostedZoneID, StartRecordName: of.name, MaxItems: 20 };
  const reading = await read('listResourceRecordSets', input, age);
  return lookupOf(reading, { ...of, accountID }, ({ ResourceRecordSets = [] }) => ({ accountID, sets: ResourceRecordSets }));
}

async function observeZone(of: TextValue, view: View): Promise<Lookup<HostedZone>> {
  const eyes = await eyesFor(of, view);
  if (eyes.state !== 'found') return eyes;
  const { accountID, read } = eyes.value;
  const reading = await read('getHostedZone', { Id: of.hostedZoneID }, { maxAge: 2 * view.periods.rare });
  return lookupOf(reading, { ...of, accountID }, ({ HostedZone: zone }) => ({
    name: zone?.Name ?? '',
    isPrivate: zone?.Config?.PrivateZone === true,
  }));
}

/** Whoever has written it must be in the account where it was written: another one knows nothing of the zone. */
async function eyesFor(of: TextValue & { readonly accountID?: string }, view: View): Promise<Lookup<Eyes>> {
  const eyes: Lookup<Eyes> = of.accessRef === undefined ? { state: 'found', value: view } : await view.at(placeOf(of));
  if (eyes.state !== 'found' || of.accountID === undefined || of.accountID === eyes.value.accountID) return eyes;
  return {
    state: 'missing',
    reason: 'AccountChanged',
    message: `Zone ${of.hostedZoneID} was written to in account ${of.accountID}, and access ${of.accessRef?.name ?? ''} leads to ${eyes.value.accountID} now.`,
  };
}

/** AWS may say once of what exists that it does not: only the second answer in a row is believed. */
function lookupOf<T, U>(
  reading: Reading<T>,
  { hostedZoneID, accountID }: { readonly hostedZoneID: string; readonly accountID: string },
  pick: (value: T) => U,
): Lookup<U> {
  if (reading.known) return { state: 'found', value: pick(reading.value) };
  const { failure } = reading;
  if (failure.code === 'NoSuchHostedZone' && reading.repeated)
    return { ...zoneGone, message: `There is no hosted zone ${hostedZoneID} in account ${accountID}.` };
  return { state: 'unknown', failure, message: `Cannot read hosted zone ${hostedZoneID} in account ${accountID}: ${failure.message}` };
}
