import type { Caller } from '../../handler.ts';
import type { Endpoint, EndpointService, World } from '../../world.ts';

const connecting: readonly Endpoint['state'][] = ['pendingAcceptance', 'pending', 'available'];

/** The endpoints of a service, in every state but the gone ones. */
export function connectionsOf(service: Pick<EndpointService, 'name'>, world: World): Endpoint[] {
  return [...world.endpoints.values()].filter(({ serviceName, state }) => serviceName === service.name && state !== 'deleted');
}

/** Whether the provider's list shows the connection yet. */
export function isListed(endpoint: Endpoint, { world }: Pick<Caller, 'world'>): boolean {
  return world.clock.now() - endpoint.createdAt >= world.settings.connectionVisibleMs;
}

/** Whether connections hold the service or its load balancers. Rejected ones do not. */
export function hasLiveConnections(service: EndpointService, world: World): boolean {
  return connectionsOf(service, world).some(({ state }) => connecting.includes(state));
}
