import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import type { Owned } from './world.ts';

/** A tag as EC2 and ELBv2 spell it. */
export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}
interface TagSpecification {
  readonly ResourceType?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}
type Tagged = Pick<Owned, 'tags' | 'taggedAt'>;

const maximumTags = 50;

/** How an API refuses tags. */
export interface TagCodes {
  readonly invalid: string;
  readonly duplicate: string;
  readonly tooMany: string;
}
const ec2Codes: TagCodes = { invalid: 'InvalidParameterValue', duplicate: 'InvalidParameterValue', tooMany: 'TagLimitExceeded' };
export const loadBalancingTagCodes: TagCodes = { invalid: 'ValidationError', duplicate: 'DuplicateTagKeys', tooMany: 'TooManyTags' };

/** Tags as filters saw them before the last change. Kept beside the records, because only the lag needs them. */
const before = new WeakMap<Tagged, ReadonlyMap<string, string>>();

/** The fields that every new record of the caller has. */
export function ownedBy(caller: Caller, tags: Map<string, string> = new Map()): Owned {
  const now = caller.world.clock.now();
  return { account: caller.account, region: caller.region, tags, taggedAt: now, createdAt: now };
}

export function tagList(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** The tags of a create call; each specification must be for `resourceType`. */
export function specifiedTags(specifications: readonly TagSpecification[] | undefined, resourceType: string): Map<string, string> {
  const tags: Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (ResourceType !== resourceType) {
      throw new ApiError('InvalidParameterValue', `'${ResourceType ?? ''}' is not a valid taggable resource type for this operation.`);
    }
    tags.push(...(Tags ?? []));
  }
  return checkedTags(tags);
}

/** A list of tags as a map, or AWS's refusal of it. */
export function checkedTags(list: readonly Tag[], codes: TagCodes = ec2Codes): Map<string, string> {
  const tags = new Map<string, string>();
  for (const { Key: key, Value: value = '' } of list) {
    if (key === undefined || key === '') throw new ApiError(codes.invalid, 'Tag key cannot be empty.');
    if (key.length > 128) throw new ApiError(codes.invalid, `Tag key exceeds the maximum length of 128 characters: ${key}`);
    if (value.length > 256) throw new ApiError(codes.invalid, `Tag value exceeds the maximum length of 256 characters: ${key}`);
    if (/^aws:/i.test(key)) throw new ApiError(codes.invalid, `Tag keys starting with 'aws:' are reserved for internal use: ${key}`);
    if (tags.has(key)) throw new ApiError(codes.duplicate, `Duplicate tag key '${key}' specified.`);
    tags.set(key, value);
  }
  checkTagCount(tags, codes);
  return tags;
}

/** Refuses more tags than a resource may have. */
export function checkTagCount(tags: ReadonlyMap<string, string>, { tooMany }: TagCodes = ec2Codes): void {
  if (tags.size > maximumTags) throw new ApiError(tooMany, `The maximum number of tags for a resource is ${maximumTags}.`);
}

/** Replaces a record's tags; filters go on seeing the old ones for `settings.tagFilterLagMs`. */
export function replaceTags(record: Tagged, tags: Map<string, string>, caller: Caller): void {
  before.set(record, filterTags(record, caller));
  record.tags = tags;
  record.taggedAt = caller.world.clock.now();
}

const none: ReadonlyMap<string, string> = new Map();

/** The tags as filters see them, which is late. */
export function filterTags(record: Tagged, caller: Caller): ReadonlyMap<string, string> {
  const { clock, settings } = caller.world;
  if (clock.now() - record.taggedAt >= settings.tagFilterLagMs) return record.tags;
  return before.get(record) ?? none;
}
