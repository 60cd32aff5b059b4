import { createHash } from 'node:crypto';
import type { DescribePrefixListsRequest, DescribePrefixListsResult } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { checkPageRequest, consumerPages } from '../page-request.ts';
import { namedIDs } from './errors.ts';
import { visibleServices } from './offered-service.ts';

interface PrefixList {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
}

const filters: FilterFields<PrefixList> = {
  fields: { 'prefix-list-id': ({ id }) => id, 'prefix-list-name': ({ name }) => name },
};

/** AWS's own lists of the addresses behind gateway services. */
export function describePrefixLists(input: Checked<DescribePrefixListsRequest>, caller: Caller): DescribePrefixListsResult {
  const all = visibleServices(caller, caller.region)
    .filter(({ type }) => type === 'Gateway')
    .map(({ name }) => prefixList(name));
  const ids = namedIDs(input.PrefixListIds);
  checkPageRequest(input, consumerPages, ids);
  const unknown = ids.find((id) => !all.some((list) => list.id === id));
  if (unknown !== undefined) throw new ApiError('InvalidPrefixListId.NotFound', `The prefix list ID '${unknown}' does not exist`);
  const found = all.filter(({ id }) => ids.length === 0 || ids.includes(id)).filter(matchesFilters(input.Filters, filters, caller));
  const { items, NextToken } = ec2Page(found, input, { caller, key: ({ id }) => id });
  return { PrefixLists: items.map(({ id, name, cidrs }) => ({ PrefixListId: id, PrefixListName: name, Cidrs: [...cidrs] })), NextToken };
}

/** The same for every account, as AWS's are. */
function prefixList(name: string): PrefixList {
  const digest = createHash('sha256').update(name).digest();
  return { id: `pl-${digest.toString('hex').slice(0, 8)}`, name, cidrs: [`52.${digest[0]}.${digest[1]}.0/24`] };
}
