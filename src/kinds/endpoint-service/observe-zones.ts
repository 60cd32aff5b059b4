import type { Output } from '../../aws/ports.ts';
import type { Reading } from '../../core/reading.ts';
import type { View } from '../kind.ts';
import { cidrContains } from '../common/cidr.ts';
import type { Balancer } from './facts.ts';
import { zoneIDs } from './load-balancers.ts';
import type { BalancerView, GroupView, ListenerView, TargetView } from './zone-verdict.ts';

type Group = NonNullable<Output<'describeTargetGroups'>['TargetGroups']>[number];
type Description = NonNullable<Output<'describeTargetHealth'>['TargetHealthDescriptions']>[number];
type Listener = NonNullable<Output<'describeListeners'>['Listeners']>[number];

/** Where targets run, by what AWS does tell. */
interface Places {
  readonly ofInstance: ReadonlyMap<string, string>;
  ofAddress(address: string): string | undefined;
  readonly idOf: ReadonlyMap<string, string>;
}

/** AWS takes so many values in a filter; a target beyond them is in a zone unknown. */
const mostFilterValues = 200;

const crossZoneKey = 'load_balancing.cross_zone.enabled';

/** All that decides where one load balancer's traffic goes. Target health is read often, the rest rarely. */
export async function observeBalancer(balancer: Balancer, view: View): Promise<BalancerView> {
  const age = { maxAge: view.periods.rare };
  // Cross-zone and listeners are what a person changes to mend a zone: the report must follow within a listing.
  const soon = { maxAge: view.periods.listing };
  const [attributes, listeners, known] = await Promise.all([
    view.read('describeLoadBalancerAttributes', { LoadBalancerArn: balancer.arn }, soon),
    view.read('describeListeners', { LoadBalancerArn: balancer.arn }, soon),
    view.read('describeTargetGroups', { LoadBalancerArn: balancer.arn }, age),
  ]);
  const groups = isComplete(known, listeners) ? known : await view.read('describeTargetGroups', { LoadBalancerArn: balancer.arn }, soon);
  const setting = attributes.known ? attributes.value.Attributes?.find(({ Key }) => Key === crossZoneKey)?.Value : undefined;
  const byARN = new Map(groups.known ? (groups.value.TargetGroups ?? []).map((group) => [group.TargetGroupArn ?? '', group]) : []);
  const views = new Map(
    await Promise.all([...byARN.values()].map(async (group) => [group.TargetGroupArn ?? '', await observeGroup(group, view)] as const)),
  );
  return {
    balancer,
    crossZone: attributes.known ? setting === 'true' : undefined,
    listeners: listeners.known
      ? (listeners.value.Listeners ?? []).map((listener) => listenerView(listener, views)).toSorted((a, b) => a.port - b.port)
      : undefined,
  };
}

/** Whether the target groups were read late enough to hold all that the listeners forward to. */
function isComplete(groups: Reading<Output<'describeTargetGroups'>>, listeners: Reading<Output<'describeListeners'>>): boolean {
  if (!groups.known || !listeners.known) return true;
  const held = new Set((groups.value.TargetGroups ?? []).map(({ TargetGroupArn }) => TargetGroupArn));
  return (listeners.value.Listeners ?? []).flatMap(targetGroupARNs).every((arn) => held.has(arn));
}

/** A group that weighs nothing gets nothing; the shorter form of an action names one group without a weight. */
function targetGroupARNs(listener: Listener): readonly string[] {
  const arns = (listener.DefaultActions ?? []).flatMap((action) => {
    const weighted = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn }];
    return weighted.flatMap(({ TargetGroupArn, Weight }) => (TargetGroupArn === undefined || Weight === 0 ? [] : [TargetGroupArn]));
  });
  return [...new Set(arns)].toSorted();
}

function listenerView(listener: Listener, groups: ReadonlyMap<string, GroupView>): ListenerView {
  const unread = (arn: string): GroupView => ({ name: arn, crossZone: undefined, targets: undefined });
  return { port: listener.Port ?? 0, groups: targetGroupARNs(listener).map((arn) => groups.get(arn) ?? unread(arn)) };
}

async function observeGroup(group: Group, view: View): Promise<GroupView> {
  const arn = group.TargetGroupArn ?? '';
  const soon = { maxAge: view.periods.listing };
  const [attributes, health] = await Promise.all([
    view.read('describeTargetGroupAttributes', { TargetGroupArn: arn }, soon),
    view.read('describeTargetHealth', { TargetGroupArn: arn }, soon),
  ]);
  const name = group.TargetGroupName ?? arn;
  if (!attributes.known || !health.known) return { name, crossZone: undefined, targets: undefined };
  const setting = attributes.value.Attributes?.find(({ Key }) => Key === crossZoneKey)?.Value;
  const descriptions = health.value.TargetHealthDescriptions ?? [];
  const places = await observePlaces(group, descriptions, view);
  const targets = places === undefined ? undefined : descriptions.map((one) => targetView(one, group, places));
  // An ALB target takes no cross-zone setting of its group's.
  const own =
    group.TargetType === 'alb' || setting === undefined || setting === 'use_load_balancer_configuration' ? undefined : setting === 'true';
  return { name, crossZone: own, targets };
}

function targetView({ Target, TargetHealth }: Description, { TargetType }: Group, places: Places): TargetView {
  const id = Target?.Id ?? '';
  const told = Target?.AvailabilityZone;
  const registered = told === undefined ? undefined : told === 'all' ? 'all' : places.idOf.get(told);
  const found = TargetType === 'instance' ? places.ofInstance.get(id) : TargetType === 'ip' ? places.ofAddress(id) : undefined;
  return { zoneID: registered ?? found, health: healthOf(TargetHealth?.State) };
}

/** `unavailable` is a group whose health checks are off: traffic is sent, so it counts as healthy. */
function healthOf(state: string | undefined): TargetView['health'] {
  switch (state) {
    case 'healthy':
    case 'unavailable':
      return 'healthy';
    case 'initial':
    case 'unused':
    case 'draining':
      return state;
    case 'unhealthy.draining':
      return 'draining';
    case undefined:
    default:
      return 'unhealthy';
  }
}

/** Undefined where the zones of this group's targets could not be read. */
async function observePlaces(group: Group, descriptions: readonly Description[], view: View): Promise<Places | undefined> {
  const idOf = await zoneIDs(view);
  const ids = [...new Set(descriptions.flatMap(({ Target }) => Target?.Id ?? []))].toSorted();
  const empty: Places = { ofInstance: new Map(), ofAddress: () => undefined, idOf };
  if (ids.length === 0) return empty;
  if (group.TargetType === 'instance') {
    // By filter, not by ID: one instance that is gone must not hide the others.
    const instances = await view.read(
      'describeInstances',
      { Filters: [{ Name: 'instance-id', Values: ids.slice(0, mostFilterValues) }] },
      { maxAge: view.periods.rare },
    );
    if (!instances.known) return undefined;
    const all = (instances.value.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
    return {
      ...empty,
      ofInstance: new Map(
        all.map((one) => [
          one.InstanceId ?? '',
          one.Placement?.AvailabilityZoneId ?? idOf.get(one.Placement?.AvailabilityZone ?? '') ?? '',
        ]),
      ),
    };
  }
  if (group.TargetType !== 'ip') return empty;
  const subnets = await view.read(
    'describeSubnets',
    { Filters: [{ Name: 'vpc-id', Values: [group.VpcId ?? ''] }] },
    { maxAge: view.periods.rare },
  );
  if (!subnets.known) return undefined;
  const all = subnets.value.Subnets ?? [];
  return {
    ...empty,
    ofAddress: (address) => all.find(({ CidrBlock }) => CidrBlock !== undefined && cidrContains(CidrBlock, address))?.AvailabilityZoneId,
  };
}
