import { lookupAfter } from '../../core/lifecycle.ts';
import { ownership } from '../../core/ownership.ts';
import { absent, type Fact, factOf, present, unknown } from '../../core/reading.ts';
import { isWatched, lastWrite, laterThan } from '../common/own-writes.ts';
import type { Live, View } from '../kind.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import type { Facts } from './facts.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';

type Object = Live<InterfaceEndpointSpec, InterfaceEndpointStatus>;

/**
 * The endpoint of a known ID. At rest the fleet's listing says that it is there; by ID it is read where that listing lacks it (its tag may be what
 * went), after our own writes, while it changes, and when it is to be deleted.
 */
export async function observeEndpoint(object: Object, view: View, previous: Facts | undefined): Promise<Fact<Endpoint>> {
  const id = object.status.endpointID;
  if (id === undefined) return unknown(view.failure('describeVpcEndpoints', 'NotAsked', 'no endpoint is known yet'));
  const writtenAt = lastWrite(view.recent);
  const state = previous?.resource.state === 'present' ? previous.resource.value.state : object.status.state;
  if (isWatched(view) || isTransitional(state) || object.metadata.deletionTimestamp !== undefined)
    return readByID(id, view, { maxAge: view.periods.pending, after: writtenAt });
  const listing = await view.list('endpoints', { maxAge: view.periods.listing });
  if (!listing.known) return unknown(listing.failure);
  const listed = listing.value.find((one) => one.VpcEndpointId === id);
  const endpoint = listed === undefined ? undefined : endpointOf(listed);
  return endpoint !== undefined && !isTransitional(endpoint.state)
    ? present(endpoint)
    : readByID(id, view, { maxAge: view.periods.pending, after: writtenAt });
}

export function isTransitional(state: string | undefined): boolean {
  return state === 'pending' || state === 'deleting' || state === 'deleted';
}

async function readByID(
  id: string,
  view: View,
  { maxAge, after }: { readonly maxAge: number; readonly after: number | undefined },
): Promise<Fact<Endpoint>> {
  const reading = await view.read(
    'describeVpcEndpoints',
    { VpcEndpointIds: [id] },
    after === undefined ? { maxAge } : { maxAge, after: laterThan(after, view.now) },
  );
  if (!reading.known && reading.failure.class === 'notFound') return absent;
  return factOf(reading, (output) => {
    const found = output.VpcEndpoints?.find((one) => one.VpcEndpointId === id);
    return found === undefined ? undefined : endpointOf(found);
  });
}

/** Endpoints with this object's owner tags, where the lifecycle needs to know of them. */
export async function observeOwned(object: Object, view: View): Promise<Fact<readonly Endpoint[]>> {
  const { status, metadata } = object;
  const deleting = metadata.deletionTimestamp !== undefined;
  const after = lookupAfter({
    id: status.endpointID,
    pendingCreate: status.pendingCreate,
    deleting,
    recent: view.recent,
    grace: view.periods.grace,
  });
  if (after === undefined || after > view.now)
    return unknown(view.failure('describeVpcEndpoints', 'NotAsked', 'no look-up by owner tag needed'));
  const reclaimed = view.recent.tries['Reclaim'];
  const listing = await view.list('endpoints', {
    maxAge: view.periods.pending,
    after: reclaimed === undefined ? after : Math.max(after, laterThan(reclaimed.at, view.now)),
  });
  return factOf(listing, (items) =>
    items
      .map(endpointOf)
      .filter((endpoint) => ownership(endpoint.tags, view.identity) !== 'foreign')
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}
