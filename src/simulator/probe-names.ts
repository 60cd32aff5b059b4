import { dnsEntries } from './ec2/privatelink/dns-entries.ts';
import type { Endpoint, Subnet, Vpc, World } from './world.ts';

/** An endpoint's interface in one zone. */
export interface Attached {
  readonly subnet: Subnet;
  readonly loadBalancerARN: string | undefined;
}

/** What a name leads to: an endpoint, through the one zone that the name pins or through any of its zones. */
export interface Resolved {
  readonly endpoint: Endpoint;
  readonly attached: readonly Attached[];
}

/**
 * Looks a name up as a resolver inside the VPC would. Regional and zonal names are public, whoever asks; private names exist
 * only in the endpoint's own VPC, and only while its DNS support is on.
 */
export function resolveName(dnsName: string, vpc: Vpc, world: World): Resolved | undefined {
  if (!vpc.enableDnsSupport) return undefined;
  const name = dnsName.toLowerCase().replace(/\.$/, '');
  for (const endpoint of world.endpoints.values()) {
    const entry = dnsEntries(endpoint, world).find((candidate) => matches(candidate.DnsName, name));
    if (!entry) continue;
    if (isPublic(entry.DnsName, endpoint)) return { endpoint, attached: attachedOf(endpoint, { name: entry.DnsName, world }) };
    if (endpoint.vpcID === vpc.id && endpoint.state === 'available')
      return { endpoint, attached: attachedOf(endpoint, { name: undefined, world }) };
  }
  return undefined;
}

function matches(entry: string, name: string): boolean {
  return entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : entry === name;
}

/** Public names begin with the endpoint's ID, behind a wildcard for S3. */
function isPublic(name: string, { id }: Endpoint): boolean {
  return name.replace(/^\*\./, '').startsWith(`${id}-`);
}

function attachedOf(endpoint: Endpoint, { name, world }: { readonly name: string | undefined; readonly world: World }): Attached[] {
  const all = [...endpoint.subnets].flatMap(([subnetID, { loadBalancerARN }]) => {
    const subnet = world.subnets.get(subnetID);
    return subnet ? [{ subnet, loadBalancerARN }] : [];
  });
  const label = name?.replace(/^\*\./, '').split('.')[0] ?? '';
  const pinned = all.filter(({ subnet }) => label.endsWith(`-${endpoint.dnsLabel}-${world.zoneName(endpoint.account, subnet.zoneID)}`));
  return pinned.length > 0 ? pinned : all;
}
