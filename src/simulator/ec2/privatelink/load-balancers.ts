import type { Caller } from '../../handler.ts';
import { belongsTo } from '../../visibility.ts';
import type { EndpointService, LoadBalancer } from '../../world.ts';
import { invalidParameter } from './errors.ts';

export const loadBalancerTypes = { Interface: 'network', GatewayLoadBalancer: 'gateway' } as const;

/** Refuses load balancers that cannot stand behind a service of this type: absent, of another kind, not active, or in a service already. */
export function checkLoadBalancers(arns: readonly string[], type: EndpointService['type'], caller: Caller): void {
  for (const arn of arns) {
    const loadBalancer = caller.world.loadBalancers.get(arn);
    if (!loadBalancer || !belongsTo(loadBalancer, caller)) throw invalidParameter(`The load balancer '${arn}' does not exist.`);
    if (loadBalancer.type !== loadBalancerTypes[type]) {
      throw invalidParameter(`The load balancer '${arn}' is not of type ${loadBalancerTypes[type]}.`);
    }
    if (!isActive(loadBalancer)) throw invalidParameter(`The load balancer '${arn}' is in state ${loadBalancer.state}, not active.`);
    const user = serviceOf(arn, caller);
    if (user) throw invalidParameter(`The load balancer '${arn}' is already associated with the endpoint service ${user.id}.`);
  }
}

function isActive({ state }: LoadBalancer): boolean {
  return state === 'active' || state === 'active_impaired';
}

/** The one service that a load balancer may belong to. */
function serviceOf(arn: string, { world }: Caller): EndpointService | undefined {
  return [...world.endpointServices.values()].find(
    ({ state, loadBalancerARNs }) => state !== 'Deleted' && state !== 'Failed' && loadBalancerARNs.includes(arn),
  );
}

/** The zones in which the load balancers could serve now. A zone just enabled is not ready yet. */
export function readyZones(arns: readonly string[], { world, region }: Caller): string[] {
  const ready = new Set<string>();
  for (const arn of arns) {
    for (const [zoneID, zone] of world.loadBalancers.get(arn)?.zones ?? []) if (zone.ready) ready.add(zoneID);
  }
  return (world.zones.get(region) ?? []).filter((zoneID) => ready.has(zoneID));
}

/** Refuses `ipv6` unless every load balancer is dualstack, and more or other types than AWS knows. */
export function checkAddressTypes(types: readonly string[], arns: readonly string[], { world }: Caller): void {
  const unknown = types.find((type) => type !== 'ipv4' && type !== 'ipv6');
  if (unknown !== undefined) throw invalidParameter(`The IP address type '${unknown}' is not supported.`);
  if (types.length === 0) throw invalidParameter('At least one supported IP address type is required.');
  if (!types.includes('ipv6')) return;
  const other = arns.find((arn) => world.loadBalancers.get(arn)?.ipAddressType !== 'dualstack');
  if (other !== undefined) throw invalidParameter(`To support ipv6, the load balancer '${other}' must be of IP address type dualstack.`);
}
