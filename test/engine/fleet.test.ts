import { describe, expect, test } from 'vitest';
import { AwsError } from '../../src/aws/errors.ts';
import type { Ports } from '../../src/aws/ports.ts';
import { createFleet, type FleetChange } from '../../src/engine/fleet.ts';
import { createReader } from '../../src/engine/reader.ts';
import { type ServiceConfiguration, serviceListing as services } from '../../src/kinds/endpoint-service/service.ts';
import { endpointListing as endpoints, type VpcEndpoint } from '../../src/kinds/interface-endpoint/endpoint.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

const scope = { access: {}, region: 'eu-west-1' };
const age = { maxAge: 60_000 };

function setUp(random = 1) {
  const clock = new VirtualClock();
  const world: { endpoints: VpcEndpoint[]; services: ServiceConfiguration[]; fail: boolean } = {
    endpoints: [],
    services: [],
    fail: false,
  };
  const asked: { at: number; call: string; input: object | undefined }[] = [];
  const answer = <T>(call: string, input: object | undefined, reply: () => T): Promise<T> => {
    asked.push({ at: clock.now(), call, input });
    return world.fail
      ? Promise.reject(new AwsError({ class: 'unknown', code: 'TimeoutError', message: '', call }))
      : Promise.resolve(reply());
  };
  const ports = {
    describeVpcEndpoints: (input: object) => answer('endpoints', input, () => ({ VpcEndpoints: world.endpoints })),
    describeVpcEndpointServiceConfigurations: (input: object) =>
      answer('services', input, () => ({ ServiceConfigurations: world.services })),
  } as unknown as Ports;
  const changes: FleetChange[] = [];
  const fleet = createFleet({
    clock,
    random: () => random,
    reader: createReader({ clock }),
    clusterID: 'prod',
    period: 60_000,
    onChange: (change) => changes.push(change),
  });
  return { clock, world, asked, ports, changes, fleet };
}

test('what carries our cluster tag is listed when first asked for, then once a period, and users are answered from it', async () => {
  const { clock, asked, ports, fleet, world } = setUp();
  world.endpoints = [{ VpcEndpointId: 'vpce-1' }];
  for (let second = 0; second < 300; second += 1) {
    expect(await fleet.list(scope, ports, endpoints, age)).toMatchObject({ known: true, value: [{ VpcEndpointId: 'vpce-1' }] });
    await clock.advance(1_000);
  }
  expect(asked.map(({ at }) => at - 1_000_000)).toEqual([0, 60_000, 120_000, 180_000, 240_000, 300_000]);
  expect(asked[0]?.input).toEqual({ Filters: [{ Name: 'tag:privatelink-operator.io/cluster', Values: ['prod'] }], MaxResults: 1_000 });
});

test('a listing is never later than its period, whatever the jitter', async () => {
  const { clock, asked, ports, fleet } = setUp(0);
  await fleet.list(scope, ports, services, age);
  await clock.advance(180_000);
  expect(asked.map(({ at }) => at - 1_000_000)).toEqual([0, 57_000, 114_000, 171_000]);
});

test('each account role, Region and type has a lister of its own', async () => {
  const { clock, asked, ports, fleet } = setUp();
  await fleet.list(scope, ports, endpoints, age);
  await fleet.list(scope, ports, services, age);
  await fleet.list({ ...scope, region: 'eu-west-2' }, ports, endpoints, age);
  await fleet.list({ ...scope, access: { roleARN: 'arn:aws:iam::1:role/r' } }, ports, endpoints, age);
  await fleet.list(scope, ports, endpoints, age);
  await clock.advance(60_000);
  expect(asked).toHaveLength(8);
});

test('a demand for a later beginning is a listing of its own', async () => {
  const { clock, asked, ports, fleet } = setUp();
  await fleet.list(scope, ports, endpoints, age);
  await clock.advance(10);
  await fleet.list(scope, ports, endpoints, { maxAge: 60_000, after: clock.now() });
  expect(asked).toHaveLength(2);
});

describe('changes', () => {
  const before: VpcEndpoint[] = [
    {
      VpcEndpointId: 'vpce-1',
      State: 'available' as 'Available',
      SubnetIds: ['a', 'b'],
      Tags: [
        { Key: 'x', Value: '1' },
        { Key: 'y', Value: '2' },
      ],
    },
    { VpcEndpointId: 'vpce-2', State: 'pending' as 'Pending' },
  ];

  test.each<[string, VpcEndpoint[], readonly string[]]>([
    ['one that appeared', [...before, { VpcEndpointId: 'vpce-3' }], ['vpce-3']],
    ['one that is listed no more', before.slice(0, 1), ['vpce-2']],
    ['one whose state changed', [...before.slice(0, 1), { VpcEndpointId: 'vpce-2', State: 'available' as 'Available' }], ['vpce-2']],
    ['one that lost a subnet', [{ ...before[0], SubnetIds: ['a'] }, ...before.slice(1)], ['vpce-1']],
    ['one that gained a field', [{ ...before[0], PolicyDocument: '{}' }, ...before.slice(1)], ['vpce-1']],
    ['all, when all went', [], ['vpce-1', 'vpce-2']],
  ])('%s is told', async (_sentence, after, ids) => {
    const { clock, ports, fleet, world, changes } = setUp();
    world.endpoints = before;
    await fleet.list(scope, ports, endpoints, age);
    await clock.advance(1_000);
    expect(changes).toEqual([]);
    world.endpoints = after;
    await clock.advance(60_000);
    expect(changes).toEqual([{ scope, listing: endpoints, ids }]);
    await clock.advance(120_000);
    expect(changes).toHaveLength(1);
  });

  test('another order and another case of the state are none', async () => {
    const { clock, ports, fleet, world, changes } = setUp();
    world.endpoints = before;
    await fleet.list(scope, ports, endpoints, age);
    await settle();
    world.endpoints = [
      { State: 'Pending', VpcEndpointId: 'vpce-2' },
      { ...before[0], State: 'Available', SubnetIds: ['b', 'a'], Tags: before[0]?.Tags?.toReversed() },
    ];
    await clock.advance(180_000);
    expect(changes).toEqual([]);
  });

  test('a failed listing tells nothing, and the next good one is compared with the last good one', async () => {
    const { clock, ports, fleet, world, changes } = setUp();
    world.endpoints = before;
    await fleet.list(scope, ports, endpoints, age);
    await settle();
    world.fail = true;
    await clock.advance(60_000);
    expect(changes).toEqual([]);
    world.fail = false;
    world.endpoints = before.slice(1);
    await clock.advance(60_000);
    expect(changes).toEqual([{ scope, listing: endpoints, ids: ['vpce-1'] }]);
  });
});

describe('listers end', () => {
  test('after an hour without users, and begin anew when asked again', async () => {
    const { clock, asked, ports, fleet } = setUp();
    await fleet.list(scope, ports, endpoints, age);
    await clock.advance(3_600_001 + 60_000);
    expect(clock.timers).toBe(0);
    const count = asked.length;
    expect(count).toBeGreaterThanOrEqual(60);
    await fleet.list(scope, ports, endpoints, age);
    await clock.advance(60_000);
    expect(asked).toHaveLength(count + 2);
  });

  test('when the fleet is stopped, though whoever asks is still answered', async () => {
    const { clock, asked, ports, fleet } = setUp();
    await fleet.list(scope, ports, endpoints, age);
    fleet.stop();
    expect(clock.timers).toBe(0);
    expect(await fleet.list(scope, ports, services, age)).toMatchObject({ known: true });
    await clock.advance(120_000);
    expect(asked).toHaveLength(2);
  });
});

test('a good listing says since when it shows an ID; a failed one leaves that, and one without the ID ends it', async () => {
  const { clock, ports, fleet, world } = setUp();
  const listedAt = (): number | undefined => fleet.listedAt(scope, endpoints, 'vpce-1');
  world.endpoints = [{ VpcEndpointId: 'vpce-1' }];
  await fleet.list(scope, ports, endpoints, age);
  await settle();
  expect(listedAt()).toBe(1_000_000);
  await clock.advance(60_000);
  expect(listedAt()).toBe(1_060_000);
  world.fail = true;
  await clock.advance(60_000);
  expect(listedAt()).toBe(1_060_000);
  world.fail = false;
  world.endpoints = [];
  await clock.advance(60_000);
  expect(listedAt()).toBeUndefined();
});
