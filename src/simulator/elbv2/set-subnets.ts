import type { SetSubnetsInput, SetSubnetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { LoadBalancer, World } from '../world.ts';
import { zoneViews } from './describe-load-balancers.ts';
import { loadBalancerByARN, validationError } from './lookup.ts';
import { forget } from './made-with.ts';
import type { Placement } from './nodes.ts';
import { addNode, checkRoom, chosenPlacements, readyAfter, removeNode } from './nodes.ts';

/** The whole new set of subnets: zones that it leaves out are disabled, new ones serve after a while. */
export function setSubnets(input: Checked<SetSubnetsInput>, caller: Caller): SetSubnetsOutput {
  const { world } = caller;
  const loadBalancer = loadBalancerByARN(input.LoadBalancerArn, caller);
  const placements = chosenPlacements(input, caller);
  const [{ subnet: first }] = placements;
  if (first.vpcID !== loadBalancer.vpcID)
    throw new ApiError('InvalidSubnet', `The subnet '${first.id}' is not in the VPC '${loadBalancer.vpcID}'`);
  forget(loadBalancer);
  const kept = new Map(placements.map(({ subnet }) => [subnet.zoneID, subnet.id]));
  const stays = ({ subnet }: Placement): boolean => loadBalancer.zones.get(subnet.zoneID)?.subnetID === subnet.id;
  checkRoom(placements.filter((placement) => !stays(placement)));
  for (const placement of placements) if (stays(placement)) checkSameAddress(placement, loadBalancer, world);
  for (const [zoneID, { subnetID }] of loadBalancer.zones) if (kept.get(zoneID) !== subnetID) removeNode(loadBalancer, zoneID, world);
  for (const placement of placements) {
    const { zoneID } = placement.subnet;
    if (loadBalancer.zones.has(zoneID)) continue;
    addNode(loadBalancer, placement, { caller, ready: false });
    readyAfter(world.settings.newZoneMs, { loadBalancer, zoneID }, world);
  }
  return { AvailabilityZones: zoneViews(loadBalancer, caller), IpAddressType: loadBalancer.ipAddressType };
}

/** A node keeps its address for life. */
function checkSameAddress({ subnet, address }: Placement, { zones }: LoadBalancer, world: World): void {
  const node = world.networkInterfaces.get(zones.get(subnet.zoneID)?.networkInterfaceID ?? '');
  if (address === undefined || address === node?.privateAddress) return;
  throw validationError(`The address of the load balancer in the subnet '${subnet.id}' cannot be changed to '${address}'`);
}
