import { canonicalJSON } from '../../core/tokens.ts';
import { type Balancer, isActive } from './facts.ts';

/** One load balancer with all that decides where its traffic goes. `undefined` is what could not be read. */
export interface BalancerView {
  readonly balancer: Balancer;
  readonly crossZone: boolean | undefined;
  readonly listeners: readonly ListenerView[] | undefined;
}
export interface ListenerView {
  readonly port: number;
  readonly groups: readonly GroupView[];
}
export interface GroupView {
  readonly name: string;
  /** The group's own setting, which overrides the load balancer's; undefined follows it. */
  readonly crossZone: boolean | undefined;
  readonly targets: readonly TargetView[] | undefined;
}
export interface TargetView {
  /** The zone it runs in; undefined where AWS does not tell, as for an ALB; `all` serves every zone. */
  readonly zoneID: string | undefined;
  readonly health: 'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused';
}

export type ZoneState = 'Serving' | 'Degraded' | 'NotServing' | 'Unknown';
export interface Verdict {
  readonly state: ZoneState;
  readonly reason: string;
  readonly message: string;
  readonly targets: { readonly registered: number; readonly healthy: number };
  readonly crossZone: boolean;
}

/** Whether everything was read that a verdict on this load balancer's zones needs. */
export function isReadable({ crossZone, listeners }: BalancerView): boolean {
  const groups = listeners?.flatMap((listener) => listener.groups);
  return crossZone !== undefined && groups !== undefined && groups.every(({ targets }) => targets !== undefined);
}

const nothing = { registered: 0, healthy: 0 };
const severity: Record<ZoneState, number> = { NotServing: 0, Degraded: 1, Unknown: 2, Serving: 3 };

/**
 * What a consumer in one zone meets. An endpoint's interface is pinned to one of the zone's load balancers at random, and clients
 * use any listener, so the worst of them is the verdict (AWS guide, "Create a service powered by PrivateLink").
 */
export function verdictOf(zoneID: string, views: readonly BalancerView[]): Verdict {
  const here = views.filter(({ balancer }) => balancer.zones.some((zone) => zone.zoneID === zoneID));
  const verdicts = here.flatMap((view) => ofBalancer(zoneID, view));
  const [worst = unreadable(zoneID, 'its load balancers')] = verdicts.toSorted(
    (a, b) =>
      severity[a.state] - severity[b.state] || a.targets.healthy - b.targets.healthy || (canonicalJSON(a) < canonicalJSON(b) ? -1 : 1),
  );
  return worst;
}

function ofBalancer(zoneID: string, { balancer, crossZone, listeners }: BalancerView): readonly Verdict[] {
  const closed = { state: 'NotServing', targets: nothing, crossZone: crossZone ?? false } as const;
  if (!isActive(balancer)) {
    const message = `NLB ${balancer.name} is ${balancer.state}: it takes no connections in ${zoneID} yet. Wait until it is active.`;
    return [{ ...closed, reason: 'LoadBalancerNotActive', message }];
  }
  if (listeners === undefined) return [unreadable(zoneID, `the listeners of NLB ${balancer.name}`)];
  if (listeners.length === 0) {
    const message = `NLB ${balancer.name} has no listener: consumers in ${zoneID} are refused. Add a listener.`;
    return [{ ...closed, reason: 'NoListener', message }];
  }
  return listeners.flatMap((listener) => ofListener(zoneID, { name: balancer.name, crossZone, listener }));
}

interface Asked {
  readonly name: string;
  readonly crossZone: boolean | undefined;
  readonly listener: ListenerView;
}

function ofListener(zoneID: string, { name, crossZone, listener }: Asked): readonly Verdict[] {
  const where = `NLB ${name} listener ${listener.port}`;
  if (listener.groups.length === 0) {
    const message = `${where} forwards to no target group with a weight: consumers in ${zoneID} get an empty reply. Give a group a weight.`;
    return [{ state: 'NotServing', reason: 'NoForward', message, targets: nothing, crossZone: crossZone ?? false }];
  }
  return listener.groups.map((group) => {
    const across = group.crossZone ?? crossZone;
    if (group.targets === undefined || across === undefined) return unreadable(zoneID, `the targets of ${where}`);
    return ofTargets(zoneID, { where, group: group.name, across, targets: group.targets });
  });
}

interface Judged {
  readonly where: string;
  readonly group: string;
  readonly across: boolean;
  readonly targets: readonly TargetView[];
}

function ofTargets(zoneID: string, { where, group, across, targets }: Judged): Verdict {
  // AWS sends nothing to a target that drains or whose zone is not enabled on the load balancer, whatever cross-zone says.
  const usable = targets.filter(({ health }) => health !== 'draining' && health !== 'unused');
  const near = across ? usable : usable.filter((target) => target.zoneID === zoneID || target.zoneID === 'all');
  const placeless = across ? 0 : usable.filter((target) => target.zoneID === undefined).length;
  const healthy = near.filter(({ health }) => health === 'healthy').length;
  const verdict = { targets: { registered: near.length, healthy }, crossZone: across };
  if (healthy > 0)
    return {
      ...verdict,
      state: 'Serving',
      reason: 'Serving',
      message: `${where} has ${healthy} healthy of ${near.length} targets for ${zoneID}.`,
    };
  if (placeless > 0) {
    const message = `${where}: AWS does not tell in which zone the ${counted(placeless)} of group ${group} run${placeless === 1 ? 's' : ''}. Turn cross-zone on to be sure that ${zoneID} is served.`;
    return { ...verdict, state: 'Unknown', reason: 'TargetZoneUnknown', message };
  }
  if (near.length > 0) {
    const message = `${where} has ${counted(near.length)} for ${zoneID}, none of them healthy: the load balancer fails open and sends to them all the same, so that consumers there get an answer by luck at best. Mend the health check or the targets of group ${group}.`;
    return { ...verdict, state: 'Degraded', reason: 'NoHealthyTargets', message };
  }
  return { ...verdict, state: 'NotServing', ...whyEmpty(zoneID, { where, group, across, targets }) };
}

function whyEmpty(zoneID: string, { where, group, across, targets }: Judged): Pick<Verdict, 'reason' | 'message'> {
  const idle = idleTargets(group, targets);
  return across
    ? {
        reason: 'NoTargets',
        message: `${where} has no target that it can use, though cross-zone is on: consumers in ${zoneID} get an empty reply.${idle} Register targets in group ${group}.`,
      }
    : {
        reason: 'NoTargetsInZone',
        message: `${where} has no target in ${zoneID} and cross-zone is off: consumers there get an empty reply.${idle} Add a target to group ${group} or turn cross-zone on.`,
      };
}

/** Those that are registered and get nothing, lest somebody counts them and wonders. */
function idleTargets(group: string, targets: readonly TargetView[]): string {
  const unused = targets.filter(({ health }) => health === 'unused').length;
  const draining = targets.filter(({ health }) => health === 'draining').length;
  return [
    unused === 0 ? '' : ` AWS does not use ${counted(unused)} of group ${group}: stopped, or in a zone that the NLB does not have.`,
    draining === 0 ? '' : ` ${counted(draining)} of group ${group} ${draining === 1 ? 'is' : 'are'} draining.`,
  ].join('');
}

function counted(targets: number): string {
  return `${targets} target${targets === 1 ? '' : 's'}`;
}

function unreadable(zoneID: string, what: string): Verdict {
  return {
    state: 'Unknown',
    reason: 'Unreadable',
    message: `Cannot tell whether ${zoneID} is served: ${what} could not be read.`,
    targets: nothing,
    crossZone: false,
  };
}
