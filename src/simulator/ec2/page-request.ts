import { ApiError } from '../handler.ts';

/** How many items a page may be asked to have. AWS gives 1000 where it does not refuse more. */
interface Bounds {
  readonly smallest: number;
  readonly largest: number;
}

export const networkPages: Bounds = { smallest: 5, largest: 1000 };
export const providerPages: Bounds = { smallest: 5, largest: Number.POSITIVE_INFINITY };
export const consumerPages: Bounds = { smallest: 1, largest: Number.POSITIVE_INFINITY };
export const associationPages: Bounds = { smallest: 1, largest: 100 };

/** Refuses a page of a size that AWS does not give, and pages of what is named by ID: that comes at once. A token never fits such a request. */
export function checkPageRequest(
  { MaxResults: size }: { readonly MaxResults?: number | undefined },
  { smallest, largest }: Bounds,
  ids: readonly string[] = [],
): void {
  if (size !== undefined && !(size >= smallest && size <= largest)) {
    const expected = `${smallest}${largest === Number.POSITIVE_INFINITY ? ' or more' : ` to ${largest}`}`;
    throw new ApiError('InvalidParameterValue', `Value ( ${size} ) for parameter maxResults is invalid. Expecting ${expected}.`);
  }
  if (size === undefined || ids.length === 0) return;
  throw new ApiError('InvalidParameterCombination', 'The parameter maxResults cannot be used with a list of IDs');
}
