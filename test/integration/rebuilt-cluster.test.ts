import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { type ControlPlane, startControlPlane } from '../harness/control-plane.ts';
import { condition, type Scenario, type Seen } from '../harness/scenario.ts';
import { apply, beginCreates, estate, idsOnAWS, idsOf, isSettled } from './support/estate.ts';
import { eventsOf, minute, scenarios, writesSince } from './support/scenarios.ts';

const open = scenarios();
let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane(() => undefined);
});
afterAll(() => controlPlane.stop());

const clusterOf = (on: Scenario): string => on.consumer.replace(/-consumer$/, '');
/** A cluster with an empty etcd and this `clusterID`; the scenario's own unless given. */
const rebuilt = (on: Scenario, clusterID = clusterOf(on)): Promise<Scenario> =>
  on.elsewhere({ kubeconfig: controlPlane.kubeconfig, operatorKubeconfig: controlPlane.kubeconfig, clusterID });

/** The end of the first cluster: its operator stops, and what was lost on the way is lost. */
async function endOf(on: Scenario): Promise<void> {
  await on.operator().stop();
  on.simulator.faults.clear();
}

const isContested = (seen: Seen): boolean => condition(seen, 'Stalled')?.reason === 'OwnershipContested';
const reclaims = (ids: readonly string[], objects: readonly KubeObject[]): readonly object[] =>
  ids.map((id, index) => ({
    action: 'CreateTags',
    outcome: 'ok',
    parameters: { Resources: [id], Tags: [{ Key: 'privatelink-operator.io/uid', Value: objects[index]?.metadata.uid }] },
  }));
const byResource = (writes: readonly object[]): readonly object[] =>
  writes.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('the same YAML and clusterID in an empty etcd', () => {
  test('re-claims each resource once and makes none; the former operator, come back, writes nothing and says why', async () => {
    // Long before the former one comes back, AWS has forgotten its client tokens.
    const on = await open({ settings: { clientTokenLifetimeMs: 30 * minute } });
    const { settled, underWay } = await estate(on, 'drop-after-commit');
    await endOf(on);
    await on.pass(10 * minute);
    const before = { ids: idsOnAWS(on), writes: on.writes().length };

    const there = await rebuilt(on);
    const { objects } = await apply(there, [...settled.yaml, ...underWay.yaml], isSettled);
    const written = on.writes().slice(before.writes);
    const ids = await idsOf(there, objects);
    const [late, ...claims] = written.toReversed();
    expect(ids.toSorted()).toEqual(before.ids);
    // The service that was under way had been made, and no more.
    expect(late).toMatchObject({ action: 'ModifyVpcEndpointServicePermissions', parameters: { ServiceId: ids[5] } });
    expect(byResource(claims.map(({ action, outcome, parameters }) => ({ action, outcome, parameters })))).toEqual(
      byResource(reclaims(ids, objects)),
    );
    for (const object of objects) expect((await eventsOf(there, object)).filter(({ reason }) => reason === 'Reclaimed')).toHaveLength(1);

    const rest = on.writes().length;
    await on.pass(60 * minute);
    await on.restart();
    for (const object of [...settled.objects, ...underWay.objects]) {
      const seen = await on.until(object, 'contested', isContested);
      expect(condition(seen, 'Stalled')?.message).toContain('two clusters with one clusterID');
    }
    await on.remove(settled.objects[0] as KubeObject);
    await on.pass(10 * minute);
    for (const object of objects) await there.until(object, 'as it was', isSettled);
    expect(writesSince(on, rest)).toEqual([]);
    expect(idsOnAWS(on)).toEqual(before.ids);
  });

  test.each([
    ['had made', 'drop-after-commit', []],
    ['had not made', 'drop-before', ['CreateVpcEndpoint', 'CreateVpcEndpointServiceConfiguration']],
  ] as const)('at once after its end makes nothing twice: what the former %s and AWS did not show yet', async (_what, lost, creates) => {
    const on = await open({ settings: { tagFilterLagMs: 4 * minute } });
    const { settled, underWay } = await estate(on, lost);
    await endOf(on);
    const before = { ids: idsOnAWS(on).length, writes: on.writes().length };
    const there = await rebuilt(on);
    const { objects } = await apply(there, [...settled.yaml, ...underWay.yaml], isSettled);
    expect(
      writesSince(on, before.writes)
        .filter((action) => action.startsWith('CreateVpc'))
        .toSorted(),
    ).toEqual(creates);
    expect(idsOnAWS(on)).toHaveLength(before.ids + creates.length);
    expect((await idsOf(there, objects)).toSorted()).toEqual(idsOnAWS(on));
  });

  test('at once after its end finds a service that was all there was, though only by being refused another', async () => {
    const on = await open({ settings: { tagFilterLagMs: 4 * minute } });
    const { yaml } = await beginCreates(on, 'drop-after-commit', { serviceOnly: true });
    await endOf(on);
    const before = { ids: idsOnAWS(on), writes: on.writes().length };
    const there = await rebuilt(on);
    const { objects } = await apply(there, yaml, isSettled);
    expect(await idsOf(there, objects)).toEqual(before.ids);
    expect(idsOnAWS(on)).toEqual(before.ids);
    expect(writesSince(on, before.writes).filter((action) => action === 'CreateTags')).toHaveLength(1);
  });
});

test('an operator that comes back after AWS has forgotten its tokens finds what it had made, and makes nothing', async () => {
  const on = await open({ settings: { clientTokenLifetimeMs: 30 * minute } });
  const { objects } = await beginCreates(on, 'drop-after-commit');
  await endOf(on);
  const before = { ids: idsOnAWS(on), writes: on.writes().length };
  await on.pass(40 * minute);
  await on.restart();
  for (const object of objects) await on.until(object, 'ready', isSettled);
  expect(writesSince(on, before.writes)).toEqual(['ModifyVpcEndpointServicePermissions']);
  expect(idsOnAWS(on)).toEqual(before.ids);
});

describe('the same YAML under another clusterID', () => {
  /** All that the first cluster could lose by it, as it is now. */
  const recordsOf = ({ simulator: { world } }: Scenario, ids: readonly string[]): unknown => {
    world.settle();
    const { endpointServices, endpoints, networkInterfaces, loadBalancers, targetGroups, securityGroups } = world;
    const interfaces = [...networkInterfaces].filter(([id]) =>
      ids.some((endpointID) => [...(endpoints.get(endpointID)?.subnets.values() ?? [])].some((one) => one.networkInterfaceID === id)),
    );
    return structuredClone([
      ids.map((id) => endpointServices.get(id) ?? endpoints.get(id)),
      interfaces,
      loadBalancers,
      targetGroups,
      securityGroups,
    ]);
  };

  test('touches nothing of the first, deletion included, and each conflict names its owner', async () => {
    const on = await open();
    const { settled } = await estate(on, 'drop-before');
    await endOf(on);
    await on.restart();
    await on.pass(15 * minute);
    const first = idsOnAWS(on);
    const before = { records: recordsOf(on, first), writes: on.writes().length };

    const there = await rebuilt(on, `${clusterOf(on)}-other`);
    const { objects } = await apply(there, settled.yaml, (seen) => condition(seen, 'Ready')?.reason !== 'Pending');
    const [payments, orders, , , kms] = objects as [KubeObject, KubeObject, KubeObject, KubeObject, KubeObject];
    const named = ([payments, orders, kms] as const).flatMap((object) => {
      const { kind, metadata } = object;
      const owner = `which belongs to ${kind} ${metadata.namespace}/${metadata.name} of cluster ${clusterOf(on)}.`;
      const types = object === kms ? ['Ready', 'PrivateDNSReady'] : ['Ready'];
      return types.map((type) => ({ object, owner, look: (seen: Seen) => condition(seen, type)?.message.includes(owner) === true }));
    });
    for (const { object, owner, look } of named) await there.until(object, `refused for ${owner}`, look);
    await there.pass(5 * minute);
    for (const { object, look } of named) expect(await there.read(object)).toSatisfy(look);
    const theirs = idsOnAWS(on).filter((id) => !first.includes(id));
    expect(theirs).toEqual(await idsOf(there, [kms]));

    for (const object of objects) await there.remove(object);
    for (const object of objects) await there.untilGone(object);
    await on.pass(15 * minute);
    expect(there.writes().filter(({ parameters }) => first.some((id) => JSON.stringify(parameters).includes(id)))).toEqual([]);
    expect(recordsOf(on, first)).toEqual(before.records);
    expect(writesSince(on, before.writes)).toEqual([]);
  });
});
