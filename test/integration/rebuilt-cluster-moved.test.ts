import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { resource as accesses } from '../../src/kinds/privatelink-access/schema.ts';
import { condition, type Scenario } from '../harness/scenario.ts';
import { estate, idsOnAWS, isSettled } from './support/estate.ts';
import { minute, scenarios, writesSince } from './support/scenarios.ts';

const open = scenarios();

const roles = {
  provider: { roleARN: 'arn:aws:iam::111111111111:role/privatelink-provider', externalID: 'payments-team' },
  consumer: { roleARN: 'arn:aws:iam::222222222222:role/privatelink-consumer', externalID: 'shop-team' },
};
type Roles = Readonly<Record<'provider' | 'consumer', (typeof roles)['provider']>>;
async function setRoles(on: Scenario, { provider, consumer }: Roles): Promise<void> {
  await on.client.patch(accesses, { metadata: { name: on.provider } }, { spec: provider });
  await on.client.patch(accesses, { metadata: { name: on.consumer } }, { spec: consumer });
}

interface Move {
  readonly reason: string;
  /** Part of what the condition says to do. */
  readonly remedy: string;
  readonly away: (on: Scenario) => Promise<void>;
  readonly back: (on: Scenario) => Promise<void>;
}
const moves: Readonly<Record<string, Move>> = {
  'the roles of the accesses lead to other accounts': {
    reason: 'AccountChanged',
    remedy: 'Restore the access',
    away: (on) => setRoles(on, { provider: roles.consumer, consumer: roles.provider }),
    back: (on) => setRoles(on, roles),
  },
  'the operator has another Region of its own': {
    reason: 'RegionChanged',
    remedy: 'Restore the Region',
    away: (on) => on.restart('eu-central-1'),
    back: (on) => on.restart(),
  },
};

describe.each(Object.entries(moves))('%s', (_sentence, { reason, remedy, away, back }) => {
  test('nothing is written: what is up, waits, is edited, deleted or under way stays; restored, all goes on', async () => {
    const on = await open();
    const { settled, underWay } = await estate(on, 'drop-after-commit');
    const [payments, orders, connected, waiting, kms] = settled.objects as [KubeObject, KubeObject, KubeObject, KubeObject, KubeObject];
    const [reports, logs] = underWay.objects as [KubeObject, KubeObject];
    await away(on);
    const before = { writes: on.writes().length, ids: idsOnAWS(on) };
    on.simulator.faults.clear();
    for (const object of [...settled.objects, ...underWay.objects]) {
      const seen = await on.until(object, reason, (one) => condition(one, 'Stalled')?.reason === reason);
      expect(condition(seen, 'Ready')).toMatchObject({ status: 'False', reason });
    }

    for (const object of [payments, kms]) await on.edit(object, { spec: { tags: { edited: 'meanwhile' } } });
    const deleted = [orders, waiting, reports];
    for (const object of deleted) {
      await on.remove(object);
      const seen = await on.until(object, 'deletion held', (one) => condition(one, 'Ready')?.reason === 'Deleting');
      expect(condition(seen, 'Ready')?.message).toContain(remedy);
    }
    await on.pass(10 * minute);
    expect(writesSince(on, before.writes)).toEqual([]);
    for (const object of deleted) expect((await on.read(object))?.metadata.finalizers).toEqual(['privatelink-operator.io/finalizer']);

    await back(on);
    for (const object of deleted) await on.untilGone(object);
    for (const object of [payments, connected, kms, logs]) await on.until(object, 'ready', isSettled);
    await on.pass(minute);
    expect(idsOnAWS(on).filter((id) => !before.ids.includes(id))).toEqual([]);
    const { endpoints, endpointServices } = on.simulator.world;
    const live = [...endpoints.values(), ...endpointServices.values()].filter(({ state }) => state.toLowerCase() !== 'deleted');
    expect(live.map(({ tags }) => tags.get('privatelink-operator.io/name') ?? '').toSorted()).toEqual([
      'kms',
      'logs',
      'payments',
      'payments',
    ]);
    expect(live.filter(({ tags }) => tags.get('edited') === 'meanwhile')).toHaveLength(2);
  });
});
