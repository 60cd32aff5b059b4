import type { Live, View } from '../kind.ts';
import { hiddenZonesOf, namesNotHosted, recordTargets } from './endpoints.ts';
import type { Facts, FoundVPC, TermFacts } from './facts.ts';
import { observeDnsAttributes, observeInTheWay, observeTerms } from './look-up.ts';
import { observeAuthorized, observeChanges, observeOwned, observeRecords, observeZone } from './observe-zone.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';

type Object = Live<PrivateHostedZoneSpec, PrivateHostedZoneStatus>;

export async function observe(object: Object, view: View, previous: Facts | undefined): Promise<Facts> {
  const { spec, status, metadata } = object;
  const id = status.hostedZoneID ?? spec.existing?.hostedZoneID;
  const [{ resource, readAt }, { owned, missing }, records, authorized, changes] = await Promise.all([
    observeZone(id, view, isSettled(status)),
    observeOwned(object, view, previous),
    observeRecords(id, view, spec.domain),
    observeAuthorized(hasForeign(object, view) ? id : undefined, view),
    observeChanges([...new Set((status.records ?? []).flatMap(({ changeID }) => changeID ?? []))], view),
  ]);
  const own = { resource, readAt, owned, missing, records, authorized, changes };
  if (metadata.deletionTimestamp !== undefined) return { ...own, ...notLookedAt(view, spec) };
  const terms = await observeTerms(object, view, previous);
  const vpcs = vpcsOf(terms);
  const associated = resource.state === 'present' ? resource.value.vpcs.map((vpc) => vpc.id) : [];
  const [dnsAttributes, inTheWay] = await Promise.all([
    observeDnsAttributes(
      vpcs.filter((vpc) => associated.includes(vpc.id)),
      view,
    ),
    observeInTheWay(vpcs, { domain: spec.domain, zoneID: id }, view),
  ]);
  return {
    ...own,
    terms,
    endpoints: recordTargets(spec, metadata.namespace, view.objects),
    inTheWay,
    dnsAttributes,
    hiddenZones: hiddenZonesOf(spec.domain, view.objects),
    namesNotHosted: namesNotHosted({ spec, namespace: metadata.namespace }, view.objects),
  };
}

/** Nothing was in change when the status was written. */
function isSettled({ vpcs = [], records = [], pendingCreate }: Partial<PrivateHostedZoneStatus>): boolean {
  return (
    pendingCreate === undefined &&
    vpcs.every(({ state }) => state !== 'Pending' && state !== 'Removing') &&
    records.every(({ state }) => state === 'InSync')
  );
}

/** Authorisations are for VPCs of other accounts, of which the status knows before any is given. */
function hasForeign({ status }: Object, view: View): boolean {
  return (status.vpcs ?? []).some(({ accountID }) => accountID !== undefined && accountID !== view.accountID);
}

/** Every VPC that the terms find, each once: by the earliest term. */
export function vpcsOf(terms: readonly TermFacts[]): readonly FoundVPC[] {
  const all = terms.flatMap(({ found }) => (found.state === 'found' ? found.value : []));
  return all.filter((vpc, index) => all.findIndex(({ id }) => id === vpc.id) === index);
}

/** A deletion needs nothing but the zone itself, least of all objects and accounts that may go first. */
function notLookedAt(
  view: View,
  { vpcs }: PrivateHostedZoneSpec,
): Omit<Facts, 'resource' | 'readAt' | 'owned' | 'missing' | 'records' | 'authorized' | 'changes'> {
  const failure = view.failure('describeVpcs', 'NotAsked', 'not looked at');
  const found = { state: 'unknown', failure, message: failure.message } as const;
  return {
    terms: vpcs.map(() => ({ found, sightings: undefined })),
    endpoints: {},
    inTheWay: {},
    dnsAttributes: {},
    hiddenZones: {},
    namesNotHosted: undefined,
  };
}
