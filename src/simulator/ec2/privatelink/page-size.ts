import { ApiError } from '../../handler.ts';

const smallest = 5;

/** Some lists refuse pages of fewer than 5 (aws-facts §6). */
export function checkPageSize({ MaxResults: size }: { readonly MaxResults?: number | undefined }): void {
  if (size === undefined || size >= smallest) return;
  const message = `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${smallest}.`;
  throw new ApiError('InvalidParameterValue', message);
}
