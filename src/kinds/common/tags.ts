import { type Identity, isOwnerTag, ownerTags, type Tags } from '../../core/ownership.ts';
import type { PendingCreate } from '../../core/tokens.ts';

/** Tags in EC2's own form. */
export type WireTags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

export function tagsOf(wire: WireTags | undefined): Tags {
  return Object.fromEntries((wire ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** As EC2 takes them, in one order, so that equal tags are equal requests. */
export function wireTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

export interface TagOwner {
  readonly spec: { readonly tags?: Tags | undefined };
  readonly status: { readonly tagKeys?: readonly string[] | undefined; readonly pendingCreate?: PendingCreate | undefined };
}

export interface TagDifference {
  /** To be set; undefined where all are right. */
  readonly wrong: Tags | undefined;
  /** To be removed; undefined where there are none. */
  readonly stale: readonly string[] | undefined;
}

/** Our tags and the spec's are kept true; of the others only those go that an earlier spec had us set. Pure. */
export function tagDifference({ spec, status }: TagOwner, identity: Identity, held: Tags): TagDifference {
  const wanted: Tags = { ...spec.tags, ...ownerTags(identity) };
  const wrong = Object.entries(wanted)
    .filter(([key, value]) => held[key] !== value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const stale = (status.tagKeys ?? []).filter((key) => wanted[key] === undefined && held[key] !== undefined).toSorted();
  return { wrong: wrong.length === 0 ? undefined : Object.fromEntries(wrong), stale: stale.length === 0 ? undefined : stale };
}

/**
 * The keys to keep in status as set by us: those of the spec, of a recorded create, and of earlier specs while AWS still shows
 * them. `held` is undefined where nothing was read.
 */
export function keysSetByUs({ spec, status }: TagOwner, held: Tags | undefined): string[] {
  const recorded = status.pendingCreate === undefined ? [] : recordedKeys(status.pendingCreate.request);
  const earlier = [...(status.tagKeys ?? []), ...recorded].filter((key) => held === undefined || held[key] !== undefined);
  return [...new Set([...Object.keys(spec.tags ?? {}), ...earlier])].filter((key) => !isOwnerTag(key)).toSorted();
}

function recordedKeys(request: string): readonly string[] {
  const { TagSpecifications = [] } = JSON.parse(request) as { readonly TagSpecifications?: readonly { readonly Tags?: WireTags }[] };
  return TagSpecifications.flatMap(({ Tags = [] }) => Tags).flatMap(({ Key }) => Key ?? []);
}
