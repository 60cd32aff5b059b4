import { isWithin } from '../route53/names.ts';
import { isAlias, recordKey } from '../route53/record-sets.ts';
import type { HostedZone } from '../world-dns.ts';
import type { World } from '../world.ts';
import type { ServedZone } from './zone-records.ts';

/**
 * The public hosted zones that the world's resolvers find: anybody may make a zone of any name, and only those count that are delegated
 * to. A zone within another needs NS records there that name its servers; for the others the first of a name stands for the
 * registrar's choice.
 */
export function publicZones(world: World): readonly ServedZone[] {
  const all = [...world.hostedZones.values()].filter(({ isPrivate, answering }) => !isPrivate && answering.records.size > 0);
  return all
    .filter((zone) => isDelegated(zone, all))
    .map(({ id, name, answering }) => ({ id, name, records: [...answering.records.values()] }));
}

function isDelegated(zone: HostedZone, all: readonly HostedZone[]): boolean {
  const above = all.filter((other) => other.name !== zone.name && isWithin(zone.name, other.name) && isDelegated(other, all));
  if (above.length === 0) return all.find(({ name }) => name === zone.name) === zone;
  const parent = above.reduce((best, other) => (other.name.length > best.name.length ? other : best));
  const data = parent.answering.records.get(recordKey({ name: zone.name, type: 'NS', setIdentifier: undefined }))?.data;
  if (!data || isAlias(data)) return false;
  const servers = data.values.map((value) => value.toLowerCase().replace(/\.$/, ''));
  return zone.nameServers.some((server) => servers.includes(server));
}
