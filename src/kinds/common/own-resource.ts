import { lookupAfter, type Seen } from '../../core/lifecycle.ts';
import { ownership } from '../../core/ownership.ts';
import { absent, type Fact, factOf, present, type Reading, unknown } from '../../core/reading.ts';
import type { ReadCall } from '../../aws/ports.ts';
import type { Age, CommonSpec, CommonStatus, FleetItems, FleetList, Live, View } from '../kind.ts';
import { isWatched, lastWrite, laterThan } from './own-writes.ts';
import { tagsOf } from './tags.ts';

type Raw<L extends FleetList> = FleetItems[L][number];
type Object = Live<CommonSpec, CommonStatus>;

/** How the AWS resource that a kind's object stands for is found and read. */
export interface OwnResource<L extends FleetList, Resource extends { readonly id: string; readonly state: string }> {
  readonly list: L;
  readonly call: ReadCall;
  readByID(id: string, view: View, age: Age): Promise<Reading<FleetItems[L]>>;
  idOf(raw: Raw<L>): string | undefined;
  /** Made comparable: sets sorted, states in one case. */
  from(raw: Raw<L>): Resource;
}

/** A state that ends by itself, so that it is looked at often. */
export function isTransitional(state: string | undefined): boolean {
  return state === 'pending' || state === 'deleting' || state === 'deleted';
}

/** Tombstones are `gone`: AWS's own word that the resource is deleted. */
export function seenState(state: string): Seen['state'] {
  return state === 'deleted' ? 'gone' : state === 'deleting' ? 'deleting' : 'live';
}

/**
 * The resource of a known ID. At rest the fleet's listing says that it is there; by ID it is read where that listing lacks it (its tag
 * may be what went), after our own writes, while it changes, and when it is to be deleted. `lastState` is as it was last seen.
 */
export async function observeOwn<L extends FleetList, Resource extends { readonly id: string; readonly state: string }>(
  own: OwnResource<L, Resource>,
  { object, id, lastState }: { readonly object: Object; readonly id: string | undefined; readonly lastState: string | undefined },
  view: View,
): Promise<Fact<Resource>> {
  if (id === undefined) return unknown(view.failure(own.call, 'NotAsked', 'nothing has been made yet'));
  if (isWatched(view) || isTransitional(lastState) || object.metadata.deletionTimestamp !== undefined) return byID(own, id, view);
  const listing = await view.list(own.list, { maxAge: view.periods.listing });
  if (!listing.known) return unknown(listing.failure);
  const items: readonly Raw<L>[] = listing.value;
  const listed = items.find((raw) => own.idOf(raw) === id);
  const resource = listed === undefined ? undefined : own.from(listed);
  return resource === undefined || isTransitional(resource.state) ? byID(own, id, view) : present(resource);
}

async function byID<L extends FleetList, Resource extends { readonly id: string; readonly state: string }>(
  own: OwnResource<L, Resource>,
  id: string,
  view: View,
): Promise<Fact<Resource>> {
  const reading = await own.readByID(id, view, afterOwnWrites(view));
  if (!reading.known && reading.failure.class === 'notFound') return absent;
  return factOf(reading, (items: readonly Raw<L>[]) => {
    const found = items.find((raw) => own.idOf(raw) === id);
    return found === undefined ? undefined : own.from(found);
  });
}

/** Young enough to show what we last wrote. */
export function afterOwnWrites(view: View): Age {
  const writtenAt = lastWrite(view.recent);
  const maxAge = view.periods.pending;
  return writtenAt === undefined ? { maxAge } : { maxAge, after: laterThan(writtenAt, view.now) };
}

/** Resources with this object's owner tags, where the lifecycle needs to know of them. */
export async function observeOwned<L extends FleetList, Resource extends { readonly id: string; readonly state: string }>(
  own: OwnResource<L, Resource>,
  { object, id }: { readonly object: Object; readonly id: string | undefined },
  view: View,
): Promise<Fact<readonly Resource[]>> {
  const { recent, periods } = view;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const after = lookupAfter({ id, pendingCreate: object.status.pendingCreate, deleting, recent, grace: periods.grace });
  if (after === undefined || after > view.now) return unknown(view.failure(own.call, 'NotAsked', 'no look-up by owner tag needed'));
  const reclaimed = recent.tries['Reclaim'];
  const since = reclaimed === undefined ? after : Math.max(after, laterThan(reclaimed.at, view.now));
  const listing = await view.list(own.list, { maxAge: periods.pending, after: since });
  return factOf(listing, (items: readonly Raw<L>[]) =>
    items
      .filter((raw) => ownership(tagsOf(raw.Tags), view.identity) !== 'foreign')
      .map((raw) => own.from(raw))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}
