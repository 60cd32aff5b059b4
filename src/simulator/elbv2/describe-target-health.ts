import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetDescription,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { Target, TargetGroup } from '../world.ts';
import { targetGroupByARN } from './lookup.ts';
import { targetHealth } from './target-health.ts';

/** All targets, or the named ones; one that is not registered is `unused`. */
export function describeTargetHealth(input: Checked<DescribeTargetHealthInput>, caller: Caller): DescribeTargetHealthOutput {
  const targetGroup = targetGroupByARN(input.TargetGroupArn, caller);
  const { targets } = targetGroup;
  if (input.Targets === undefined || input.Targets.length === 0) {
    return { TargetHealthDescriptions: [...targets.values()].map((target) => view(target, targetGroup, caller)) };
  }
  return { TargetHealthDescriptions: input.Targets.flatMap((description) => named(description, targetGroup, caller)) };
}

function named(description: TargetDescription, targetGroup: TargetGroup, caller: Caller): TargetHealthDescription[] {
  const { Id, Port } = description;
  const found = [...targetGroup.targets.values()].filter(({ id, port }) => id === Id && (Port === undefined || port === Port));
  if (found.length > 0) return found.map((target) => view(target, targetGroup, caller));
  const TargetHealth = {
    State: 'unused',
    Reason: 'Target.NotRegistered',
    Description: 'Target is not registered to the target group',
  } as const;
  return [{ Target: { Id, Port: Port ?? targetGroup.port }, TargetHealth }];
}

/** No zone for instances and load balancers; for addresses the one that was registered (aws-facts §4). */
function view(target: Target, targetGroup: TargetGroup, { world }: Caller): TargetHealthDescription {
  const { state, reason, description } = targetHealth(target, targetGroup, world);
  const zone = targetGroup.targetType === 'ip' && target.zone !== undefined ? { AvailabilityZone: target.zone } : {};
  const { port } = targetGroup.healthCheck;
  return {
    Target: { Id: target.id, Port: target.port, ...zone },
    HealthCheckPort: port === 'traffic-port' ? String(target.port) : port,
    TargetHealth: { State: state, Reason: reason, Description: description },
  };
}
