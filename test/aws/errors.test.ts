import { describe, expect, test } from 'vitest';
import { AwsError, failureOf, failureOfUnsuccessful, scrub } from '../../src/aws/errors.ts';
import type { FailureClass } from '../../src/core/outcome.ts';

function thrown(name: string, status: number | undefined, message = 'words'): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status } };
  return Object.assign(new Error(message), { name, ...metadata });
}

const rows: readonly (readonly [string, Error, FailureClass])[] = [
  ['a throttle of EC2, which comes as 503', thrown('RequestLimitExceeded', 503), 'throttled'],
  ['a throttle of ELBv2, with the suffix that the SDK appends', thrown('ThrottlingException', 400), 'throttled'],
  ['a throttle in small letters', thrown('throttling', 400), 'throttled'],
  ['any 429', thrown('SomethingNew', 429), 'throttled'],
  ['too many requests', thrown('TooManyRequestsException', 400), 'throttled'],
  ['an unauthorised operation', thrown('UnauthorizedOperation', 403), 'denied'],
  ['STS denying a role', thrown('AccessDenied', 403), 'denied'],
  ['an expired token', thrown('ExpiredTokenException', 400), 'denied'],
  ['no credentials to be found', thrown('CredentialsProviderError', undefined), 'denied'],
  ['a proxy that refuses with a page of its own', thrown('SyntaxError', 403, 'char 0 is not expected'), 'denied'],
  ['a modification under way', thrown('OperationInProgress', 400), 'conflict'],
  ['an incorrect state', thrown('IncorrectState', 400), 'conflict'],
  [
    'accepting while a modification runs',
    thrown('InvalidParameter', 400, 'Cannot modify VPC Endpoint vpce-1 at this time because there is an idempotent operation going on'),
    'conflict',
  ],
  ['another write to the same zone', thrown('PriorRequestNotComplete', 400), 'conflict'],
  ['a zone of the same name in the VPC', thrown('ConflictingDomainExists', 400), 'dependency'],
  ['a throttle of Route 53', thrown('Throttling', 400), 'throttled'],
  ['a VPC of another account that has not been authorised', thrown('NotAuthorizedException', 401), 'denied'],
  ['an unknown zone', thrown('NoSuchHostedZone', 404), 'notFound'],
  ['a VPC that is not associated', thrown('VPCAssociationNotFound', 404), 'notFound'],
  ['a zone with records', thrown('HostedZoneNotEmpty', 400), 'dependency'],
  ['more VPCs than a zone takes', thrown('LimitsExceeded', 400), 'quota'],
  ['a refused batch of records', thrown('InvalidChangeBatch', 400), 'terminal'],
  ['a dependency', thrown('DependencyViolation', 400), 'dependency'],
  ['a service with connections', thrown('ExistingVpcEndpointConnections', 400), 'dependency'],
  ['a load balancer in use', thrown('ResourceInUseException', 400), 'dependency'],
  [
    'S3 without its gateway endpoint',
    thrown(
      'InvalidParameter',
      400,
      'To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.',
    ),
    'dependency',
  ],
  ['too many endpoints', thrown('VpcEndpointLimitExceeded', 400), 'quota'],
  ['no free address', thrown('InsufficientFreeAddressesInSubnet', 400), 'quota'],
  ['too many load balancers', thrown('TooManyLoadBalancersException', 400), 'quota'],
  ['one spelling of an unknown subnet', thrown('InvalidSubnetID.NotFound', 400), 'notFound'],
  ['the other spelling', thrown('InvalidSubnetId.NotFound', 400), 'notFound'],
  ['an unknown load balancer', thrown('LoadBalancerNotFoundException', 400), 'notFound'],
  ['a filter too long, though it ends in LimitExceeded', thrown('FilterLimitExceeded', 400), 'terminal'],
  ['any other InvalidParameter', thrown('InvalidParameter', 400, 'does not support the availability zone of the subnet'), 'terminal'],
  ['an unknown service', thrown('InvalidServiceName', 400), 'terminal'],
  ['a mismatched token', thrown('IdempotentParameterMismatch', 400), 'terminal'],
  ['a refusal that nobody has listed', thrown('BrandNewRefusal', 400), 'terminal'],
  ['an internal error', thrown('InternalError', 500), 'unknown'],
  ['a time-out that AWS tells of with 400', thrown('RequestTimeoutException', 400), 'unknown'],
  ['a refusal that comes as 500', thrown('DependencyViolation', 500), 'unknown'],
  ['a gateway that answers with a page', thrown('Error', 502, 'XML parse error'), 'unknown'],
  ['a reply of 200 that cannot be read', thrown('SyntaxError', 200, 'Unexpected end'), 'unknown'],
  ['a time-out', thrown('TimeoutError', undefined), 'unknown'],
  ['an abort', thrown('AbortError', undefined), 'unknown'],
  ['a connection that was reset', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'unknown'],
];

describe('classes', () => {
  test.each(rows)('%s', (_sentence, error, expected) => {
    expect(failureOf(error, 'CreateVpcEndpoint')).toMatchObject({ class: expected, call: 'CreateVpcEndpoint' });
  });

  test('a broken connection goes by the name that Node gives it', () => {
    expect(failureOf(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'X').code).toBe('ECONNRESET');
  });

  test('an unreadable body goes by its status, not by the words of a parser', () => {
    expect(failureOf(thrown('Error', 502, 'char <html> is not expected'), 'X')).toEqual({
      class: 'unknown',
      code: 'HTTP502',
      message: 'HTTP 502 without a readable error',
      call: 'X',
    });
  });

  test('an AwsError keeps its failure', () => {
    const failure = { class: 'denied', code: 'AccessDenied', message: 'role r', call: 'AssumeRole' } as const;
    expect(failureOf(new AwsError(failure), 'CreateVpcEndpoint')).toBe(failure);
  });
});

describe('items refused inside a 200', () => {
  test.each([
    ['an endpoint that is gone', 'InvalidVpcEndpoint.NotFound', 'notFound'],
    ['an endpoint that is gone, spelled otherwise', 'InvalidVpcEndpointId.NotFound', 'notFound'],
    ['a service with connections', 'ExistingVpcEndpointConnections', 'dependency'],
    ['a service that is gone', 'InvalidVpcEndpointService.NotFound', 'notFound'],
    ['an internal error, which leaves open what was done', 'InternalError', 'unknown'],
    ['a connection in the wrong state', 'InvalidStateTransition', 'conflict'],
  ] as const)('%s', (_sentence, code, expected) => {
    expect(failureOfUnsuccessful({ ResourceId: 'x', Error: { Code: code, Message: 'm' } }, 'deleteVpcEndpoints')).toEqual({
      class: expected,
      code,
      message: 'm',
      call: 'DeleteVpcEndpoints',
    });
  });

  test('without an error it is still a failure', () => {
    expect(failureOfUnsuccessful({ ResourceId: 'x' }, 'rejectVpcEndpointConnections')).toMatchObject({
      class: 'terminal',
      code: 'Unsuccessful',
    });
  });
});

describe('messages', () => {
  test.each([
    [
      'an encoded authorization message',
      'You are not authorized. Encoded authorization failure message: aBc-_1+/=',
      'You are not authorized.',
    ],
    ['a request ID at the end', 'Rate exceeded (RequestId: 0a1b-22)', 'Rate exceeded'],
    ['a request ID after a comma', 'Bad, Request ID: 4db972b6-e254', 'Bad'],
    [
      'what a signature error quotes of the request',
      'The signature does not match.\n\nThe Canonical String for this request should have been\nx-amz-security-token:SECRET',
      'The signature does not match.',
    ],
    ['nothing from a plain message', 'The vpc ID vpc-1 does not exist', 'The vpc ID vpc-1 does not exist'],
  ])('lose %s', (_sentence, message, expected) => {
    expect(scrub(message)).toBe(expected);
  });

  test('are cut where they never end', () => {
    expect(scrub('x'.repeat(5_000))).toHaveLength(1_000);
  });
});
