import type { RecordSet } from '../world-dns.ts';
import { isWithin } from '../route53/names.ts';
import type { Question } from './answers.ts';

/** A zone as DNS serves it. */
export interface ServedZone {
  readonly id: string;
  readonly name: string;
  readonly records: readonly RecordSet[];
}

/** What a zone has for a question: sets of the type, or a CNAME instead of them; none is no data. Undefined if it has no such name. */
export function findRecords({ name, type }: Question, zone: ServedZone): readonly RecordSet[] | undefined {
  const owner = ownerOf(name, zone);
  if (owner === undefined) return undefined;
  const at = zone.records.filter((record) => record.name === owner);
  const asked = at.filter((record) => record.type === type);
  return asked.length > 0 ? asked : at.filter((record) => record.type === 'CNAME');
}

/**
 * The name whose records answer: the asked one if it or anything below it exists, else the wildcard right below the nearest name that
 * exists (RFC 4592).
 */
function ownerOf(name: string, zone: ServedZone): string | undefined {
  if (exists(name, zone)) return name;
  let nearest = name;
  while (!exists(nearest, zone)) nearest = nearest.slice(nearest.indexOf('.') + 1);
  const wildcard = `\\052.${nearest}`;
  return zone.records.some((record) => record.name === wildcard) ? wildcard : undefined;
}

function exists(name: string, zone: ServedZone): boolean {
  return name === zone.name || zone.records.some((record) => isWithin(record.name, name));
}

/** The zone with the longest name that the asked one is within. */
export function mostSpecific<Zone extends { readonly name: string }>(name: string, zones: readonly Zone[]): Zone | undefined {
  const within = zones.filter((zone) => isWithin(name, zone.name));
  return within.reduce<Zone | undefined>((best, zone) => (best && best.name.length >= zone.name.length ? best : zone), undefined);
}

/** How long the zone's SOA lets a negative answer be remembered: the smaller of its TTL and its last field (RFC 2308). */
export function negativeMs({ records }: ServedZone): number {
  const data = records.find(({ type }) => type === 'SOA')?.data;
  if (!data || 'alias' in data) return 0;
  return Math.min(data.ttl, Number(data.values[0]?.split(/\s+/).at(-1))) * 1000;
}
