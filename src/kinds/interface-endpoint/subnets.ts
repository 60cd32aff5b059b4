import { isConfirmedMissing, type Sightings } from '../../core/sightings.ts';
import type { Subnet, ZoneNames } from './facts.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

export type SubnetTerm = InterfaceEndpointSpec['subnets'][number];

export interface SubnetQuestion {
  readonly terms: readonly SubnetTerm[];
  /** All subnets of the VPC, as the last listing shows them. */
  readonly listed: readonly Subnet[];
  /** Zone IDs and names in which the service is offered. */
  readonly offered: readonly string[];
  readonly attached: readonly string[];
  /** What earlier passes resolved the terms to: this shrinks only after two sightings. Anything else attached is a stranger's doing. */
  readonly held: readonly string[];
  readonly sightings: Sightings | undefined;
  readonly zoneNames: ZoneNames;
  /** Where a subnet that the listing lacks used to be. */
  readonly zoneOf: (subnetID: string) => string | undefined;
}

export interface SubnetChoice {
  readonly add: readonly ChosenSubnet[];
  readonly remove: readonly string[];
  /** What the terms resolve to now, held ones included. */
  readonly resolved: readonly string[];
  readonly dropped: readonly DroppedSubnet[];
  /** Zones the spec wants to reach, whether or not anything can be had there. */
  readonly wantedZones: readonly string[];
}
export interface ChosenSubnet {
  readonly subnet: Subnet;
  readonly ipv4Address: string | undefined;
}
export interface DroppedSubnet {
  readonly subnetID: string;
  readonly zoneID: string;
  readonly reason: 'ZoneNotOffered' | 'ZoneTaken' | 'WaitsForRemoval' | 'OnlySubnet';
  readonly message: string;
}

interface Match extends ChosenSubnet {
  readonly term: number;
}

/**
 * One subnet a zone: the attached one while it matches, else one resolved before, else the earliest term's, else the lowest ID.
 * Never shrinks on a look-up of nothing, never takes the last one, and swaps within a zone in two passes, because AWS refuses
 * to add and remove in one zone in one call.
 */
export function chooseSubnets(question: SubnetQuestion): SubnetChoice {
  const matches = matchSubnets(question.terms, question.listed);
  const removable = matches.length === 0 ? [] : question.attached.filter((id) => mayGo(question, matches, id));
  const staying = question.attached.filter((id) => !removable.includes(id));
  const zoneOf = (id: string): string | undefined => question.listed.find((subnet) => subnet.id === id)?.zoneID ?? question.zoneOf(id);
  const stayingZones = new Set(staying.map(zoneOf));
  // What is kept though a look-up lacks it is still wanted, or a slip would read as 2/1.
  const wantedZones = [...new Set([...zonesWanted(question), ...[...stayingZones].filter((zone) => zone !== undefined)])].toSorted();
  if (matches.length === 0) return { add: [], remove: [], resolved: question.held, dropped: [], wantedZones };
  const leavingZones = new Set(removable.map(zoneOf));
  const best = bestByZone(matches, question).filter((match) => !stayingZones.has(match.subnet.zoneID));
  const offered = best.filter((match) => isOffered(match.subnet, question.offered));
  const add = offered.filter((match) => !leavingZones.has(match.subnet.zoneID));
  // Where nothing stays, what is new must be attached before the old goes, or the old goes all but one.
  const remove = staying.length > 0 ? removable : add.length > 0 ? [] : removable.toSorted().slice(1);
  const chosen = new Set([...question.attached, ...add.map((match) => match.subnet.id)]);
  const dropped = matches
    .filter((match) => !chosen.has(match.subnet.id))
    .map((match) => whyDropped(match, { best, leavingZones, onlyOne: question.attached.length === 1, offered: question.offered }));
  const resolved = [...new Set([...staying, ...offered.map((match) => match.subnet.id)])].toSorted();
  return { add, remove: remove.toSorted(), resolved, dropped: dropped.toSorted((a, b) => (a.subnetID < b.subnetID ? -1 : 1)), wantedZones };
}

/** Each matching subnet with the earliest term that names it. */
export function matchSubnets(terms: readonly SubnetTerm[], listed: readonly Subnet[]): readonly Match[] {
  return listed.flatMap((subnet) => {
    const term = terms.findIndex((one) => matchesTerm(one, subnet));
    return term < 0 ? [] : [{ subnet, term, ipv4Address: terms[term]?.ipv4Address }];
  });
}

function matchesTerm(term: SubnetTerm, subnet: Subnet): boolean {
  if (term.id !== undefined) return term.id === subnet.id;
  return (
    Object.entries(term.tags ?? {}).every(([key, value]) => subnet.tags[key] === value) &&
    (term.zoneIDs === undefined || term.zoneIDs.includes(subnet.zoneID)) &&
    (term.zoneNames === undefined || term.zoneNames.includes(subnet.zoneName))
  );
}

/** The zone IDs that a term names, or, where it names none, the zones of all subnets it matches. A name that is no zone's counts for nothing. */
export function zonesWanted({ terms, listed, zoneNames }: Pick<SubnetQuestion, 'terms' | 'listed' | 'zoneNames'>): readonly string[] {
  const zones = terms.flatMap((term) => {
    const byName = term.zoneNames?.flatMap((wanted) =>
      Object.entries(zoneNames).flatMap(([zoneID, name]) => (name === wanted ? [zoneID] : [])),
    );
    return term.zoneIDs ?? byName ?? listed.filter((subnet) => matchesTerm(term, subnet)).map((subnet) => subnet.zoneID);
  });
  return [...new Set(zones)].toSorted();
}

/**
 * What the spec no longer names by ID goes at once, and so does a stranger's that the listing shows not to match; what a listing lacks
 * goes after two sightings, whoever attached it: it may be ours though our word of it was lost.
 */
function mayGo({ terms, held, listed, sightings }: SubnetQuestion, matches: readonly Match[], id: string): boolean {
  if (matches.some((match) => match.subnet.id === id)) return false;
  const namedAway = terms.every((term) => term.id !== undefined && term.id !== id);
  const strange = !held.includes(id) && listed.some((subnet) => subnet.id === id);
  return namedAway || strange || isConfirmedMissing(sightings, id);
}

function bestByZone(matches: readonly Match[], { held, attached }: SubnetQuestion): readonly Match[] {
  const rank = ({ subnet, term }: Match): readonly [number, number, string] => [
    attached.includes(subnet.id) ? 0 : held.includes(subnet.id) ? 1 : 2,
    term,
    subnet.id,
  ];
  const sorted = matches.toSorted((a, b) => compare(rank(a), rank(b)));
  return sorted.filter((match, index) => sorted.findIndex((other) => other.subnet.zoneID === match.subnet.zoneID) === index);
}

function compare(a: readonly [number, number, string], b: readonly [number, number, string]): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
}

export function isOffered(subnet: Pick<Subnet, 'zoneID' | 'zoneName'>, offered: readonly string[]): boolean {
  return offered.includes(subnet.zoneID) || offered.includes(subnet.zoneName);
}

interface Context {
  readonly best: readonly Match[];
  readonly leavingZones: ReadonlySet<string | undefined>;
  readonly onlyOne: boolean;
  readonly offered: readonly string[];
}

function whyDropped({ subnet }: Match, { best, leavingZones, onlyOne, offered }: Context): DroppedSubnet {
  const where = { subnetID: subnet.id, zoneID: subnet.zoneID };
  if (!isOffered(subnet, offered)) {
    return {
      ...where,
      reason: 'ZoneNotOffered',
      message: `${subnet.id} is in ${subnet.zoneID} (${subnet.zoneName}), where the service is not offered. Ask its owner to add the zone, or choose a subnet elsewhere.`,
    };
  }
  if (!best.some((match) => match.subnet.id === subnet.id) || !leavingZones.has(subnet.zoneID)) {
    return {
      ...where,
      reason: 'ZoneTaken',
      message: `${subnet.id} is in ${subnet.zoneID}, where another subnet is used: an endpoint takes one subnet a zone.`,
    };
  }
  return onlyOne
    ? {
        ...where,
        reason: 'OnlySubnet',
        message: `${subnet.id} would replace the endpoint's only subnet in ${subnet.zoneID}, which would cut it off. Add a subnet in a second zone first.`,
      }
    : { ...where, reason: 'WaitsForRemoval', message: `${subnet.id} is attached once the subnet it replaces in ${subnet.zoneID} is gone.` };
}
