import type { EC2 } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientsOf } from './elbv2-client.ts';
import { exampleWorld, provider } from './probe-scene.ts';
import { refusal } from './support/simulation.ts';

const vpcID = 'vpc-0a000000000000001';
const subnetID = 'subnet-0a000000000000001';
const none = '0123456789abcdef0';

async function setting() {
  const { simulator } = await exampleWorld();
  const clients = clientsOf(provider, simulator);
  return {
    ec2: clients.ec2,
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await simulator.close();
    },
  };
}

const tags = [{ Key: 'a', Value: 'b' }];

const refused: readonly { readonly name: string; readonly call: (ec2: EC2) => Promise<unknown>; readonly code: string }[] = [
  { name: 'no VPC ID', call: (ec2) => ec2.describeVpcs({ VpcIds: ['shop'] }), code: 'InvalidVpcID.Malformed' },
  { name: 'no VPC ID in a delete', call: (ec2) => ec2.deleteVpc({ VpcId: 'vpc-XYZ' }), code: 'InvalidVpcID.Malformed' },
  { name: 'no subnet ID', call: (ec2) => ec2.describeSubnets({ SubnetIds: [vpcID] }), code: 'InvalidSubnetID.Malformed' },
  { name: 'no group ID', call: (ec2) => ec2.describeSecurityGroups({ GroupIds: ['sg-1'] }), code: 'InvalidGroupId.Malformed' },
  {
    name: 'no rule ID',
    call: (ec2) => ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: ['sg-1'] }),
    code: 'InvalidSecurityGroupRuleId.Malformed',
  },
  { name: 'no instance ID', call: (ec2) => ec2.describeInstances({ InstanceIds: ['i-'] }), code: 'InvalidInstanceID.Malformed' },
  {
    name: 'no interface ID',
    call: (ec2) => ec2.describeNetworkInterfaces({ NetworkInterfaceIds: ['eni'] }),
    code: 'InvalidNetworkInterfaceId.Malformed',
  },
  {
    name: 'a tag for an absent VPC',
    call: (ec2) => ec2.createTags({ Resources: [`vpc-${none}`], Tags: tags }),
    code: 'InvalidVpcID.NotFound',
  },
  {
    name: 'a tag for an absent subnet',
    call: (ec2) => ec2.deleteTags({ Resources: [`subnet-${none}`], Tags: tags }),
    code: 'InvalidSubnetID.NotFound',
  },
  { name: 'a tag for nothing that has an ID', call: (ec2) => ec2.createTags({ Resources: ['shop'], Tags: tags }), code: 'InvalidID' },
  {
    name: 'a subnet of four addresses',
    call: (ec2) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.10.9.0/30' }),
    code: 'InvalidSubnet.Range',
  },
  {
    name: 'a subnet whose range does not begin where it says',
    call: (ec2) => ec2.createSubnet({ VpcId: vpcID, CidrBlock: '10.10.9.1/24' }),
    code: 'InvalidParameterValue',
  },
  {
    name: 'a VPC on machines of its own',
    call: (ec2) => ec2.createVpc({ CidrBlock: '10.9.0.0/16', InstanceTenancy: 'dedicated' }),
    code: 'UnsupportedOperation',
  },
  {
    name: 'a VPC with IPv6',
    call: (ec2) => ec2.createVpc({ CidrBlock: '10.9.0.0/16', AmazonProvidedIpv6CidrBlock: true }),
    code: 'UnsupportedOperation',
  },
  {
    name: 'an instance of no image',
    call: (ec2) => ec2.runInstances({ SubnetId: subnetID, MinCount: 1, MaxCount: 1 }),
    code: 'MissingParameter',
  },
];

describe('EC2 refuses', () => {
  test.each(refused)('$name', async ({ call, code }) => {
    await using given = await setting();
    expect(await refusal(call(given.ec2))).toMatchObject({ code });
  });
});

test('a VPC may say what it has by default', async () => {
  await using given = await setting();
  const made = await given.ec2.createVpc({ CidrBlock: '10.9.0.0/16', InstanceTenancy: 'default', AmazonProvidedIpv6CidrBlock: false });
  expect(made.Vpc).toMatchObject({ InstanceTenancy: 'default' });
});

const found: readonly {
  readonly name: string;
  readonly list: (ec2: EC2, Filters: { Name: string; Values: string[] }[]) => Promise<number>;
}[] = [
  { name: 'subnets', list: async (ec2, Filters) => (await ec2.describeSubnets({ Filters })).Subnets?.length ?? 0 },
  { name: 'VPCs', list: async (ec2, Filters) => (await ec2.describeVpcs({ Filters })).Vpcs?.length ?? 0 },
  { name: 'interfaces', list: async (ec2, Filters) => (await ec2.describeNetworkInterfaces({ Filters })).NetworkInterfaces?.length ?? 0 },
  { name: 'instances', list: async (ec2, Filters) => (await ec2.describeInstances({ Filters })).Reservations?.length ?? 0 },
  { name: 'groups', list: async (ec2, Filters) => (await ec2.describeSecurityGroups({ Filters })).SecurityGroups?.length ?? 0 },
];
const filtered = [
  { kind: 'subnets', Name: 'enable-dns64', value: 'false', count: 3 },
  { kind: 'subnets', Name: 'outpost-arn', value: '*', count: 0 },
  { kind: 'VPCs', Name: 'ipv6-cidr-block-association.state', value: '*', count: 0 },
  { kind: 'VPCs', Name: 'cidr-block-association.association-id', value: 'vpc-cidr-assoc-*', count: 1 },
  { kind: 'interfaces', Name: 'association.public-ip', value: '*', count: 0 },
  { kind: 'interfaces', Name: 'attachment.instance-owner-id', value: 'amazon-aws', count: 3 },
  { kind: 'interfaces', Name: 'requester-id', value: 'amazon-elb', count: 3 },
  { kind: 'instances', Name: 'network-interface.attachment.device-index', value: '0', count: 3 },
  { kind: 'instances', Name: 'network-interface.vpc-id', value: vpcID, count: 3 },
  { kind: 'instances', Name: 'key-name', value: '*', count: 0 },
  { kind: 'instances', Name: 'architecture', value: 'x86_64', count: 3 },
  { kind: 'groups', Name: 'ip-permission.group-name', value: 'default', count: 1 },
  { kind: 'groups', Name: 'egress.ip-permission.prefix-list-id', value: '*', count: 0 },
] as const;

describe('a filter that AWS documents finds what has it', () => {
  test.each(filtered)('$kind by $Name: $count', async ({ kind, Name, value, count }) => {
    await using given = await setting();
    const list = found.find(({ name }) => name === kind)?.list;
    expect(await list?.(given.ec2, [{ Name, Values: [value] }])).toBe(count);
  });
});

test('an instance shows the interface that EC2 shows by itself', async () => {
  await using given = await setting();
  const { Reservations } = await given.ec2.describeInstances({ InstanceIds: ['i-0a000000000000001'] });
  const [instance] = Reservations?.[0]?.Instances ?? [];
  const shown = instance?.NetworkInterfaces?.[0];
  const { NetworkInterfaces } = await given.ec2.describeNetworkInterfaces({
    NetworkInterfaceIds: [shown?.NetworkInterfaceId ?? ''],
  });
  expect(NetworkInterfaces).toMatchObject([{ ...shown }]);
  expect(shown?.Attachment).toMatchObject({ DeviceIndex: 0, DeleteOnTermination: true, Status: 'attached' });
  expect(instance).toMatchObject({ PrivateDnsName: 'ip-10-10-1-4.eu-west-1.compute.internal', VirtualizationType: 'hvm' });
});
