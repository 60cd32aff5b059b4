import { lookupAfter, type Seen } from '../../core/lifecycle.ts';
import { ownership, ownerTagKeys } from '../../core/ownership.ts';
import { absent, type Fact, factOf, present, unknown } from '../../core/reading.ts';
import type { Input, ReadCall } from '../../aws/ports.ts';
import type { Age, CommonSpec, CommonStatus, FleetListing, Live, View } from '../kind.ts';
import { isTooSoonAfterRebuild, showsFormerCluster, tooSoonAfterRebuild } from './rebuilt.ts';
import { isWatched, lastWrite, laterThan } from './own-writes.ts';
import { tagsOf, type WireTags } from './tags.ts';

type Object = Live<CommonSpec, CommonStatus>;
type Tagged = { readonly Tags?: WireTags | undefined };
type Known = { readonly id: string; readonly state: string };

/** How the AWS resource that a kind's object stands for is found and read. */
export interface OwnResource<C extends ReadCall, Raw extends Tagged, Resource extends Known> {
  readonly listing: FleetListing<C, Raw>;
  /** The listing's call, asked for one ID. */
  byID(id: string): Input<C>;
  /** Made comparable: sets sorted, states in one case. */
  from(raw: Raw): Resource;
}

/** What EC2 takes for "all that carries this cluster's owner tag". */
export function ownerFilter(clusterID: string): { Name: string; Values: string[] } {
  return { Name: `tag:${ownerTagKeys.cluster}`, Values: [clusterID] };
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
export async function observeOwn<C extends ReadCall, Raw extends Tagged, Resource extends Known>(
  own: OwnResource<C, Raw, Resource>,
  { object, id, lastState }: { readonly object: Object; readonly id: string | undefined; readonly lastState: string | undefined },
  view: View,
): Promise<Fact<Resource>> {
  if (id === undefined) return unknown(view.failure(own.listing.call, 'NotAsked', 'nothing has been made yet'));
  const read = (): Promise<Fact<Resource>> => readByID(own, { id, mayBeYoung: object.status.pendingCreate !== undefined }, view);
  if (isWatched(view) || isTransitional(lastState) || object.metadata.deletionTimestamp !== undefined) return read();
  const listing = await view.list(own.listing, { maxAge: view.periods.listing });
  if (!listing.known) return unknown(listing.failure);
  const listed = listing.value.find((raw) => own.listing.idOf(raw) === id);
  const resource = listed === undefined ? undefined : own.from(listed);
  return resource === undefined || isTransitional(resource.state) ? read() : present(resource);
}

/**
 * AWS may say once of what exists that it does not: only the second answer in a row is believed. What was never seen since its create is
 * another matter, for which the lifecycle waits a whole grace.
 */
async function readByID<C extends ReadCall, Raw extends Tagged, Resource extends Known>(
  own: OwnResource<C, Raw, Resource>,
  { id, mayBeYoung }: { readonly id: string; readonly mayBeYoung: boolean },
  view: View,
): Promise<Fact<Resource>> {
  const reading = await view.read(own.listing.call, own.byID(id), afterOwnWrites(view));
  if (!reading.known && reading.failure.class === 'notFound' && (reading.repeated || mayBeYoung)) return absent;
  return factOf(reading, (output) => {
    const found = own.listing.items(output).find((raw) => own.listing.idOf(raw) === id);
    return found === undefined ? undefined : own.from(found);
  });
}

/** Whether AWS has said once that there is none: it is soon asked again. */
export function isDoubted(resource: Fact<unknown>): boolean {
  return resource.state === 'unknown' && resource.failure.class === 'notFound';
}

/** Young enough to show what we last wrote. */
export function afterOwnWrites(view: View): Age {
  const writtenAt = lastWrite(view.recent);
  const maxAge = view.periods.pending;
  return writtenAt === undefined ? { maxAge } : { maxAge, after: laterThan(writtenAt, view.now) };
}

/**
 * Resources with this object's owner tags, where the lifecycle needs to know of them. `before` is what was answered last: in a rebuilt
 * cluster nothing counts as absent until a grace after this process began.
 */
export async function observeOwned<C extends ReadCall, Raw extends Tagged, Resource extends Known>(
  own: OwnResource<C, Raw, Resource>,
  {
    object,
    id,
    before,
  }: { readonly object: Object; readonly id: string | undefined; readonly before: Fact<readonly Resource[]> | undefined },
  view: View,
): Promise<Fact<readonly Resource[]>> {
  const { recent, periods } = view;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const after = lookupAfter({ id, pendingCreate: object.status.pendingCreate, deleting, recent, grace: periods.grace });
  if (after === undefined || after > view.now) return unknown(view.failure(own.listing.call, 'NotAsked', 'no look-up by owner tag needed'));
  const reclaimed = recent.tries['Reclaim'];
  const since = reclaimed === undefined ? after : Math.max(after, laterThan(reclaimed.at, view.now));
  const carriesOurs = (raw: Raw): boolean => ownership(tagsOf(raw.Tags), view.identity) !== 'foreign';
  let listing = await view.list(own.listing, { maxAge: periods.pending, after: since });
  // A single list may leave out what is there, and what a recorded create has made must not be made again.
  if (listing.known && object.status.pendingCreate !== undefined && !listing.value.some(carriesOurs))
    listing = await view.list(own.listing, { maxAge: periods.pending, after: listing.begunAt + 1 });
  if (!listing.known) return unknown(listing.failure);
  const found = listing.value.filter(carriesOurs);
  if (found.length === 0 && object.status.pendingCreate === undefined && listing.begunAt < recent.startedAt + periods.grace) {
    const live = listing.value.filter((raw) => seenState(own.from(raw).state) === 'live');
    if (isTooSoonAfterRebuild(before) || showsFormerCluster(live, view)) return tooSoonAfterRebuild(view, own.listing.call);
  }
  return present(found.map((raw) => own.from(raw)).toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}
