import type { DescribeTagsRequest, DescribeTagsResult } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { filterTags } from '../../tags.ts';
import { checkPageRequest, networkPages } from '../page-request.ts';
import type { Taggable } from './taggable.ts';
import { allTaggables } from './taggable.ts';

interface TagOfResource {
  readonly resource: Taggable;
  readonly key: string;
  readonly value: string;
}

const noTags = { tags: new Map<string, string>(), taggedAt: 0 };

const filters: FilterFields<TagOfResource> = {
  fields: {
    key: ({ key }) => key,
    value: ({ value }) => value,
    'resource-id': ({ resource }) => resource.id,
    'resource-type': ({ resource }) => resource.type,
  },
  tagged: ({ resource }) => resource.record ?? noTags,
};

/** One line a tag. This list is as late as the filters are. */
export function describeTags(input: Checked<DescribeTagsRequest>, caller: Caller): DescribeTagsResult {
  checkPageRequest(input, networkPages);
  const all = allTaggables(caller)
    .flatMap((resource) => tagsOf(resource, caller))
    .filter(matchesFilters(input.Filters, filters, caller));
  const { items, NextToken } = ec2Page(all, input, { caller, key: ({ resource, key }) => `${resource.id} ${key}` });
  const Tags = items.map(({ resource, key, value }) => ({ Key: key, Value: value, ResourceId: resource.id, ResourceType: resource.type }));
  return { Tags, NextToken };
}

function tagsOf(resource: Taggable, caller: Caller): TagOfResource[] {
  const tags = resource.record ? filterTags(resource.record, caller) : resource.tags;
  return [...tags].map(([key, value]) => ({ resource, key, value }));
}
