import type { Caller } from '../handler.ts';
import { page } from '../paging.ts';
import { validationError } from './lookup.ts';

interface PageInput {
  readonly Marker?: string | undefined;
  readonly PageSize?: number | undefined;
}

const maximumSize = 400;

/** A page as ELBv2 replies: without `NextMarker` on the last. */
export function markedPage<Item extends { readonly arn: string }>(
  items: readonly Item[],
  { Marker, PageSize }: PageInput,
  caller: Caller,
): { items: Item[]; next: { NextMarker?: string } } {
  if (PageSize !== undefined && (PageSize < 1 || PageSize > maximumSize)) {
    throw validationError(`Page size must be between 1 and ${maximumSize}: ${PageSize}`);
  }
  const request = { size: PageSize, token: Marker, invalidToken: 'ValidationError' };
  const { items: taken, token } = page(items, request, { caller, key: ({ arn }) => arn });
  return { items: taken, next: token === undefined ? {} : { NextMarker: token } };
}

const maximumNamed = 20;

/** Refuses a describe that names more than AWS takes. */
export function checkNamed(named: readonly string[] | undefined): void {
  if ((named?.length ?? 0) > maximumNamed) throw validationError(`The maximum number of items that can be named is ${maximumNamed}`);
}
