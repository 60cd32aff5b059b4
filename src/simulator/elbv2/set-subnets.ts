import type { SetSubnetsInput, SetSubnetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { zoneViews } from './describe-load-balancers.ts';
import { loadBalancerByARN } from './lookup.ts';
import { addNode, chosenPlacements, readyAfter, removeNode } from './nodes.ts';

/** The whole new set of subnets: zones that it leaves out are disabled, new ones serve after a while. */
export function setSubnets(input: Checked<SetSubnetsInput>, caller: Caller): SetSubnetsOutput {
  const { world } = caller;
  const loadBalancer = loadBalancerByARN(input.LoadBalancerArn, caller);
  const placements = chosenPlacements(input, caller);
  const [{ subnet: first }] = placements;
  if (first.vpcID !== loadBalancer.vpcID)
    throw new ApiError('InvalidSubnet', `The subnet '${first.id}' is not in the VPC '${loadBalancer.vpcID}'`);
  const kept = new Map(placements.map(({ subnet }) => [subnet.zoneID, subnet.id]));
  for (const [zoneID, { subnetID }] of loadBalancer.zones) if (kept.get(zoneID) !== subnetID) removeNode(loadBalancer, zoneID, world);
  for (const placement of placements) {
    const { zoneID } = placement.subnet;
    if (loadBalancer.zones.has(zoneID)) continue;
    addNode(loadBalancer, placement, { caller, ready: false });
    readyAfter(world.settings.newZoneMs, { loadBalancer, zoneID }, world);
  }
  return { AvailabilityZones: zoneViews(loadBalancer, caller), IpAddressType: loadBalancer.ipAddressType };
}
