import { describe, expect, test } from 'vitest';
import type { Published } from './support/published.ts';
import { published } from './support/published.ts';
import { addLoadBalancer } from './support/records.ts';
import { calm, consumer, provider, refusal, simulation, stranger } from './support/simulation.ts';

async function listed({ providerEC2, serviceID }: Published) {
  const Filters = [{ Name: 'service-id', Values: [serviceID] }];
  const { VpcEndpointConnections } = await providerEC2.describeVpcEndpointConnections({ Filters });
  return VpcEndpointConnections ?? [];
}

test('a new connection reaches its provider late, and cannot be accepted before', async () => {
  await using simulated = await simulation({ ...calm, connectionVisibleMs: 5_000 });
  const place = await published(simulated, { acceptance: true });
  const { providerEC2, serviceID } = place;
  const { VpcEndpointId: id } = await place.connect();
  expect(await listed(place)).toEqual([]);
  const decision = { ServiceId: serviceID, VpcEndpointIds: [id] };
  const early = await providerEC2.acceptVpcEndpointConnections(decision);
  expect(early.Unsuccessful).toMatchObject([{ ResourceId: id, Error: { Code: 'InvalidVpcEndpoint.NotFound' } }]);
  simulated.clock.advance(5_000);
  expect(await listed(place)).toMatchObject([
    {
      VpcEndpointId: id,
      VpcEndpointOwner: consumer,
      VpcEndpointState: 'pendingAcceptance',
      VpcEndpointRegion: 'eu-west-1',
      DnsEntries: [],
    },
  ]);
  expect((await providerEC2.acceptVpcEndpointConnections(decision)).Unsuccessful).toEqual([]);
});

test('a rejected connection stays in the list until the consumer deletes its endpoint', async () => {
  await using simulated = await simulation();
  const place = await published(simulated);
  const { providerEC2, serviceID, consumerEC2 } = place;
  const { VpcEndpointId: id } = await place.connect();
  simulated.clock.advance(60_000);
  await providerEC2.rejectVpcEndpointConnections({ ServiceId: serviceID, VpcEndpointIds: [id] });
  simulated.clock.advance(86_400_000);
  expect(await listed(place)).toMatchObject([{ VpcEndpointState: 'rejected' }]);
  await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [id] });
  expect(await listed(place)).toMatchObject([{ VpcEndpointState: 'deleting' }]);
  simulated.clock.advance(120_000);
  expect(await listed(place)).toEqual([]);
});

test('a batch answers 200, decides what it can, and names the rest', async () => {
  await using simulated = await simulation();
  const place = await published(simulated, { acceptance: true });
  const [waiting, available] = [await place.connect(), await place.connect()];
  const accept = (...ids: string[]) => place.providerEC2.acceptVpcEndpointConnections({ ServiceId: place.serviceID, VpcEndpointIds: ids });
  await accept(available.VpcEndpointId);
  simulated.clock.advance(60_000);
  const unknown = 'vpce-0123456789abcdef0';
  const { Unsuccessful } = await accept(unknown, available.VpcEndpointId, waiting.VpcEndpointId);
  expect(Unsuccessful).toMatchObject([
    { ResourceId: unknown, Error: { Code: 'InvalidVpcEndpoint.NotFound' } },
    { ResourceId: available.VpcEndpointId, Error: { Code: 'InvalidState' } },
  ]);
  expect(simulated.simulator.world.endpoints.get(waiting.VpcEndpointId)?.state).toBe('pending');
});

test('an endpoint under a Modify can be neither accepted nor rejected', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, providerEC2, serviceID, subnets } = await published(simulated, { acceptance: true });
  const { VpcEndpointId: id } = await connect();
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSubnetIds: [subnets[1].id] });
  const decision = { ServiceId: serviceID, VpcEndpointIds: [id] };
  const { Unsuccessful } = await providerEC2.acceptVpcEndpointConnections(decision);
  expect(Unsuccessful?.[0]?.Error?.Message).toContain('idempotent operation going on');
  simulated.clock.advance(30_000);
  expect((await providerEC2.acceptVpcEndpointConnections(decision)).Unsuccessful).toEqual([]);
});

test('connections filter by state and owner, and belong to the provider’s account alone', async () => {
  await using simulated = await simulation();
  const place = await published(simulated, { acceptance: true });
  await place.connect();
  const count = async (Name: string, value: string) => {
    const { VpcEndpointConnections } = await place.providerEC2.describeVpcEndpointConnections({ Filters: [{ Name, Values: [value] }] });
    return VpcEndpointConnections?.length;
  };
  expect(await count('vpc-endpoint-state', 'pendingAcceptance')).toBe(1);
  expect(await count('vpc-endpoint-state', 'available')).toBe(0);
  expect(await count('vpc-endpoint-owner', consumer)).toBe(1);
  expect((await place.consumerEC2.describeVpcEndpointConnections({})).VpcEndpointConnections).toEqual([]);
  const foreign = place.consumerEC2.acceptVpcEndpointConnections({ ServiceId: place.serviceID, VpcEndpointIds: ['vpce-1'] });
  expect(await refusal(foreign)).toMatchObject({ code: 'InvalidVpcEndpointServiceId.NotFound' });
});

test('principals are added, listed in pages, and removed; connections stay', async () => {
  await using simulated = await simulation();
  const place = await published(simulated);
  const { providerEC2, serviceID, connect, serviceName } = place;
  await connect();
  const role = `arn:aws:iam::${stranger}:role/reader`;
  const added = await providerEC2.modifyVpcEndpointServicePermissions({
    ServiceId: serviceID,
    AddAllowedPrincipals: [role, `arn:aws:iam::${consumer}:root`],
  });
  expect(added.AddedPrincipals).toMatchObject([{ Principal: role, PrincipalType: 'Role', ServiceId: serviceID }]);
  await providerEC2.modifyVpcEndpointServicePermissions({
    ServiceId: serviceID,
    RemoveAllowedPrincipals: [`arn:aws:iam::${consumer}:root`],
  });
  const { AllowedPrincipals } = await providerEC2.describeVpcEndpointServicePermissions({ ServiceId: serviceID });
  expect(AllowedPrincipals?.map(({ Principal }) => Principal)).toEqual([role]);
  expect(await refusal(connect())).toMatchObject({ code: 'InvalidServiceName', message: expect.stringContaining(serviceName) as string });
  expect(await listed(place)).toHaveLength(1);
});

describe('a principal is refused if it is', () => {
  const account = `arn:aws:iam::${provider}`;
  const principals = [
    `${account}:role/team/reader`,
    `${account}:user/team/ann`,
    `${account}:group/all`,
    provider,
    'arn:aws:iam::12:root',
    '',
  ];
  test.each(principals)('%s', async (principal) => {
    await using simulated = await simulation();
    const { providerEC2, serviceID } = await published(simulated);
    const call = providerEC2.modifyVpcEndpointServicePermissions({ ServiceId: serviceID, AddAllowedPrincipals: [principal] });
    expect(await refusal(call)).toMatchObject({ code: 'InvalidPrincipal' });
  });
});

test('each interface is pinned to one of the service’s load balancers in its zone, by the seed', async () => {
  const pins = new Set<string | undefined>();
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    await using simulated = await simulation({ ...calm, seed });
    const { providerEC2, serviceID, connect } = await published(simulated);
    const elsewhere = addLoadBalancer(simulated.simulator.world, ['euw1-az3'], { name: 'elsewhere' });
    const second = addLoadBalancer(simulated.simulator.world, ['euw1-az1'], { name: 'second' });
    const AddNetworkLoadBalancerArns = [elsewhere.arn, second.arn];
    await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, AddNetworkLoadBalancerArns });
    const { VpcEndpointId } = await connect();
    for (const { loadBalancerARN } of simulated.simulator.world.endpoints.get(VpcEndpointId)?.subnets.values() ?? []) {
      pins.add(simulated.simulator.world.loadBalancers.get(loadBalancerARN ?? '')?.name);
    }
  }
  expect(pins).toEqual(new Set(['nlb-1', 'second']));
});
