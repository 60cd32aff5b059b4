import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import type { JournalEntry } from '../../src/simulator/journal.ts';
import { operatorAccount, startTestOperator, type TestOperator } from '../harness/operator.ts';
import { condition, isReady, type Scenario, scenario, type Seen } from '../harness/scenario.ts';
import { type HeldWire, heldWire } from './support/held-wire.ts';

let current: Scenario | undefined;
let second: TestOperator | undefined;
afterEach(async () => {
  await second?.stop();
  await current?.[Symbol.asyncDispose]();
  second = undefined;
  current = undefined;
});

const namespaces: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
const finalizer = 'privatelink-operator.io/finalizer';
const roles = {
  provider: { roleARN: 'arn:aws:iam::111111111111:role/privatelink-provider', externalID: 'payments-team' },
  consumer: { roleARN: 'arn:aws:iam::222222222222:role/privatelink-consumer', externalID: 'shop-team' },
} as const;

async function begin(time: 'real' | 'virtual' = 'virtual'): Promise<Scenario> {
  return (current = await scenario({ time }));
}
const minute = 60_000;
const idOf = (on: Scenario): string => on.consumer.replace(/-consumer$/, '');
const access = (on: Scenario, name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'privatelink-operator.io/v1alpha1',
  kind: 'PrivateLinkAccess',
  metadata: { name, labels: { test: idOf(on) } },
  spec: { ...roles.consumer, ...spec },
});
const consumerAccess = (on: Scenario): KubeObject => access(on, on.consumer);
/** What any of the operator's identities asked of AWS, from the `since`-th call on. */
const asked = (on: Scenario, since = 0): readonly JournalEntry[] =>
  on.simulator.journal.slice(since).filter(({ principal, account }) => principal.includes('assumed-role/') || account === operatorAccount);
const actions = (entries: readonly JournalEntry[]): readonly string[] => entries.map(({ action }) => action);
const writes = (entries: readonly JournalEntry[]): readonly string[] =>
  actions(entries).filter((action) => !/^(Describe|Get|AssumeRole)/.test(action));
const readyReason = (reason: string) => (seen: Seen) => condition(seen, 'Ready')?.reason === reason;
const endpointID = (seen: Seen): string => String(seen.status['endpointID']);

describe('several accesses admit the namespace', () => {
  test('nothing is asked of AWS until the object names one, and an Event says so', async () => {
    const on = await begin();
    const other = `${on.consumer}-other`;
    await on.create(access(on, other, { namespaces: { names: [on.consumer] } }));
    const object = await on.create(on.endpoint('secrets'));
    const seen = await on.until(object, 'ambiguous', readyReason('AccessAmbiguous'));
    expect(condition(seen, 'Ready')?.message).toContain(`(${on.consumer}, ${other}). Name one in spec.accessRef.name`);
    expect([condition(seen, 'Stalled')?.status, condition(seen, 'Reconciling')]).toEqual(['True', undefined]);
    expect([asked(on), seen.metadata.finalizers]).toEqual([[], undefined]);
    await expect.poll(() => eventsOf(on), { timeout: 10_000 }).toContain('Warning AccessAmbiguous');
    await on.edit(object, { spec: { accessRef: { name: other } } });
    await on.until(object, 'ready', isReady);
  });

  test('the one into the account of what was made stays, and a second one may go again', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    await on.until(object, 'ready', isReady);
    const other = access(on, `${on.consumer}-other`, { ...roles.provider, namespaces: { names: [on.consumer] } });
    await on.create(other);
    await on.until(object, 'ambiguous', readyReason('AccessAmbiguous'));
    await on.remove(consumerAccess(on));
    const kept = await on.until(consumerAccess(on), 'in use', (seen) => condition(seen, 'Ready')?.reason === 'InUse');
    expect(kept.metadata.finalizers).toEqual([finalizer]);
    await on.remove(other);
    await on.untilGone(other);
    await on.until(object, 'ready', isReady);
    await on.remove(object);
    await on.untilGone(object);
    await on.untilGone(consumerAccess(on));
  });
});

async function eventsOf(on: Scenario): Promise<readonly string[]> {
  const events: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
  const { items } = await on.client.list(events);
  return items
    .filter(({ metadata }) => metadata.namespace === on.consumer)
    .map((event) => event as KubeObject & { readonly type: string; readonly reason: string })
    .map(({ type, reason }) => `${type} ${reason}`);
}

describe('the access that an object names', () => {
  test('does not admit its namespace: nothing is asked of AWS until it does', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets', { accessRef: { name: on.provider } }));
    const seen = await on.until(object, 'not found', readyReason('AccessNotFound'));
    expect(condition(seen, 'Ready')?.message).toContain(`${on.provider} does not exist or does not admit namespace ${on.consumer}`);
    expect([condition(seen, 'Stalled')?.status, asked(on)]).toEqual(['True', []]);
    await on.edit(access(on, on.provider), { spec: { ...roles.consumer, namespaces: { names: [on.provider, on.consumer] } } });
    await on.until(object, 'ready', isReady);
  });

  test('is changed for another of the same account: the former is no longer held, the latter is', async () => {
    const on = await begin();
    const next = access(on, `${on.consumer}-next`, { namespaces: { names: [on.provider] } });
    await on.create(next);
    const object = await on.create(on.endpoint('secrets', { accessRef: { name: on.consumer } }));
    await on.until(object, 'ready', isReady);
    await on.until(consumerAccess(on), 'held', (seen) => seen.metadata.finalizers?.includes(finalizer) === true);
    await on.edit(next, { spec: { namespaces: { names: [on.consumer] } } });
    await on.edit(object, { spec: { accessRef: { name: next.metadata.name } } });
    await on.until(next, 'held', (seen) => seen.metadata.finalizers?.includes(finalizer) === true);
    await on.until(consumerAccess(on), 'free', (seen) => seen.metadata.finalizers === undefined);
    await on.remove(consumerAccess(on));
    await on.untilGone(consumerAccess(on));
    await on.until(object, 'ready', isReady);
  });
});

test('where no access admits the namespace, the operator uses its own role and pins its account', async () => {
  const on = await begin();
  const alone = `${idOf(on)}-alone`;
  await on.client.create(namespaces, { metadata: { name: alone } });
  const template = on.endpoint('secrets');
  const object = await on.create({ ...template, metadata: { ...template.metadata, namespace: alone } });
  const seen = await on.until(object, 'pinned', ({ status }) => status['accountID'] !== undefined);
  expect(seen.status['accountID']).toBe(operatorAccount);
  expect(actions(asked(on))).not.toContain('AssumeRole');
});

describe('an access that is deleted', () => {
  test('while in use stays, serves the deletion of what it made, and goes when nothing needs it', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    await on.until(object, 'ready', isReady);
    await on.until(consumerAccess(on), 'held', (seen) => seen.status['inUseBy'] === 1);
    await on.remove(consumerAccess(on));
    const seen = await on.until(consumerAccess(on), 'told to wait', readyReason('InUse'));
    expect(condition(seen, 'Ready')?.message).toBe(
      `Used by 1 object, among them InterfaceEndpoint ${on.consumer}/secrets. Delete them first, or deletion waits.`,
    );
    await on.remove(object);
    await on.untilGone(object);
    await on.untilGone(consumerAccess(on));
    expect(writes(asked(on)).at(-1)).toBe('DeleteVpcEndpoints');
  });

  test('while unused goes at once', async () => {
    const on = await begin();
    await on.remove(consumerAccess(on));
    await on.untilGone(consumerAccess(on));
  });
});

describe('the access leads elsewhere', () => {
  test('to another account: nothing is written, deletion included, until it is restored', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    const made = await on.until(object, 'ready', isReady);
    const before = on.simulator.journal.length;
    await on.edit(consumerAccess(on), { spec: roles.provider });
    const seen = await on.until(object, 'account changed', readyReason('AccountChanged'));
    expect(condition(seen, 'Ready')?.message).toContain('Was created in account 222222222222, but its access now leads to 111111111111.');
    expect([condition(seen, 'Stalled')?.status, seen.status['accountID'], endpointID(seen)]).toEqual([
      'True',
      '222222222222',
      endpointID(made),
    ]);
    await on.remove(object);
    const held = await on.until(object, 'deletion held', readyReason('Deleting'));
    expect(condition(held, 'Ready')?.message).toContain('Restore the access');
    await on.pass(10 * minute);
    expect([writes(asked(on, before)), (await on.read(object))?.metadata.finalizers]).toEqual([[], [finalizer]]);
    await on.edit(consumerAccess(on), { spec: roles.consumer });
    await on.untilGone(object);
    expect(writes(asked(on, before))).toEqual(['DeleteVpcEndpoints']);
  });

  test('to another Region: nothing is written until it is restored', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    const made = await on.until(object, 'ready', isReady);
    const before = on.simulator.journal.length;
    // What an operator of another default Region would have pinned.
    await on.client.patchStatus(endpointResource, made, { ...made.status, region: 'eu-central-1' });
    await on.edit(object, { metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': 'now' } } });
    const seen = await on.until(object, 'Region changed', readyReason('RegionChanged'));
    expect(condition(seen, 'Ready')?.message).toContain('Was created in Region eu-central-1, but now asks for eu-west-1.');
    await on.remove(object);
    await on.until(object, 'deletion held', readyReason('Deleting'));
    expect(writes(asked(on, before))).toEqual([]);
  });

  test('nowhere, for the external ID is wrong: the condition says what to check, retries, and it heals when corrected', async () => {
    const on = await begin();
    await on.edit(consumerAccess(on), { spec: { externalID: 'somebody-else' } });
    const object = await on.create(on.endpoint('secrets'));
    const seen = await on.until(object, 'denied', readyReason('AccessDenied'));
    expect(condition(seen, 'Ready')?.message).toContain(`Cannot use ${roles.consumer.roleARN}: `);
    expect(condition(seen, 'Ready')?.message).toContain("Check the role's trust policy and the external ID.");
    expect([condition(seen, 'Reconciling')?.reason, condition(seen, 'Stalled')]).toEqual(['ProgressingWithRetry', undefined]);
    expect(writes(asked(on))).toEqual([]);
    await on.edit(consumerAccess(on), { spec: { externalID: roles.consumer.externalID } });
    await on.until(object, 'ready', isReady);
  });
});

const endpointResource: ResourceType = {
  group: 'privatelink-operator.io',
  version: 'v1alpha1',
  kind: 'InterfaceEndpoint',
  plural: 'interfaceendpoints',
  namespaced: true,
};

test('a namespace that is relabelled out of its access takes its objects out of it, and back', async () => {
  const on = await begin();
  const team = `${idOf(on)}-team`;
  await on.client.create(namespaces, { metadata: { name: team, labels: { access: team } } });
  await on.create(access(on, team, { namespaces: { selector: { matchLabels: { access: team } } } }));
  const template = on.endpoint('secrets');
  const object = await on.create({ ...template, metadata: { ...template.metadata, namespace: team } });
  await on.until(object, 'ready', isReady);
  const before = on.simulator.journal.length;
  await on.client.patch(namespaces, { metadata: { name: team } }, { metadata: { labels: { access: 'another' } } });
  await on.until(object, "left to the operator's own account", readyReason('AccountChanged'));
  expect(writes(asked(on, before))).toEqual([]);
  await on.client.patch(namespaces, { metadata: { name: team } }, { metadata: { labels: { access: team } } });
  await on.until(object, 'ready', isReady);
});

describe('annotations', () => {
  test('paused holds deletion too, and says so; taken away, deletion goes on', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    await on.until(object, 'ready', isReady);
    await on.edit(object, { metadata: { annotations: { 'privatelink-operator.io/paused': 'true' } } });
    await on.until(object, 'paused', (seen) => condition(seen, 'Paused')?.status === 'True');
    await on.remove(object);
    const seen = await on.until(
      object,
      'deletion held',
      (one) => condition(one, 'Paused')?.message.includes('deletion waits too') === true,
    );
    expect(condition(seen, 'Ready')?.status).toBe('True');
    await on.pass(10 * minute);
    expect(on.calls('DeleteVpcEndpoints')).toEqual([]);
    await on.edit(object, { metadata: { annotations: { 'privatelink-operator.io/paused': null } } });
    await on.untilGone(object);
  });

  test('paused from its birth, an object costs no AWS call and one status write, whatever else happens', async () => {
    const on = await begin();
    const template = on.endpoint('secrets');
    const object = await on.create({
      ...template,
      metadata: { ...template.metadata, annotations: { 'privatelink-operator.io/paused': 'true' } },
    });
    const seen = await on.until(object, 'paused', (one) => condition(one, 'Paused')?.status === 'True');
    expect(condition(seen, 'Ready')).toMatchObject({ status: 'Unknown', reason: 'Pending' });
    // Whole seconds later, another pass: the access concerns every object.
    await on.pass(minute);
    await on.edit(consumerAccess(on), { metadata: { annotations: { touched: 'yes' } } });
    await on.pass(minute);
    expect([(await on.read(object))?.metadata.resourceVersion, asked(on)]).toEqual([seen.metadata.resourceVersion, []]);
  });

  test('reconcile-requested-at is answered with its own value', async () => {
    const on = await begin();
    const object = await on.create(on.endpoint('secrets'));
    await on.until(object, 'ready', isReady);
    for (const moment of ['2026-11-24T10:00:00Z', 'once more']) {
      await on.edit(object, { metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': moment } } });
      await on.until(object, 'answered', ({ status }) => status['lastHandledReconcileAt'] === moment);
    }
  });
});

test('an object that is refused and owns nothing is deleted without an AWS call, its finalizer notwithstanding', async () => {
  const on = await begin();
  const template = on.endpoint('secrets', { policyJSON: 'no JSON' });
  const object = await on.create({ ...template, metadata: { ...template.metadata, finalizers: [finalizer] } });
  await on.until(object, 'refused', readyReason('InvalidSpec'));
  await on.remove(object);
  await on.untilGone(object);
  expect(asked(on)).toEqual([]);
});

/** A second operator in place of the scenario's, on a wire that can be held. */
async function onHeldWire(on: Scenario, hold: (wire: HeldWire) => void) {
  await on.operator().stop();
  const wire = heldWire();
  hold(wire);
  const started = startTestOperator({
    kubeconfig: inject('operatorKubeconfig'),
    endpoint: on.simulator.url,
    clusterID: idOf(on),
    test: idOf(on),
    wrap: wire.wrap,
  }).then((operator) => (second = operator));
  return { wire, started };
}

describe('what the operator has not been told yet', () => {
  test.each(['privatelinkaccesses', 'namespaces', 'endpointservices'])('are the %s, when it starts: no pass begins', async (plural) => {
    const on = await begin('real');
    await on.operator().stop();
    const object = await on.create(on.endpoint('secrets'));
    const { wire, started } = await onHeldWire(on, (held) => held.hold(plural, 'all'));
    await sleep(3_000);
    expect([asked(on), (await on.read(object))?.metadata.finalizers]).toEqual([[], undefined]);
    wire.release(plural);
    await started;
    const seen = await on.until(object, 'ready', isReady);
    expect(seen.status['accountID']).toBe('222222222222');
  });

  test('is an access made a moment ago, whose watch stalls: the API server is asked before an account is pinned', async () => {
    const on = await begin('real');
    const { wire, started } = await onHeldWire(on, () => undefined);
    await started;
    wire.hold('privatelinkaccesses', 'watch');
    const team = `${idOf(on)}-team`;
    await on.client.create(namespaces, { metadata: { name: team } });
    await on.create(access(on, team, { namespaces: { names: [team] } }));
    const template = on.endpoint('secrets');
    const object = await on.create({ ...template, metadata: { ...template.metadata, namespace: team } });
    const seen = await on.until(object, 'ready', isReady);
    expect(seen.status['accountID']).toBe('222222222222');
    wire.release('privatelinkaccesses');
  });

  test('is a namespace made a moment ago, whose labels choose the access: nothing is asked of AWS until they are known', async () => {
    const on = await begin('real');
    const team = `${idOf(on)}-team`;
    await on.create(access(on, team, { namespaces: { selector: { matchLabels: { access: team } } } }));
    const { wire, started } = await onHeldWire(on, () => undefined);
    await started;
    wire.hold('namespaces', 'watch');
    await on.client.create(namespaces, { metadata: { name: team, labels: { access: team } } });
    const template = on.endpoint('secrets');
    const object = await on.create({ ...template, metadata: { ...template.metadata, namespace: team } });
    const waiting = await on.until(object, 'waiting', readyReason('NamespaceUnknown'));
    expect([condition(waiting, 'Reconciling')?.status, condition(waiting, 'Stalled'), asked(on)]).toEqual(['True', undefined, []]);
    wire.release('namespaces');
    const seen = await on.until(object, 'ready', isReady);
    expect(seen.status['accountID']).toBe('222222222222');
  });
});
