import type { EC2 } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientsOf } from './elbv2-client.ts';
import { addLoadBalancer, addVpc } from './support/records.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, provider, refusal, simulation } from './support/simulation.ts';

const service = 'vpce-svc-0123456789abcdef0';
const refusedPages: readonly { readonly name: string; readonly code: string; readonly call: (ec2: EC2) => Promise<unknown> }[] = [
  { name: 'of no endpoints', code: 'InvalidParameterValue', call: (ec2) => ec2.describeVpcEndpoints({ MaxResults: 0 }) },
  { name: 'of fewer than no services', code: 'InvalidParameterValue', call: (ec2) => ec2.describeVpcEndpointServices({ MaxResults: -1 }) },
  {
    name: 'of no notifications',
    code: 'InvalidParameterValue',
    call: (ec2) => ec2.describeVpcEndpointConnectionNotifications({ MaxResults: 0 }),
  },
  { name: 'of four connections', code: 'InvalidParameterValue', call: (ec2) => ec2.describeVpcEndpointConnections({ MaxResults: 4 }) },
  {
    name: 'of four service configurations',
    code: 'InvalidParameterValue',
    call: (ec2) => ec2.describeVpcEndpointServiceConfigurations({ MaxResults: 4 }),
  },
  {
    name: 'of four permissions',
    code: 'InvalidParameterValue',
    call: (ec2) => ec2.describeVpcEndpointServicePermissions({ ServiceId: service, MaxResults: 4 }),
  },
  {
    name: 'of more than 100 associations',
    code: 'InvalidParameterValue',
    call: (ec2) => ec2.describeVpcEndpointAssociations({ MaxResults: 101 }),
  },
  { name: 'of four subnets', code: 'InvalidParameterValue', call: (ec2) => ec2.describeSubnets({ MaxResults: 4 }) },
  { name: 'of more than 1000 subnets', code: 'InvalidParameterValue', call: (ec2) => ec2.describeSubnets({ MaxResults: 1001 }) },
  { name: 'of four tags', code: 'InvalidParameterValue', call: (ec2) => ec2.describeTags({ MaxResults: 4 }) },
  {
    name: 'of endpoints named by ID',
    code: 'InvalidParameterCombination',
    call: (ec2) => ec2.describeVpcEndpoints({ VpcEndpointIds: ['vpce-0123456789abcdef0'], MaxResults: 5 }),
  },
  {
    name: 'of services named by ID',
    code: 'InvalidParameterCombination',
    call: (ec2) => ec2.describeVpcEndpointServiceConfigurations({ ServiceIds: [service], MaxResults: 5 }),
  },
  {
    name: 'of instances named by ID',
    code: 'InvalidParameterCombination',
    call: (ec2) => ec2.describeInstances({ InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }),
  },
  {
    name: 'behind the first of VPCs named by ID',
    code: 'InvalidNextToken',
    call: (ec2) => ec2.describeVpcs({ VpcIds: ['vpc-0123456789abcdef0'], NextToken: 'any' }),
  },
];

describe('AWS refuses a page', () => {
  test.each(refusedPages)('$name', async ({ call, code }) => {
    await using simulated = await simulation();
    expect(await refusal(call(simulated.ec2(consumer)))).toMatchObject({ code });
  });
});

test('more than 1000 endpoints are 1000 endpoints', async () => {
  await using simulated = await simulation();
  expect(await simulated.ec2(consumer).describeVpcEndpoints({ MaxResults: 5000 })).toMatchObject({ VpcEndpoints: [], NextToken: '' });
});

async function someVpcs(): Promise<Simulation & { readonly token: string }> {
  const simulated = await simulation({ ...calm, pageSize: 2 });
  for (let count = 0; count < 9; count += 1) {
    addVpc(simulated.simulator.world);
    addVpc(simulated.simulator.world, { account: provider });
  }
  const { NextToken } = await simulated.ec2(consumer).describeVpcs({});
  return Object.assign(simulated, { token: NextToken ?? '' });
}

const misused: readonly { readonly name: string; readonly call: (simulated: Simulation, token: string) => Promise<unknown> }[] = [
  {
    name: 'with another filter',
    call: (simulated, NextToken) =>
      simulated.ec2(consumer).describeVpcs({ Filters: [{ Name: 'state', Values: ['available'] }], NextToken }),
  },
  { name: 'with another action', call: (simulated, NextToken) => simulated.ec2(consumer).describeSubnets({ NextToken }) },
  { name: 'by another account', call: (simulated, NextToken) => simulated.ec2(provider).describeVpcs({ NextToken }) },
  {
    name: 'in another Region',
    call: (simulated, NextToken) => simulated.ec2(consumer, { region: 'us-east-1' }).describeVpcs({ NextToken }),
  },
  { name: 'with a letter changed', call: (simulated, token) => simulated.ec2(consumer).describeVpcs({ NextToken: `${token}a` }) },
];

describe('a token is refused', () => {
  test.each(misused)('$name', async ({ call }) => {
    await using simulated = await someVpcs();
    expect(await refusal(call(simulated, simulated.token))).toMatchObject({ code: 'InvalidNextToken' });
  });
});

test('a token is good for the rest of its request, in pages of another size, and more than once', async () => {
  await using simulated = await someVpcs();
  const ec2 = simulated.ec2(consumer);
  for (const MaxResults of [undefined, 5, undefined]) {
    const { Vpcs } = await ec2.describeVpcs({ NextToken: simulated.token, ...(MaxResults === undefined ? {} : { MaxResults }) });
    expect(Vpcs).toHaveLength(MaxResults ?? 2);
  }
});

test('a marker of load balancers is good for them alone', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 1 });
  for (let count = 0; count < 3; count += 1) addLoadBalancer(simulated.simulator.world, ['euw1-az1']);
  using clients = clientsOf(provider, simulated.simulator);
  const client = clients.elbv2;
  const { NextMarker } = await client.describeLoadBalancers({});
  expect((await client.describeLoadBalancers({ Marker: NextMarker })).LoadBalancers).toHaveLength(1);
  expect(await refusal(client.describeTargetGroups({ Marker: NextMarker }))).toMatchObject({ code: 'ValidationError' });
});
