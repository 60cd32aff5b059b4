import type { TargetHealthReasonEnum, TargetHealthStateEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LoadBalancer, Target, TargetGroup, World } from '../world.ts';
import { loadBalancersOf } from './target-group-use.ts';
import { targetInstance, targetZone } from './target-zone.ts';

export interface TargetHealth {
  readonly state: TargetHealthStateEnum;
  readonly reason?: TargetHealthReasonEnum;
  readonly description?: string;
}

/** Whether the target accepts a connection on a port: a running instance that listens there, and nothing told otherwise. */
export function answersOn(
  port: number,
  target: Target,
  { targetGroup, world }: { readonly targetGroup: TargetGroup; readonly world: World },
): boolean {
  if (!target.healthy) return false;
  if (targetGroup.targetType === 'alb') return world.loadBalancers.get(target.id)?.state === 'active';
  const instance = targetInstance(target, targetGroup, world);
  // An address that is no instance of this world answers as the target says.
  if (!instance) return targetGroup.targetType === 'ip';
  return instance.state === 'running' && (instance.listening === 'all' || instance.listening.has(port));
}

/** The port that the health check tries. */
function checkedPort({ port }: Target, { healthCheck }: TargetGroup): number {
  return healthCheck.port === 'traffic-port' ? port : Number(healthCheck.port);
}

/** A target's health as DescribeTargetHealth says it, derived anew from the world (aws-facts §2). */
export function targetHealth(target: Target, targetGroup: TargetGroup, world: World): TargetHealth {
  if (target.drainingSince !== undefined) {
    return { state: 'draining', reason: 'Target.DeregistrationInProgress', description: 'Target deregistration is in progress' };
  }
  const unused = notUsed(target, targetGroup, world);
  if (unused) return unused;
  if (world.clock.now() - target.registeredAt < world.settings.targetInitialMs) {
    return { state: 'initial', reason: 'Elb.RegistrationInProgress', description: 'Target registration is in progress' };
  }
  if (answersOn(checkedPort(target, targetGroup), target, { targetGroup, world })) return { state: 'healthy' };
  return { state: 'unhealthy', reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
}

function notUsed(target: Target, targetGroup: TargetGroup, world: World): TargetHealth | undefined {
  const loadBalancers = loadBalancersOf(targetGroup, world);
  const state = 'unused';
  if (loadBalancers.length === 0) {
    return { state, reason: 'Target.NotInUse', description: 'Target group is not configured to receive traffic from the load balancer' };
  }
  if (!loadBalancers.some((loadBalancer) => inEnabledZone(target, { targetGroup, loadBalancer }, world))) {
    const description = 'Target is in an Availability Zone that is not enabled for the load balancer';
    return { state, reason: 'Target.NotInUse', description };
  }
  const instance = targetGroup.targetType === 'instance' ? world.instances.get(target.id) : undefined;
  if (instance && instance.state !== 'running' && instance.state !== 'pending') {
    return { state, reason: 'Target.InvalidState', description: `Target is in the ${instance.state} state` };
  }
  return undefined;
}

/** A zone that the load balancer does not have sends nothing to its targets, cross-zone or not. */
export function inEnabledZone(
  target: Target,
  { targetGroup, loadBalancer }: { readonly targetGroup: TargetGroup; readonly loadBalancer: LoadBalancer },
  world: World,
): boolean {
  const zone = targetZone(target, targetGroup, world);
  return zone === 'all' || (zone !== 'unknown' && loadBalancer.zones.has(zone.zoneID));
}
