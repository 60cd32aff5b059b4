import type { ModifyVpcEndpointRequest } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { Published } from './support/published.ts';
import { published } from './support/published.ts';
import { addGroup, addSubnet } from './support/records.ts';
import type { Simulation } from './support/simulation.ts';
import { refusal, simulation } from './support/simulation.ts';

const modifyMs = 30_000;
const kms = 'com.amazonaws.eu-west-1.kms';

async function available(simulated: Simulation, serviceName?: string): Promise<Published & { id: string }> {
  const place = await published(simulated);
  const { VpcEndpointId: id } = await place.connect(serviceName === undefined ? {} : { ServiceName: serviceName });
  simulated.clock.advance(60_000);
  return { ...place, id };
}

async function view({ consumerEC2, id }: { consumerEC2: Published['consumerEC2']; id: string }) {
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] });
  const [endpoint] = VpcEndpoints ?? [];
  if (!endpoint) throw new Error('no endpoint was described');
  return endpoint;
}

test('one Modify at a time: another is refused until the first is through', async () => {
  await using simulated = await simulation();
  const place = await available(simulated);
  const { consumerEC2, subnets, id } = place;
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSubnetIds: [subnets[1].id] });
  expect((await view(place)).State).toBe('pending');
  const second = { VpcEndpointId: id, AddSubnetIds: [subnets[2].id] };
  expect(await refusal(consumerEC2.modifyVpcEndpoint(second))).toMatchObject({ code: 'OperationInProgress' });
  simulated.clock.advance(modifyMs);
  expect((await view(place)).State).toBe('available');
  await consumerEC2.modifyVpcEndpoint(second);
  expect((await view(place)).SubnetIds).toHaveLength(3);
});

test('a subnet more is an interface and a name more, a subnet less takes both away', async () => {
  await using simulated = await simulation();
  const place = await available(simulated);
  const { consumerEC2, subnets, id } = place;
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSubnetIds: [subnets[1].id] });
  simulated.clock.advance(modifyMs);
  const grown = await view(place);
  expect([grown.NetworkInterfaceIds?.length, grown.DnsEntries?.length]).toEqual([2, 3]);
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveSubnetIds: [subnets[0].id] });
  simulated.clock.advance(modifyMs);
  const shrunk = await view(place);
  expect([shrunk.NetworkInterfaceIds?.length, shrunk.DnsEntries?.length]).toEqual([1, 2]);
  expect(simulated.simulator.world.networkInterfaces.size).toBe(1);
  expect(subnets[0].usedAddresses.size).toBe(0);
});

test('adding and removing in one zone in one call is refused, in two calls it works', async () => {
  await using simulated = await simulation();
  const place = await available(simulated);
  const { consumerEC2, subnets, vpc, id } = place;
  const other = addSubnet(simulated.simulator.world, vpc, { zoneID: subnets[0].zoneID });
  const swap = { VpcEndpointId: id, AddSubnetIds: [other.id], RemoveSubnetIds: [subnets[0].id] };
  expect(await refusal(consumerEC2.modifyVpcEndpoint(swap))).toMatchObject({ code: 'DuplicateSubnetsInSameZone' });
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveSubnetIds: [subnets[0].id] });
  simulated.clock.advance(modifyMs);
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSubnetIds: [other.id] });
  expect((await view(place)).SubnetIds).toEqual([other.id]);
});

test('a newly designated address replaces the interface of that subnet', async () => {
  await using simulated = await simulation();
  const place = await available(simulated);
  const { consumerEC2, subnets, id } = place;
  const before = (await view(place)).NetworkInterfaceIds;
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.50' }] });
  const after = (await view(place)).NetworkInterfaceIds;
  expect(after).not.toEqual(before);
  expect(simulated.simulator.world.networkInterfaces.get(after?.[0] ?? '')?.privateAddress).toBe('10.0.1.50');
});

test('security groups change on the endpoint and on its interfaces', async () => {
  await using simulated = await simulation();
  const place = await available(simulated);
  const { consumerEC2, vpc, id } = place;
  const group = addGroup(simulated.simulator.world, vpc, 'web');
  const [old = ''] = (await view(place)).Groups?.map(({ GroupId }) => GroupId ?? '') ?? [];
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSecurityGroupIds: [group.id], RemoveSecurityGroupIds: [old] });
  expect((await view(place)).Groups).toEqual([{ GroupId: group.id, GroupName: 'web' }]);
  expect([...simulated.simulator.world.networkInterfaces.values()].map(({ securityGroupIDs }) => securityGroupIDs)).toEqual([[group.id]]);
});

test('private DNS and the policy go on and off by Modify', async () => {
  await using simulated = await simulation();
  const published = await available(simulated, kms);
  const { consumerEC2, id } = published;
  const PolicyDocument = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"}]}';
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: true, PolicyDocument });
  simulated.clock.advance(modifyMs);
  const on = await view(published);
  expect(on).toMatchObject({ PrivateDnsEnabled: true, PolicyDocument });
  expect(on.DnsEntries?.at(-1)?.DnsName).toBe('kms.eu-west-1.amazonaws.com');
  await consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: false, ResetPolicy: true });
  const off = await view(published);
  expect(off.PrivateDnsEnabled).toBe(false);
  expect(off.PolicyDocument).not.toBe(PolicyDocument);
  expect(off.DnsEntries?.map(({ DnsName }) => DnsName)).not.toContain('kms.eu-west-1.amazonaws.com');
});

test('private DNS is refused while the endpoint awaits acceptance', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, serviceID } = await published(simulated, { acceptance: true });
  const service = simulated.simulator.world.endpointServices.get(serviceID);
  if (service) service.privateDNS = { name: 'api.example.com', state: 'verified', recordName: '_a', recordValue: 'b' };
  const { VpcEndpointId } = await connect();
  expect(await refusal(consumerEC2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: true }))).toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining('accepted') as string,
  });
});

const refused: readonly { name: string; change: (place: Published) => Partial<ModifyVpcEndpointRequest>; code: string }[] = [
  { name: 'an unknown endpoint', change: () => ({ VpcEndpointId: 'vpce-0123456789abcdef0' }), code: 'InvalidVpcEndpointId.NotFound' },
  { name: 'a malformed ID', change: () => ({ VpcEndpointId: 'vpc-1' }), code: 'InvalidVpcEndpointId.Malformed' },
  {
    name: 'removing a subnet that is not attached',
    change: ({ subnets }) => ({ RemoveSubnetIds: [subnets[2].id] }),
    code: 'InvalidParameter',
  },
  { name: 'removing a group that is not attached', change: () => ({ RemoveSecurityGroupIds: ['sg-0no'] }), code: 'InvalidParameter' },
  {
    name: 'a policy together with its reset',
    change: () => ({ ResetPolicy: true, PolicyDocument: '{}' }),
    code: 'InvalidParameterCombination',
  },
  { name: 'a bad policy', change: () => ({ PolicyDocument: '[]' }), code: 'InvalidPolicyDocument' },
  { name: 'private DNS of a service without a name', change: () => ({ PrivateDnsEnabled: true }), code: 'InvalidParameter' },
  { name: 'route tables, by name', change: () => ({ AddRouteTableIds: ['rtb-1'] }), code: 'UnsupportedOperation' },
];

describe('ModifyVpcEndpoint refuses', () => {
  test.each(refused)('$name, and changes nothing', async ({ change, code }) => {
    await using simulated = await simulation();
    const place = await available(simulated);
    const before = await view(place);
    expect(await refusal(place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: place.id, ...change(place) }))).toMatchObject({ code });
    expect(await view(place)).toEqual(before);
  });
});
