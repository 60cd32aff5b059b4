import type { Endpoint, World } from '../../world.ts';
import { removeInterface } from './endpoint-interfaces.ts';

/** How often an endpoint's state was set; a change that comes due later must not undo a newer one. */
const generations = new WeakMap<Endpoint, number>();

export function setState(endpoint: Endpoint, state: Endpoint['state'], world: World): void {
  generations.set(endpoint, (generations.get(endpoint) ?? 0) + 1);
  endpoint.state = state;
  if (state === 'available') endpoint.establishedAt ??= world.clock.now();
}

/** Sets `now`, and `next` after a while unless something else has happened to the endpoint. */
export function passThrough(
  endpoint: Endpoint,
  { now, next, milliseconds }: { readonly now: Endpoint['state']; readonly next: Endpoint['state']; readonly milliseconds: number },
  world: World,
): void {
  setState(endpoint, now, world);
  const generation = generations.get(endpoint);
  world.after(milliseconds, () => {
    if (generations.get(endpoint) === generation) setState(endpoint, next, world);
  });
}

/** Waits for the provider, for ever unless settings say otherwise. */
export function startWaiting(endpoint: Endpoint, world: World): void {
  const { acceptanceTimeoutMs: milliseconds } = world.settings;
  if (milliseconds === 0) setState(endpoint, 'pendingAcceptance', world);
  else passThrough(endpoint, { now: 'pendingAcceptance', next: 'expired', milliseconds }, world);
}

/** `pending` until AWS has built it. Gateways are there at once. */
export function startPending(endpoint: Endpoint, world: World): void {
  if (endpoint.type === 'Gateway') setState(endpoint, 'available', world);
  else passThrough(endpoint, { now: 'pending', next: 'available', milliseconds: world.settings.endpointPendingMs }, world);
}

/** deleting → deleted, still listed → network interfaces gone → forgotten. */
export function startDeleting(endpoint: Endpoint, world: World): void {
  const { endpointDeletingMs, tombstoneMs } = world.settings;
  setState(endpoint, 'deleting', world);
  world.after(endpointDeletingMs, () => {
    setState(endpoint, 'deleted', world);
    endpoint.deletedAt = world.clock.now();
  });
  world.after(endpointDeletingMs + tombstoneMs / 2, () => {
    for (const { networkInterfaceID } of endpoint.subnets.values()) removeInterface(networkInterfaceID, world);
    endpoint.subnets.clear();
  });
  world.after(endpointDeletingMs + tombstoneMs, () => {
    world.endpoints.delete(endpoint.id);
  });
}

const streams = new WeakMap<World, { count: number }>();

/** The state as it is written in a reply: lower camel case, and with `mixedCaseStates` every other time Pascal, as AWS mixes both. */
export function writtenState(endpoint: Endpoint, world: World): string {
  if (!world.settings.mixedCaseStates) return endpoint.state;
  const stream = streams.get(world) ?? { count: 0 };
  streams.set(world, stream);
  stream.count += 1;
  return stream.count % 3 === 0 ? endpoint.state.charAt(0).toUpperCase() + endpoint.state.slice(1) : endpoint.state;
}
