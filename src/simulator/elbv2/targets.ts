import type { DeregisterTargetsInput, RegisterTargetsInput, TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { addressNumber, contains } from '../ec2/network/cidr.ts';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { belongsTo } from '../visibility.ts';
import type { Target, TargetGroup } from '../world.ts';
import { targetGroupByARN, validationError } from './lookup.ts';

export function targetKey(id: string, port: number): string {
  return `${id}:${port}`;
}

/** Registers all targets or none. One that is there already stays as it is; one that drains is back. */
export function registerTargets(input: Checked<RegisterTargetsInput>, caller: Caller): object {
  const targetGroup = targetGroupByARN(input.TargetGroupArn, caller);
  const targets = input.Targets.map((description) => newTarget(description, targetGroup, caller));
  for (const target of targets) {
    const key = targetKey(target.id, target.port);
    if (targetGroup.targets.get(key)?.drainingSince !== undefined || !targetGroup.targets.has(key)) targetGroup.targets.set(key, target);
  }
  return {};
}

function newTarget(
  { Id: id = '', Port: port, AvailabilityZone: zone }: TargetDescription,
  targetGroup: TargetGroup,
  caller: Caller,
): Target {
  checkTarget({ id, zone }, targetGroup, caller);
  return { id, port: port ?? targetGroup.port, zone, registeredAt: caller.world.clock.now(), drainingSince: undefined, healthy: true };
}

interface Named {
  readonly id: string;
  readonly zone: string | undefined;
}

function checkTarget({ id, zone }: Named, targetGroup: TargetGroup, caller: Caller): void {
  switch (targetGroup.targetType) {
    case 'instance':
      if (zone !== undefined) throw validationError('You cannot specify an Availability Zone for targets of type instance');
      return checkInstance(id, targetGroup, caller);
    case 'ip':
      return checkAddress({ id, zone }, targetGroup, caller);
    default:
      if (caller.world.loadBalancers.get(id)?.type === 'application') return;
      throw invalidTarget(`The target '${id}' is not an Application Load Balancer`);
  }
}

function checkInstance(id: string, { vpcID }: TargetGroup, caller: Caller): void {
  const { world } = caller;
  const instance = world.instances.get(id);
  if (!instance || !belongsTo(instance, caller)) throw invalidTarget(`The following targets are not valid instances: '${id}'`);
  if (instance.state !== 'running')
    throw invalidTarget(`The following targets are not in a running state and cannot be registered: '${id}'`);
  if (world.subnets.get(instance.subnetID)?.vpcID !== vpcID)
    throw invalidTarget(`The following targets are not in the target group VPC '${vpcID}': '${id}'`);
}

const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/** Addresses outside the VPC must be private ones, and said to be in all zones. */
function checkAddress({ id, zone }: Named, { vpcID }: TargetGroup, { world, account }: Caller): void {
  if (Number.isNaN(addressNumber(id))) throw validationError(`The IP address '${id}' is not valid`);
  const inside = world.vpcs.get(vpcID)?.cidrs.some((cidr) => contains(cidr, id)) ?? false;
  if (zone !== undefined && zone !== 'all' && world.zoneID(account, zone) === undefined)
    throw validationError(`The Availability Zone '${zone}' is not valid`);
  if (inside) return;
  if (!privateRanges.some((range) => contains(range, id)))
    throw invalidTarget(`The IP address '${id}' is not within the VPC or the allowed ranges`);
  if (zone !== 'all') throw validationError(`The IP address '${id}' is outside the VPC: its Availability Zone must be 'all'`);
}

function invalidTarget(message: string): ApiError {
  return new ApiError('InvalidTarget', message);
}

/** Lets targets drain; they stay listed until that is over. Without a port, every port of the target. */
export function deregisterTargets(input: Checked<DeregisterTargetsInput>, caller: Caller): object {
  const { world } = caller;
  const { targets } = targetGroupByARN(input.TargetGroupArn, caller);
  for (const { Id, Port } of input.Targets) {
    for (const [key, target] of targets) {
      if (target.id !== Id || (Port !== undefined && target.port !== Port) || target.drainingSince !== undefined) continue;
      target.drainingSince = world.clock.now();
      world.after(world.settings.targetDrainingMs, () => {
        if (targets.get(key) === target) targets.delete(key);
      });
    }
  }
  return {};
}
