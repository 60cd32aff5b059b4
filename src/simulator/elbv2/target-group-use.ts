import type { LoadBalancer, TargetGroup, World } from '../world.ts';

/** The load balancers whose listeners forward to the target group. */
export function loadBalancersOf({ arn }: Pick<TargetGroup, 'arn'>, world: World): LoadBalancer[] {
  const arns = new Set<string>();
  for (const { forwards, loadBalancerARN } of world.listeners.values()) {
    if (forwards.some(({ targetGroupARN }) => targetGroupARN === arn)) arns.add(loadBalancerARN);
  }
  return [...arns].flatMap((each) => world.loadBalancers.get(each) ?? []);
}

/** Whether nodes send to targets of other zones: the target group's word goes before the load balancer's, but not for `alb` targets. */
export function crossZone(targetGroup: TargetGroup, loadBalancer: LoadBalancer): boolean {
  const own = targetGroup.targetType === 'alb' ? undefined : targetGroup.attributes.get('load_balancing.cross_zone.enabled');
  const setting = own === 'true' || own === 'false' ? own : loadBalancer.attributes.get('load_balancing.cross_zone.enabled');
  return setting === 'true';
}
