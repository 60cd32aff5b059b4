import type { CreateTagsRequest, DeleteTagsRequest } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { checkTagCount, checkedTags } from '../../tags.ts';
import { kindOfID, notFound } from '../network/not-found.ts';
import type { Taggable } from './taggable.ts';
import { findTaggable } from './taggable.ts';

/** Sets tags on every resource, or on none if one is not found. */
export function createTags(input: Checked<CreateTagsRequest>, caller: Caller): object {
  const added = checkedTags(input.Tags);
  const changes = resources(input.Resources, caller).map((resource) => {
    const tags = new Map([...resource.tags, ...added]);
    checkTagCount(tags);
    return { resource, tags };
  });
  for (const { resource, tags } of changes) resource.replace(tags, caller);
  return {};
}

/** Takes tags away: by key, by key and value where a value is given, or all of them where no tag is named. */
export function deleteTags(input: Checked<DeleteTagsRequest>, caller: Caller): object {
  for (const resource of resources(input.Resources, caller)) {
    const tags = new Map(resource.tags);
    for (const { Key, Value } of input.Tags ?? []) {
      if (Key !== undefined && (Value === undefined || tags.get(Key) === Value)) tags.delete(Key);
    }
    resource.replace(input.Tags === undefined || input.Tags.length === 0 ? new Map() : tags, caller);
  }
  return {};
}

function resources(ids: readonly string[], caller: Caller): Taggable[] {
  return [...new Set(ids)].map((id) => {
    const found = findTaggable(id, caller);
    if (found) return found;
    throw absent(id, caller);
  });
}

function absent(id: string, caller: Caller): ApiError {
  const kind = kindOfID(id);
  if (kind === 'rule')
    return new ApiError('UnsupportedOperation', `Tags of security group rules (${id}) are not supported by this simulator.`);
  if (kind) return notFound(kind, id, caller);
  const message = `The resource ID '${id}' does not exist`;
  if (/^vpce-[0-9a-f]+$/.test(id)) return new ApiError('InvalidVpcEndpointId.NotFound', message);
  return new ApiError(id.startsWith('vpce-svc-') ? 'InvalidVpcEndpointServiceId.NotFound' : 'InvalidID', message);
}
