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
import { checkedTags } from '../tags.ts';
import { belongsTo } from '../visibility.ts';
import type { TargetGroup } from '../world.ts';
import { targetGroupView } from './describe-target-groups.ts';
import { checkName, targetGroupByARN, validationError } from './lookup.ts';
import { newTargetGroup } from './new-target-group.ts';
import { loadBalancersOf } from './target-group-use.ts';

type HealthCheckInput = Pick<
  Checked<CreateTargetGroupInput>,
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckEnabled'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
>;

export function createTargetGroup(input: Checked<CreateTargetGroupInput>, caller: Caller): CreateTargetGroupOutput {
  const { world } = caller;
  checkName(input.Name, 'target group');
  if ([...world.targetGroups.values()].some((other) => belongsTo(other, caller) && other.name === input.Name)) {
    throw new ApiError('DuplicateTargetGroupName', `A target group with the same name '${input.Name}' exists, but with different settings`);
  }
  const targetType = input.TargetType ?? 'instance';
  const { Protocol: protocol, Port: port, VpcId: vpcID } = input;
  if (targetType === 'lambda') throw validationError('Target groups of type lambda are not supported by this simulator');
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (port === undefined || port < 1 || port > 65_535) throw validationError('A port between 1 and 65535 must be specified');
  if (vpcID === undefined) throw validationError('A VPC ID must be specified');
  const vpc = world.vpcs.get(vpcID);
  if (!vpc || !belongsTo(vpc, caller)) throw validationError(`The VPC ID '${vpcID}' is not found`);
  const tags = checkedTags(input.Tags ?? []);
  const parts = { name: input.Name, targetType, protocol, port, vpcID, tags };
  const targetGroup = newTargetGroup({ ...parts, healthCheck: healthCheckOf(input) }, caller);
  return { TargetGroups: [targetGroupView(targetGroup, caller)] };
}

function healthCheckOf(input: HealthCheckInput): Partial<TargetGroup['healthCheck']> {
  if (input.HealthCheckEnabled === false) throw validationError('Health check enabled must be true for target groups of this target type');
  const given = {
    protocol: input.HealthCheckProtocol,
    port: input.HealthCheckPort,
    path: input.HealthCheckPath,
    intervalSeconds: input.HealthCheckIntervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount,
    unhealthyThreshold: input.UnhealthyThresholdCount,
  };
  if (given.port !== undefined && !/^(traffic-port|\d{1,5})$/.test(given.port))
    throw validationError(`Health check port '${given.port}' is not valid`);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export function modifyTargetGroup(input: Checked<ModifyTargetGroupInput>, caller: Caller): ModifyTargetGroupOutput {
  const targetGroup = targetGroupByARN(input.TargetGroupArn, caller);
  targetGroup.healthCheck = { ...targetGroup.healthCheck, ...healthCheckOf(input) };
  return { TargetGroups: [targetGroupView(targetGroup, caller)] };
}

/** Deletes a target group that no listener forwards to. Deleting what is not there succeeds. */
export function deleteTargetGroup(input: Checked<DeleteTargetGroupInput>, caller: Caller): object {
  const targetGroup = caller.world.targetGroups.get(input.TargetGroupArn);
  if (!targetGroup || !belongsTo(targetGroup, caller)) return {};
  if (loadBalancersOf(targetGroup, caller.world).length > 0) {
    throw new ApiError('ResourceInUse', `Target group '${targetGroup.arn}' is currently in use by a listener or a rule`);
  }
  caller.world.targetGroups.delete(targetGroup.arn);
  return {};
}
