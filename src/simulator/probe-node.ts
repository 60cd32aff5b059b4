import { answersOn, inEnabledZone, targetHealth } from './elbv2/target-health.ts';
import { crossZone } from './elbv2/target-group-use.ts';
import { targetZone } from './elbv2/target-zone.ts';
import { shuffled } from './random.ts';
import type { Listener, LoadBalancer, Target, TargetGroup, World } from './world.ts';

export interface NodeAnswer {
  readonly result: 'connected' | 'empty-reply' | 'no-answer' | 'refused';
  readonly message: string;
}

/** A load balancer's node in one zone. */
export interface Node {
  readonly loadBalancer: LoadBalancer;
  readonly zoneID: string;
}

/**
 * What a load balancer's node does with a connection (aws-facts §4): it uses the targets of its zone, or with cross-zone on of
 * all enabled zones; with none it resets; with only unhealthy ones it sends to them all the same.
 */
export function askNode(node: Node, port: number, world: World): NodeAnswer {
  const { loadBalancer, zoneID } = node;
  const listener = listenerOn(port, loadBalancer, world);
  if (!listener) return { result: 'refused', message: `refused (no listener on port ${port} of the NLB ${loadBalancer.name})` };
  const targetGroup = chooseTargetGroup(listener, world);
  const place = `the NLB node of ${loadBalancer.name} in ${zoneID}`;
  const targets = targetGroup ? registered(targetGroup, node, world) : [];
  if (!targetGroup || targets.length === 0) {
    const scope = targetGroup && crossZone(targetGroup, loadBalancer) ? 'in any enabled zone' : `in ${zoneID}, and cross-zone is off`;
    return {
      result: 'empty-reply',
      message: `empty reply (reset by ${place}: target group ${targetGroup?.name ?? 'none'} has no target ${scope})`,
    };
  }
  const healthy = targets.filter((target) => targetHealth(target, targetGroup, world).state === 'healthy');
  return askTarget(pick(healthy.length > 0 ? healthy : targets, world), { targetGroup, zoneID, failOpen: healthy.length === 0 }, world);
}

function listenerOn(port: number, { arn }: LoadBalancer, world: World): Listener | undefined {
  return [...world.listeners.values()].find(
    (listener) => listener.loadBalancerARN === arn && listener.port === port && listener.protocol !== 'UDP',
  );
}

/** By weight; a weight of 0 gets nothing. */
function chooseTargetGroup({ forwards }: Listener, world: World): TargetGroup | undefined {
  const total = forwards.reduce((sum, { weight }) => sum + weight, 0);
  let rest = forwards.length > 1 ? world.random() * total : 0;
  for (const { targetGroupARN, weight } of forwards) {
    if (weight > 0 && rest < weight) return world.targetGroups.get(targetGroupARN);
    rest -= weight;
  }
  return undefined;
}

/** The targets that the node may use, healthy or not. Those that drain get no new connections. */
function registered(targetGroup: TargetGroup, { loadBalancer, zoneID }: Node, world: World): Target[] {
  const across = crossZone(targetGroup, loadBalancer);
  return [...targetGroup.targets.values()].filter((target) => {
    if (target.drainingSince !== undefined || !inEnabledZone(target, { targetGroup, loadBalancer }, world)) return false;
    const zone = targetZone(target, targetGroup, world);
    return across || zone === 'all' || (zone !== 'unknown' && zone.zoneID === zoneID);
  });
}

interface Route {
  readonly targetGroup: TargetGroup;
  readonly zoneID: string;
  readonly failOpen: boolean;
}

function askTarget(target: Target | undefined, { targetGroup, zoneID, failOpen }: Route, world: World): NodeAnswer {
  const name = `${target?.id}:${target?.port}`;
  if (target && answersOn(target.port, target, { targetGroup, world })) {
    return { result: 'connected', message: `connected via zone ${zoneID} to ${name}${failOpen ? ', though no target is healthy' : ''}` };
  }
  const why = failOpen ? 'unhealthy target' : 'target does not listen on this port';
  return { result: 'no-answer', message: `no answer (${why} ${name} of target group ${targetGroup.name}, reached via zone ${zoneID})` };
}

function pick<Item>(items: readonly Item[], world: World): Item | undefined {
  return items.length > 1 ? shuffled(items, world.random)[0] : items[0];
}
