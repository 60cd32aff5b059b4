import type { Service } from '../../../src/aws/sender.ts';
import type { FailureClass } from '../../../src/core/outcome.ts';
import { isBatch, isWrite, type MatrixCall } from './parts.ts';

/** An error reply as an API words it. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}
type Spelt = string | (Omit<Refusal, 'message'> & { readonly message?: string });

/** What becomes of a call that fails: whether AWS carries it out, and what the operator hears. */
export interface Failing {
  readonly class: FailureClass;
  readonly carriedOut: 'never' | 'at once' | 'after it was given up';
  readonly answer: Answer;
}

type Answer =
  | 'none'
  | 'a cut connection'
  | { readonly refusal: Readonly<Record<Service, Refusal>> }
  /** The refusal of each item of a batch, in a reply of 200. */
  | { readonly unsuccessful: Readonly<Record<Service, Refusal>> };

/**
 * In four dialects: EC2's, Elastic Load Balancing's, STS's and Route 53's. One that is not told is Elastic Load Balancing's, and that EC2's.
 * The status is 400 unless given.
 */
// oxlint-disable-next-line max-params -- a row of a table: one column an API
function refused(ec2: Spelt, elb: Spelt = ec2, sts: Spelt = elb, route53: Spelt = elb): Answer {
  return { refusal: { ec2: whole(ec2), elb: whole(elb), sts: whole(sts), route53: whole(route53) } };
}

function whole(spelt: Spelt): Refusal {
  const refusal = typeof spelt === 'string' ? { code: spelt, status: 400 } : spelt;
  return { message: `AWS says ${refusal.code}.`, ...refusal };
}

function forbidden(code: string): Refusal {
  const message = 'You are not authorized to perform this operation. Request ID: 0f3c6c1e-8f0e-4b5e-9d7a-2f7b1c9a0d11';
  return { code, status: 403, message };
}

/** Definite answers by class and name: of each class a code as each API spells it, and one of each family that is told by other means. */
const definite: Readonly<Record<Exclude<FailureClass, 'unknown'>, Readonly<Record<string, Answer>>>> = {
  notFound: {
    'not found': refused('InvalidVpcEndpointId.NotFound', 'LoadBalancerNotFound', 'ResourceNotFoundException', 'NoSuchHostedZone'),
  },
  throttled: {
    throttled: refused({ code: 'RequestLimitExceeded', status: 503 }, 'Throttling', 'ThrottlingException'),
    'throttled by status': refused({ code: 'Busy', status: 429 }),
  },
  denied: {
    denied: refused(forbidden('UnauthorizedOperation'), forbidden('AccessDenied')),
    'credentials refused': refused(
      { code: 'AuthFailure', status: 401 },
      forbidden('InvalidClientTokenId'),
      forbidden('ExpiredTokenException'),
    ),
    'denied by status': refused(forbidden('NotInThisPartition')),
  },
  conflict: {
    conflict: refused('IncorrectState', 'OperationInProgress', 'ConcurrentModificationException', 'PriorRequestNotComplete'),
    'conflict by family': refused('InvalidStateTransition'),
    'conflict by its words': refused({ code: 'InvalidParameter', status: 400, message: 'There is an idempotent operation going on' }),
  },
  dependency: {
    dependency: refused('DependencyViolation', 'ResourceInUse', 'ResourceInUse', 'HostedZoneNotEmpty'),
    'dependency by its words': refused({
      code: 'InvalidParameter',
      status: 400,
      message: 'To set PrivateDnsOnlyForInboundResolverEndpoint the VPC must have a gateway endpoint for the service',
    }),
  },
  quota: {
    quota: refused('VpcEndpointLimitExceeded', 'TooManyLoadBalancers', 'TooManyLoadBalancers', 'TooManyHostedZones'),
    'quota of addresses': refused('InsufficientFreeAddressesInSubnet'),
  },
  terminal: {
    refused: refused('InvalidParameterValue', 'ValidationError', 'ValidationError', 'InvalidInput'),
    'refused as too much': refused('FilterLimitExceeded'),
    'token spent': refused('IdempotentParameterMismatch'),
    'no such service': refused('InvalidServiceName'),
  },
};

const internal = refused({ code: 'InternalError', status: 500 }, { code: 'InternalFailure', status: 500 });

/** Endings after which nobody knows what was done. */
const unknown: Readonly<Record<string, Omit<Failing, 'class'>>> = {
  '5xx before': { carriedOut: 'never', answer: internal },
  '5xx after': { carriedOut: 'at once', answer: internal },
  unavailable: { carriedOut: 'never', answer: refused({ code: 'Unavailable', status: 503 }, { code: 'ServiceUnavailable', status: 503 }) },
  'bad gateway': { carriedOut: 'never', answer: refused({ code: 'UnknownError', status: 502 }) },
  'timed out before': { carriedOut: 'never', answer: 'none' },
  'timed out after': { carriedOut: 'at once', answer: 'none' },
  'carried out late': { carriedOut: 'after it was given up', answer: 'none' },
  'cut before': { carriedOut: 'never', answer: 'a cut connection' },
  'cut after': { carriedOut: 'at once', answer: 'a cut connection' },
};

/** All failures, by name. */
export const failures: ReadonlyMap<string, Failing> = new Map([
  ...Object.entries(definite).flatMap(([of, answers]) =>
    Object.entries(answers).map(([name, answer]): [string, Failing] => [name, { class: of as FailureClass, carriedOut: 'never', answer }]),
  ),
  ...Object.entries(unknown).map(([name, failing]): [string, Failing] => [name, { class: 'unknown', ...failing }]),
]);

/** Those that a call can meet: a read cannot differ by what was carried out, and a batch tells of its items inside a 200 as well. */
export function failuresOf(call: MatrixCall): readonly (readonly [name: string, failing: Failing])[] {
  const possible = [...failures].filter(([, { carriedOut }]) => isWrite(call) || carriedOut === 'never');
  return isBatch(call) ? [...possible, ...possible.flatMap(insideA200)] : possible;
}

/** What is told by its HTTP status alone cannot be told there. */
function insideA200([name, failing]: readonly [string, Failing]): readonly (readonly [string, Failing])[] {
  const { answer, carriedOut } = failing;
  if (carriedOut !== 'never' || typeof answer === 'string' || !('refusal' in answer) || /by status|bad gateway/.test(name)) return [];
  return [[`${name}, in a 200`, { ...failing, answer: { unsuccessful: answer.refusal } }]];
}

/** The code that EC2 gives; undefined where there is none. */
export function codeOf({ answer }: Failing): string | undefined {
  return refusalOf(answer, 'ec2')?.code;
}

/** AWS's own words as a person is to read them; undefined where there are none. */
export function wordsOf({ answer }: Failing, service: Service): string | undefined {
  return refusalOf(answer, service)?.message.replace(/ Request ID: .*/, '');
}

function refusalOf(answer: Answer, service: Service): Refusal | undefined {
  if (typeof answer === 'string') return undefined;
  return 'refusal' in answer ? answer.refusal[service] : answer.unsuccessful[service];
}
