import { contains } from '../ec2/network/cidr.ts';
import type { Instance, Target, TargetGroup, World } from '../world.ts';

/** Where a target is: in a zone, in all (an address registered so), or in none that is known. */
export type TargetZone = { readonly zoneID: string } | 'all' | 'unknown';

/** Instances are where their subnet is, addresses where the subnet that holds them is. */
export function targetZone(target: Target, targetGroup: TargetGroup, world: World): TargetZone {
  if (targetGroup.targetType === 'alb') return 'all';
  if (target.zone === 'all') return 'all';
  const subnetID =
    targetGroup.targetType === 'instance' ? world.instances.get(target.id)?.subnetID : subnetWith(target.id, targetGroup, world);
  const zoneID = world.subnets.get(subnetID ?? '')?.zoneID ?? world.zoneID(targetGroup.account, target.zone ?? '');
  return zoneID === undefined ? 'unknown' : { zoneID };
}

function subnetWith(address: string, { vpcID }: TargetGroup, world: World): string | undefined {
  return [...world.subnets.values()].find((subnet) => subnet.vpcID === vpcID && contains(subnet.cidr, address))?.id;
}

/** The instance that a target is, or whose address it is. */
export function targetInstance(target: Target, { targetType, vpcID }: TargetGroup, world: World): Instance | undefined {
  if (targetType === 'instance') return world.instances.get(target.id);
  if (targetType !== 'ip') return undefined;
  return [...world.instances.values()].find(
    ({ privateAddress, subnetID, state }) =>
      privateAddress === target.id && state !== 'terminated' && world.subnets.get(subnetID)?.vpcID === vpcID,
  );
}
