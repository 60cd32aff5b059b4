import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/index.ts';
import type { World } from '../../src/simulator/world.ts';
import { accounts, loadTeams } from '../harness/teams.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';
import { makeForeign } from './foreign.ts';
import { abandoned, duplicates, leaks } from './ownership.ts';

const second = 1_000;

/** A simulated AWS with what is somebody else's, and the endpoints of one object of ours. */
async function simulated() {
  const clock = new VirtualClock();
  const simulator = await startSimulator({ clock, settings: { throttling: false } });
  loadTeams(simulator.world);
  const foreign = await makeForeign(simulator);
  const call = (action: string, input: object): Promise<object> =>
    simulator.handle({ service: 'ec2', action, input, account: accounts.consumer, region: 'eu-west-1' });
  const make = async (): Promise<string> => {
    const tags = { cluster: 'ours', namespace: 'shop', name: 'keys', uid: 'u1' };
    const { VpcEndpoint } = (await call('CreateVpcEndpoint', {
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-0b000000000000001',
      ServiceName: 'com.amazonaws.eu-west-1.kms',
      PrivateDnsEnabled: false,
      TagSpecifications: [
        {
          ResourceType: 'vpc-endpoint',
          Tags: Object.entries(tags).map(([key, Value]) => ({ Key: `privatelink-operator.io/${key}`, Value })),
        },
      ],
    })) as { readonly VpcEndpoint: { readonly VpcEndpointId: string } };
    return VpcEndpoint.VpcEndpointId;
  };
  const remove = (id: string): Promise<object> => call('DeleteVpcEndpoints', { VpcEndpointIds: [id] });
  return { world: simulator.world, clock, foreign, call, make, remove, [Symbol.asyncDispose]: () => simulator.close() };
}

const release = {
  method: 'PATCH',
  url: '/apis/privatelink-operator.io/v1alpha1/namespaces/shop/interfaceendpoints/keys?fieldManager=x',
  body: '{"metadata":{"resourceVersion":"1","finalizers":[]}}',
};
const counts = (world: World): readonly number[] => [
  duplicates(world, 'ours').length,
  leaks(world, 'ours', ['u1']).length,
  leaks(world, 'ours', []).length,
  abandoned(world, 'ours', release).length,
];

test('one living endpoint of an object is right while there is the object, and two are not', async () => {
  await using aws = await simulated();
  expect(counts(aws.world)).toEqual([0, 0, 0, 0]);
  const first = await aws.make();
  expect(counts(aws.world)).toEqual([0, 0, 1, 1]);
  await aws.make();
  expect(counts(aws.world)).toEqual([1, 0, 2, 2]);
  await aws.remove(first);
  expect(counts(aws.world)).toEqual([0, 0, 1, 2]);
});

test('a finalizer may leave only once AWS has come to the end of a deletion', async () => {
  await using aws = await simulated();
  const endpoint = await aws.make();
  await aws.remove(endpoint);
  expect(counts(aws.world)).toEqual([0, 0, 0, 1]);
  await aws.clock.advance(200 * second);
  expect(counts(aws.world)).toEqual([0, 0, 0, 0]);
});

test.each([
  ['an addition', { ...release, body: '{"metadata":{"finalizers":["privatelink-operator.io/finalizer"]}}' }],
  ["another object's", { ...release, url: release.url.replace('/keys', '/others') }],
  ['a status', { ...release, url: release.url.replace('?', '/status?') }],
])('%s is no release of its finalizer', async (_what, request) => {
  await using aws = await simulated();
  await aws.make();
  expect(abandoned(aws.world, 'ours', request)).toEqual([]);
});

test("what is somebody else's may change by itself, but not by a call", async () => {
  await using aws = await simulated();
  await aws.clock.advance(100 * second);
  expect(aws.foreign.changes()).toEqual([]);
  const [theirs] = aws.world.endpoints.keys();
  await aws.call('CreateTags', { Resources: [theirs], Tags: [{ Key: 'team', Value: 'ours' }] });
  expect(aws.foreign.changes()).toHaveLength(1);
});
