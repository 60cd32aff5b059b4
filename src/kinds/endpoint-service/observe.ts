import { present, unknown } from '../../core/reading.ts';
import { sight } from '../../core/sightings.ts';
import type { Live, View } from '../kind.ts';
import type { Balancer, Facts } from './facts.ts';
import { observeInTheWay } from './in-the-way.ts';
import { resolveBalancer } from './load-balancers.ts';
import { observeProof } from './observe-proof.ts';
import { observeConnections, observePrincipals, observeService } from './observe-service.ts';
import { observeBalancer } from './observe-zones.ts';
import { isReadable } from './zone-verdict.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';

type Object = Live<EndpointServiceSpec, EndpointServiceStatus>;

export async function observe(object: Object, view: View, previous: Facts | undefined): Promise<Facts> {
  const { serviceID } = object.status;
  const [service, connections] = await Promise.all([observeService(object, view, previous), observeConnections(serviceID, view)]);
  const own = { ...service, connections, proof: await observeProof(object, service.resource, view) };
  // A deletion needs nothing but the service itself, least of all load balancers that may go first.
  if (object.metadata.deletionTimestamp !== undefined) {
    const failure = view.failure('describeLoadBalancers', 'NotAsked', 'not looked at');
    return {
      ...own,
      balancers: [],
      sightings: undefined,
      principals: unknown(failure),
      views: unknown(failure),
      inTheWay: unknown(failure),
      zonesUnreadSince: undefined,
    };
  }
  const [resolved, principals] = await Promise.all([
    Promise.all(object.spec.loadBalancers.map((term) => resolveBalancer(term, object.metadata.namespace, view))),
    observePrincipals(serviceID, view),
  ]);
  const balancers = resolved.map(({ lookup }) => lookup);
  const found = balancers.flatMap((lookup) => (lookup.state === 'found' ? [lookup.value] : []));
  const [sequence] = resolved.flatMap((one) => one.sequence ?? []);
  const held = own.resource.state === 'present' ? own.resource.value.loadBalancerARNs : [];
  const unread = balancers.find((lookup) => lookup.state === 'unknown');
  const behind = standingBehind(found, held);
  const views = unread?.state === 'unknown' && found.length === 0 ? unknown(unread.failure) : await observeViews(behind, view);
  return {
    ...own,
    balancers,
    principals,
    inTheWay: await observeInTheWay({ serviceID, balancers: found }, view),
    sightings:
      sequence === undefined || unread !== undefined
        ? undefined
        : sight(previous?.sightings, { sequence, held, found: found.map(({ arn }) => arn) }),
    views,
    zonesUnreadSince: views.state === 'present' && views.value.every(isReadable) ? undefined : (previous?.zonesUnreadSince ?? view.now),
  };
}

/** Without the zones' IDs nothing can be said of zones: names differ from account to account. */
async function observeViews(found: readonly Balancer[], view: View): Promise<Facts['views']> {
  const zones = await view.read('describeAvailabilityZones', {}, { maxAge: view.periods.rare });
  if (!zones.known) return unknown(zones.failure);
  // They may have become readable only after the load balancers were looked at.
  if (found.some((balancer) => balancer.zones.length === 0)) return unknown(notYet(view));
  return present(await Promise.all(distinct(found).map((balancer) => observeBalancer(balancer, view))));
}

function notYet(view: View): ReturnType<View['failure']> {
  return { ...view.failure('describeAvailabilityZones', 'NotYet', "the zones' IDs were not known yet"), class: 'unknown' };
}

/** Consumers meet only what the service has taken in; before there is a service, what it will have. */
function standingBehind(found: readonly Balancer[], held: readonly string[]): readonly Balancer[] {
  const taken = found.filter(({ arn }) => held.includes(arn));
  return taken.length > 0 ? taken : found;
}

function distinct(balancers: readonly Balancer[]): readonly Balancer[] {
  return [...new Map(balancers.map((balancer) => [balancer.arn, balancer])).values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}
