import type { Caller } from '../../handler.ts';
import { shuffled } from '../../random.ts';
import { ownedBy } from '../../tags.ts';
import type { Endpoint, Subnet, World } from '../../world.ts';
import { takeAddress } from './addresses.ts';
import type { OfferedService } from './offered-service.ts';

/** A subnet to attach, and the address designated for it, if any. */
export interface Attachment {
  readonly subnet: Subnet;
  readonly address: string | undefined;
}

/**
 * Gives the endpoint a network interface in the subnet, pinned for life to one of the service's load balancers in the zone,
 * chosen at random (aws-facts §1.3).
 */
export function attach(
  endpoint: Endpoint,
  { subnet, address }: Attachment,
  { service, caller }: { service: OfferedService; caller: Caller },
): void {
  const { world } = caller;
  if (address !== undefined) subnet.usedAddresses.add(address);
  const networkInterfaceID = world.newID('eni');
  world.networkInterfaces.set(networkInterfaceID, {
    ...ownedBy(caller),
    id: networkInterfaceID,
    subnetID: subnet.id,
    privateAddress: address ?? takeAddress(subnet),
    kind: 'vpc_endpoint',
    requesterManaged: true,
    description: `VPC Endpoint Interface ${endpoint.id}`,
    securityGroupIDs: endpoint.securityGroupIDs,
    instanceID: undefined,
    endpointID: endpoint.id,
    loadBalancerARN: undefined,
  });
  endpoint.subnets.set(subnet.id, { networkInterfaceID, loadBalancerARN: pinnedLoadBalancer(service, subnet.zoneID, world) });
}

function pinnedLoadBalancer({ own, region }: OfferedService, zoneID: string, world: World): string | undefined {
  const remote = !world.zones.get(region)?.includes(zoneID);
  const candidates = (own?.loadBalancerARNs ?? []).filter((arn) => remote || world.loadBalancers.get(arn)?.zones.has(zoneID));
  return shuffled(candidates, world.random)[0];
}

export function detach(endpoint: Endpoint, subnetID: string, world: World): void {
  const attached = endpoint.subnets.get(subnetID);
  if (!attached) return;
  endpoint.subnets.delete(subnetID);
  removeInterface(attached.networkInterfaceID, world);
}

export function removeInterface(networkInterfaceID: string, world: World): void {
  const networkInterface = world.networkInterfaces.get(networkInterfaceID);
  if (!networkInterface) return;
  world.networkInterfaces.delete(networkInterfaceID);
  world.subnets.get(networkInterface.subnetID)?.usedAddresses.delete(networkInterface.privateAddress);
}
