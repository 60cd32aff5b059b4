import { dnsEntries } from '../ec2/privatelink/dns-entries.ts';
import type { AliasData, HostedZone, RecordSet } from '../world-dns.ts';
import type { Endpoint, World } from '../world.ts';
import { isWithin, normalName, plainName } from './names.ts';

/** An alias, and where it stands. */
interface Pointing {
  readonly type: string;
  readonly alias: AliasData['alias'];
  readonly zone: HostedZone;
  /** The zone's record sets as the batch has left them so far. */
  readonly records: ReadonlyMap<string, RecordSet>;
}

/** What is wrong with an alias's target, in AWS's words (harmony-ops 491): it must lie in the zone that it names, and be there now. */
export function targetProblems(pointing: Pointing, world: World): readonly string[] {
  const { type, alias } = pointing;
  const target = `Tried to create an alias that targets ${alias.dnsName}, type ${type} in zone ${alias.zoneID},`;
  const lies = liesInZone(pointing, world);
  const exists = lies && targetExists(pointing, world);
  return [
    ...(lies ? [] : [`${target} but the alias target name does not lie within the target zone`]),
    ...(exists ? [] : [`${target} but that target was not found`]),
  ];
}

function liesInZone({ alias, zone }: Pointing, world: World): boolean {
  if (alias.zoneID === zone.id) return isWithin(alias.dnsName, zone.name);
  return endpointOf(alias, world) !== undefined;
}

function targetExists({ type, alias, zone, records }: Pointing, world: World): boolean {
  if (alias.zoneID === zone.id) return [...records.values()].some((record) => record.name === alias.dnsName && record.type === type);
  const endpoint = endpointOf(alias, world);
  return endpoint !== undefined && addressTypes(endpoint).includes(type);
}

/** The endpoint whose regional or zonal name that is, in the zone of its entry; private names are in hidden zones, which nobody can name. */
export function endpointOf({ zoneID, dnsName }: Pick<AliasData['alias'], 'zoneID' | 'dnsName'>, world: World): Endpoint | undefined {
  return [...world.endpoints.values()].find((endpoint) =>
    dnsEntries(endpoint, world).some(
      (entry) => entry.HostedZoneId === zoneID && isEndpointName(entry.DnsName, endpoint) && answersFor(entry.DnsName, dnsName),
    ),
  );
}

/** Regional and zonal names begin with the endpoint's ID, behind a wildcard for S3. */
export function isEndpointName(name: string, { id }: Endpoint): boolean {
  return name.replace(/^\*\./, '').startsWith(`${id}-`);
}

/** Whether a name as AWS lists it, which may begin with a wildcard, answers for a name in normal form. */
export function answersFor(entry: string, dnsName: string): boolean {
  if (normalName(entry) === dnsName) return true;
  return entry.startsWith('*.') && plainName(dnsName).endsWith(entry.slice(1));
}

function addressTypes({ ipAddressType }: Endpoint): readonly string[] {
  if (ipAddressType === 'dualstack') return ['A', 'AAAA'];
  return [ipAddressType === 'ipv4' ? 'A' : 'AAAA'];
}
