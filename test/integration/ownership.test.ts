import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { resource as accesses } from '../../src/kinds/privatelink-access/schema.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { condition, isReady, type Scenario, type Seen } from '../harness/scenario.ts';
import { type OwnedKind, ownedKinds } from './support/owned-kinds.ts';
import { annotated, eventsOf, minute, scenarios, writesSince } from './support/scenarios.ts';

const open = scenarios();
const uidTag = 'privatelink-operator.io/uid';
const resources = { EndpointService: endpointServices, InterfaceEndpoint: interfaceEndpoints };

interface Owned {
  readonly on: Scenario;
  readonly object: KubeObject;
  readonly seen: Seen;
  readonly id: string;
}

async function owned(kind: OwnedKind, spec: object = {}): Promise<Owned> {
  const on = await open();
  const object = await on.create(kind.object(on, spec));
  const seen = await on.until(object, 'ready', isReady);
  return { on, object, seen, id: kind.idOf(seen) };
}

/** As a cluster is lost: the object goes without its finalizer's having had its say. */
async function loseTheObject({ on, object }: Pick<Owned, 'on' | 'object'>): Promise<void> {
  await on.edit(object, annotated('paused', 'true'));
  await on.until(object, 'paused', (one) => condition(one, 'Paused')?.status === 'True');
  await on.remove(object);
  await on.edit(object, { metadata: { finalizers: null } });
  await on.untilGone(object);
}

describe.each(Object.entries(ownedKinds))('%s', (name, kind) => {
  test('is pinned to its account: another role writes nothing there, deletion included, until it is restored', async () => {
    const { on, object, id } = await owned(kind, { tags: { team: 'pay' } });
    const access = { metadata: { name: kind.access(on) } };
    const restored = (await on.client.get(accesses, access))?.spec;
    await on.client.patch(accesses, access, { spec: kind.otherRole });
    const seen = await on.until(object, 'account changed', (one) => condition(one, 'Stalled')?.reason === 'AccountChanged');
    expect(condition(seen, 'Stalled')?.message).toContain(kind.account);
    const before = on.writes().length;
    await on.edit(object, { spec: { tags: { team: 'other' } } });
    await on.pass(5 * minute);
    await on.remove(object);
    await on.pass(5 * minute);
    expect(condition((await on.read(object)) ?? seen, 'Ready')).toMatchObject({ reason: 'Deleting' });
    expect(writesSince(on, before)).toEqual([]);
    await on.client.patch(accesses, access, { spec: restored });
    await on.untilGone(object);
    expect(writesSince(on, before)).toEqual([kind.deletion]);
    expect(JSON.stringify(on.writes().at(-1)?.parameters)).toContain(id);
  });

  test('is pinned to its Region', async () => {
    const { on, object, seen } = await owned(kind);
    const resource = resources[name as keyof typeof resources];
    await on.client.patchStatus(resource, seen, { ...seen.status, region: 'eu-central-1' });
    const before = on.writes().length;
    await on.edit(object, { spec: { tags: { team: 'pay' } } });
    const stalled = await on.until(object, 'Region changed', (one) => condition(one, 'Stalled')?.reason === 'RegionChanged');
    expect(condition(stalled, 'Stalled')?.message).toContain('eu-central-1');
    await on.pass(5 * minute);
    expect(writesSince(on, before)).toEqual([]);
  });

  test("with another owner's tags is never touched: no edit, no drift, no deletion", async () => {
    const { on, object, id } = await owned(kind, { tags: { team: 'pay' } });
    await on.pass(15 * minute);
    const team = kind.team(on);
    const ownName = { Key: 'privatelink-operator.io/name', Value: object.metadata.name };
    await team.createTags({
      Resources: [id],
      Tags: [
        { ...ownName, Value: 'somebody' },
        { Key: 'team', Value: 'theirs' },
      ],
    });
    const before = on.writes().length;
    const seen = await on.until(object, 'not owned', (one) => condition(one, 'Stalled')?.reason === 'NotOwned');
    expect(condition(seen, 'Stalled')?.message).toContain(id);
    await on.edit(object, { spec: { tags: { team: 'shop' } } });
    await on.pass(5 * minute);
    await on.remove(object);
    await on.pass(10 * minute);
    expect(writesSince(on, before)).toEqual([]);
    await team.createTags({ Resources: [id], Tags: [ownName] });
    await on.untilGone(object);
    expect(writesSince(on, before)).toEqual([kind.deletion]);
  });

  test('made again after a rebuild of the cluster takes its resource up: retagged once, no second create, an Event', async () => {
    const lost = await owned(kind);
    const { on, id } = lost;
    await loseTheObject(lost);
    const before = on.writes().length;
    const object = await on.create(kind.object(on));
    const seen = await on.until(object, 'ready', isReady);
    await on.pass(5 * minute);
    expect(kind.idOf(seen)).toBe(id);
    expect(writesSince(on, before)).toEqual(['CreateTags']);
    expect(await kind.tagsOf(on, id)).toMatchObject({ [uidTag]: object.metadata.uid });
    expect((await eventsOf(on, object)).filter(({ reason }) => reason === 'Reclaimed')).toHaveLength(1);
  });

  test('whose UID is overwritten again by another is contested: it stops, and says so', async () => {
    const lost = await owned(kind);
    const { on, id } = lost;
    await loseTheObject(lost);
    const object = await on.create(kind.object(on));
    await on.until(object, 'ready', isReady);
    const before = on.writes().length;
    await kind.team(on).createTags({ Resources: [id], Tags: [{ Key: uidTag, Value: lost.object.metadata.uid ?? '' }] });
    const seen = await on.until(object, 'contested', (one) => condition(one, 'Stalled')?.reason === 'OwnershipContested');
    expect(condition(seen, 'Stalled')?.message).toContain('clusterID');
    await on.edit(object, { spec: { tags: { team: 'pay' } } });
    await on.pass(10 * minute);
    expect(writesSince(on, before)).toEqual([]);
  });

  test('released under Retain is not taken up again by itself: the object made again makes another', async () => {
    const { on, object, id } = await owned(kind, { deletionPolicy: 'Retain' });
    await on.remove(object);
    await on.untilGone(object);
    // One load balancer serves one service, so that the old one has to make room.
    if (name === 'EndpointService') await kind.deleteOnAWS(on, id);
    const again = await on.create(kind.object(on));
    const seen = await on.until(again, 'ready', isReady);
    expect(kind.idOf(seen)).not.toBe(id);
  });

  test('deleted by hand is made anew once, and says so', async () => {
    const { on, object, id } = await owned(kind);
    await on.pass(15 * minute);
    await kind.deleteOnAWS(on, id);
    const seen = await on.until(object, 'another', (one) => isReady(one) && kind.idOf(one) !== id);
    await on.pass(15 * minute);
    expect(on.calls(kind.create).filter(({ outcome }) => outcome === 'ok')).toHaveLength(2);
    expect(kind.idOf((await on.read(object)) ?? seen)).toBe(kind.idOf(seen));
    expect((await eventsOf(on, object)).map(({ reason }) => reason)).toContain('Recreating');
  });

  test('is deleted to proven absence', async () => {
    const { on, object, id } = await owned(kind, { tags: { team: 'pay' } });
    await on.edit(object, { spec: { tags: null } });
    await on.until(object, 'ready', isReady);
    await on.pass(minute);
    expect(await kind.tagsOf(on, id)).not.toHaveProperty('team');
    await on.remove(object);
    await on.untilGone(object);
    const { endpoints, endpointServices: services } = on.simulator.world;
    expect((endpoints.get(id) ?? services.get(id))?.state.toLowerCase() ?? 'deleted').toBe('deleted');
  });
});
