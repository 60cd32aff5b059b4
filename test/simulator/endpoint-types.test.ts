import { expect, test } from 'vitest';
import { published } from './support/published.ts';
import { addLoadBalancer, addSubnet, addVpc } from './support/records.ts';
import { calm, consumer, provider, refusal, simulation } from './support/simulation.ts';

test('a Gateway Load Balancer endpoint has one subnet, no groups and no private DNS', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const appliance = addLoadBalancer(world, ['euw1-az1'], { type: 'gateway', name: 'appliance' });
  const { vpc, subnets, consumerEC2, providerEC2 } = await published(simulated);
  const { ServiceConfiguration: service } = await providerEC2.createVpcEndpointServiceConfiguration({
    GatewayLoadBalancerArns: [appliance.arn],
    AcceptanceRequired: false,
  });
  expect(service).toMatchObject({ ServiceType: [{ ServiceType: 'GatewayLoadBalancer' }], GatewayLoadBalancerArns: [appliance.arn] });
  await providerEC2.modifyVpcEndpointServicePermissions({ ServiceId: service?.ServiceId, AddAllowedPrincipals: ['*'] });
  const request = { VpcId: vpc.id, VpcEndpointType: 'GatewayLoadBalancer', ServiceName: service?.ServiceName } as const;
  const create = (changes: object) => consumerEC2.createVpcEndpoint({ ...request, ...changes });
  expect(await refusal(create({}))).toMatchObject({ code: 'InvalidParameter' });
  expect(await refusal(create({ SubnetIds: [subnets[0].id, subnets[1].id] }))).toMatchObject({ code: 'InvalidParameter' });
  expect(await refusal(create({ SubnetIds: [subnets[0].id], SecurityGroupIds: ['sg-1'] }))).toMatchObject({ code: 'InvalidParameter' });
  expect(await refusal(create({ SubnetIds: [subnets[0].id], PrivateDnsEnabled: true }))).toMatchObject({ code: 'InvalidParameter' });
  const { VpcEndpoint } = await create({ SubnetIds: [subnets[0].id] });
  expect(VpcEndpoint).toMatchObject({ State: 'pending', Groups: [], NetworkInterfaceIds: [expect.stringMatching(/^eni-/)] });
  simulated.clock.advance(60_000);
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ''] });
  expect(VpcEndpoints).toMatchObject([{ State: 'available', DnsEntries: [] }]);
});

test('an endpoint in another Region names the service’s, and stays out of zones that AWS does not serve remotely', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const { providerEC2, serviceID, serviceName } = await published(simulated);
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, AddSupportedRegions: ['us-east-1'] });
  const remote = simulated.ec2(consumer, { region: 'us-east-1' });
  const vpc = addVpc(world, { region: 'us-east-1' });
  const subnetIn = (zoneID: string) => addSubnet(world, vpc, { zoneID }).id;
  const create = (SubnetIds: string[], ServiceRegion?: string) =>
    remote.createVpcEndpoint({
      VpcId: vpc.id,
      VpcEndpointType: 'Interface',
      ServiceName: serviceName,
      SubnetIds,
      ...(ServiceRegion === undefined ? {} : { ServiceRegion }),
    });
  expect(await refusal(create([subnetIn('use1-az1')]))).toMatchObject({ code: 'InvalidServiceName' });
  expect(await refusal(create([subnetIn('use1-az3')], 'eu-west-1'))).toMatchObject({
    code: 'InvalidParameter',
    message: 'Only the following availability zones are supported for remote access: use1-az1, use1-az2, use1-az4, use1-az5, use1-az6',
  });
  const { VpcEndpoint } = await create([subnetIn('use1-az1'), subnetIn('use1-az6')], 'eu-west-1');
  expect(VpcEndpoint).toMatchObject({ ServiceRegion: 'eu-west-1' });
  const { VpcEndpointConnections } = await providerEC2.describeVpcEndpointConnections({});
  expect(VpcEndpointConnections).toMatchObject([{ VpcEndpointRegion: 'us-east-1', VpcEndpointOwner: consumer }]);
});

test('a connection that nobody accepts expires where settings say so', async () => {
  await using simulated = await simulation({ ...calm, acceptanceTimeoutMs: 3_600_000 });
  const { connect, providerEC2, serviceID } = await published(simulated, { acceptance: true });
  const [first, second] = [await connect(), await connect()];
  await providerEC2.acceptVpcEndpointConnections({ ServiceId: serviceID, VpcEndpointIds: [second.VpcEndpointId] });
  simulated.clock.advance(3_600_000);
  simulated.simulator.world.settle();
  const state = (id: string) => simulated.simulator.world.endpoints.get(id)?.state;
  expect([state(first.VpcEndpointId), state(second.VpcEndpointId)]).toEqual(['expired', 'available']);
});

test('S3 takes the inbound-only option once its gateway is in the VPC', async () => {
  await using simulated = await simulation();
  const { vpc, connect, consumerEC2 } = await published(simulated);
  const ServiceName = 'com.amazonaws.eu-west-1.s3';
  await consumerEC2.createVpcEndpoint({ VpcId: vpc.id, ServiceName });
  const DnsOptions = { PrivateDnsOnlyForInboundResolverEndpoint: true };
  expect(await connect({ ServiceName, PrivateDnsEnabled: true, DnsOptions })).toMatchObject({ DnsOptions });
});

test('every Region has AWS’s services, and not each in every zone', async () => {
  await using simulated = await simulation();
  for (const [region, zoneIDs] of simulated.simulator.world.zones) {
    const ec2 = simulated.ec2(provider, { region });
    const zones = async (suffix: string) => {
      const { ServiceDetails } = await ec2.describeVpcEndpointServices({ ServiceNames: [`com.amazonaws.${region}.${suffix}`] });
      return ServiceDetails?.at(-1)?.AvailabilityZoneIds;
    };
    expect(await zones('secretsmanager')).toEqual(zoneIDs);
    expect(await zones('sns')).toEqual(zoneIDs.slice(0, -1));
  }
});
