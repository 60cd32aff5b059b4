import { afterEach, describe, expect, test } from 'vitest';
import { type AwsOptions, createAws } from '../../src/aws/clients.ts';
import { AwsError } from '../../src/aws/errors.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';

const operator = '111122223333';
const tenant = '444455556666';
const roleARN = `arn:aws:iam::${tenant}:role/network`;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function setUp(options: Partial<AwsOptions> = {}) {
  const clock = new VirtualClock(Date.now());
  // The simulator's time is the operator's: what expires does so by the same clock.
  const simulator = await startSimulator({
    clock: { now: () => clock.now(), sleep: (milliseconds) => new Promise((resolve) => clock.setTimer(milliseconds, resolve)) },
  });
  simulator.world.roles.set(roleARN, { arn: roleARN, account: tenant, trustedAccounts: [operator], externalID: 'secret-handshake' });
  const aws = createAws({
    clock,
    region: 'eu-west-1',
    sessionName: 'operator of prod/1',
    endpoint: simulator.url,
    credentials: async () => ({ accessKeyId: operator, secretAccessKey: 's' }),
    ...options,
  });
  cleanups.push(
    () => simulator.close(),
    () => aws.destroy(),
  );
  return { clock, simulator, aws };
}

function assumed({ journal }: Simulator) {
  return journal.filter(({ action }) => action === 'AssumeRole');
}

async function failureFrom(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AwsError) return error.failure;
  throw error;
}

const access = { roleARN, externalID: 'secret-handshake' };

test('without a role the operator acts as itself', async () => {
  const { aws, simulator } = await setUp();
  expect(await aws.ports({}, 'eu-west-1').getCallerIdentity({})).toMatchObject({ Account: operator });
  expect(assumed(simulator)).toHaveLength(0);
});

test('one assumption serves every client and Region of a role, asked for at once', async () => {
  const { aws, simulator } = await setUp();
  const answers = await Promise.all(
    ['eu-west-1', 'eu-west-1', 'us-east-1'].map((region) => aws.ports(access, region).getCallerIdentity({})),
  );
  await aws.ports(access, 'eu-west-1').describeVpcs({});
  expect(answers).toMatchObject([{ Account: tenant }, { Account: tenant }, { Account: tenant }]);
  expect(assumed(simulator)).toMatchObject([
    {
      region: 'eu-west-1',
      account: operator,
      parameters: { RoleArn: roleARN, ExternalId: 'secret-handshake', RoleSessionName: 'operator-of-prod-1' },
    },
  ]);
});

test('a new assumption is made before the old one ends, by the operator clock, and not earlier', async () => {
  const { aws, simulator, clock } = await setUp();
  const ports = aws.ports(access, 'eu-west-1');
  await ports.getCallerIdentity({});
  await clock.advance(54 * 60_000);
  await ports.getCallerIdentity({});
  expect(assumed(simulator)).toHaveLength(1);
  await clock.advance(2 * 60_000);
  await ports.getCallerIdentity({});
  expect(assumed(simulator)).toHaveLength(2);
  await clock.advance(30 * 60_000);
  expect(await ports.getCallerIdentity({})).toMatchObject({ Account: tenant });
  expect(assumed(simulator)).toHaveLength(2);
});

test.each(['ExpiredToken', 'RequestExpired', 'AuthFailure', 'InvalidClientTokenId', 'InvalidAccessKeyId'])(
  'credentials that AWS no longer takes (%s) are replaced with the next call',
  async (code) => {
    const { aws, simulator } = await setUp();
    const ports = aws.ports(access, 'eu-west-1');
    await ports.describeVpcs({});
    simulator.faults.add({ action: 'DescribeVpcs', nth: 1, outcome: { error: code, status: 400 } });
    expect(await failureFrom(ports.describeVpcs({}))).toMatchObject({ class: 'denied', code });
    await ports.describeVpcs({});
    expect(assumed(simulator)).toHaveLength(2);
  },
);

describe('a role that cannot be assumed', () => {
  test('is named, and the call itself is never made', async () => {
    const { aws, simulator } = await setUp();
    const failure = await failureFrom(
      aws.ports({ roleARN, externalID: 'a guess' }, 'eu-west-1').deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1'] }),
    );
    expect(failure).toMatchObject({ class: 'denied', call: 'AssumeRole', message: expect.stringContaining(roleARN) as string });
    expect(simulator.journal.map(({ action }) => action)).toEqual(['AssumeRole']);
  });

  test('does not serve a second access by the credentials of a first with the right external ID', async () => {
    const { aws } = await setUp();
    await aws.ports(access, 'eu-west-1').getCallerIdentity({});
    expect(await failureFrom(aws.ports({ roleARN }, 'eu-west-1').getCallerIdentity({}))).toMatchObject({ class: 'denied' });
  });

  test('is asked for again only after five seconds', async () => {
    const { aws, simulator, clock } = await setUp();
    const ports = aws.ports({ roleARN }, 'eu-west-1');
    await failureFrom(ports.describeVpcs({}));
    await failureFrom(ports.describeSubnets({}));
    expect(assumed(simulator)).toHaveLength(1);
    await clock.advance(5_000);
    await failureFrom(ports.describeVpcs({}));
    expect(assumed(simulator)).toHaveLength(2);
  });

  test.each([
    ['for throttling is throttled', 'throttle', 'throttled'],
    ['for an outage is unknown', { error: 'InternalFailure', status: 500 }, 'unknown'],
    ['for a malformed ARN is denied', { error: 'ValidationError', status: 400 }, 'denied'],
  ] as const)('%s', async (_sentence, outcome, expected) => {
    const { aws, simulator } = await setUp();
    simulator.faults.add({ action: 'AssumeRole', outcome });
    expect(await failureFrom(aws.ports(access, 'eu-west-1').describeVpcs({}))).toMatchObject({ class: expected, call: 'AssumeRole' });
  });
});

test('the observer sees assumptions too', async () => {
  const seen: string[] = [];
  const { aws } = await setUp({ onCall: ({ call, outcome }) => seen.push(`${call} ${outcome}`) });
  await aws.ports(access, 'eu-west-1').describeVpcs({});
  await failureFrom(aws.ports({ roleARN }, 'eu-west-1').describeVpcs({}));
  expect(seen).toEqual(['AssumeRole ok', 'DescribeVpcs ok', 'AssumeRole denied', 'DescribeVpcs denied']);
});
