import type { EC2, Filter } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { present } from './elbv2-client.ts';
import { addLoadBalancer } from './support/records.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, provider, refusal, simulation, stranger } from './support/simulation.ts';

const account = consumer;

async function network(simulated: Simulation) {
  const ec2 = simulated.ec2(account);
  const { Vpc } = await ec2.createVpc({
    CidrBlock: '10.0.0.0/16',
    TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'shop' }] }],
  });
  const vpcID = present(Vpc?.VpcId);
  const subnetIn = async (zoneID: string, cidr: string) => {
    const { Subnet } = await ec2.createSubnet({ VpcId: vpcID, CidrBlock: cidr, AvailabilityZoneId: zoneID });
    return present(Subnet?.SubnetId);
  };
  const subnets = [await subnetIn('euw1-az1', '10.0.1.0/24'), await subnetIn('euw1-az2', '10.0.2.0/24')] as const;
  const { GroupId } = await ec2.createSecurityGroup({ GroupName: 'web', Description: 'for the web', VpcId: vpcID });
  return { ec2, vpcID, subnets, groupID: present(GroupId) };
}

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'all of us' }] };

test('a VPC comes with its default security group and goes with it, once it is empty', async () => {
  await using simulated = await simulation();
  const { ec2, vpcID, subnets, groupID } = await network(simulated);
  const groups = async () => (await ec2.describeSecurityGroups({ Filters: [{ Name: 'vpc-id', Values: [vpcID] }] })).SecurityGroups ?? [];
  expect((await groups()).map(({ GroupName }) => present(GroupName)).sort()).toEqual(['default', 'web']);
  expect(await refusal(ec2.deleteVpc({ VpcId: vpcID }))).toMatchObject({ code: 'DependencyViolation' });
  await ec2.deleteSecurityGroup({ GroupId: groupID });
  for (const id of subnets) await ec2.deleteSubnet({ SubnetId: id });
  await ec2.deleteVpc({ VpcId: vpcID });
  expect(await groups()).toEqual([]);
  expect(await refusal(ec2.describeVpcs({ VpcIds: [vpcID] }))).toMatchObject({ code: 'InvalidVpcID.NotFound', status: 400 });
});

test('DNS attributes are read and set one a call; host names are off in a new VPC', async () => {
  await using simulated = await simulation();
  const { ec2, vpcID } = await network(simulated);
  const hostnames = async () =>
    (await ec2.describeVpcAttribute({ VpcId: vpcID, Attribute: 'enableDnsHostnames' })).EnableDnsHostnames?.Value;
  expect(await hostnames()).toBe(false);
  await ec2.modifyVpcAttribute({ VpcId: vpcID, EnableDnsHostnames: { Value: true } });
  expect(await hostnames()).toBe(true);
  const both = ec2.modifyVpcAttribute({ VpcId: vpcID, EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } });
  expect(await refusal(both)).toMatchObject({ code: 'InvalidParameterCombination' });
});

test('zones have the names of the account that asks, over the same IDs', async () => {
  await using simulated = await simulation({ ...calm, seed: 2 });
  const zones = async (of: string) => {
    const { AvailabilityZones = [] } = await simulated.ec2(of).describeAvailabilityZones({});
    return AvailabilityZones.map(({ ZoneName, ZoneId }) => ({ ZoneName, ZoneId }));
  };
  const [ours, theirs] = [await zones(consumer), await zones(provider)];
  expect(ours.map(({ ZoneId }) => present(ZoneId)).sort()).toEqual(['euw1-az1', 'euw1-az2', 'euw1-az3']);
  expect(theirs.map(({ ZoneName }) => ZoneName)).toEqual(ours.map(({ ZoneName }) => ZoneName));
  expect(theirs).not.toEqual(ours);
  const ec2 = simulated.ec2(provider);
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.9.0.0/16' });
  const name = theirs[0]?.ZoneName;
  const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.0.0/24', AvailabilityZone: name });
  expect(Subnet).toMatchObject({ AvailabilityZone: name, AvailabilityZoneId: theirs[0]?.ZoneId });
});

describe('what cannot be made is refused with the code', () => {
  type Made = Awaited<ReturnType<typeof network>>;
  const refused: readonly { name: string; call: (made: Made) => Promise<unknown>; code: string }[] = [
    { name: 'a VPC of /8', call: ({ ec2 }) => ec2.createVpc({ CidrBlock: '10.0.0.0/8' }), code: 'InvalidVpc.Range' },
    {
      name: 'a CIDR with bits behind its prefix',
      call: ({ ec2 }) => ec2.createVpc({ CidrBlock: '10.0.0.1/16' }),
      code: 'InvalidParameterValue',
    },
    {
      name: 'a subnet outside its VPC',
      call: ({ ec2, vpcID }) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.1.0.0/24' }),
      code: 'InvalidSubnet.Range',
    },
    {
      name: 'a subnet over another',
      call: ({ ec2, vpcID }) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.0.0.0/22' }),
      code: 'InvalidSubnet.Conflict',
    },
    {
      name: 'a subnet in no zone',
      call: ({ ec2, vpcID }) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.0.9.0/24', AvailabilityZone: 'eu-west-1z' }),
      code: 'InvalidParameterValue',
    },
    {
      name: 'a subnet with IPv6',
      call: ({ ec2, vpcID }) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.0.9.0/24', Ipv6CidrBlock: '::/64' }),
      code: 'UnsupportedOperation',
    },
    {
      name: 'a second group of a name',
      call: ({ ec2, vpcID }) => ec2.createSecurityGroup({ GroupName: 'web', Description: 'x', VpcId: vpcID }),
      code: 'InvalidGroup.Duplicate',
    },
    {
      name: 'a rule of an absent group',
      call: ({ ec2 }) => ec2.authorizeSecurityGroupIngress({ GroupId: 'sg-0123456789abcdef0', IpPermissions: [https] }),
      code: 'InvalidGroup.NotFound',
    },
    {
      name: 'an instance in an absent subnet',
      call: ({ ec2 }) => ec2.runInstances({ ImageId: 'ami-1', SubnetId: 'subnet-0123456789abcdef0', MinCount: 1, MaxCount: 1 }),
      code: 'InvalidSubnetID.NotFound',
    },
    {
      name: 'more instances than addresses',
      call: ({ ec2, subnets }) => ec2.runInstances({ ImageId: 'ami-1', SubnetId: subnets[0], MinCount: 300, MaxCount: 300 }),
      code: 'InsufficientFreeAddressesInSubnet',
    },
    {
      name: 'an interface at a reserved address',
      call: ({ ec2, subnets }) => ec2.createNetworkInterface({ SubnetId: subnets[0], PrivateIpAddress: '10.0.1.3' }),
      code: 'InvalidParameter',
    },
  ];
  test.each(refused)('$name: $code', async ({ call, code }) => {
    await using simulated = await simulation();
    expect(await refusal(call(await network(simulated)))).toMatchObject({ code });
  });
});

describe('filters', () => {
  type Made = Awaited<ReturnType<typeof network>>;
  const one = (Name: string, ...Values: string[]): Filter[] => [{ Name, Values }];
  const counts: readonly { name: string; count: (made: Made) => Promise<number | undefined>; expected: number }[] = [
    {
      name: 'VPCs by tag',
      count: async ({ ec2 }) => (await ec2.describeVpcs({ Filters: one('tag:Name', 'sh*') })).Vpcs?.length,
      expected: 1,
    },
    {
      name: 'VPCs by CIDR',
      count: async ({ ec2 }) => (await ec2.describeVpcs({ Filters: one('cidr', '10.9.0.0/16') })).Vpcs?.length,
      expected: 0,
    },
    {
      name: 'subnets by zone ID',
      count: async ({ ec2 }) => (await ec2.describeSubnets({ Filters: one('availability-zone-id', 'euw1-az2') })).Subnets?.length,
      expected: 1,
    },
    {
      name: 'subnets by VPC',
      count: async ({ ec2, vpcID }) => (await ec2.describeSubnets({ Filters: one('vpc-id', vpcID) })).Subnets?.length,
      expected: 2,
    },
    {
      name: 'groups by name',
      count: async ({ ec2 }) => (await ec2.describeSecurityGroups({ Filters: one('group-name', 'web') })).SecurityGroups?.length,
      expected: 1,
    },
    {
      name: 'groups by what they admit',
      count: async ({ ec2 }) =>
        (await ec2.describeSecurityGroups({ Filters: one('egress.ip-permission.cidr', '0.0.0.0/0') })).SecurityGroups?.length,
      expected: 2,
    },
    {
      name: 'interfaces by zone',
      count: async ({ ec2 }) =>
        (await ec2.describeNetworkInterfaces({ Filters: one('availability-zone-id', 'euw1-az1') })).NetworkInterfaces?.length,
      expected: 0,
    },
  ];
  test.each(counts)('$name: $expected', async ({ count, expected }) => {
    await using simulated = await simulation();
    expect(await count(await network(simulated))).toBe(expected);
  });

  const lists: readonly { name: string; call: (ec2: EC2, Filters: Filter[]) => Promise<unknown> }[] = [
    { name: 'DescribeVpcs', call: (ec2, Filters) => ec2.describeVpcs({ Filters }) },
    { name: 'DescribeSubnets', call: (ec2, Filters) => ec2.describeSubnets({ Filters }) },
    { name: 'DescribeSecurityGroups', call: (ec2, Filters) => ec2.describeSecurityGroups({ Filters }) },
    { name: 'DescribeSecurityGroupRules', call: (ec2, Filters) => ec2.describeSecurityGroupRules({ Filters }) },
    { name: 'DescribeNetworkInterfaces', call: (ec2, Filters) => ec2.describeNetworkInterfaces({ Filters }) },
    { name: 'DescribeInstances', call: (ec2, Filters) => ec2.describeInstances({ Filters }) },
    { name: 'DescribeAvailabilityZones', call: (ec2, Filters) => ec2.describeAvailabilityZones({ Filters }) },
  ];
  test.each(lists)('an unknown one is an error of $name', async ({ call }) => {
    await using simulated = await simulation();
    expect(await refusal(call(simulated.ec2(account), one('vpc-identifier', 'x')))).toMatchObject({ code: 'InvalidParameterValue' });
  });
});

test('rules are added and taken away, all or none', async () => {
  await using simulated = await simulation();
  const { ec2, groupID } = await network(simulated);
  const { SecurityGroupRules: added } = await ec2.authorizeSecurityGroupIngress({ GroupId: groupID, IpPermissions: [https] });
  expect(added).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, CidrIpv4: '10.0.0.0/16', IsEgress: false, Description: 'all of us' }]);
  const again = ec2.authorizeSecurityGroupIngress({ GroupId: groupID, IpPermissions: [{ ...https, FromPort: 80, ToPort: 80 }, https] });
  expect(await refusal(again)).toMatchObject({ code: 'InvalidPermission.Duplicate' });
  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [groupID] });
  expect(SecurityGroups?.[0]?.IpPermissions).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }]);
  expect(SecurityGroups?.[0]?.IpPermissionsEgress).toMatchObject([{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
  await ec2.revokeSecurityGroupIngress({ GroupId: groupID, SecurityGroupRuleIds: [present(added?.[0]?.SecurityGroupRuleId)] });
  const absent = ec2.revokeSecurityGroupIngress({ GroupId: groupID, IpPermissions: [https] });
  expect(await refusal(absent)).toMatchObject({ code: 'InvalidPermission.NotFound' });
});

test('an instance goes through its states, and its group stays while it lives', async () => {
  await using simulated = await simulation();
  const { ec2, subnets, groupID } = await network(simulated);
  const launch = { ImageId: 'ami-1', SubnetId: subnets[1], MinCount: 1, MaxCount: 2, SecurityGroupIds: [groupID] };
  const { Instances } = await ec2.runInstances(launch);
  const ids = (Instances ?? []).map(({ InstanceId }) => present(InstanceId));
  const states = async () => {
    const { Reservations } = await ec2.describeInstances({ InstanceIds: ids });
    return Reservations?.map(({ Instances: [first] = [] }) => first?.State?.Name);
  };
  expect(await states()).toEqual(['pending', 'pending']);
  simulated.clock.advance(10_000);
  expect(await states()).toEqual(['running', 'running']);
  await ec2.stopInstances({ InstanceIds: ids });
  expect(await refusal(ec2.startInstances({ InstanceIds: ids }))).toMatchObject({ code: 'IncorrectInstanceState' });
  simulated.clock.advance(10_000);
  expect(await states()).toEqual(['stopped', 'stopped']);
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId: groupID }))).toMatchObject({ code: 'DependencyViolation' });
  await ec2.terminateInstances({ InstanceIds: ids });
  simulated.clock.advance(10_000);
  expect(await states()).toEqual(['terminated', 'terminated']);
  await ec2.deleteSecurityGroup({ GroupId: groupID });
  simulated.clock.advance(60_000);
  expect(await refusal(states())).toMatchObject({ code: 'InvalidInstanceID.NotFound' });
});

test('one client token starts one set of instances', async () => {
  await using simulated = await simulation();
  const { ec2, subnets } = await network(simulated);
  const launch = { ImageId: 'ami-1', SubnetId: subnets[0], MinCount: 1, MaxCount: 1, ClientToken: 'once' };
  const [first, second] = [await ec2.runInstances(launch), await ec2.runInstances(launch)];
  expect(second.Instances?.[0]?.InstanceId).toBe(first.Instances?.[0]?.InstanceId);
  expect(await refusal(ec2.runInstances({ ...launch, MaxCount: 2 }))).toMatchObject({ code: 'IdempotentParameterMismatch' });
});

test("interfaces that AWS manages are not the account's to change or delete", async () => {
  await using simulated = await simulation();
  const { ec2, vpcID, subnets, groupID } = await network(simulated);
  const { VpcEndpoint } = await ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: vpcID,
    ServiceName: 'com.amazonaws.eu-west-1.kms',
    SubnetIds: [subnets[0]],
    SecurityGroupIds: [groupID],
    PrivateDnsEnabled: false,
  });
  const [id = ''] = VpcEndpoint?.NetworkInterfaceIds ?? [];
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [id] });
  expect(NetworkInterfaces).toMatchObject([
    {
      SubnetId: subnets[0],
      PrivateIpAddress: '10.0.1.4',
      RequesterManaged: true,
      InterfaceType: 'vpc_endpoint',
      Groups: [{ GroupId: groupID, GroupName: 'web' }],
    },
  ]);
  expect(await refusal(ec2.deleteNetworkInterface({ NetworkInterfaceId: id }))).toMatchObject({ code: 'OperationNotPermitted' });
  expect(await refusal(ec2.deleteSubnet({ SubnetId: subnets[0] }))).toMatchObject({ code: 'DependencyViolation' });
});

test('a subnet keeps whether it hands out public addresses; other attributes are refused by name', async () => {
  await using simulated = await simulation();
  const { ec2, subnets } = await network(simulated);
  await ec2.modifySubnetAttribute({ SubnetId: subnets[0], MapPublicIpOnLaunch: { Value: true } });
  const { Subnets } = await ec2.describeSubnets({ Filters: [{ Name: 'map-public-ip-on-launch', Values: ['true'] }] });
  expect(Subnets?.map(({ SubnetId }) => SubnetId)).toEqual([subnets[0]]);
  const other = ec2.modifySubnetAttribute({ SubnetId: subnets[0], EnableDns64: { Value: true } });
  expect(await refusal(other)).toMatchObject({ code: 'UnsupportedOperation', message: expect.stringContaining('EnableDns64') as string });
});

test('other accounts see nothing, and find nothing by ID', async () => {
  await using simulated = await simulation();
  const { subnets } = await network(simulated);
  const others = simulated.ec2(stranger);
  expect((await others.describeSubnets({})).Subnets).toEqual([]);
  expect(await refusal(others.describeSubnets({ SubnetIds: [subnets[0]] }))).toMatchObject({ code: 'InvalidSubnetID.NotFound' });
});

test('with the other spellings, NotFound is written differently', async () => {
  await using simulated = await simulation({ ...calm, otherNotFoundCodes: true });
  const ec2 = simulated.ec2(account);
  const calls = [
    ec2.describeVpcs({ VpcIds: ['vpc-0123456789abcdef0'] }),
    ec2.describeSubnets({ SubnetIds: ['subnet-0123456789abcdef0'] }),
    ec2.describeSecurityGroups({ GroupIds: ['sg-0123456789abcdef0'] }),
  ];
  const codes = await Promise.all(calls.map(async (call) => (await refusal(call)).code));
  expect(codes).toEqual(['InvalidVpcId.NotFound', 'InvalidSubnetId.NotFound', 'InvalidSecurityGroupID.NotFound']);
});

test('subnets come in pages, and late after a create', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2, createVisibleMs: 2_000 });
  const { ec2, vpcID, subnets } = await network(simulated);
  expect(await refusal(ec2.describeSubnets({ SubnetIds: [subnets[0]] }))).toMatchObject({ code: 'InvalidSubnetID.NotFound' });
  await ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.0.3.0/24' });
  simulated.clock.advance(2_000);
  const first = await ec2.describeSubnets({});
  const second = await ec2.describeSubnets({ NextToken: present(first.NextToken) });
  expect([first.Subnets?.length, second.Subnets?.length, second.NextToken]).toEqual([2, 1, '']);
});

test('a load balancer keeps its group from being deleted', async () => {
  await using simulated = await simulation();
  const { ec2, groupID } = await network(simulated);
  const loadBalancer = addLoadBalancer(simulated.simulator.world, ['euw1-az1'], { securityGroupIDs: [groupID] });
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId: groupID }))).toMatchObject({ code: 'DependencyViolation' });
  loadBalancer.securityGroupIDs = [];
  await ec2.deleteSecurityGroup({ GroupId: groupID });
});
