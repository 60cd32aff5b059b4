import type { EC2 } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { published } from './support/published.ts';
import { calm, consumer, refusal, simulation } from './support/simulation.ts';

const seconds = (count: number): number => count * 1000;

async function stateOf(ec2: EC2, id: string): Promise<string | undefined> {
  const { VpcEndpoints } = await ec2.describeVpcEndpoints({ VpcEndpointIds: [id] });
  return VpcEndpoints?.[0]?.State;
}

test('an endpoint goes from pending to available by the clock alone, and has DNS names only then', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, subnets } = await published(simulated);
  const created = await connect({ SubnetIds: subnets.map(({ id }) => id) });
  expect(created).toMatchObject({ State: 'pending', DnsEntries: [] });
  simulated.clock.advance(seconds(59));
  expect(await stateOf(consumerEC2, created.VpcEndpointId)).toBe('pending');
  simulated.clock.advance(seconds(1));
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [created.VpcEndpointId] });
  expect(VpcEndpoints?.[0]).toMatchObject({ State: 'available' });
  const names = VpcEndpoints?.[0]?.DnsEntries?.map(({ DnsName }) => DnsName ?? '') ?? [];
  expect(names).toHaveLength(4);
  expect(names[0]).toMatch(/^vpce-0[0-9a-f]{16}-[a-z0-9]{8}\.vpce-svc-0[0-9a-f]{16}\.eu-west-1\.vpce\.amazonaws\.com$/);
  const zoneNames = subnets.map(({ zoneID }) => simulated.simulator.world.zoneName(consumer, zoneID));
  for (const zoneName of zoneNames) expect(names.slice(1).join(' ')).toContain(`-${zoneName}.vpce-svc-`);
});

test('zonal names come in no sorted order', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, subnets } = await published(simulated);
  for (let count = 0; count < 8; count += 1) await connect({ SubnetIds: subnets.map(({ id }) => id) });
  simulated.clock.advance(seconds(60));
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({});
  const zoneOrders = (VpcEndpoints ?? []).map(({ DnsEntries }) =>
    DnsEntries?.slice(1)
      .map(({ DnsName }) => /eu-west-1[a-z]\./.exec(DnsName ?? '')?.[0])
      .join(' '),
  );
  expect(new Set(zoneOrders).size).toBeGreaterThan(2);
});

test('an endpoint that needs acceptance is pending after it, not available, and then available', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, providerEC2, serviceID } = await published(simulated, { acceptance: true });
  const { VpcEndpointId: id, State } = await connect();
  expect(State).toBe('pendingAcceptance');
  simulated.clock.advance(seconds(3600));
  expect(await stateOf(consumerEC2, id)).toBe('pendingAcceptance');
  const accepted = await providerEC2.acceptVpcEndpointConnections({ ServiceId: serviceID, VpcEndpointIds: [id] });
  expect(accepted.Unsuccessful).toEqual([]);
  expect(await stateOf(consumerEC2, id)).toBe('pending');
  simulated.clock.advance(seconds(60));
  expect(await stateOf(consumerEC2, id)).toBe('available');
});

test('an older transition does not overtake a newer decision', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, providerEC2, serviceID } = await published(simulated, { acceptance: true });
  const { VpcEndpointId: id } = await connect();
  const decision = { ServiceId: serviceID, VpcEndpointIds: [id] };
  await providerEC2.acceptVpcEndpointConnections(decision);
  simulated.clock.advance(seconds(30));
  await providerEC2.rejectVpcEndpointConnections(decision);
  simulated.clock.advance(seconds(20));
  expect(await stateOf(consumerEC2, id)).toBe('rejected');
  await providerEC2.acceptVpcEndpointConnections(decision);
  simulated.clock.advance(seconds(20)); // the first acceptance would be through by now
  expect(await stateOf(consumerEC2, id)).toBe('pending');
  simulated.clock.advance(seconds(40));
  expect(await stateOf(consumerEC2, id)).toBe('available');
});

test('a deleted endpoint is deleting, then deleted, and only then not found; its interfaces go last', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const { world } = simulated.simulator;
  expect(world.networkInterfaces.size).toBe(1);
  await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [id] });
  expect(await stateOf(consumerEC2, id)).toBe('deleting');
  const again = await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [id] });
  expect(again.Unsuccessful).toEqual([]);
  simulated.clock.advance(seconds(120));
  expect(await stateOf(consumerEC2, id)).toBe('deleted');
  expect(world.networkInterfaces.size).toBe(1);
  simulated.clock.advance(seconds(30));
  expect(await stateOf(consumerEC2, id)).toBe('deleted');
  expect(world.networkInterfaces.size).toBe(0);
  simulated.clock.advance(seconds(30));
  expect(await refusal(consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] }))).toMatchObject({
    code: 'InvalidVpcEndpointId.NotFound',
  });
});

test('deleting an unknown endpoint is a 200 with an Unsuccessful item', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const reply = await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0', id] });
  expect(reply.Unsuccessful).toEqual([
    {
      ResourceId: 'vpce-0123456789abcdef0',
      Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: "The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist" },
    },
  ]);
  expect(await stateOf(consumerEC2, id)).toBe('deleting');
});

test('a new endpoint is not found by ID, nor listed, for a while', async () => {
  await using simulated = await simulation({ ...calm, createVisibleMs: 2_000 });
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  expect(await refusal(consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] }))).toMatchObject({
    code: 'InvalidVpcEndpointId.NotFound',
  });
  expect((await consumerEC2.describeVpcEndpoints({})).VpcEndpoints).toEqual([]);
  simulated.clock.advance(seconds(2));
  expect(await stateOf(consumerEC2, id)).toBe('pending');
});

test('states come in both letter cases, as AWS mixes them', async () => {
  await using simulated = await simulation({ ...calm, mixedCaseStates: true });
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const seen = new Set<string | undefined>();
  for (let read = 0; read < 4; read += 1) seen.add(await stateOf(consumerEC2, id));
  expect(seen).toEqual(new Set(['Pending', 'pending']));
});

test('an endpoint of an AWS service is named after it and has its private names last', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect({ ServiceName: 'com.amazonaws.eu-west-1.ecr.api', PrivateDnsEnabled: true });
  simulated.clock.advance(seconds(60));
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] });
  const entries = VpcEndpoints?.[0]?.DnsEntries ?? [];
  expect(entries[0]?.DnsName).toMatch(new RegExp(`^${id}-[a-z0-9]{8}\\.api\\.ecr\\.eu-west-1\\.vpce\\.amazonaws\\.com$`));
  expect(entries.at(-1)?.DnsName).toBe('api.ecr.eu-west-1.amazonaws.com');
  expect(entries.at(-1)?.HostedZoneId).not.toBe(entries[0]?.HostedZoneId);
});

test('a gateway endpoint is available at once and has no interfaces', async () => {
  await using simulated = await simulation();
  const { vpc, consumerEC2 } = await published(simulated);
  const { VpcEndpoint } = await consumerEC2.createVpcEndpoint({ VpcId: vpc.id, ServiceName: 'com.amazonaws.eu-west-1.s3' });
  expect(VpcEndpoint).toMatchObject({ VpcEndpointType: 'Gateway', State: 'available', NetworkInterfaceIds: [], DnsEntries: [] });
});

test('each endpoint interface is a record of its own, managed by AWS, with an address of its subnet', async () => {
  await using simulated = await simulation();
  const { connect, subnets, loadBalancer } = await published(simulated);
  const { VpcEndpointId: id, NetworkInterfaceIds } = await connect({ SubnetIds: [subnets[0].id, subnets[1].id] });
  const { world } = simulated.simulator;
  const records = (NetworkInterfaceIds ?? []).map((each) => world.networkInterfaces.get(each));
  expect(records).toMatchObject([
    { subnetID: subnets[0].id, privateAddress: '10.0.1.4', requesterManaged: true, description: `VPC Endpoint Interface ${id}` },
    { subnetID: subnets[1].id, privateAddress: '10.0.2.4', requesterManaged: true, kind: 'vpc_endpoint', endpointID: id },
  ]);
  expect([...(world.endpoints.get(id)?.subnets.values() ?? [])].map(({ loadBalancerARN }) => loadBalancerARN)).toEqual([
    loadBalancer.arn,
    loadBalancer.arn,
  ]);
});
