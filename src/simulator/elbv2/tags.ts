import type { AddTagsInput, DescribeTagsInput, DescribeTagsOutput, RemoveTagsInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { checkTagCount, checkedTags, loadBalancingTagCodes, replaceTags, tagList } from '../tags.ts';
import type { Owned } from '../world.ts';
import { listenerByARN, loadBalancerByARN, targetGroupByARN, validationError } from './lookup.ts';
import { checkNamed } from './pages.ts';

function resource(arn: string, caller: Caller): Owned {
  if (arn.includes(':loadbalancer/')) return loadBalancerByARN(arn, caller);
  if (arn.includes(':targetgroup/')) return targetGroupByARN(arn, caller);
  if (arn.includes(':listener/')) return listenerByARN(arn, caller);
  throw validationError(`'${arn}' is not a valid load balancer, target group or listener ARN`);
}

/** Sets tags on every resource, or on none if one is not found. */
export function addTags(input: Checked<AddTagsInput>, caller: Caller): object {
  const added = checkedTags(input.Tags, loadBalancingTagCodes);
  const changes = input.ResourceArns.map((arn) => resource(arn, caller)).map((record) => ({
    record,
    tags: new Map([...record.tags, ...added]),
  }));
  for (const { tags } of changes) checkTagCount(tags, loadBalancingTagCodes);
  for (const { record, tags } of changes) replaceTags(record, tags, caller);
  return {};
}

export function removeTags(input: Checked<RemoveTagsInput>, caller: Caller): object {
  for (const record of input.ResourceArns.map((arn) => resource(arn, caller))) {
    const kept = [...record.tags].filter(([key]) => !input.TagKeys.includes(key));
    replaceTags(record, new Map(kept), caller);
  }
  return {};
}

export function describeTags(input: Checked<DescribeTagsInput>, caller: Caller): DescribeTagsOutput {
  checkNamed(input.ResourceArns);
  return { TagDescriptions: input.ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: tagList(resource(arn, caller).tags) })) };
}
