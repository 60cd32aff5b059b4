import { describe, expect, test } from 'vitest';
import { published } from './support/published.ts';
import { calm, provider, refusal, simulation } from './support/simulation.ts';

test('the same token gives the first endpoint again, in its present state, even when deleted and forgotten', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const first = await connect({ ClientToken: 'one' });
  simulated.clock.advance(60_000);
  const second = await connect({ ClientToken: 'one' });
  expect(second).toMatchObject({ VpcEndpointId: first.VpcEndpointId, State: 'available' });
  await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [first.VpcEndpointId] });
  simulated.clock.advance(600_000);
  expect(await connect({ ClientToken: 'one' })).toMatchObject({ VpcEndpointId: first.VpcEndpointId, State: 'deleted' });
  expect(simulated.simulator.world.endpoints.size).toBe(0);
});

test('the same token with other parameters is refused, whatever the difference', async () => {
  await using simulated = await simulation();
  const { connect, subnets } = await published(simulated);
  await connect({ ClientToken: 'one' });
  const tags = [{ ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'a', Value: 'b' }] }];
  for (const changes of [{ SubnetIds: [subnets[1].id] }, { TagSpecifications: tags }, { PrivateDnsEnabled: undefined }]) {
    expect(await refusal(connect({ ClientToken: 'one', ...changes }))).toMatchObject({ code: 'IdempotentParameterMismatch' });
  }
  expect(simulated.simulator.world.endpoints.size).toBe(1);
});

test('a token counts per action, per Region and per account', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId } = await connect({ ClientToken: 'one' });
  const notification = {
    VpcEndpointId,
    ConnectionNotificationArn: 'arn:aws:sns:eu-west-1:111111111111:topic',
    ConnectionEvents: ['Accept'],
    ClientToken: 'one',
  };
  const first = await consumerEC2.createVpcEndpointConnectionNotification(notification);
  const again = await consumerEC2.createVpcEndpointConnectionNotification(notification);
  expect(again.ConnectionNotification).toEqual(first.ConnectionNotification);
  expect(simulated.simulator.world.notifications.size).toBe(1);
});

test('a refused create does not use its token up', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  await refusal(connect({ ClientToken: 'one', SubnetIds: ['subnet-0no'] }));
  await connect({ ClientToken: 'one' });
});

test('a token is forgotten after a day', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const first = await connect({ ClientToken: 'one' });
  simulated.clock.advance(24 * 3_600_000);
  expect((await connect({ ClientToken: 'one' })).VpcEndpointId).not.toBe(first.VpcEndpointId);
});

describe('a bad token is refused:', () => {
  test.each([{ token: 'x'.repeat(65) }, { token: 'über' }])('$token', async ({ token }) => {
    await using simulated = await simulation();
    const { connect } = await published(simulated);
    expect(await refusal(connect({ ClientToken: token }))).toMatchObject({ code: 'InvalidClientToken' });
  });
});

test('with requireClientTokens a create without one is refused', async () => {
  await using simulated = await simulation({ ...calm, requireClientTokens: true });
  const call = simulated.ec2(provider).createVpcEndpointServiceConfiguration({ NetworkLoadBalancerArns: ['a'] });
  expect(await refusal(call)).toMatchObject({ code: 'MissingParameter', message: expect.stringContaining('ClientToken') as string });
});
