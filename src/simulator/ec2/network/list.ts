import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import { ec2Page } from '../../paging.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { Owned } from '../../world.ts';
import { checkPageRequest, networkPages } from '../page-request.ts';
import type { NetworkKind } from './not-found.ts';
import { notFound } from './not-found.ts';

type Record = Owned & { readonly id: string };

interface ListInput {
  readonly Filters?: readonly { readonly Name?: string | undefined; readonly Values?: readonly string[] | undefined }[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface Listing<Item extends Record> {
  readonly kind: NetworkKind;
  readonly records: ReadonlyMap<string, Item>;
  readonly ids: readonly string[] | undefined;
  readonly filters: FilterFields<Item>;
}

/** Records by ID, where one that is not found fails the whole call, or all of the caller's that match, in pages. */
export function list<Item extends Record>(
  { kind, records, ids, filters }: Listing<Item>,
  input: ListInput,
  caller: Caller,
): { items: Item[]; NextToken: string } {
  checkPageRequest(input, networkPages, ids);
  const matches = matchesFilters(input.Filters, filters, caller);
  const readable = (record: Record): boolean => belongsTo(record, caller) && visible(record, caller);
  if (ids !== undefined && ids.length > 0) {
    const named = [...new Set(ids)].map((id) => {
      const record = records.get(id);
      if (!record || !readable(record)) throw notFound(kind, id, caller);
      return record;
    });
    return { items: named.filter(matches), NextToken: '' };
  }
  const all = [...records.values()].filter((record) => readable(record) && matches(record));
  return ec2Page(all, input, { caller, key: ({ id }) => id });
}
