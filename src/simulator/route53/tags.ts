import type {
  ChangeTagsForResourceRequest,
  ChangeTagsForResourceResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTagsForResourcesRequest,
  ListTagsForResourcesResponse,
  ResourceTagSet,
} from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { TagCodes } from '../tags.ts';
import { checkTagCount, checkedTags, replaceTags, tagList } from '../tags.ts';
import type { HostedZone } from '../world-dns.ts';
import { invalidInput } from './errors.ts';
import { writeZone } from './serialisation.ts';
import { bareID } from './zone-ids.ts';
import { ownZone, readZone } from './zone-lookup.ts';

const codes: TagCodes = { invalid: 'InvalidInput', duplicate: 'InvalidInput', tooMany: 'InvalidInput' };
/** Of tags that one request adds, of keys that it removes, and of resources whose tags it lists. */
const mostPerRequest = 10;

/** Takes keys away, then adds tags. */
export function changeTags(input: Checked<ChangeTagsForResourceRequest>, caller: Caller): ChangeTagsForResourceResponse {
  const { AddTags: added, RemoveTagKeys: removed } = input;
  if (added === undefined && removed === undefined) throw invalidInput('Either AddTags or RemoveTagKeys must be given');
  checkSize('AddTags', added);
  checkSize('RemoveTagKeys', removed);
  checkResourceType(input, input.ResourceId);
  const zone = ownZone(input.ResourceId, caller);
  return writeZone(zone, caller, () => {
    const kept = [...zone.tags].filter(([key]) => !(removed ?? []).includes(key));
    const tags = new Map([...kept, ...checkedTags(added ?? [], codes)]);
    checkTagCount(tags, codes);
    replaceTags(zone, tags, caller);
    return {};
  });
}

export function listTags(input: Checked<ListTagsForResourceRequest>, caller: Caller): ListTagsForResourceResponse {
  checkResourceType(input, input.ResourceId);
  return { ResourceTagSet: tagSet(readZone(input.ResourceId, caller)) };
}

/** All or, if one is not found, none. */
export function listTagsOfMany(input: Checked<ListTagsForResourcesRequest>, caller: Caller): ListTagsForResourcesResponse {
  checkSize('ResourceIds', input.ResourceIds);
  checkResourceType(input, input.ResourceIds[0] ?? '');
  return { ResourceTagSets: input.ResourceIds.map((id) => tagSet(readZone(id, caller))) };
}

function tagSet(zone: HostedZone): ResourceTagSet {
  return { ResourceType: 'hostedzone', ResourceId: zone.id, Tags: tagList(zone.tags) };
}

function checkSize(name: string, list: readonly unknown[] | undefined): void {
  if (list === undefined || (list.length > 0 && list.length <= mostPerRequest)) return;
  throw invalidInput(`${name} must have between 1 and ${mostPerRequest} items`);
}

/** There are no health checks here. */
function checkResourceType({ ResourceType: type }: Pick<Checked<ListTagsForResourceRequest>, 'ResourceType'>, id: string): void {
  if (type === 'hostedzone') return;
  throw new ApiError('NoSuchHealthCheck', `A health check with id ${bareID(id)} does not exist.`, 404);
}
