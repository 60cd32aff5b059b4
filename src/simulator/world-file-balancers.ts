import { withLoadBalancerAttributes, withTargetGroupAttributes } from './elbv2/attribute-values.ts';
import { checkForwards } from './elbv2/forwards.ts';
import { checkPlace } from './elbv2/listener-places.ts';
import { newListener } from './elbv2/new-listener.ts';
import { newLoadBalancer } from './elbv2/new-load-balancer.ts';
import { newTargetGroup } from './elbv2/new-target-group.ts';
import { targetKey } from './elbv2/targets.ts';
import type { Caller } from './handler.ts';
import type { Names, Site } from './world-file-names.ts';
import type { Placed } from './world-file-network.ts';
import type { VpcEntry } from './world-file-schema.ts';
import type { LoadBalancer, TargetGroup, Vpc } from './world.ts';

export function addLoadBalancer(
  entry: VpcEntry['loadBalancers'][number],
  { vpc, subnets, groups }: Placed & { readonly vpc: Vpc },
  { caller }: Site,
): LoadBalancer {
  const { arn, name, type, scheme, attributes, tags } = entry;
  const placements = entry.subnets.map((each) => ({ subnet: subnets.get(each), address: undefined }));
  const securityGroupIDs = entry.securityGroups.map((each) => groups.get(each).id);
  const parts = { arn, name, type, scheme, vpcID: vpc.id, ipAddressType: 'ipv4', state: 'active', securityGroupIDs, placements } as const;
  const loadBalancer = newLoadBalancer({ ...parts, tags: new Map(Object.entries(tags)) }, caller);
  loadBalancer.attributes = withLoadBalancerAttributes(loadBalancer, pairs(attributes));
  loadBalancer.enforceInboundRulesOnPrivateLink = entry.enforceSecurityGroupsOnPrivateLink ? 'on' : 'off';
  return loadBalancer;
}

function pairs(attributes: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

interface TargetSources {
  readonly vpc: Vpc;
  instance(name: string): string;
  loadBalancer(name: string): string;
}

export function addTargetGroup(
  entry: VpcEntry['targetGroups'][number],
  { vpc, instance, loadBalancer }: TargetSources,
  { caller }: Site,
): TargetGroup {
  const { arn, name, targetType, protocol, port, attributes, tags } = entry;
  const parts = { arn, name, targetType, protocol, port, vpcID: vpc.id };
  const targetGroup = newTargetGroup({ ...parts, tags: new Map(Object.entries(tags)) }, caller);
  targetGroup.attributes = withTargetGroupAttributes(targetGroup, pairs(attributes));
  for (const target of entry.targets) {
    const id = target.address ?? (target.instance === undefined ? loadBalancer(target.loadBalancer ?? '') : instance(target.instance));
    const targetPort = target.port ?? port;
    const registeredAt = caller.world.clock.now();
    const record = { id, port: targetPort, zone: undefined, registeredAt, drainingSince: undefined, healthy: target.healthy };
    targetGroup.targets.set(targetKey(id, targetPort), record);
  }
  return targetGroup;
}

interface Listening {
  readonly loadBalancer: LoadBalancer;
  readonly targetGroups: Names<TargetGroup>;
}

export function addListeners(
  entries: VpcEntry['loadBalancers'][number]['listeners'],
  { loadBalancer, targetGroups }: Listening,
  caller: Caller,
): void {
  for (const { port, protocol, targetGroups: forwardsTo, tags } of entries) {
    const place = checkPlace({ port, protocol }, { loadBalancer, self: undefined }, caller);
    const forwards = forwardsTo.map(({ name, weight }) => ({ targetGroupARN: targetGroups.get(name).arn, weight }));
    checkForwards(forwards, { loadBalancer, protocol: place.protocol }, caller);
    newListener({ ...place, loadBalancerARN: loadBalancer.arn, forwards, tags: new Map(Object.entries(tags)) }, caller);
  }
}
