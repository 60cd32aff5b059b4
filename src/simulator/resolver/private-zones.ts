import { endpointPrivateNames, publicZoneID, regionalName } from '../ec2/privatelink/dns-entries.ts';
import { serviceBehind } from '../ec2/privatelink/offered-service.ts';
import type { HiddenZone } from '../route53/hidden-zones.ts';
import { hiddenZones } from '../route53/hidden-zones.ts';
import { isWithin, normalName } from '../route53/names.ts';
import { nameServersOf, ownRecords } from '../route53/new-hosted-zone.ts';
import type { RecordSet } from '../world-dns.ts';
import type { Endpoint, Vpc, World } from '../world.ts';
import type { ServedZone } from './zone-records.ts';

/**
 * The private zones that a VPC's resolver answers from. None unless the VPC has both DNS attributes on
 * (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html).
 */
export function privateZones({ id, enableDnsSupport, enableDnsHostnames }: Vpc, world: World): readonly ServedZone[] {
  if (!enableDnsSupport || !enableDnsHostnames) return [];
  const hosted = [...world.hostedZones.values()].filter(({ isPrivate, answering }) => isPrivate && answering.vpcIDs.has(id));
  const hidden = hiddenZones(id, world).filter(({ endpoint }) => servesPrivateNames(endpoint, world));
  return [
    ...hosted.map(({ id: zoneID, name, answering }) => ({ id: zoneID, name, records: [...answering.records.values()] })),
    ...hidden.map((zone) => ({ id: zone.id, name: zone.name, records: hiddenRecords(zone, world) })),
  ];
}

/** Not before the endpoint, or the Modify that turned private DNS on, is through; and S3's may be for on-premises only. */
function servesPrivateNames({ state, establishedAt, privateDNSFrom = 0, dnsOptions }: Endpoint, world: World): boolean {
  if (dnsOptions.onlyForInboundResolver === true || establishedAt === undefined) return false;
  return (state === 'available' || state === 'pending') && privateDNSFrom <= world.clock.now();
}

/** Each private name leads to the endpoint's regional name. */
function hiddenRecords({ id, name: zoneName, endpoint }: HiddenZone, world: World): readonly RecordSet[] {
  const service = serviceBehind(endpoint, world);
  if (!service) return [];
  const alias = {
    zoneID: publicZoneID(service.region, world),
    dnsName: normalName(regionalName(endpoint, service)),
    evaluateTargetHealth: false,
  };
  const names = endpointPrivateNames(endpoint, service).map(normalName);
  const routing = { setIdentifier: undefined, weight: undefined, multiValue: undefined };
  const leading = names
    .filter((name) => isWithin(name, zoneName))
    .map((name) => ({ name, type: endpoint.ipAddressType === 'ipv6' ? 'AAAA' : 'A', ...routing, data: { alias } }));
  return [...ownRecords(zoneName, nameServersOf(id)), ...leading];
}
