import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { describe, expect, inject, test } from 'vitest';
import { createKubeClient } from '../../src/kube/client.ts';
import { isConflict, isNotFound } from '../../src/kube/errors.ts';
import { createEventRecorder } from '../../src/kube/events.ts';
import { addFinalizer, removeFinalizer } from '../../src/kube/finalizers.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { configMaps, type Place, place } from './support/kube-wire.ts';

const services: ResourceType = {
  group: 'privatelink-operator.io',
  version: 'v1alpha1',
  kind: 'EndpointService',
  plural: 'endpointservices',
  namespaced: true,
};
const service = ({ namespace }: Place, spec: object = {}) => ({
  apiVersion: 'privatelink-operator.io/v1alpha1',
  kind: 'EndpointService',
  metadata: { name: 'payments', namespace },
  spec: { loadBalancers: [{ name: 'payments' }], ...spec },
});
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it was not refused',
    (error: unknown) => error,
  );

describe('a refusal of the real API server has its code, its reason and its words', () => {
  const cases: Record<string, readonly [(on: Place) => Promise<unknown>, object]> = {
    'something patched that is not there': [
      ({ client, configMap }) => client.patch(configMaps, configMap('nowhere'), {}),
      { status: 404, reason: 'NotFound', message: 'configmaps "nowhere" not found' },
    ],
    'something made that is there': [
      async ({ client, configMap }) => {
        await client.create(configMaps, configMap('twice'));
        return client.create(configMaps, configMap('twice'));
      },
      { status: 409, reason: 'AlreadyExists', message: 'configmaps "twice" already exists' },
    ],
    'a spec that breaks a rule': [
      (on) => on.client.create(services, service(on, { loadBalancers: [] })),
      { status: 422, reason: 'Invalid', message: expect.stringContaining('spec.loadBalancers') as string },
    ],
    'a kind that the server does not have': [
      ({ client }) => client.list({ ...services, plural: 'nothings' }),
      { status: 404, reason: 'Unknown', message: 'the API server answered 404' },
    ],
  };
  test.each(Object.entries(cases))('%s', async (_what, [ask, error]) => {
    await using on = await place();
    expect(await caught(ask(on))).toMatchObject(error);
  });
});

describe('a status patch', () => {
  test('on a version that is no longer the newest is a conflict, and changes nothing', async () => {
    await using on = await place();
    const made = await on.client.create(services, service(on));
    const edited = await on.client.patch(services, made, { spec: { minimumZones: 2 } });
    expect(isConflict(await caught(on.client.patchStatus(services, made, { serviceID: 'vpce-svc-1' })))).toBe(true);
    expect(await on.client.get(services, made)).toEqual(edited);
    const written = await on.client.patchStatus(services, edited, { ...(edited.status as object), serviceID: 'vpce-svc-1' });
    expect([written?.metadata.generation, written?.status]).toMatchObject([
      2,
      { serviceID: 'vpce-svc-1', conditions: [{ type: 'Ready' }] },
    ]);
  });

  test('replaces lists whole, and takes away what is gone', async () => {
    await using on = await place();
    const made = await on.client.create(services, service(on));
    const conditions = (made.status as { readonly conditions: unknown }).conditions;
    const full = {
      conditions,
      serviceID: 'vpce-svc-1',
      tagKeys: ['a', 'b'],
      connections: { available: 2, pendingAcceptance: 0, rejected: 0, other: 0 },
    };
    const first = await on.client.patchStatus(services, made, full);
    const { serviceID: _gone, ...less } = { ...full, tagKeys: ['b'] };
    const second = await on.client.patchStatus(services, first ?? made, less);
    expect(second?.status).toEqual(less);
    expect(await on.client.patchStatus(services, second ?? made, less)).toBeUndefined();
  });
});

describe('finalizers', () => {
  const ours = 'privatelink-operator.io/finalizer';

  test('are added and taken away beside those of others, and the last to leave ends the object', async () => {
    await using on = await place();
    const made = await on.client.create(configMaps, { metadata: { ...on.configMap('held').metadata, finalizers: ['example.com/theirs'] } });
    const both = await addFinalizer(on.client, configMaps, { object: made, finalizer: ours });
    expect(both.metadata.finalizers).toEqual(['example.com/theirs', ours]);
    await on.client.delete(configMaps, made);
    const deleting = (await on.client.get(configMaps, made)) ?? made;
    const theirs = await removeFinalizer(on.client, configMaps, { object: deleting, finalizer: ours });
    expect([theirs.metadata.finalizers, theirs.metadata.deletionTimestamp === undefined]).toEqual([['example.com/theirs'], false]);
    await removeFinalizer(on.client, configMaps, { object: theirs, finalizer: 'example.com/theirs' });
    expect(await on.client.get(configMaps, made)).toBeUndefined();
    expect(isNotFound(await caught(removeFinalizer(on.client, configMaps, { object: theirs, finalizer: ours })))).toBe(true);
  });

  test('changed by somebody else meanwhile are a conflict, never undone', async () => {
    await using on = await place();
    const made = await on.client.create(configMaps, on.configMap('held'));
    await on.client.patch(configMaps, made, { metadata: { finalizers: ['example.com/theirs'] } });
    expect(isConflict(await caught(addFinalizer(on.client, configMaps, { object: made, finalizer: ours })))).toBe(true);
    expect((await on.client.get(configMaps, made))?.metadata.finalizers).toEqual(['example.com/theirs']);
  });
});

test('events are taken by the server, be the name as long and the words as foreign as may be', async () => {
  await using on = await place();
  const errors: unknown[] = [];
  const recorder = createEventRecorder({
    client: on.client,
    clock: systemClock,
    instance: 'pod-1',
    onError: (error) => errors.push(error),
  });
  const resource = { ...services, kind: 'EndpointService' };
  const names = ['payments', `${'x'.repeat(198)}.-y`.slice(0, 200) + '1'.repeat(53)];
  for (const name of names)
    recorder.record(
      resource,
      { metadata: { name, namespace: on.namespace, uid: 'uid-1' } },
      { type: 'Warning', reason: 'Stalled', message: `${name} 東京🙂`.repeat(200) },
    );
  recorder.record(
    resource,
    { metadata: { name: 'cluster-scoped', uid: 'uid-2' } },
    { type: 'Normal', reason: 'Available', message: on.namespace },
  );
  await recorder.flush();
  expect(errors).toEqual([]);
  const events: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
  const written = (await on.client.list(events)).items as unknown as readonly {
    metadata: { namespace: string };
    note: string;
    eventTime: string;
  }[];
  const here = written.filter(({ metadata }) => metadata.namespace === on.namespace);
  expect(here).toHaveLength(2);
  expect(here.every(({ eventTime }) => /\.\d{6}Z$/.test(eventTime))).toBe(true);
  expect(written.filter(({ note }) => note === on.namespace).map(({ metadata }) => metadata.namespace)).toEqual(['default']);
});

test('a CA that was renewed on disk is used from then on, by the same wire', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'));
  const caFile = join(folder, 'ca.crt');
  const known = new KubeConfig();
  known.loadFromFile(inject('kubeconfig'));
  const cluster = known.getCurrentCluster();
  const user = known.getCurrentUser();
  const right = Buffer.from(cluster?.caData ?? '', 'base64').toString();
  const wrong = Buffer.from(user?.certData ?? '', 'base64').toString();
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: cluster?.server ?? '', caFile }],
    users: [{ ...user, name: 'u' }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  const transport = createTransport(config);
  try {
    const client = createKubeClient(transport, systemClock);
    writeFileSync(caFile, wrong);
    expect(String(await caught(client.list(configMaps)))).toContain('no answer from the API server');
    writeFileSync(caFile, right);
    expect((await client.list(configMaps)).resourceVersion).toMatch(/^\d+$/);
    writeFileSync(caFile, wrong);
    expect(String(await caught(client.list(configMaps)))).toContain('no answer from the API server');
  } finally {
    await transport.close();
    rmSync(folder, { recursive: true });
  }
});
