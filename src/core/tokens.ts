import { createHash } from 'node:crypto';

/** A create as it is recorded in status before it is sent, and as it is sent, until the resource has been seen. */
export interface PendingCreate {
  readonly token: string;
  readonly attempt: number;
  /** The request without its token, as JSON, verbatim. */
  readonly request: string;
}

/**
 * The intent for one attempt. The token depends on who and which attempt, never on the request: a request edited while an
 * earlier one may have been carried out is then refused by AWS (IdempotentParameterMismatch) instead of duplicated.
 */
export function pendingCreate(
  clusterID: string,
  uid: string,
  create: { readonly attempt: number; readonly request: object },
): PendingCreate {
  const token = createHash('sha256').update(`${clusterID}\n${uid}\n${create.attempt}`).digest('hex').slice(0, 64);
  return { token, attempt: create.attempt, request: canonicalJSON(create.request) };
}

/** JSON with sorted keys, so that equal requests are equal texts. */
export function canonicalJSON(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // A date says itself what it is in JSON.
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
