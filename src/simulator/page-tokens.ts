import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import type { FaultCall } from './faults.ts';
import { ApiError } from './handler.ts';
import type { ServiceName } from './operations.ts';

/** What a request may change from page to page. */
const changing = {
  NextToken: undefined,
  Marker: undefined,
  MaxResults: undefined,
  MaxItems: undefined,
  PageSize: undefined,
  DryRun: undefined,
};

const invalidTokenCodes: Readonly<Record<ServiceName, string>> = {
  ec2: 'InvalidNextToken',
  elasticloadbalancing: 'ValidationError',
  route53: 'InvalidPaginationToken',
  sts: 'ValidationError',
};

/** The input of a call with the token that its operation gave out. A token of another request, or of nobody, is refused. */
export function withOpenToken(call: FaultCall): object {
  const { NextToken, Marker } = call.input as { readonly NextToken?: unknown; readonly Marker?: unknown };
  if (typeof NextToken === 'string' && NextToken !== '') return { ...call.input, NextToken: opened(NextToken, call) };
  if (typeof Marker === 'string' && Marker !== '' && !isMarkerOpen(call)) return { ...call.input, Marker: opened(Marker, call) };
  return call.input;
}

/** The reply of a call with a token that is good for the rest of this request only. */
export function withSealedToken(reply: object, call: FaultCall): object {
  const { NextToken, NextMarker } = reply as { readonly NextToken?: unknown; readonly NextMarker?: unknown };
  if (typeof NextToken === 'string' && NextToken !== '') return { ...reply, NextToken: sealed(NextToken, call) };
  if (typeof NextMarker === 'string' && !isMarkerOpen(call)) return { ...reply, NextMarker: sealed(NextMarker, call) };
  return reply;
}

/** Route 53's markers are IDs, which anybody may choose. */
function isMarkerOpen({ service }: FaultCall): boolean {
  return service === 'route53';
}

function sealed(token: string, call: FaultCall): string {
  return `${token}.${fingerprint(call)}`;
}

function opened(token: string, call: FaultCall): string {
  const end = token.lastIndexOf('.');
  if (token.slice(end + 1) === fingerprint(call)) return token.slice(0, Math.max(end, 0));
  throw new ApiError(invalidTokenCodes[call.service], `The token '${token}' is invalid for this request.`);
}

function fingerprint({ service, action, input, caller: { account, region } }: FaultCall): string {
  const request = canonical({ service, action, account, region, ...input, ...changing });
  return createHash('sha256').update(request).digest('hex').slice(0, 16);
}
