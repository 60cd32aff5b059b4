import type { CreateVpcEndpointRequest } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { World } from '../../src/simulator/world.ts';
import type { Published } from './support/published.ts';
import { published } from './support/published.ts';
import { addGroup, addSubnet, addVpc } from './support/records.ts';
import { calm, refusal, simulation, stranger } from './support/simulation.ts';

interface Case {
  readonly name: string;
  readonly request: (place: Published, world: World) => Partial<CreateVpcEndpointRequest>;
  readonly code: string;
  readonly message?: RegExp;
}

const kms = 'com.amazonaws.eu-west-1.kms';
const conflict = /already a conflicting DNS domain for kms\.eu-west-1\.amazonaws\.com in the VPC vpc-/;

const refused: readonly Case[] = [
  {
    name: 'an unknown service',
    request: () => ({ ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0aaaaaaaaaaaaaaaa' }),
    code: 'InvalidServiceName',
    message: /^The Vpc Endpoint Service 'com\.amazonaws\.vpce\..*' does not exist$/,
  },
  { name: 'no service', request: () => ({ ServiceName: undefined }), code: 'MissingParameter', message: /ServiceName/ },
  { name: 'a VPC that does not exist', request: () => ({ VpcId: 'vpc-0123456789abcdef0' }), code: 'InvalidVpcID.NotFound' },
  {
    name: "another account's VPC",
    request: (_, world) => ({ VpcId: addVpc(world, { account: stranger }).id }),
    code: 'InvalidVpcID.NotFound',
  },
  { name: 'a subnet that does not exist', request: () => ({ SubnetIds: ['subnet-0123456789abcdef0'] }), code: 'InvalidSubnetID.NotFound' },
  {
    name: 'a subnet of another VPC',
    request: (_, world) => ({ SubnetIds: [addSubnet(world, addVpc(world), { zoneID: 'euw1-az1' }).id] }),
    code: 'InvalidParameter',
    message: /does not belong to the VPC/,
  },
  {
    name: 'a zone that the service does not offer, though the others are offered',
    request: ({ subnets }) => ({ SubnetIds: [subnets[0].id, subnets[2].id] }),
    code: 'InvalidParameter',
    message: /does not support the availability zone of the subnet: subnet-/,
  },
  {
    name: 'one subnet twice',
    request: ({ subnets }) => ({ SubnetIds: [subnets[0].id, subnets[0].id] }),
    code: 'DuplicateSubnetsInSameZone',
    message: /availability zone/,
  },
  {
    name: 'two addresses for one subnet',
    request: ({ subnets }) => ({
      SubnetConfigurations: ['10.0.1.10', '10.0.1.11'].map((Ipv4) => ({ SubnetId: subnets[0].id, Ipv4 })),
    }),
    code: 'InvalidParameter',
    message: /one SubnetConfiguration/,
  },
  {
    name: 'two subnets in one zone',
    request: ({ subnets, vpc }, world) => ({ SubnetIds: [subnets[0].id, addSubnet(world, vpc, { zoneID: 'euw1-az1' }).id] }),
    code: 'DuplicateSubnetsInSameZone',
  },
  {
    name: 'a security group that does not exist',
    request: () => ({ SecurityGroupIds: ['sg-0123456789abcdef0'] }),
    code: 'InvalidGroup.NotFound',
  },
  {
    name: 'a security group of another VPC',
    request: (_, world) => ({ SecurityGroupIds: [addGroup(world, addVpc(world), 'web').id] }),
    code: 'InvalidParameter',
  },
  {
    name: 'six security groups',
    request: ({ vpc }, world) => ({ SecurityGroupIds: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => addGroup(world, vpc, name).id) }),
    code: 'SecurityGroupsPerInterfaceLimitExceeded',
  },
  {
    name: 'a full subnet',
    request: ({ vpc }, world) => ({
      SubnetIds: [
        addSubnet(world, vpc, {
          zoneID: 'euw1-az1',
          cidr: '10.0.9.0/28',
          usedAddresses: new Set(Array.from({ length: 11 }, (_, index) => `10.0.9.${index + 4}`)),
        }).id,
      ],
    }),
    code: 'InsufficientFreeAddressesInSubnet',
  },
  {
    name: "one of the subnet's first four addresses",
    request: ({ subnets }) => ({ SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.3' }] }),
    code: 'InvalidParameter',
    message: /reserved/,
  },
  {
    name: "the subnet's last address",
    request: ({ subnets }) => ({ SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.255' }] }),
    code: 'InvalidParameter',
  },
  {
    name: 'an address outside the subnet',
    request: ({ subnets }) => ({ SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.2.9' }] }),
    code: 'InvalidParameter',
  },
  {
    name: 'an address that is taken',
    request: ({ subnets }) => (
      subnets[0].usedAddresses.add('10.0.1.9'), { SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.9' }] }
    ),
    code: 'Resource.AlreadyAssigned',
  },
  {
    name: 'private DNS of a service without a private name',
    request: () => ({ PrivateDnsEnabled: true }),
    code: 'InvalidParameter',
    message: /^Private DNS can't be enabled because the service .* does not provide a private DNS name\.$/,
  },
  {
    name: 'private DNS in a VPC without DNS host names',
    request: (_, world) => ({
      VpcId: addVpc(world, { enableDnsHostnames: false }).id,
      SubnetIds: [],
      ServiceName: kms,
      PrivateDnsEnabled: true,
    }),
    code: 'InvalidParameter',
    message: /requires both enableDnsSupport and enableDnsHostnames/,
  },
  { name: 'a policy that is no JSON', request: () => ({ ServiceName: kms, PolicyDocument: '{' }), code: 'InvalidPolicyDocument' },
  {
    name: 'a policy without statements',
    request: () => ({ ServiceName: kms, PolicyDocument: '{"Version":"2012-10-17"}' }),
    code: 'InvalidPolicyDocument',
  },
  {
    name: 'a statement without an effect',
    request: () => ({ ServiceName: kms, PolicyDocument: '{"Statement":[{"Action":"*","Resource":"*","Principal":"*"}]}' }),
    code: 'InvalidPolicyDocument',
  },
  {
    name: 'a policy of more than 20,480 characters',
    request: () => ({
      ServiceName: kms,
      PolicyDocument: `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}${' '.repeat(20_480)}`,
    }),
    code: 'InvalidPolicyDocument',
  },
  {
    name: 'a policy for a service that knows none',
    request: () => ({ PolicyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}' }),
    code: 'InvalidParameter',
  },
  { name: 'an IPv6 endpoint in IPv4 subnets', request: () => ({ IpAddressType: 'ipv6' as const }), code: 'InvalidParameter' },
  {
    name: 'a gateway endpoint of an interface service',
    request: () => ({ VpcEndpointType: 'Gateway' as const, SubnetIds: [] }),
    code: 'InvalidParameter',
    message: /type/,
  },
  {
    name: 'tags for another type of resource',
    request: () => ({ TagSpecifications: [{ ResourceType: 'vpc' as const, Tags: [] }] }),
    code: 'InvalidParameterValue',
  },
  {
    name: 'a tag that only AWS may set',
    request: () => ({ TagSpecifications: [{ ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'aws:a', Value: 'b' }] }] }),
    code: 'InvalidParameterValue',
  },
  {
    name: 'the inbound-only option for a service without gateways',
    request: () => ({ ServiceName: kms, DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true } }),
    code: 'InvalidParameter',
  },
  {
    name: 'the inbound-only option for S3 in a VPC without a gateway endpoint',
    request: () => ({
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      PrivateDnsEnabled: true,
      DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true },
    }),
    code: 'InvalidParameter',
    message: /must have a Gateway endpoint for the service\.$/,
  },
];

describe('CreateVpcEndpoint refuses', () => {
  test.each(refused)('$name', async ({ request, code, message }) => {
    await using simulated = await simulation();
    const { world } = simulated.simulator;
    const place = await published(simulated, { zoneIDs: ['euw1-az1', 'euw1-az2'] });
    const refusedWith = await refusal(place.connect(request(place, world)));
    expect(refusedWith).toMatchObject({ code, status: 400 });
    if (message) expect(refusedWith.message).toMatch(message);
    expect([world.endpoints.size, world.networkInterfaces.size]).toEqual([0, 0]);
  });
});

test('a VPC takes each private name once', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  await connect({ ServiceName: kms, PrivateDnsEnabled: true });
  const again = await refusal(connect({ ServiceName: kms, PrivateDnsEnabled: true }));
  expect(again).toMatchObject({ code: 'InvalidParameter', message: expect.stringMatching(conflict) as string });
  await connect({ ServiceName: kms, PrivateDnsEnabled: false });
});

test('a private name is free again once its endpoint is deleted, and not before', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId } = await connect({ ServiceName: kms, PrivateDnsEnabled: true });
  await consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
  expect(await refusal(connect({ ServiceName: kms, PrivateDnsEnabled: true }))).toMatchObject({ code: 'InvalidParameter' });
  simulated.clock.advance(120_000);
  await connect({ ServiceName: kms, PrivateDnsEnabled: true });
});

test('a service that says Available still answers 503 for a while', async () => {
  await using simulated = await simulation({ ...calm, serviceUnreadyMs: 10_000 });
  const { connect, providerEC2, serviceID } = await published(simulated);
  const { ServiceConfigurations } = await providerEC2.describeVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
  expect(ServiceConfigurations?.[0]?.ServiceState).toBe('Available');
  expect(await refusal(connect())).toMatchObject({ code: 'Unavailable', status: 503 });
  simulated.clock.advance(10_000);
  await connect();
});

test('private DNS of a service that requires acceptance is refused at create', async () => {
  await using simulated = await simulation();
  const { connect, providerEC2, serviceID } = await published(simulated, { acceptance: true });
  const { world } = simulated.simulator;
  await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, PrivateDnsName: 'api.example.com' });
  const privateDNS = world.endpointServices.get(serviceID)?.privateDNS;
  if (privateDNS) privateDNS.state = 'verified';
  expect(await refusal(connect({ PrivateDnsEnabled: true }))).toMatchObject({ code: 'InvalidParameter' });
});

test('without security groups an endpoint has the default group of its VPC', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  expect((await connect()).Groups).toEqual([{ GroupId: expect.stringMatching(/^sg-/) as string, GroupName: 'default' }]);
});

test('a designated address is the address of the interface', async () => {
  await using simulated = await simulation();
  const { connect, subnets } = await published(simulated);
  const { NetworkInterfaceIds } = await connect({ SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.77' }] });
  const [id = ''] = NetworkInterfaceIds ?? [];
  expect(simulated.simulator.world.networkInterfaces.get(id)?.privateAddress).toBe('10.0.1.77');
});

test('the 51st interface endpoint of a VPC is over the quota', async () => {
  await using simulated = await simulation({ ...calm, endpointsPerVpc: 2 });
  const { connect } = await published(simulated);
  await connect();
  await connect();
  expect(await refusal(connect())).toMatchObject({ code: 'VpcEndpointLimitExceeded' });
});

test('a policy comes back in AWS’s own writing, and a default one where none was given', async () => {
  await using simulated = await simulation();
  const { connect } = await published(simulated);
  const PolicyDocument = '{ "Statement": [ {"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"} ] }';
  expect((await connect({ ServiceName: kms, PolicyDocument })).PolicyDocument).toBe(JSON.stringify(JSON.parse(PolicyDocument)));
  const { PolicyDocument: standard } = await connect({ ServiceName: 'com.amazonaws.eu-west-1.sts' });
  expect(JSON.parse(standard ?? '')).toMatchObject({ Statement: [{ Effect: 'Allow', Action: '*' }] });
});
