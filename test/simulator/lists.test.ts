import type { EC2 } from '@aws-sdk/client-ec2';
import { paginateDescribeVpcEndpoints } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { addVpc } from './support/records.ts';
import { published } from './support/published.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, refusal, simulation } from './support/simulation.ts';

/** `count` gateway endpoints: cheap to make. */
async function many(simulated: Simulation, count: number): Promise<{ ec2: EC2; ids: string[] }> {
  const ec2 = simulated.ec2(consumer);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id: VpcId } = addVpc(simulated.simulator.world);
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId,
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: [{ Key: 'index', Value: `n${index}` }] }],
    });
    ids.push(VpcEndpoint?.VpcEndpointId ?? '');
  }
  return { ec2, ids: ids.sort() };
}

test('a list comes in pages of settings.pageSize, and its last token is an empty string', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2 });
  const { ec2, ids } = await many(simulated, 5);
  const seen: (string | undefined)[] = [];
  const tokens: (string | undefined)[] = [];
  for (let NextToken: string | undefined; NextToken !== ''; ) {
    const page = await ec2.describeVpcEndpoints(NextToken === undefined ? {} : { NextToken });
    expect(page.VpcEndpoints?.length).toBeLessThanOrEqual(2);
    seen.push(...(page.VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId));
    tokens.push(page.NextToken);
    NextToken = page.NextToken ?? '';
  }
  expect(seen).toEqual(ids);
  expect(tokens).toHaveLength(3);
});

test('a first page may be empty and still have a token', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2, emptyFirstPages: true });
  const { ec2, ids } = await many(simulated, 3);
  let empty = 0;
  for (let round = 0; round < 20; round += 1) {
    const seen: (string | undefined)[] = [];
    for await (const page of paginateDescribeVpcEndpoints({ client: ec2 }, {})) {
      if (page.VpcEndpoints?.length === 0) empty += 1;
      seen.push(...(page.VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId));
    }
    expect(seen).toEqual(ids);
  }
  expect(empty).toBeGreaterThan(0);
});

test('what goes between two pages does not hide the rest', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2 });
  const { ec2, ids } = await many(simulated, 4);
  const first = await ec2.describeVpcEndpoints({});
  simulated.simulator.world.endpoints.delete(ids[0] ?? '');
  simulated.simulator.world.endpoints.delete(ids[1] ?? '');
  const second = await ec2.describeVpcEndpoints({ NextToken: first.NextToken });
  expect(second.VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId)).toEqual(ids.slice(2));
});

test('MaxResults is obeyed, a foreign token is not, and some lists want at least five', async () => {
  await using simulated = await simulation();
  const { ec2 } = await many(simulated, 3);
  expect((await ec2.describeVpcEndpoints({ MaxResults: 1 })).VpcEndpoints).toHaveLength(1);
  expect(await refusal(ec2.describeVpcEndpoints({ NextToken: 'mine' }))).toMatchObject({ code: 'InvalidNextToken' });
  expect(await refusal(ec2.describeVpcEndpointConnections({ MaxResults: 4 }))).toMatchObject({ code: 'InvalidParameterValue' });
});

test('an empty ID means all, as in AWS', async () => {
  await using simulated = await simulation();
  const { ec2, ids } = await many(simulated, 2);
  const { VpcEndpoints } = await ec2.describeVpcEndpoints({ VpcEndpointIds: [''] });
  expect(VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId)).toEqual(ids);
});

describe('filters', () => {
  const table: readonly { name: string; filters: { Name: string; Values: string[] }[]; count: number }[] = [
    { name: 'match any of their values', filters: [{ Name: 'tag:index', Values: ['n0', 'n2', 'n9'] }], count: 2 },
    {
      name: 'must all match',
      filters: [
        { Name: 'tag:index', Values: ['n0'] },
        { Name: 'vpc-endpoint-type', Values: ['Interface'] },
      ],
      count: 0,
    },
    {
      name: 'know * and ?',
      filters: [
        { Name: 'tag:index', Values: ['n?'] },
        { Name: 'tag-key', Values: ['in*x'] },
      ],
      count: 3,
    },
    { name: 'take a dot for a dot', filters: [{ Name: 'tag:index', Values: ['..'] }], count: 0 },
    { name: 'take an escaped star for a star', filters: [{ Name: 'tag:index', Values: ['n\\*'] }], count: 0 },
    { name: 'are case-sensitive', filters: [{ Name: 'vpc-endpoint-state', Values: ['Available'] }], count: 0 },
    { name: 'find states in lower camel case', filters: [{ Name: 'vpc-endpoint-state', Values: ['available'] }], count: 3 },
  ];
  test.each(table)('$name', async ({ filters, count }) => {
    await using simulated = await simulation();
    const { ec2 } = await many(simulated, 3);
    expect((await ec2.describeVpcEndpoints({ Filters: filters })).VpcEndpoints).toHaveLength(count);
  });

  test('of an unknown name, without values, and of more than 200 values are refused', async () => {
    await using simulated = await simulation();
    const ec2 = simulated.ec2(consumer);
    const code = async (Name: string, Values: string[]) => (await refusal(ec2.describeVpcEndpoints({ Filters: [{ Name, Values }] }))).code;
    expect(await code('colour', ['red'])).toBe('InvalidParameterValue');
    expect(await code('constructor', ['red'])).toBe('InvalidParameterValue');
    expect(await code('vpc-id', [])).toBe('InvalidParameterValue');
    expect(await code('vpc-id', Array.from({ length: 201 }, String))).toBe('FilterLimitExceeded');
  });
});

test('filters see tags late, set or changed or removed, and see the old ones until then', async () => {
  await using simulated = await simulation({ ...calm, tagFilterLagMs: 10_000 });
  const { ec2, ids } = await many(simulated, 1);
  const count = async (value: string) => {
    const { VpcEndpoints } = await ec2.describeVpcEndpoints({ Filters: [{ Name: 'tag:index', Values: [value] }] });
    return VpcEndpoints?.length;
  };
  expect(await count('n0')).toBe(0);
  simulated.clock.advance(10_000);
  expect(await count('n0')).toBe(1);
  await ec2.createTags({ Resources: ids, Tags: [{ Key: 'index', Value: 'new' }] });
  expect([await count('n0'), await count('new')]).toEqual([1, 0]);
  expect((await ec2.describeVpcEndpoints({ VpcEndpointIds: ids })).VpcEndpoints?.[0]?.Tags).toEqual([{ Key: 'index', Value: 'new' }]);
  simulated.clock.advance(10_000);
  expect([await count('n0'), await count('new')]).toEqual([0, 1]);
});

test('a list shows only the caller’s own account and Region', async () => {
  await using simulated = await simulation();
  const { connect, providerEC2, consumerEC2 } = await published(simulated);
  await connect();
  expect((await providerEC2.describeVpcEndpoints({})).VpcEndpoints).toEqual([]);
  expect((await simulated.ec2(consumer, { region: 'us-east-1' }).describeVpcEndpoints({})).VpcEndpoints).toEqual([]);
  expect((await consumerEC2.describeVpcEndpoints({})).VpcEndpoints).toHaveLength(1);
});
