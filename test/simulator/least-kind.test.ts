import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/simulator/settings.ts';
import { published } from './support/published.ts';
import { refusal, simulation } from './support/simulation.ts';

test('with the default settings a client needs patience everywhere, and gets there', async () => {
  await using simulated = await simulation(defaultSettings);
  const { clock } = simulated;
  const { connect, consumerEC2, providerEC2, serviceID } = await published(simulated, { acceptance: true });
  const byID = { ServiceIds: [serviceID] };
  expect(await refusal(providerEC2.describeVpcEndpointServiceConfigurations(byID))).toMatchObject({
    code: 'InvalidVpcEndpointServiceId.NotFound',
  });
  expect(await refusal(connect())).toMatchObject({ code: 'Unavailable', status: 503 });
  clock.advance(10_000);
  const { VpcEndpointId: id } = await connect({ TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: [{ Key: 'k', Value: 'v' }] }] });
  expect(await refusal(consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] }))).toMatchObject({
    code: 'InvalidVpcEndpointId.NotFound',
  });
  const decision = { ServiceId: serviceID, VpcEndpointIds: [id] };
  expect((await providerEC2.acceptVpcEndpointConnections(decision)).Unsuccessful).toHaveLength(1);
  clock.advance(5_000);
  const tagged = async (): Promise<(string | undefined)[]> => {
    const found: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await consumerEC2.describeVpcEndpoints({
        Filters: [{ Name: 'tag:k', Values: ['v'] }],
        ...(token === undefined ? {} : { NextToken: token }),
      });
      found.push(...(page.VpcEndpoints ?? []).map(({ State }) => State?.toLowerCase()));
      token = page.NextToken;
    } while (token);
    return found;
  };
  expect(await tagged()).toEqual([]);
  expect((await providerEC2.acceptVpcEndpointConnections(decision)).Unsuccessful).toEqual([]);
  clock.advance(5_000);
  expect(await tagged()).toEqual(['pending']);
  clock.advance(60_000);
  expect(await tagged()).toEqual(['available']);
});
