import { freeAddressCount, isFree } from '../ec2/privatelink/addresses.ts';
import { newNetworkInterface } from '../ec2/network/new-network-interface.ts';
import { removeInterface } from '../ec2/privatelink/endpoint-interfaces.ts';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import { belongsTo } from '../visibility.ts';
import type { LoadBalancer, Subnet, World } from '../world.ts';
import { loadBalancerPath } from './arns.ts';
import { validationError } from './lookup.ts';

/** A subnet for a load balancer's node, and the address designated for it, if any. */
export interface Placement {
  readonly subnet: Subnet;
  readonly address: string | undefined;
}

interface Chosen {
  readonly Subnets?: readonly string[] | undefined;
  readonly SubnetMappings?:
    | readonly { readonly SubnetId?: string | undefined; readonly PrivateIPv4Address?: string | undefined }[]
    | undefined;
}

/** Free addresses that AWS wants to see in a subnet before it puts a node there. */
const freeAddresses = 8;

/** Refuses places in which no node can be put, so that either all are taken or none. */
export function checkRoom(placements: readonly Placement[]): void {
  for (const { subnet, address } of placements) {
    if (freeAddressCount(subnet) < freeAddresses) {
      const message = `Not enough IP space available in ${subnet.id}. ELB requires at least ${freeAddresses} free IP addresses in each subnet.`;
      throw new ApiError('InvalidSubnet', message);
    }
    if (address !== undefined && !isFree(subnet, address)) {
      throw validationError(`The address '${address}' is not a free address of the subnet '${subnet.id}'`);
    }
  }
}

/** The subnets that a request names, in either way: each there, all in one VPC, one a zone. */
export function chosenPlacements({ Subnets, SubnetMappings }: Chosen, caller: Caller): [Placement, ...Placement[]] {
  if ((Subnets === undefined) === (SubnetMappings === undefined))
    throw validationError('Exactly one of Subnets and SubnetMappings must be given');
  const mappings = SubnetMappings ?? (Subnets ?? []).map((SubnetId) => ({ SubnetId, PrivateIPv4Address: undefined }));
  const [first, ...others] = mappings.map(({ SubnetId = '', PrivateIPv4Address }) => ({
    subnet: subnetByID(SubnetId, caller),
    address: PrivateIPv4Address,
  }));
  if (!first) throw validationError('At least one subnet must be specified');
  const zones = new Set<string>();
  for (const { subnet } of [first, ...others]) {
    if (subnet.vpcID !== first.subnet.vpcID) throw new ApiError('InvalidSubnet', 'All subnets must belong to one VPC');
    if (zones.has(subnet.zoneID)) {
      throw new ApiError(
        'InvalidConfigurationRequest',
        'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
      );
    }
    zones.add(subnet.zoneID);
  }
  return [first, ...others];
}

function subnetByID(id: string, caller: Caller): Subnet {
  const subnet = caller.world.subnets.get(id);
  if (subnet && belongsTo(subnet, caller)) return subnet;
  throw new ApiError('SubnetNotFound', `The subnet ID '${id}' does not exist`);
}

/** Gives the load balancer a node in the subnet's zone, with a network interface there. */
export function addNode(
  loadBalancer: LoadBalancer,
  { subnet, address }: Placement,
  { caller, ready }: { readonly caller: Caller; readonly ready: boolean },
): void {
  const { id } = newNetworkInterface(
    {
      subnet,
      address,
      kind: 'network_load_balancer',
      description: `ELB ${loadBalancerPath(loadBalancer.arn)}`,
      securityGroupIDs: loadBalancer.securityGroupIDs,
      loadBalancerARN: loadBalancer.arn,
    },
    caller,
  );
  loadBalancer.zones.set(subnet.zoneID, { subnetID: subnet.id, networkInterfaceID: id, ready });
}

/** The zone serves after `milliseconds`, if its node is still the same then. */
export function readyAfter(
  milliseconds: number,
  { loadBalancer, zoneID }: { readonly loadBalancer: LoadBalancer; readonly zoneID: string },
  world: World,
): void {
  const node = loadBalancer.zones.get(zoneID);
  world.after(milliseconds, () => {
    if (node) node.ready = true;
  });
}

export function removeNode(loadBalancer: LoadBalancer, zoneID: string, world: World): void {
  const node = loadBalancer.zones.get(zoneID);
  if (!node) return;
  loadBalancer.zones.delete(zoneID);
  removeInterface(node.networkInterfaceID, world);
}
