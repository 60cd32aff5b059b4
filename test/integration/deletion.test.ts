import { afterEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, type Scenario, type Seen, scenario } from '../harness/scenario.ts';
import { connected } from './support/zone-scene.ts';

const minute = 60_000;
const finalizer = 'privatelink-operator.io/finalizer';

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

/** AWS takes four minutes to delete, and its tags are gone as soon as that begins. */
const slow = { endpointDeletingMs: 4 * minute, serviceDeletingMs: 4 * minute };

interface Case {
  readonly make: (on: Scenario) => KubeObject;
  readonly id: string;
  readonly calls: { readonly delete: string; readonly list: string; readonly ids: string };
  readonly stateOf: (on: Scenario, id: string) => string | undefined;
}

const kinds: Record<string, Case> = {
  InterfaceEndpoint: {
    make: (on) => on.endpoint('kms', { service: { awsService: 'kms' } }),
    id: 'endpointID',
    calls: { delete: 'DeleteVpcEndpoints', list: 'DescribeVpcEndpoints', ids: 'VpcEndpointIds' },
    stateOf: ({ simulator: { world } }, id) => (world.settle(), world.endpoints.get(id)?.state),
  },
  EndpointService: {
    make: (on) => on.service('payments'),
    id: 'serviceID',
    calls: {
      delete: 'DeleteVpcEndpointServiceConfigurations',
      list: 'DescribeVpcEndpointServiceConfigurations',
      ids: 'ServiceIds',
    },
    stateOf: ({ simulator: { world } }, id) => (world.settle(), world.endpointServices.get(id)?.state.toLowerCase()),
  },
};

const message = (seen: Seen): string => condition(seen, 'Ready')?.message ?? '';
const finalizersOf = async (on: Scenario, object: KubeObject): Promise<readonly string[] | undefined> =>
  (await on.read(object))?.metadata.finalizers;

describe('the finalizer stays until a read by ID proves the deletion', () => {
  test.each(Object.entries(kinds))('%s', async (_kind, { make, id, calls, stateOf }) => {
    const on = (current = await scenario({ time: 'virtual', settings: slow }));
    const { faults } = on.simulator;
    const object = await on.create(make(on));
    const resourceID = String((await on.until(object, 'ready', isReady)).status[id]);
    const inUse = { Code: 'DependencyViolation', Message: 'The resource is in use by eni-0123.' };
    faults.add({
      action: calls.delete,
      nth: [1, 2],
      outcome: { instead: () => ({ Unsuccessful: [{ ResourceId: resourceID, Error: inUse }] }) },
    });
    // The tags of what is going are gone first.
    faults.add({
      action: calls.list,
      when: ({ input }) => 'Filters' in input && JSON.stringify(input).includes('tag:privatelink-operator.io/cluster'),
      outcome: { reply: (reply) => ({ ...reply, VpcEndpoints: [], ServiceConfigurations: [], NextToken: undefined }) },
    });

    await on.remove(object);
    const refused = await on.until(object, "AWS's words", (seen) => message(seen).includes('DependencyViolation'));
    expect(condition(refused, 'Ready')).toMatchObject({ status: 'True', reason: 'Deleting' });
    expect(message(refused)).toContain(resourceID);
    expect(message(refused)).toContain('The resource is in use by eni-0123.');
    await on.restart();
    await on.until(object, 'AWS to delete it', (seen) => message(seen).includes(`AWS is deleting ${resourceID}`));
    expect(on.calls(calls.delete).length).toBe(3);
    await on.restart();

    while (stateOf(on, resourceID) === 'deleting') {
      expect(await finalizersOf(on, object)).toEqual([finalizer]);
      await on.pass(5_000);
    }
    expect(stateOf(on, resourceID)).toBe('deleted');
    await on.untilGone(object, 15);
    expect(on.calls(calls.delete).length).toBe(3);
    const [last] = on
      .calls(calls.list)
      .filter(({ parameters }) => calls.ids in parameters)
      .slice(-1);
    expect(last?.parameters).toMatchObject({ [calls.ids]: [resourceID] });
  });
});

describe('a service that consumers are connected to', () => {
  test('under Block says who they are and waits, over a restart too, until they are gone', async () => {
    const on = (current = await scenario({ time: 'virtual' }));
    const { service, endpoint } = await connected(on, { service: { connectionsOnDelete: 'Block' } });
    const endpointID = String((await on.read(endpoint))?.status['endpointID']);
    const before = on.writes().length;
    await on.remove(service);
    const waiting = await on.until(service, 'that it waits', (seen) => condition(seen, 'Ready')?.reason === 'Deleting');
    for (const word of ['InUse', endpointID, '222222222222', 'spec.connectionsOnDelete']) expect(message(waiting)).toContain(word);
    await on.restart();
    await on.pass(10 * minute);
    expect(await finalizersOf(on, service)).toEqual([finalizer]);
    expect(on.writes().slice(before)).toEqual([]);
    expect(isReady((await on.read(endpoint)) as Seen)).toBe(true);

    await on.remove(endpoint);
    await on.untilGone(endpoint);
    await on.untilGone(service);
    expect(on.writes().slice(before)).toMatchObject([
      { action: 'DeleteVpcEndpoints', parameters: { VpcEndpointIds: [endpointID] } },
      { action: 'DeleteVpcEndpointServiceConfigurations' },
    ]);
  });

  test('under Reject cuts them off and goes', async () => {
    const on = (current = await scenario({ time: 'virtual' }));
    const { service, endpoint } = await connected(on);
    const before = on.writes().length;
    await on.remove(service);
    await on.untilGone(service);
    expect(on.writes().slice(before)).toMatchObject([
      { action: 'RejectVpcEndpointConnections' },
      { action: 'DeleteVpcEndpointServiceConfigurations' },
    ]);
    await on.until(endpoint, 'that it is rejected', (seen) => condition(seen, 'Stalled')?.reason === 'Rejected');
  });
});
