import { lookupAfter } from '../../core/lifecycle.ts';
import { ownership } from '../../core/ownership.ts';
import { absent, type Fact, factOf, present, unknown } from '../../core/reading.ts';
import { isWatched, lastWrite, laterThan } from '../common/own-writes.ts';
import type { Live, View } from '../kind.ts';
import type { Connection, Facts } from './facts.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';
import { type Service, serviceOf } from './service.ts';

type Object = Live<EndpointServiceSpec, EndpointServiceStatus>;

/**
 * The service of a known ID: at rest from the fleet's listing; by ID where that listing lacks it (its tag may be what went), after
 * our own writes, while it changes, and when it is to be deleted.
 */
export async function observeService(object: Object, view: View, previous: Facts | undefined): Promise<Fact<Service>> {
  const id = object.status.serviceID;
  if (id === undefined) return unknown(notAsked(view, 'no service is known yet'));
  const state = previous?.resource.state === 'present' ? previous.resource.value.state : object.status.state;
  const watched = isWatched(view) || object.metadata.deletionTimestamp !== undefined || isTransitional(state);
  if (watched) return readByID(id, view);
  const listing = await view.list('services', { maxAge: view.periods.listing });
  if (!listing.known) return unknown(listing.failure);
  const listed = listing.value.find((one) => one.ServiceId === id);
  return listed === undefined ? readByID(id, view) : present(serviceOf(listed));
}

export function isTransitional(state: string | undefined): boolean {
  return state === 'pending' || state === 'deleting' || state === 'deleted';
}

async function readByID(id: string, view: View): Promise<Fact<Service>> {
  const reading = await view.read('describeVpcEndpointServiceConfigurations', { ServiceIds: [id] }, fresh(view));
  if (!reading.known && reading.failure.class === 'notFound') return absent;
  return factOf(reading, (output) => {
    const found = output.ServiceConfigurations?.find((one) => one.ServiceId === id);
    return found === undefined ? undefined : serviceOf(found);
  });
}

/** Young enough to show what we last wrote. */
function fresh(view: View): { readonly maxAge: number; readonly after?: number } {
  const writtenAt = lastWrite(view.recent);
  const maxAge = view.periods.pending;
  return writtenAt === undefined ? { maxAge } : { maxAge, after: laterThan(writtenAt, view.now) };
}

/** Services with this object's owner tags, where the lifecycle needs to know of them. */
export async function observeOwned({ status, metadata }: Object, view: View): Promise<Fact<readonly Service[]>> {
  const { recent, periods } = view;
  const deleting = metadata.deletionTimestamp !== undefined;
  const after = lookupAfter({ id: status.serviceID, pendingCreate: status.pendingCreate, deleting, recent, grace: periods.grace });
  if (after === undefined || after > view.now) return unknown(notAsked(view, 'no look-up by owner tag needed'));
  const reclaimed = recent.tries['Reclaim'];
  const since = reclaimed === undefined ? after : Math.max(after, laterThan(reclaimed.at, view.now));
  const listing = await view.list('services', { maxAge: periods.pending, after: since });
  return factOf(listing, (items) =>
    items
      .map(serviceOf)
      .filter((service) => ownership(service.tags, view.identity) !== 'foreign')
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

/** Changed behind our back as rarely as by us, so read rarely; at once after our own write. */
export async function observePrincipals(serviceID: string | undefined, view: View): Promise<Fact<readonly string[]>> {
  if (serviceID === undefined) return unknown(notAsked(view, 'no service is known yet'));
  const age = isWatched(view) ? fresh(view) : { maxAge: view.periods.rare };
  const reading = await view.read('describeVpcEndpointServicePermissions', { ServiceId: serviceID }, age);
  return factOf(reading, (output) => (output.AllowedPrincipals ?? []).flatMap((one) => one.Principal ?? []).toSorted());
}

/** A new request for connection is noticed within a listing. */
export async function observeConnections(serviceID: string | undefined, view: View): Promise<Fact<readonly Connection[]>> {
  if (serviceID === undefined) return unknown(notAsked(view, 'no service is known yet'));
  const decided = ['Accept', 'Reject', 'CutOff'].flatMap((type) => view.recent.tries[type]?.at ?? []);
  const after = decided.length === 0 ? {} : { after: laterThan(Math.max(...decided), view.now) };
  const question = { Filters: [{ Name: 'service-id', Values: [serviceID] }] };
  const reading = await view.read('describeVpcEndpointConnections', question, { maxAge: view.periods.listing, ...after });
  return factOf(reading, (output) =>
    (output.VpcEndpointConnections ?? [])
      .map((one) => ({
        endpointID: one.VpcEndpointId ?? '',
        accountID: one.VpcEndpointOwner ?? '',
        state: (one.VpcEndpointState ?? '').toLowerCase(),
      }))
      .filter(({ state }) => state !== 'deleted')
      .toSorted((a, b) => (a.endpointID < b.endpointID ? -1 : 1)),
  );
}

function notAsked(view: View, message: string): ReturnType<View['failure']> {
  return view.failure('describeVpcEndpointServiceConfigurations', 'NotAsked', message);
}
