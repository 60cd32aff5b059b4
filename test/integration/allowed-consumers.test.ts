import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, type Scenario } from '../harness/scenario.ts';
import { minute, scenarios } from './support/scenarios.ts';

const open = scenarios();

/** A service and an endpoint of another namespace that refers to it. */
async function referred(
  allowedConsumers?: object,
): Promise<{ readonly on: Scenario; readonly service: KubeObject; readonly endpoint: KubeObject }> {
  const on = await open();
  const service = await on.create(on.service('payments', { allowedConsumers }));
  await on.until(service, 'ready', isReady);
  const reference = { endpointServiceRef: { name: 'payments', namespace: on.provider } };
  return { on, service, endpoint: await on.create(on.endpoint('payments', { service: reference })) };
}

const labels = (on: Scenario): object => ({ matchLabels: { test: on.provider.replace('-provider', '') } });

describe('who may refer to a service', () => {
  test.each<[string, object | undefined]>([
    ['nobody is named: the same namespace only', undefined],
    ['a selector that does not match the namespace', { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'another' } } } }],
  ])('%s: another is told so, and nothing is made for it', async (_sentence, allowedConsumers) => {
    const { on, endpoint } = await referred(allowedConsumers);
    const seen = await on.until(endpoint, 'refused', (one) => condition(one, 'Ready')?.reason === 'RefNotPermitted');
    for (const part of ['payments', on.provider, on.consumer]) expect(condition(seen, 'Ready')?.message).toContain(part);
    await on.pass(5 * minute);
    expect(on.calls('CreateVpcEndpoint')).toEqual([]);
  });

  test('permitted later, by a selector of namespaces, the endpoint goes on by itself', async () => {
    const { on, service, endpoint } = await referred();
    await on.until(endpoint, 'refused', (one) => condition(one, 'Ready')?.reason === 'RefNotPermitted');
    await on.edit(service, { spec: { allowedConsumers: { namespaces: { from: 'Selector', selector: labels(on) } } } });
    await on.until(endpoint, 'ready', isReady);
  });

  test('a permission that is withdrawn takes nothing down', async () => {
    const { on, service, endpoint } = await referred({ namespaces: { from: 'All' } });
    await on.until(endpoint, 'ready', isReady);
    const before = on.writes().length;
    await on.edit(service, { spec: { allowedConsumers: { namespaces: { from: 'Same' } } } });
    await on.pass(10 * minute);
    expect(on.writes().slice(before)).toEqual([]);
  });
});
