import { isConfirmedMissing } from '../../core/sightings.ts';
import type { Recent } from '../../core/recent.ts';
import type { Facts, FoundVPC, TermFacts } from './facts.ts';
import { chosenThrough } from './look-up.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';
import type { Zone } from './zone.ts';

export type VPCStatus = NonNullable<PrivateHostedZoneStatus['vpcs']>[number];

/** One VPC that the spec chooses, or that is associated through us, and the one call that is to be made for it now. */
export interface VPCPart {
  readonly vpc: Pick<FoundVPC, 'id' | 'region' | 'accessRef'> & { readonly accountID: string | undefined };
  readonly isWanted: boolean;
  readonly state: VPCStatus['state'];
  readonly reason?: string;
  readonly message?: string;
  readonly step: 'Authorize' | 'Associate' | 'Withdraw' | 'Disassociate' | undefined;
}

export interface WantedVPC extends FoundVPC {
  readonly force: boolean;
}

export interface VPCQuestion {
  readonly spec: Pick<PrivateHostedZoneSpec, 'vpcs' | 'domain'>;
  /** The zone's own account and Region. */
  readonly accountID: string;
  readonly region: string;
  readonly before: readonly VPCStatus[];
  readonly zone: Zone | undefined;
  /** Whether a create is recorded whose zone has not been seen. */
  readonly isBeingMade: boolean;
  readonly facts: Pick<Facts, 'terms' | 'authorized' | 'inTheWay' | 'hiddenZones' | 'dnsAttributes'>;
  /** Why this VPC may not be associated yet, in words; undefined where it may. */
  readonly heldBy: (vpc: WantedVPC) => Held | undefined;
  readonly recent: Recent;
}
export interface Held {
  readonly reason: string;
  readonly message: string;
}

/** Every VPC that the terms find, by the earliest of them, in the terms' order. */
export function wantedVPCs(terms: PrivateHostedZoneSpec['vpcs'], found: readonly TermFacts[]): readonly WantedVPC[] {
  const all = found.flatMap((term, index) =>
    term.found.state === 'found' ? term.found.value.map((vpc) => ({ ...vpc, force: terms[index]?.force === true })) : [],
  );
  return all.filter((vpc, index) => all.findIndex(({ id }) => id === vpc.id) === index);
}

/** More VPCs than Route 53 takes for one zone (aws-facts: 300). */
export const mostVPCs = 300;

/** What each VPC needs next. One call each; a call is only made for a VPC that the status lists already, so that none is forgotten. Pure. */
export function vpcParts(question: VPCQuestion): readonly VPCPart[] {
  const wanted = wantedVPCs(question.spec.vpcs, question.facts.terms).slice(0, mostVPCs);
  const left = question.before.filter(({ id }) => wanted.every((vpc) => vpc.id !== id));
  const going = left.filter((vpc) => mayGo(vpc, question) && isAssociated(vpc.id, question)).map(({ id }) => id);
  const isEmptied = (question.zone?.vpcs ?? []).every(({ id }) => going.includes(id));
  const leaving = left.flatMap((vpc) => leavingPart(vpc, question, isEmptied && vpc.id === going[0]) ?? []);
  return [...wanted.map((vpc) => wantedPart(vpc, question)), ...leaving];
}

function isAssociated(id: string, { zone }: VPCQuestion): boolean {
  return zone?.vpcs.some((vpc) => vpc.id === id) ?? false;
}

function wantedPart(vpc: WantedVPC, question: VPCQuestion): VPCPart {
  const { id } = vpc;
  const base = { vpc, isWanted: true, step: undefined } as const;
  if (question.zone === undefined)
    return { ...base, state: 'Pending', reason: 'WaitsForZone', message: 'It is associated once the zone is there.' };
  if (isAssociated(id, question)) {
    const step = isForeign(vpc, question) && isAuthorized(id, question) ? 'Withdraw' : undefined;
    return { ...base, step, state: 'Associated', ...associatedWords(vpc, question) };
  }
  const conflict = conflictOf(vpc, question);
  if (conflict?.isOurs === true) return { ...base, state: 'Conflict', ...conflict.words };
  const held = vpc.force ? undefined : question.heldBy(vpc);
  if (held !== undefined) return { ...base, state: 'Held', ...held };
  const known = question.before.some((one) => one.id === id);
  const step = !known ? undefined : isForeign(vpc, question) && !isAuthorized(id, question) ? 'Authorize' : 'Associate';
  return conflict === undefined ? { ...base, state: 'Pending', step } : { ...base, state: 'Conflict', step, ...conflict.words };
}

function isForeign({ accountID }: { readonly accountID: string | undefined }, question: VPCQuestion): boolean {
  return accountID !== undefined && accountID !== question.accountID;
}

/** As last listed, and as done by ourselves since; one that AWS did not know when it was used is asked for again. */
function isAuthorized(id: string, { facts: { authorized }, recent }: VPCQuestion): boolean {
  if (authorized.state === 'present' && authorized.value.includes(id)) return true;
  const doneAt = (type: string): number => {
    const last = recent.tries[`${type} ${id}`];
    return last?.outcome.result === 'done' ? last.at : Number.NEGATIVE_INFINITY;
  };
  const associating = recent.tries[`Associate ${id}`];
  const refusedAt =
    associating?.outcome.result === 'failed' && associating.outcome.failure.code.startsWith('NotAuthorized')
      ? associating.at
      : Number.NEGATIVE_INFINITY;
  return doneAt('Authorize') > Math.max(doneAt('Withdraw'), refusedAt);
}

/** What is not seen to be wrong needs no words. */
function associatedWords({ id, force, ...vpc }: WantedVPC, { facts, heldBy }: VPCQuestion): Partial<Held> {
  const attributes = facts.dnsAttributes[id];
  if (attributes?.state === 'present' && !(attributes.value.support && attributes.value.hostnames)) {
    const off = [attributes.value.support ? [] : ['enableDnsSupport'], attributes.value.hostnames ? [] : ['enableDnsHostnames']].flat();
    return {
      reason: 'DNSAttributesOff',
      message: `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off in ${id}, so no name of the zone resolves there. Turn ${off.length === 1 ? 'it' : 'them'} on in the VPC.`,
    };
  }
  const held = heldBy({ id, force, ...vpc });
  return held?.reason === 'NotAdmitted' ? held : {};
}

/** A zone of the same name that the VPC has already: `isOurs` where one of our endpoints keeps it, and AWS need not be asked. */
function conflictOf(
  { id }: WantedVPC,
  { spec, facts, recent }: VPCQuestion,
): { readonly isOurs: boolean; readonly words: Held } | undefined {
  const hidden = facts.hiddenZones[id];
  if (hidden !== undefined)
    return { isOurs: true, words: { reason: 'EndpointPrivateDNS', message: hiddenZoneMessage(id, hidden, spec.domain) } };
  const last = recent.tries[`Associate ${id}`]?.outcome;
  if (last?.result !== 'failed' || last.failure.code !== 'ConflictingDomainExists') return undefined;
  const zones = facts.inTheWay[id];
  const named = zones?.state === 'present' ? zones.value.map(({ id: zoneID, owner }) => `${zoneID} of ${owner}`) : [];
  const which = named.length === 0 ? 'another zone' : named.join(', ');
  return {
    isOurs: false,
    words: {
      reason: 'ZoneInTheWay',
      message: `${id} has ${which} of the name ${spec.domain} already, and AWS lets a VPC have one. Ask its owner to disassociate it, or take ${id} out of spec.vpcs. The other VPCs go on.`,
    },
  };
}

export function hiddenZoneMessage(vpcID: string, { object, endpointID }: Facts['hiddenZones'][string], domain: string): string {
  return (
    `InterfaceEndpoint ${object} (${endpointID}) hosts ${domain} in ${vpcID} by its own private DNS, and AWS lets a VPC have a name once. ` +
    `Either keep it so and take ${vpcID} out of spec.vpcs, for the name resolves there already; ` +
    "or set that endpoint's spec.privateDNS.enabled to false and have this VPC associated too: between the two the name resolves to public addresses there. " +
    'A zone whose own account has no other VPC needs the second, or an accessRef into an account that has one.'
  );
}

/**
 * One that the spec chooses no more. What it names by ID no longer goes at once; what a look-up by tags lacks goes on the second
 * sighting; the last VPC of a zone never goes, for AWS would refuse it.
 */
function leavingPart(before: VPCStatus, question: VPCQuestion, isLast: boolean): VPCPart | undefined {
  const { id, accountID, region, accessRef } = before;
  const base = { vpc: { id, accountID, region: region ?? question.region, accessRef }, isWanted: false, step: undefined } as const;
  if (!mayGo(before, question)) {
    const message = `${id} is no longer found by the tags of spec.vpcs, or could not be looked up. It stays until a second look finds the same.`;
    return { ...base, state: isAssociated(id, question) ? 'Associated' : 'Unknown', reason: 'NotSeen', message };
  }
  // The zone that is being made may have been asked for with this VPC.
  if (question.zone === undefined) return question.isBeingMade ? { ...base, state: 'Removing' } : undefined;
  if (!isAssociated(id, question)) return isAuthorized(id, question) ? { ...base, state: 'Removing', step: 'Withdraw' } : undefined;
  if (isLast) {
    const message = `${id} is the zone's last VPC, which AWS does not let go. Name another, or delete this PrivateHostedZone.`;
    return { ...base, state: 'Associated', reason: 'LastVPC', message };
  }
  return { ...base, state: 'Removing', step: 'Disassociate' };
}

function mayGo(vpc: VPCStatus, { spec, facts, region }: VPCQuestion): boolean {
  return spec.vpcs.every((term, index) => {
    if (!chosenThrough(vpc, { term, region: term.region ?? region })) return true;
    return term.id === undefined && isConfirmedMissing(facts.terms[index]?.sightings, vpc.id);
  });
}
