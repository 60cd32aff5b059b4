import type {
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  TargetGroup as TargetGroupView,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { belongsTo } from '../visibility.ts';
import type { TargetGroup } from '../world.ts';
import { loadBalancerByARN, targetGroupByARN, validationError } from './lookup.ts';
import { checkNamed, markedPage } from './pages.ts';
import { loadBalancersOf } from './target-group-use.ts';

/** By ARN or by name, of one load balancer, or all; the latter two in pages. */
export function describeTargetGroups(input: Checked<DescribeTargetGroupsInput>, caller: Caller): DescribeTargetGroupsOutput {
  const { TargetGroupArns: arns = [], Names: names = [], LoadBalancerArn: loadBalancerARN } = input;
  if ([arns.length > 0, names.length > 0, loadBalancerARN !== undefined].filter(Boolean).length > 1) {
    throw validationError('Only one of target group ARNs, names and load balancer ARN can be specified');
  }
  checkNamed(arns);
  checkNamed(names);
  const views = (found: readonly TargetGroup[]) => found.map((targetGroup) => targetGroupView(targetGroup, caller));
  if (arns.length > 0) return { TargetGroups: views(arns.map((arn) => targetGroupByARN(arn, caller))) };
  const all = [...caller.world.targetGroups.values()].filter((targetGroup) => belongsTo(targetGroup, caller));
  if (names.length > 0) return { TargetGroups: views(names.map((name) => named(name, all))) };
  const { items, next } = markedPage(loadBalancerARN === undefined ? all : usedBy(loadBalancerARN, all, caller), input, caller);
  return { TargetGroups: views(items), ...next };
}

function usedBy(loadBalancerARN: string, all: readonly TargetGroup[], caller: Caller): TargetGroup[] {
  const loadBalancer = loadBalancerByARN(loadBalancerARN, caller);
  return all.filter((targetGroup) => loadBalancersOf(targetGroup, caller.world).includes(loadBalancer));
}

function named(name: string, all: readonly TargetGroup[]): TargetGroup {
  const found = all.find((targetGroup) => targetGroup.name === name);
  if (found) return found;
  throw new ApiError('TargetGroupNotFound', 'One or more target groups not found');
}

export function targetGroupView(targetGroup: TargetGroup, { world }: Caller): TargetGroupView {
  const { healthCheck } = targetGroup;
  return {
    TargetGroupArn: targetGroup.arn,
    TargetGroupName: targetGroup.name,
    TargetType: targetGroup.targetType,
    Protocol: targetGroup.protocol as TargetGroupView['Protocol'],
    Port: targetGroup.port,
    VpcId: targetGroup.vpcID,
    IpAddressType: 'ipv4',
    LoadBalancerArns: loadBalancersOf(targetGroup, world).map(({ arn }) => arn),
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckProtocol: healthCheck.protocol as TargetGroupView['HealthCheckProtocol'],
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
  };
}
