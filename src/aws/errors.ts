import type { Failure } from '../core/outcome.ts';
import { type CallName, actionOf } from './calls.ts';
import { classify } from './error-codes.ts';

/** What every port rejects with. The SDK's own error is the cause, for logs at debug level only: it may hold the raw reply. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.call}: ${failure.code}: ${failure.message}`, { cause });
    this.failure = failure;
  }
}

interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number };
}

/** Carries whatever the SDK threw over to a failure. `action` is the API action, such as `CreateVpcEndpoint`. */
export function failureOf(error: unknown, action: string): Failure {
  if (error instanceof AwsError) return error.failure;
  const thrown: SdkError = typeof error === 'object' && error !== null ? error : {};
  const status = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode;
  const code = codeOf(thrown, status);
  const message = typeof thrown.message === 'string' ? thrown.message : String(error);
  return {
    class: classify({ code, message, status }),
    code,
    message: isReadable(thrown) ? scrub(message) : `HTTP ${status} without a readable error`,
    call: action,
  };
}

/** The failure in an `Unsuccessful` item, which comes inside a reply of 200. */
export function failureOfUnsuccessful(item: UnsuccessfulItem, call: CallName): Failure {
  const code = item.Error?.Code ?? 'Unsuccessful';
  const message = item.Error?.Message ?? 'no reason given';
  // Only a definite refusal is reported by item, so that it is judged as a reply of 400 would be.
  return { class: classify({ code, message, status: 400 }), code, message: scrub(message), call: actionOf(call) };
}

export interface UnsuccessfulItem {
  readonly ResourceId?: string | undefined;
  readonly Error?: { readonly Code?: string | undefined; readonly Message?: string | undefined } | undefined;
}

export function requestIDOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? (error as SdkError).$metadata?.requestId : undefined;
}

/** Names that JavaScript gives to errors of its own: with an HTTP status they mean that the body could not be read. */
const generic = new Set(['Error', 'TypeError', 'SyntaxError', 'RangeError', '']);

function isReadable(error: SdkError): boolean {
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  return status === undefined || !generic.has(nameOf(error));
}

function codeOf(error: SdkError, status: number | undefined): string {
  const name = nameOf(error);
  // Node names the cause of a broken connection in `code` (ECONNRESET, EPIPE); the SDK then calls it a TimeoutError.
  const broken = typeof error.code === 'string' && (generic.has(name) || name === 'TimeoutError') ? error.code : undefined;
  if (status === undefined && broken !== undefined) return broken;
  if (!generic.has(name)) return name;
  return status === undefined ? 'ConnectionError' : `HTTP${status}`;
}

function nameOf(error: SdkError): string {
  return typeof error.name === 'string' ? error.name : '';
}

const longest = 1_000;

/** Takes out what changes from call to call, what nobody can read, and what a signature error quotes of the request. */
export function scrub(message: string): string {
  const kept = message
    .replace(/\s*Encoded authorization failure message:\s*\S+/gi, '')
    .replace(/\s*The Canonical String[\s\S]*$/i, '')
    .replace(/[\s,;]*\(?\b(?:Extended |Host |x-amzn?-)?(?:Request|Host)[ -]?ID\s*[:=]\s*[\w/+=-]+\)?/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
  return kept.length <= longest ? kept : `${kept.slice(0, longest - 1)}…`;
}
