import { seededRandom, shuffled } from '../../random.ts';
import type { Endpoint, World } from '../../world.ts';
import type { OfferedService } from './offered-service.ts';
import { serviceBehind } from './offered-service.ts';

interface DnsEntry {
  readonly DnsName: string;
  readonly HostedZoneId: string;
}

/**
 * The endpoint's names as AWS lists them: regional, then zonal in no sorted order, with the zone names of the endpoint's own account,
 * then private. None before the endpoint was first available, and none without a subnet.
 */
export function dnsEntries(endpoint: Endpoint, world: World): DnsEntry[] {
  if (endpoint.type !== 'Interface' || endpoint.establishedAt === undefined) return [];
  if (endpoint.subnets.size === 0 || endpoint.state === 'deleted') return [];
  const service = serviceBehind(endpoint, world);
  if (!service) return [];
  const zoneID = publicZoneID(service.region, world);
  const entry = (DnsName: string): DnsEntry => ({ DnsName, HostedZoneId: zoneID });
  return [
    entry(regionalName(endpoint, service)),
    ...zonalNames(endpoint, service, world).map(entry),
    ...privateEntries(endpoint, service, world),
  ];
}

export function regionalName({ id, dnsLabel }: Endpoint, service: OfferedService): string {
  return `${prefix(service)}${id}-${dnsLabel}.${service.baseName}`;
}

/** S3 answers for bucket names below its own. */
function prefix({ name, region }: OfferedService): string {
  return name === `com.amazonaws.${region}.s3` ? '*.' : '';
}

function zonalNames(endpoint: Endpoint, service: OfferedService, world: World): string[] {
  const { id, dnsLabel, account, region } = endpoint;
  const zoneIDs = [...endpoint.subnets.keys()].flatMap((subnetID) => world.subnets.get(subnetID)?.zoneID ?? []);
  // AWS's own services have no zonal names across Regions.
  if (service.region !== region && service.own === undefined) return [];
  const names = zoneIDs.map((zoneID) => `${prefix(service)}${id}-${dnsLabel}-${world.zoneName(account, zoneID)}.${service.baseName}`);
  return shuffled(names, seededRandom(`zonal names ${id}`));
}

function privateEntries(endpoint: Endpoint, service: OfferedService, world: World): DnsEntry[] {
  if (!endpoint.privateDNSEnabled) return [];
  return endpointPrivateNames(endpoint, service).map((DnsName) => ({
    DnsName,
    HostedZoneId: hiddenZoneID(endpoint, DnsName.replace(/^\*\./, ''), world),
  }));
}

/** AWS keeps a zone for each private name, without the asterisk of a wildcard. */
export function hiddenZoneID({ id }: Endpoint, zoneName: string, world: World): string {
  return hostedZoneID(`${id} private ${zoneName}`, world);
}

/** The zone of all regional and zonal names of a Region, which aliases to them name. */
export function publicZoneID(region: string, world: World): string {
  return hostedZoneID(`${region} vpce`, world);
}

/** The private names an endpoint holds. A provider that loses its verification does not take them away. */
export function endpointPrivateNames(endpoint: Endpoint, service: OfferedService): readonly string[] {
  const own = service.own?.privateDNS?.name;
  return own !== undefined && endpoint.privateDNSEnabled ? [own] : service.privateNames;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function hostedZoneID(purpose: string, world: World): string {
  const random = seededRandom(`hosted zone ${world.settings.seed} ${purpose}`);
  return `Z${Array.from({ length: 13 }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('')}`;
}
