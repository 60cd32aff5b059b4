import { describe, expect, test } from 'vitest';
import { newListener } from '../../src/simulator/elbv2/new-listener.ts';
import { published } from './support/published.ts';
import { addLoadBalancer } from './support/records.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, provider, refusal, simulation, stranger } from './support/simulation.ts';

test('zones added to a load balancer reach consumers only by a Modify, and only once they are ready', async () => {
  await using simulated = await simulation();
  const { providerEC2, consumerEC2, serviceID, serviceName, loadBalancer } = await published(simulated, { zoneIDs: ['euw1-az1'] });
  const offered = async () => {
    const { ServiceDetails } = await consumerEC2.describeVpcEndpointServices({ ServiceNames: [serviceName] });
    return ServiceDetails?.[0]?.AvailabilityZoneIds;
  };
  const zone = { subnetID: 'subnet-2', networkInterfaceID: 'eni-2', ready: false };
  loadBalancer.zones.set('euw1-az2', zone);
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID });
  expect(await offered()).toEqual(['euw1-az1']);
  zone.ready = true;
  expect(await offered()).toEqual(['euw1-az1']);
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID });
  expect(await offered()).toEqual(['euw1-az1', 'euw1-az2']);
});

test('each side sees the zones in its own names', async () => {
  await using simulated = await simulation({ ...calm, seed: 3 });
  const { providerEC2, consumerEC2, serviceID, serviceName } = await published(simulated, { zoneIDs: ['euw1-az2'] });
  const { world } = simulated.simulator;
  const { ServiceConfigurations } = await providerEC2.describeVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  const { ServiceDetails } = await consumerEC2.describeVpcEndpointServices({ ServiceNames: [serviceName] });
  expect(ServiceConfigurations?.[0]?.AvailabilityZones).toEqual([world.zoneName(provider, 'euw1-az2')]);
  expect(ServiceDetails?.[0]?.AvailabilityZones).toEqual([world.zoneName(consumer, 'euw1-az2')]);
});

test('a service without permission looks as if it did not exist', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, serviceName } = await published(simulated);
  const others = simulated.ec2(stranger);
  const look = () => others.describeVpcEndpointServices({ ServiceNames: [serviceName] });
  expect(await refusal(look())).toEqual({
    code: 'InvalidServiceName',
    message: `The Vpc Endpoint Service '${serviceName}' does not exist`,
    status: 400,
  });
  const own = await providerEC2.describeVpcEndpointServices({ ServiceNames: [serviceName] });
  expect(own.ServiceNames).toEqual([serviceName]);
  await providerEC2.modifyVpcEndpointServicePermissions({ ServiceId: serviceID, AddAllowedPrincipals: ['*'] });
  expect((await look()).ServiceNames).toEqual([serviceName]);
});

test('a consumer neither sees nor finds a service by its owner’s tags', async () => {
  await using simulated = await simulation();
  const { providerEC2, consumerEC2, serviceID } = await published(simulated);
  await providerEC2.createTags({ Resources: [serviceID], Tags: [{ Key: 'secret', Value: 'x' }] });
  const Filters = [{ Name: 'tag:secret', Values: ['x'] }];
  expect((await providerEC2.describeVpcEndpointServices({ Filters })).ServiceDetails).toHaveLength(1);
  expect((await consumerEC2.describeVpcEndpointServices({ Filters })).ServiceDetails).toEqual([]);
});

test('services of a Region that does not exist are refused', async () => {
  await using simulated = await simulation();
  const call = simulated.ec2(consumer).describeVpcEndpointServices({ ServiceRegions: ['mars-1'] });
  expect(await refusal(call)).toMatchObject({ code: 'InvalidParameter', message: expect.stringContaining('mars-1') as string });
});

describe('a service is refused to other Regions', () => {
  const addRegion = async (simulated: Simulation, zoneIDs: readonly string[], attributes: ReadonlyMap<string, string>) => {
    const { providerEC2, serviceID, loadBalancer } = await published(simulated, { zoneIDs });
    const { world } = simulated.simulator;
    const parts = { loadBalancerARN: loadBalancer.arn, port: 443, protocol: 'TCP', forwards: [], tags: new Map<string, string>() };
    const caller = { world, account: provider, region: 'eu-west-1', principal: '' };
    Object.assign(newListener(parts, caller), { attributes });
    return providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, AddSupportedRegions: ['us-east-1'] });
  };
  const two = ['euw1-az1', 'euw1-az2'];
  const idle = (seconds: string) => new Map([['tcp.idle_timeout.seconds', seconds]]);

  test('while it has one zone', async () => {
    await using simulated = await simulation();
    expect(await refusal(addRegion(simulated, ['euw1-az1'], idle('350')))).toMatchObject({ code: 'InvalidParameter' });
  });

  test('while its load balancer has an idle time-out of its own', async () => {
    await using simulated = await simulation();
    const { message } = await refusal(addRegion(simulated, two, idle('60')));
    expect(message).toContain('custom TCP idle timeout');
  });

  test('but not otherwise', async () => {
    await using simulated = await simulation();
    expect(await addRegion(simulated, two, idle('350'))).toMatchObject({ Return: true });
  });
});

test('S3 is one name with two services, told apart by type', async () => {
  await using simulated = await simulation();
  const ec2 = simulated.ec2(consumer);
  const ServiceNames = ['com.amazonaws.eu-west-1.s3'];
  const { ServiceDetails } = await ec2.describeVpcEndpointServices({ ServiceNames });
  expect(ServiceDetails?.map(({ ServiceType }) => ServiceType?.[0]?.ServiceType)).toEqual(['Gateway', 'Interface']);
  const Filters = [{ Name: 'service-type', Values: ['Interface'] }];
  const filtered = await ec2.describeVpcEndpointServices({ ServiceNames, Filters });
  expect(filtered.ServiceDetails).toMatchObject([{ Owner: 'amazon', PrivateDnsNameVerificationState: 'verified' }]);
});

test('a load balancer belongs to one service, until that is deleted', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, loadBalancer } = await published(simulated);
  const create = () => providerEC2.createVpcEndpointServiceConfiguration({ NetworkLoadBalancerArns: [loadBalancer.arn] });
  expect(await refusal(create())).toMatchObject({ code: 'InvalidParameter', message: expect.stringContaining(serviceID) as string });
  await providerEC2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(await refusal(create())).toMatchObject({ code: 'InvalidParameter' });
  simulated.clock.advance(5_000);
  await create();
});

test('a service with connections keeps them and its load balancers; a rejected connection does not hold it', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, connect, loadBalancer } = await published(simulated);
  const spare = addLoadBalancer(simulated.simulator.world, ['euw1-az1']);
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, AddNetworkLoadBalancerArns: [spare.arn] });
  const { VpcEndpointId: id } = await connect();
  const remove = () =>
    providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, RemoveNetworkLoadBalancerArns: [loadBalancer.arn] });
  expect(await refusal(remove())).toMatchObject({ code: 'ExistingVpcEndpointConnections' });
  const held = await providerEC2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(held.Unsuccessful).toEqual([
    {
      ResourceId: serviceID,
      Error: { Code: 'ExistingVpcEndpointConnections', Message: 'Service has existing active VPC Endpoint connections!' },
    },
  ]);
  await providerEC2.rejectVpcEndpointConnections({ ServiceId: serviceID, VpcEndpointIds: [id] });
  await remove();
  const gone = await providerEC2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(gone.Unsuccessful).toEqual([]);
});

test('a deleted service is Deleting, then Deleted, then not found, and consumers lose sight of it at once', async () => {
  await using simulated = await simulation();
  const { providerEC2, consumerEC2, serviceID, serviceName } = await published(simulated);
  const state = async () => {
    const { ServiceConfigurations } = await providerEC2.describeVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
    return ServiceConfigurations?.[0]?.ServiceState;
  };
  await providerEC2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(await state()).toBe('Deleting');
  const look = consumerEC2.describeVpcEndpointServices({ ServiceNames: [serviceName] });
  expect(await refusal(look)).toMatchObject({ code: 'InvalidServiceName' });
  simulated.clock.advance(5_000);
  expect(await state()).toBe('Deleted');
  const again = await providerEC2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(again.Unsuccessful).toMatchObject([{ Error: { Code: 'InvalidVpcEndpointService.NotFound' } }]);
  simulated.clock.advance(60_000);
  expect(await refusal(state())).toMatchObject({ code: 'InvalidVpcEndpointServiceId.NotFound' });
});

describe('a private name is verified by its TXT record in public DNS', () => {
  const places = [
    { name: 'below the domain', record: (name: string) => `${name}.pay.example.com`, state: 'verified' },
    { name: 'below a parent', record: (name: string) => `${name}.example.com`, state: 'verified' },
    { name: 'at the domain itself', record: () => 'pay.example.com', state: 'verified' },
    { name: 'somewhere else', record: () => 'other.example.com', state: 'failed' },
  ];
  test.each(places)('$name: $state', async ({ record, state }) => {
    await using simulated = await simulation();
    const { providerEC2, serviceID } = await published(simulated);
    await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, PrivateDnsName: '*.pay.example.com' });
    const configuration = async () => {
      const { ServiceConfigurations } = await providerEC2.describeVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
      return ServiceConfigurations?.[0]?.PrivateDnsNameConfiguration;
    };
    const { Name = '', Value = '', State } = (await configuration()) ?? {};
    expect(State).toBe('pendingVerification');
    simulated.simulator.world.publicTxtRecords.set(record(Name), new Set(['other', Value]));
    await providerEC2.startVpcEndpointServicePrivateDnsVerification({ ServiceId: serviceID });
    expect((await configuration())?.State).toBe('pendingVerification');
    simulated.clock.advance(60_000);
    expect((await configuration())?.State).toBe(state);
  });
});

test('a value in another letter case does not verify', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID } = await published(simulated);
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, PrivateDnsName: 'api.example.com' });
  const service = simulated.simulator.world.endpointServices.get(serviceID);
  const value = service?.privateDNS?.recordValue.toUpperCase() ?? '';
  simulated.simulator.world.publicTxtRecords.set('api.example.com', new Set([value]));
  await providerEC2.startVpcEndpointServicePrivateDnsVerification({ ServiceId: serviceID });
  simulated.clock.advance(60_000);
  simulated.simulator.world.settle();
  expect(service?.privateDNS?.state).toBe('failed');
});

test('a verification of the old name says nothing of a new one', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID } = await published(simulated);
  const rename = (PrivateDnsName: string) => providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, PrivateDnsName });
  const service = simulated.simulator.world.endpointServices.get(serviceID);
  await rename('old.example.com');
  const old = service?.privateDNS;
  simulated.simulator.world.publicTxtRecords.set('old.example.com', new Set([old?.recordValue ?? '']));
  await providerEC2.startVpcEndpointServicePrivateDnsVerification({ ServiceId: serviceID });
  await rename('new.example.com');
  simulated.clock.advance(60_000);
  simulated.simulator.world.settle();
  expect([old?.state, service?.privateDNS?.state]).toEqual(['pendingVerification', 'pendingVerification']);
  expect(service?.privateDNS?.recordValue).not.toBe(old?.recordValue);
});

describe('CreateVpcEndpointServiceConfiguration refuses', () => {
  const table = [
    { name: 'no load balancer', state: {}, input: () => ({}), code: 'InvalidParameter' },
    {
      name: 'both kinds',
      state: {},
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn], GatewayLoadBalancerArns: [arn] }),
      code: 'InvalidParameter',
    },
    { name: 'the wrong kind', state: {}, input: (arn: string) => ({ GatewayLoadBalancerArns: [arn] }), code: 'InvalidParameter' },
    {
      name: 'one that is not active',
      state: { state: 'provisioning' as const },
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn] }),
      code: 'InvalidParameter',
    },
    {
      name: "another account's",
      state: { account: stranger },
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn] }),
      code: 'InvalidParameter',
    },
    {
      name: 'ipv6 before an IPv4 load balancer',
      state: {},
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn], SupportedIpAddressTypes: ['ipv6'] }),
      code: 'InvalidParameter',
    },
    {
      name: 'an unknown Region',
      state: {},
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn], SupportedRegions: ['mars-1'] }),
      code: 'InvalidParameter',
    },
    {
      name: 'a name in capitals',
      state: {},
      input: (arn: string) => ({ NetworkLoadBalancerArns: [arn], PrivateDnsName: 'API.example.com' }),
      code: 'InvalidParameter',
    },
  ];
  test.each(table)('$name', async ({ state, input, code }) => {
    await using simulated = await simulation();
    const { arn } = addLoadBalancer(simulated.simulator.world, ['euw1-az1'], state);
    const call = simulated.ec2(provider).createVpcEndpointServiceConfiguration(input(arn));
    expect(await refusal(call)).toMatchObject({ code });
    expect(simulated.simulator.world.endpointServices.size).toBe(0);
  });
});

test('the payer changes one way, and the last load balancer stays', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, loadBalancer } = await published(simulated);
  await providerEC2.modifyVpcEndpointServicePayerResponsibility({ ServiceId: serviceID, PayerResponsibility: 'ServiceOwner' });
  const { ServiceConfigurations } = await providerEC2.describeVpcEndpointServiceConfigurations({});
  expect(ServiceConfigurations).toMatchObject([{ PayerResponsibility: 'ServiceOwner', PrivateDnsNameConfiguration: {} }]);
  const last = { ServiceId: serviceID, RemoveNetworkLoadBalancerArns: [loadBalancer.arn] };
  expect(await refusal(providerEC2.modifyVpcEndpointServiceConfiguration(last))).toMatchObject({ code: 'InvalidParameter' });
});

test('a consumer in another Region needs the service to support it, and gets no zones in its list', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, serviceName } = await published(simulated);
  const remote = simulated.ec2(consumer, { region: 'us-east-1' });
  const look = () => remote.describeVpcEndpointServices({ ServiceNames: [serviceName], ServiceRegions: ['eu-west-1'] });
  expect(await refusal(look())).toMatchObject({ code: 'InvalidServiceName' });
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, AddSupportedRegions: ['us-east-1'] });
  expect((await look()).ServiceDetails).toMatchObject([{ ServiceRegion: 'eu-west-1', AvailabilityZones: [] }]);
});
