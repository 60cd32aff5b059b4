import type { Endpoint, Subnet, World } from '../world.ts';

/** An endpoint's interface in one zone. */
export interface Attached {
  readonly subnet: Subnet;
  readonly address: string;
  readonly loadBalancerARN: string | undefined;
}

/** What a name leads to: an endpoint, through the one zone that the name pins or through any of its zones. */
export interface Reached {
  readonly endpoint: Endpoint;
  readonly attached: readonly Attached[];
}

/** The endpoint by one of its public names: a zonal one leads to its zone alone. */
export function reachedBy(name: string, endpoint: Endpoint, world: World): Reached {
  const all = attachedOf(endpoint, world);
  const label = name.replace(/^\*\./, '').split('.')[0] ?? '';
  const pinned = all.filter(({ subnet }) => label.endsWith(`-${endpoint.dnsLabel}-${world.zoneName(endpoint.account, subnet.zoneID)}`));
  return { endpoint, attached: pinned.length > 0 ? pinned : all };
}

/** The endpoint whose interface has an address in a VPC, through that interface. */
export function reachedAt(address: string, vpcID: string, world: World): Reached | undefined {
  for (const endpoint of world.endpoints.values()) {
    if (endpoint.vpcID !== vpcID) continue;
    const attached = attachedOf(endpoint, world).filter((each) => each.address === address);
    if (attached.length > 0) return { endpoint, attached };
  }
  return undefined;
}

function attachedOf(endpoint: Endpoint, world: World): readonly Attached[] {
  return [...endpoint.subnets].flatMap(([subnetID, { loadBalancerARN, networkInterfaceID }]) => {
    const subnet = world.subnets.get(subnetID);
    const address = world.networkInterfaces.get(networkInterfaceID)?.privateAddress;
    return subnet && address !== undefined ? [{ subnet, address, loadBalancerARN }] : [];
  });
}
