import { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, test } from 'vitest';
import { ConnectionDropped } from '../../src/simulator/faults.ts';
import { published } from './support/published.ts';
import { calm, consumer, provider, refusal, region, simulation } from './support/simulation.ts';

const clients: EC2[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

test('a reply dropped after commit leaves an endpoint, and the retry of the same call finds it', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const { faults, world, journal } = simulated.simulator;
  faults.add({ action: 'CreateVpcEndpoint', nth: 1, outcome: 'drop-after-commit' });
  expect((await refusal(connect({ ClientToken: 'one' }))).status).toBeUndefined();
  const [made] = world.endpoints.keys();
  expect((await connect({ ClientToken: 'one' })).VpcEndpointId).toBe(made);
  const creates = journal.filter(({ action }) => action === 'CreateVpcEndpoint');
  expect(creates).toMatchObject([{ outcome: 'ok', dropped: 'after' }, { outcome: 'ok' }]);
  expect(creates[0]?.parameters).toEqual(creates[1]?.parameters);
});

test('a call dropped before it ran leaves nothing', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const { faults, world, journal } = simulated.simulator;
  faults.add({ action: 'CreateVpcEndpoint', outcome: 'drop-before' });
  await refusal(connect());
  expect(world.endpoints.size).toBe(0);
  expect(journal.at(-1)).toMatchObject({ outcome: { code: 'ConnectionDropped' }, dropped: 'before' });
});

test('a batch refused item by item inside a 200 changes nothing', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const { faults, world } = simulated.simulator;
  const made = (await connect()).VpcEndpointId ?? '';
  const refused = [{ ResourceId: made, Error: { Code: 'DependencyViolation', Message: 'in use' } }];
  faults.add({ action: 'DeleteVpcEndpoints', outcome: { instead: () => ({ Unsuccessful: refused }) } });
  expect((await simulated.ec2(consumer).deleteVpcEndpoints({ VpcEndpointIds: [made] })).Unsuccessful).toEqual(refused);
  expect(world.endpoints.get(made)?.state).not.toBe('deleting');
});

describe('a rule fires', () => {
  const rows = [
    { name: 'on the second call only', rule: { nth: 2 }, fired: [false, true, false, false] },
    { name: 'on listed calls', rule: { nth: [1, 4] }, fired: [true, false, false, true] },
    { name: 'on every other call', rule: { every: 2 }, fired: [false, true, false, true] },
    { name: 'for one account only', rule: { account: provider }, fired: [false, false, false, false] },
    { name: 'when its condition holds', rule: { when: () => true }, fired: [true, true, true, true] },
  ];
  test.each(rows)('$name', async ({ rule, fired }) => {
    await using simulated = await simulation();
    const ec2 = simulated.ec2(consumer);
    const remove = simulated.simulator.faults.add({
      action: 'DescribeVpcEndpoints',
      ...rule,
      outcome: { error: 'UnauthorizedOperation', status: 403 },
    });
    const seen: boolean[] = [];
    for (let call = 0; call < fired.length; call += 1) {
      seen.push(
        await ec2.describeVpcEndpoints({}).then(
          () => false,
          (error: Error) => error.name === 'UnauthorizedOperation',
        ),
      );
    }
    expect(seen).toEqual(fired);
    remove();
    await ec2.describeVpcEndpoints({});
  });
});

test('a rule looks at the world as it is when the call arrives', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const when = (): boolean => simulated.simulator.world.endpoints.get(id)?.state === 'available';
  simulated.simulator.faults.add({ action: 'DescribeVpcEndpoints', when, outcome: 'throttle' });
  await consumerEC2.describeVpcEndpoints({});
  simulated.clock.advance(60_000);
  expect(await refusal(consumerEC2.describeVpcEndpoints({}))).toMatchObject({ code: 'RequestLimitExceeded' });
});

test('throttles answer as each API does', async () => {
  await using simulated = await simulation();
  simulated.simulator.faults.add({ action: '*', outcome: 'throttle' });
  expect(await refusal(simulated.ec2(consumer).describeVpcEndpoints({}))).toMatchObject({ code: 'RequestLimitExceeded', status: 503 });
  expect(await refusal(simulated.sts(consumer).getCallerIdentity({}))).toMatchObject({ code: 'Throttling', status: 400 });
});

test('the SDK itself retries a throttled read', async () => {
  await using simulated = await simulation();
  simulated.simulator.faults.add({ action: 'DescribeVpcEndpoints', nth: 1, outcome: 'throttle' });
  const client = new EC2({ endpoint: simulated.simulator.url, region, credentials: { accessKeyId: consumer, secretAccessKey: 'x' } });
  clients.push(client);
  expect((await client.describeVpcEndpoints({})).$metadata.attempts).toBe(2);
});

test('a reply can be replaced, or made from the true one', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  await connect();
  const { faults } = simulated.simulator;
  faults.add({ action: 'DescribeVpcEndpoints', nth: 1, outcome: { reply: { VpcEndpoints: [], NextToken: 'more' } } });
  faults.add({ action: 'DescribeVpcEndpoints', nth: 2, outcome: { reply: (reply) => ({ ...reply, NextToken: 'changed' }) } });
  expect(await consumerEC2.describeVpcEndpoints({})).toMatchObject({ VpcEndpoints: [], NextToken: 'more' });
  const second = await consumerEC2.describeVpcEndpoints({});
  expect([second.VpcEndpoints?.length, second.NextToken]).toEqual([1, 'changed']);
});

test('a delayed call waits for the world’s clock, and does not count as in flight meanwhile', async () => {
  await using simulated = await simulation();
  const { faults, inFlight } = simulated.simulator;
  faults.add({ action: 'DescribeVpcEndpoints', outcome: { delayMs: 5_000 } });
  let done = false;
  const call = simulated
    .ec2(consumer)
    .describeVpcEndpoints({})
    .then(() => (done = true));
  await expect.poll(() => [inFlight(), simulated.clock.sleeping()]).toEqual([0, 1]);
  expect(done).toBe(false);
  simulated.clock.advance(5_000);
  await call;
  await expect.poll(inFlight).toBe(0);
});

test('a delayed reply is of a call that has committed', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const { faults, world, journal } = simulated.simulator;
  faults.add({ action: 'CreateVpcEndpoint', outcome: { replyDelayMs: 90_000 } });
  const call = connect();
  await expect.poll(() => [world.endpoints.size, simulated.clock.sleeping()]).toEqual([1, 1]);
  expect(journal.at(-1)).toMatchObject({ action: 'CreateVpcEndpoint', outcome: 'ok' });
  simulated.clock.advance(90_000);
  expect(world.endpoints.has((await call).VpcEndpointId)).toBe(true);
});

test('without HTTP a dropped call rejects, and others answer typed replies', async () => {
  await using simulated = await simulation();
  const { handle, faults } = simulated.simulator;
  const call = { service: 'ec2', action: 'DescribeVpcEndpoints', input: {}, account: consumer, region } as const;
  expect(await handle(call)).toEqual({ VpcEndpoints: [], NextToken: '' });
  faults.add({ action: 'DescribeVpcEndpoints', outcome: 'drop-before' });
  await expect(handle(call)).rejects.toThrow(ConnectionDropped);
  await expect(handle({ ...call, input: { Colour: 'red' } })).rejects.toThrow(ConnectionDropped);
  faults.clear();
  await expect(handle({ ...call, input: { Colour: 'red' } })).rejects.toMatchObject({ code: 'UnknownParameter' });
});

test('the journal says who called what, when, and what came of it', async () => {
  await using simulated = await simulation();
  const { journal } = simulated.simulator;
  const ec2 = simulated.ec2(consumer);
  await ec2.describeVpcEndpoints({ MaxResults: 7 });
  await refusal(ec2.describeVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0'] }));
  const common = { time: simulated.clock.now(), account: consumer, region, principal: `arn:aws:iam::${consumer}:root`, service: 'ec2' };
  expect([...journal]).toEqual([
    { ...common, action: 'DescribeVpcEndpoints', parameters: { MaxResults: 7 }, outcome: 'ok' },
    {
      ...common,
      action: 'DescribeVpcEndpoints',
      parameters: { VpcEndpointIds: ['vpce-0123456789abcdef0'] },
      outcome: { code: 'InvalidVpcEndpointId.NotFound' },
    },
  ]);
  journal.clear();
  expect(journal).toHaveLength(0);
});

test('the journal has a line for a caller whom nobody knows', async () => {
  await using simulated = await simulation();
  await refusal(simulated.ec2('AKIAEXAMPLE').describeVpcEndpoints({}));
  expect([...simulated.simulator.journal]).toMatchObject([
    { account: '', action: 'DescribeVpcEndpoints', outcome: { code: 'AuthFailure' } },
  ]);
});

describe('published throttles', () => {
  test('four endpoint writes at once, then one every 3.4 seconds', async () => {
    await using simulated = await simulation({ ...calm, throttling: true });
    const ec2 = simulated.ec2(consumer);
    const write = () => ec2.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0'] });
    for (let call = 0; call < 4; call += 1) await write();
    expect(await refusal(write())).toMatchObject({ code: 'RequestLimitExceeded', status: 503 });
    await simulated.ec2(provider).deleteVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0'] });
    await simulated.ec2(consumer, { region: 'us-east-1' }).deleteVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0'] });
    simulated.clock.advance(3_400);
    await write();
    await refusal(write());
  });

  test('a hundred lists at once, twenty more each second', async () => {
    await using simulated = await simulation({ ...calm, throttling: true });
    const { handle } = simulated.simulator;
    const list = () => handle({ service: 'ec2', action: 'DescribeVpcEndpoints', input: {}, account: consumer, region });
    const refusals = async (count: number) => {
      let refused = 0;
      for (let call = 0; call < count; call += 1) await list().catch(() => (refused += 1));
      return refused;
    };
    expect(await refusals(110)).toBe(10);
    simulated.clock.advance(1_000);
    expect(await refusals(30)).toBe(10);
  });
});
