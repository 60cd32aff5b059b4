import { type Fact, factOf, present, unknown } from '../../core/reading.ts';
import { sight } from '../../core/sightings.ts';
import { sameName } from '../common/dns-names.ts';
import type { Lookup } from '../common/lookup.ts';
import type { Live, View } from '../kind.ts';
import type { DnsAttributes, Facts, ForeignZone, FoundVPC, TermFacts } from './facts.ts';
import { lookUpOf, restOf } from './periods.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';

type Object = Live<PrivateHostedZoneSpec, PrivateHostedZoneStatus>;
type Term = PrivateHostedZoneSpec['vpcs'][number];
type StatusVPC = NonNullable<PrivateHostedZoneStatus['vpcs']>[number];

/** How long an attribute that hardly ever changes is taken for granted: an hour of the operator's own periods. */
const seldom = 6;

/** Each term by itself: what one account does not let us see holds up no other. */
export async function observeTerms({ spec, status }: Object, view: View, before: Facts | undefined): Promise<readonly TermFacts[]> {
  return Promise.all(
    spec.vpcs.map(async (term, index): Promise<TermFacts> => {
      const there = await view.at({ accessRef: term.accessRef?.name, region: term.region });
      if (there.state !== 'found') return { found: there, sightings: undefined };
      // Younger than the pass before, or every other pass would see what the one before saw.
      const maxAge = term.id === undefined ? lookUpOf(view.periods) / 2 : restOf(view.periods);
      const reading = await there.value.read('describeVpcs', questionOf(term), { maxAge });
      if (!reading.known) return { found: unread(term, there.value.region, reading.failure), sightings: undefined };
      const { accountID, region } = there.value;
      const vpcs = (reading.value.Vpcs ?? []).map(
        (raw): FoundVPC => ({
          id: raw.VpcId ?? '',
          accountID: raw.OwnerId ?? accountID,
          region,
          accessRef: term.accessRef?.name,
          cidrs: cidrsOf(raw),
        }),
      );
      const held = (status.vpcs ?? []).filter((vpc) => chosenThrough(vpc, { term, region })).map(({ id }) => id);
      const sightings = sight(before?.terms[index]?.sightings, { sequence: reading.sequence, held, found: vpcs.map(({ id }) => id) });
      return { found: usable(vpcs, { term, accountID, region }), sightings };
    }),
  );
}

function questionOf({ id, tags }: Term): { VpcIds: string[] } | { Filters: { Name: string; Values: string[] }[] } {
  if (id !== undefined) return { VpcIds: [id] };
  const wanted = Object.entries(tags ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { Filters: wanted.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })) };
}

function cidrsOf(raw: {
  readonly CidrBlock?: string | undefined;
  readonly CidrBlockAssociationSet?:
    | readonly { readonly CidrBlock?: string | undefined; readonly CidrBlockState?: { readonly State?: string | undefined } | undefined }[]
    | undefined;
}): readonly string[] {
  const associated = (raw.CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => CidrBlockState?.State === undefined || CidrBlockState.State === 'associated')
    .flatMap(({ CidrBlock }) => CidrBlock ?? []);
  return [...new Set([...(raw.CidrBlock === undefined ? [] : [raw.CidrBlock]), ...associated])].toSorted();
}

/** Whether a VPC in the status can be one that this term has chosen. */
export function chosenThrough(vpc: StatusVPC, { term, region }: { readonly term: Term; readonly region: string }): boolean {
  return term.id === undefined ? vpc.accessRef === term.accessRef?.name && vpc.region === region : vpc.id === term.id;
}

interface Seen {
  readonly term: Term;
  readonly accountID: string;
  readonly region: string;
}

function usable(vpcs: readonly FoundVPC[], { term, accountID, region }: Seen): Lookup<readonly FoundVPC[]> {
  const [first] = vpcs;
  if (first === undefined) {
    return {
      state: 'missing',
      reason: 'VPCNotFound',
      message: `No VPC ${wordsOf(term)} in ${region} of account ${accountID}. Correct spec.vpcs, or tag one.`,
    };
  }
  const shared = vpcs.find((vpc) => vpc.accountID !== accountID);
  if (shared !== undefined) {
    return {
      state: 'missing',
      reason: 'VPCShared',
      message: `${shared.id} is shared by account ${shared.accountID} with account ${accountID}, and only its owner may associate it. Name an accessRef into ${shared.accountID}.`,
    };
  }
  return { state: 'found', value: vpcs.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

function unread(term: Term, region: string, failure: Extract<Fact<never>, { state: 'unknown' }>['failure']): Lookup<never> {
  if (term.id !== undefined && failure.class === 'notFound')
    return {
      state: 'missing',
      reason: 'VPCNotFound',
      message: `There is no VPC ${term.id} in ${region} (${failure.message}). Correct spec.vpcs.`,
    };
  return { state: 'unknown', failure, message: `Cannot look up the VPCs ${wordsOf(term)} in ${region}: ${failure.message}` };
}

export function wordsOf({ id, tags, accessRef }: Term): string {
  const through = accessRef === undefined ? '' : ` (access ${accessRef.name})`;
  if (id !== undefined) return `${id}${through}`;
  const wanted = Object.entries(tags ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `tagged ${wanted.map(([key, value]) => `${key}=${value}`).join(', ')}${through}`;
}

/** Without both attributes a VPC answers no private name, and an alias is of no use there. Read seldom. */
export async function observeDnsAttributes(vpcs: readonly FoundVPC[], view: View): Promise<Facts['dnsAttributes']> {
  const facts = await Promise.all(vpcs.map(async (vpc) => [vpc.id, await dnsAttributes(vpc, view)] as const));
  return Object.fromEntries(facts);
}

async function dnsAttributes({ id, accessRef, region }: FoundVPC, view: View): Promise<Fact<DnsAttributes>> {
  const there = await view.at({ accessRef, region });
  if (there.state !== 'found')
    return unknown(there.state === 'unknown' ? there.failure : view.failure('describeVpcAttribute', there.reason, there.message));
  const age = { maxAge: seldom * restOf(view.periods) };
  const [support, hostnames] = await Promise.all([
    there.value.read('describeVpcAttribute', { VpcId: id, Attribute: 'enableDnsSupport' }, age),
    there.value.read('describeVpcAttribute', { VpcId: id, Attribute: 'enableDnsHostnames' }, age),
  ]);
  if (!support.known) return unknown(support.failure);
  if (!hostnames.known) return unknown(hostnames.failure);
  return present({
    support: support.value.EnableDnsSupport?.Value === true,
    hostnames: hostnames.value.EnableDnsHostnames?.Value === true,
  });
}

/** Whose zone of the same name a VPC has already; asked only where AWS has refused an association for it. */
export async function observeInTheWay(
  vpcs: readonly FoundVPC[],
  { domain, zoneID }: { readonly domain: string; readonly zoneID: string | undefined },
  view: View,
): Promise<Facts['inTheWay']> {
  const refused = vpcs.filter(({ id }) => {
    const outcome = view.recent.tries[`Associate ${id}`]?.outcome;
    return outcome?.result === 'failed' && outcome.failure.code === 'ConflictingDomainExists';
  });
  const facts = await Promise.all(
    refused.map(async ({ id, accessRef, region }): Promise<readonly [string, Fact<readonly ForeignZone[]>]> => {
      const there = await view.at({ accessRef, region });
      if (there.state !== 'found') return [id, unknown(view.failure('listHostedZonesByVPC', 'NotAsked', there.message))];
      const reading = await there.value.read(
        'listHostedZonesByVPC',
        { VPCId: id, VPCRegion: there.value.region as never },
        { maxAge: view.periods.rare },
      );
      const zones = factOf(reading, ({ HostedZoneSummaries }) =>
        (HostedZoneSummaries ?? [])
          .filter(({ Name, HostedZoneId }) => sameName(Name ?? '', domain) && HostedZoneId !== zoneID)
          .map(({ HostedZoneId, Owner }) => ({ id: HostedZoneId ?? '', owner: Owner?.OwningService ?? Owner?.OwningAccount ?? '' })),
      );
      return [id, zones];
    }),
  );
  return Object.fromEntries(facts);
}
