import type { FailureClass } from '../core/outcome.ts';

/**
 * The one table from AWS's error codes to what they mean for us. Codes are compared without case and without the suffix
 * `Exception`, which the SDK appends for some services. Sources: the EC2, ELBv2, Route 53 and STS error references, as carried in the notes on AWS.
 */
const codes: Readonly<Record<Exclude<FailureClass, 'unknown'>, readonly string[]>> = {
  throttled: [
    'RequestLimitExceeded',
    'Throttling',
    'Throttled',
    'RequestThrottled',
    'EC2Throttled',
    'TooManyRequests',
    'SlowDown',
    'BandwidthLimitExceeded',
  ],
  denied: [
    'UnauthorizedOperation',
    'AccessDenied',
    'AuthFailure',
    'ExpiredToken',
    'InvalidClientTokenId',
    'InvalidAccessKeyId',
    'UnrecognizedClient',
    'MissingAuthenticationToken',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'RequestExpired',
    'OptInRequired',
    'PendingVerification',
    'Blocked',
    'NotAuthorized',
    'RegionDisabled',
    'InvalidIdentityToken',
    'IDPRejectedClaim',
    'CredentialsProviderError',
    'TokenProviderError',
  ],
  conflict: [
    'OperationInProgress',
    'IncorrectState',
    'InvalidState',
    'InvalidEndpointState',
    'ConcurrentTagAccess',
    'ConcurrentModification',
    'Conflict',
    'HostedZoneAlreadyExists',
    'PriorRequestNotComplete', // of the same zone: no sign of going too fast
  ],
  dependency: [
    'DependencyViolation',
    'ExistingVpcEndpointConnections',
    'ResourceInUse',
    'HostedZoneNotEmpty',
    'LastVPCAssociation',
    'ConflictingDomainExists',
  ],
  quota: ['InsufficientFreeAddressesInSubnet', 'InsufficientAddressCapacity', 'LimitExceeded', 'LimitsExceeded', 'TagLimitExceeded'],
  notFound: ['InvalidConnectionNotification', 'NoSuchHostedZone', 'NoSuchChange', 'InvalidVPCId'],
  // Our own request was wrong, however it ends.
  terminal: ['FilterLimitExceeded', 'PolicyLimitExceeded'],
};

/** Families that AWS keeps extending; the table above comes first. */
const families: readonly { readonly pattern: RegExp; readonly class: FailureClass }[] = [
  { pattern: /notfound$/, class: 'notFound' }, // both InvalidVpcEndpoint.NotFound and LoadBalancerNotFound
  { pattern: /^throttl/, class: 'throttled' },
  // AWS's own trouble leaves open what was done, also where it is told inside a 200 or with a status of 400.
  {
    pattern: /^(?:internal(?:error|failure|servererror|serviceerror)|serverinternal|(?:service)?unavailable|requesttimeout)$/,
    class: 'unknown',
  },
  { pattern: /limitexceeded$/, class: 'quota' },
  { pattern: /^toomany/, class: 'quota' },
  { pattern: /^invalidstate/, class: 'conflict' },
];

/**
 * The only place where message texts decide, because AWS gives `InvalidParameter` for different things.
 * Sources: terraform-provider-aws issues quoting EC2's replies ("idempotent operation going on" when accepting while a
 * modification runs; the S3 gateway endpoint that an inbound-only interface endpoint needs).
 */
const messages: readonly { readonly code: string; readonly text: RegExp; readonly class: FailureClass }[] = [
  { code: 'invalidparameter', text: /idempotent operation going on/i, class: 'conflict' },
  { code: 'invalidparameter', text: /must have a gateway endpoint for the service/i, class: 'dependency' },
];

const classByCode = new Map(
  Object.entries(codes).flatMap(([failureClass, names]) => names.map((name) => [normalise(name), failureClass as FailureClass] as const)),
);

function normalise(code: string): string {
  return code.toLowerCase().replace(/exception$/, '');
}

/**
 * The class of a refusal by its code, text and HTTP status. A reply of 5xx leaves open what was done, unless it is a throttle;
 * a reply that names no code of AWS is judged by its status alone; no status means no reply.
 */
export function classify({
  code,
  message,
  status,
}: {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
}): FailureClass {
  const listed = classByCode.get(normalise(code)) ?? families.find(({ pattern }) => pattern.test(normalise(code)))?.class;
  if (listed === 'throttled' || status === 429) return 'throttled';
  if (status !== undefined && (status >= 500 || status === 408)) return 'unknown';
  const byMessage = messages.find((rule) => rule.code === normalise(code) && rule.text.test(message))?.class;
  if (byMessage !== undefined) return byMessage;
  if (listed !== undefined) return listed;
  if (status === undefined || status < 300) return 'unknown';
  return status === 401 || status === 403 || status === 407 ? 'denied' : 'terminal';
}
