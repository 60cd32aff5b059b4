import type { Failure, FailureClass } from '../core/outcome.ts';

/** A failed AWS call. What it means is in `failure`; the SDK's error is the cause. */
export class AwsError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.call}: ${failure.code}: ${failure.message}`, { cause });
    this.name = 'AwsError';
    this.failure = failure;
  }
}

/** AWS code → class, compared without case: services disagree on it. What is not listed is decided by its shape and its HTTP status. */
const classes: Readonly<Record<string, FailureClass>> = Object.fromEntries(
  (
    [
      ['throttled', ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'EC2ThrottledException', 'RequestThrottled', 'SlowDown', 'PriorRequestNotComplete', 'BandwidthLimitExceeded']],
      ['denied', ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException', 'SignatureDoesNotMatch', 'ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'OptInRequired', 'PendingVerification', 'CredentialsProviderError', 'Blocked']],
      ['conflict', ['OperationInProgress', 'IncorrectState', 'IncorrectInstanceState', 'ConcurrentModification', 'ConcurrentTagAccess', 'ConflictException', 'ResourceBeingModified']],
      ['dependency', ['DependencyViolation', 'ExistingVpcEndpointConnections', 'ResourceInUse', 'ResourceInUseException', 'TargetGroupAssociationLimit']],
      ['quota', ['VpcEndpointLimitExceeded', 'InsufficientFreeAddressesInSubnet', 'RouteLimitExceeded', 'TagLimitExceeded', 'SecurityGroupsPerInterfaceLimitExceeded', 'FilterLimitExceeded', 'LimitExceededException']],
      ['unknown', ['InternalError', 'InternalFailure', 'InternalServerError', 'ServerInternal', 'ServiceUnavailable', 'Unavailable', 'RequestTimeout', 'RequestTimeoutException', 'TimeoutError', 'AbortError', 'HealthUnavailable']],
      ['notFound', ['LoadBalancerNotFound', 'TargetGroupNotFound', 'ListenerNotFound', 'SubnetNotFound', 'InvalidConnectionNotification']],
    ] as const
  ).flatMap(([failureClass, codes]) => codes.map((code) => [code.toLowerCase(), failureClass] as const)),
);

/** The class of a refusal by its code, and by its message in the one place where AWS gives one code for different things. */
export function classOf(code: string, message: string, status: number | undefined): FailureClass {
  const plain = code.toLowerCase().replace(/exception$/, '');
  const listed = classes[code.toLowerCase()] ?? classes[plain];
  if (listed !== undefined) return listed;
  if (plain.endsWith('.notfound') || plain.endsWith('notfound')) return 'notFound';
  if (plain.endsWith('limitexceeded')) return 'quota';
  // EC2 answers InvalidParameter while an accept or reject is under way, as for a wrong parameter (terraform-provider-aws).
  if (plain === 'invalidparameter' && message.includes('idempotent operation going on')) return 'conflict';
  return status === undefined || status >= 500 ? 'unknown' : 'terminal';
}

/** What the SDK threw, as ours. A reply that is not XML (a proxy's page) has no code but a status; no reply at all has neither. */
export function awsErrorOf(error: unknown, call: string): AwsError {
  if (error instanceof AwsError) return error;
  const seen = error as { readonly name?: string; readonly message?: string; readonly $metadata?: { readonly httpStatusCode?: number }; readonly $response?: { readonly statusCode?: number }; readonly $fault?: string };
  const status = seen.$metadata?.httpStatusCode ?? seen.$response?.statusCode;
  const code = seen.name === undefined || seen.name === 'Error' || seen.name === 'TypeError' ? (status === undefined ? 'NoAnswer' : `HTTP${status}`) : seen.name;
  const message = scrub(seen.message ?? 'no answer');
  return new AwsError({ class: classOf(code, message, status), code, message, call }, error);
}

/** One item of `Unsuccessful` inside a 200 reply. */
export function failureOfItem(item: { readonly Error?: { readonly Code?: string | undefined; readonly Message?: string | undefined } | undefined }, call: string): Failure {
  const code = item.Error?.Code ?? 'Unsuccessful';
  const message = scrub(item.Error?.Message ?? 'AWS gave no reason');
  return { class: classOf(code, message, 400), code, message, call };
}

/** Takes out what differs between two equal failures, so that a condition's message stays the same. */
function scrub(message: string): string {
  return message
    .replace(/\s*Encoded authorization failure message: \S+/g, '')
    .replace(/\s*\(?(request ?id|requestid)[:=]?\s*[0-9a-f-]{8,}\)?/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}
