import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { checkedTags, loadBalancingTagCodes } from '../tags.ts';
import { belongsTo } from '../visibility.ts';
import { targetGroupView } from './describe-target-groups.ts';
import { changedHealthCheck } from './health-checks.ts';
import { checkARN, checkName, targetGroupByARN, validationError } from './lookup.ts';
import { forget, isMadeWith, remember } from './made-with.ts';
import { initialHealthCheck, newTargetGroup } from './new-target-group.ts';
import { loadBalancersOf } from './target-group-use.ts';

export function createTargetGroup(input: Checked<CreateTargetGroupInput>, caller: Caller): CreateTargetGroupOutput {
  const { world } = caller;
  checkName(input.Name, 'target group');
  const twin = [...world.targetGroups.values()].find((other) => belongsTo(other, caller) && other.name === input.Name);
  if (twin && isMadeWith(twin, input)) return { TargetGroups: [targetGroupView(twin, caller)] };
  if (twin) {
    throw new ApiError('DuplicateTargetGroupName', `A target group with the same name '${input.Name}' exists, but with different settings`);
  }
  const targetType = input.TargetType ?? 'instance';
  const { Protocol: protocol, Port: port, VpcId: vpcID } = input;
  if (targetType === 'lambda') throw validationError('Target groups of type lambda are not supported by this simulator');
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (port === undefined || port < 1 || port > 65_535) throw validationError('A port between 1 and 65535 must be specified');
  if (vpcID === undefined) throw validationError('A VPC ID must be specified');
  if (input.IpAddressType === 'ipv6')
    throw validationError('Target groups of the IP address type ipv6 are not supported by this simulator');
  const vpc = world.vpcs.get(vpcID);
  if (!vpc || !belongsTo(vpc, caller)) throw validationError(`The VPC ID '${vpcID}' is not found`);
  const tags = checkedTags(input.Tags ?? [], loadBalancingTagCodes);
  const healthCheck = changedHealthCheck(input, { current: initialHealthCheck(input.HealthCheckProtocol, protocol), protocol });
  const targetGroup = newTargetGroup({ name: input.Name, targetType, protocol, port, vpcID, tags, healthCheck }, caller);
  remember(targetGroup, input);
  return { TargetGroups: [targetGroupView(targetGroup, caller)] };
}

export function modifyTargetGroup(input: Checked<ModifyTargetGroupInput>, caller: Caller): ModifyTargetGroupOutput {
  const targetGroup = targetGroupByARN(input.TargetGroupArn, caller);
  targetGroup.healthCheck = changedHealthCheck(input, { current: targetGroup.healthCheck, protocol: targetGroup.protocol });
  forget(targetGroup);
  return { TargetGroups: [targetGroupView(targetGroup, caller)] };
}

/** Deletes a target group that no listener forwards to. Deleting what is not there succeeds. */
export function deleteTargetGroup(input: Checked<DeleteTargetGroupInput>, caller: Caller): object {
  const targetGroup = caller.world.targetGroups.get(input.TargetGroupArn);
  checkARN(input.TargetGroupArn, 'target group');
  if (!targetGroup || !belongsTo(targetGroup, caller)) return {};
  if (loadBalancersOf(targetGroup, caller.world).length > 0) {
    throw new ApiError('ResourceInUse', `Target group '${targetGroup.arn}' is currently in use by a listener or a rule`);
  }
  caller.world.targetGroups.delete(targetGroup.arn);
  return {};
}
