import { afterEach, expect, test } from 'vitest';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import { isReady, type Scenario, scenario } from '../harness/scenario.ts';
import { scrambled } from './support/scrambled.ts';

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

const minute = 60_000;
const events: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }],
};

async function threeReady(on: Scenario): Promise<readonly KubeObject[]> {
  const objects = [
    on.service('payments', {
      tags: { team: 'pay' },
      allowedPrincipals: ['222222222222', '333333333333'].map((id) => `arn:aws:iam::${id}:root`),
    }),
    on.endpoint('payments', { service: { endpointServiceRef: { name: 'payments', namespace: on.provider } }, tags: { team: 'shop' } }),
    on.endpoint('kms', { service: { awsService: 'kms' }, policy, privateDNS: { enabled: true } }),
  ];
  for (const object of objects) await on.create(object);
  for (const object of objects) await on.until(object, 'ready', isReady);
  return objects;
}

const versionsOf = async (on: Scenario, objects: readonly KubeObject[]): Promise<readonly unknown[]> =>
  Promise.all(objects.map(async (object) => (await on.read(object))?.metadata.resourceVersion));

const eventsOf = async (on: Scenario): Promise<number> =>
  (await on.client.list(events)).items.filter(({ metadata }) => [on.provider, on.consumer].includes(metadata.namespace ?? '')).length;

const listingsOf = (on: Scenario): Readonly<Record<string, number>> => {
  const byTag = on
    .calls(/^Describe/)
    .filter(({ parameters }) => JSON.stringify(parameters).includes('tag:privatelink-operator.io/cluster'));
  return Object.fromEntries([...Map.groupBy(byTag, ({ action }) => action)].map(([action, calls]) => [action, calls.length]));
};

test('at rest an hour of scrambled replies costs no write and no event, and a drift after it is put back within 65 s', async () => {
  const on = (current = await scenario({ time: 'virtual' }));
  const objects = await threeReady(on);
  // What is still settling, such as the first looks after our own writes, is over by then.
  await on.pass(10 * minute);
  on.simulator.faults.add({ action: '*', when: ({ action }) => action.startsWith('Describe'), outcome: { reply: scrambled(7) } });
  const before = {
    writes: on.writes().length,
    versions: await versionsOf(on, objects),
    events: await eventsOf(on),
    listings: listingsOf(on),
  };

  await on.pass(60 * minute);

  expect(on.writes().slice(before.writes)).toEqual([]);
  expect(await versionsOf(on, objects)).toEqual(before.versions);
  expect(await eventsOf(on)).toBe(before.events);
  for (const action of ['DescribeVpcEndpoints', 'DescribeVpcEndpointServiceConfigurations'])
    expect((listingsOf(on)[action] ?? 0) - (before.listings[action] ?? 0), action).toBeGreaterThanOrEqual(55);

  const endpointID = String((await on.read(objects[2] as KubeObject))?.status['endpointID']);
  await on.aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId: endpointID, ResetPolicy: true });
  const drifted = on.now();
  await on.pass(65_000);
  expect(on.writes().slice(before.writes)).toMatchObject([
    {
      action: 'ModifyVpcEndpoint',
      parameters: { VpcEndpointId: endpointID, PolicyDocument: expect.stringContaining('kms:Decrypt') as string },
    },
  ]);
  expect(on.now() - drifted).toBe(65_000);
});
