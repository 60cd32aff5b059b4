import { describe, expect, test } from 'vitest';
import type { KubeClient } from '../../src/kube/client.ts';
import { createEventRecorder, type EventToRecord } from '../../src/kube/events.ts';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

const resource: ResourceType = { group: 'test', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const object = { metadata: { name: 'kms', namespace: 'shop', uid: 'uid-1' } };
const event: EventToRecord = { type: 'Normal', reason: 'Available', message: 'all is well' };
const hour = 3_600_000;

type Written = KubeObject & { readonly note: string; readonly eventTime: string };

function setUp() {
  const clock = new VirtualClock(Date.parse('2026-11-24T10:20:30.456Z'));
  const written: Written[] = [];
  const errors: string[] = [];
  const server = { busy: 0, busiest: 0, answer: async (): Promise<void> => undefined };
  const client = {
    create: async (_resource: ResourceType, body: Written) => {
      server.busy += 1;
      server.busiest = Math.max(server.busiest, server.busy);
      try {
        await server.answer();
        written.push(body);
      } finally {
        server.busy -= 1;
      }
      return body;
    },
  } as unknown as KubeClient;
  const recorder = createEventRecorder({ client, clock, instance: 'pod-1', onError: (error) => errors.push(String(error)) });
  return { clock, written, errors, server, recorder };
}

test('an event names its object, its reason and its moment in the six digits that the API server wants', async () => {
  const { recorder, written } = setUp();
  recorder.record(resource, object, event);
  await recorder.flush();
  expect(written).toMatchObject([
    {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace: 'shop' },
      eventTime: '2026-11-24T10:20:30.456000Z',
      type: 'Normal',
      reason: 'Available',
      action: 'Available',
      note: 'all is well',
      regarding: { apiVersion: 'test/v1', kind: 'Thing', name: 'kms', namespace: 'shop', uid: 'uid-1' },
      reportingController: 'privatelink-operator.io/operator',
      reportingInstance: 'pod-1',
    },
  ]);
});

test.each([
  ['1,024 letters', 'x'.repeat(1_024), 'x'.repeat(1_024)],
  ['1,025 letters', 'x'.repeat(1_025), `${'x'.repeat(1_021)}…`],
  ['letters of two bytes', 'é'.repeat(600), `${'é'.repeat(510)}…`],
  ['letters of four bytes', '🙂'.repeat(300), `${'🙂'.repeat(255)}…`],
])('a note of %s fits the 1,024 bytes that the API server takes', async (_what, message, note) => {
  const { recorder, written } = setUp();
  recorder.record(resource, object, { ...event, message });
  await recorder.flush();
  expect(written[0]?.note).toBe(note);
  expect(new TextEncoder().encode(note).length).toBeLessThanOrEqual(1_024);
});

test('the name of an event is a name, wherever a long name of its object is cut', async () => {
  const { recorder, written } = setUp();
  recorder.record(resource, { metadata: { ...object.metadata, name: `${'x'.repeat(198)}.-y` } }, event);
  await recorder.flush();
  expect(written[0]?.metadata.name).toMatch(/^x{198}\.[0-9a-f]+$/);
});

describe('the same words about the same object', () => {
  test('are written once an hour', async () => {
    const { recorder, written, clock } = setUp();
    for (let minute = 0; minute < 120; minute += 1) {
      recorder.record(resource, object, event);
      await clock.advance(hour / 60);
    }
    expect(written).toHaveLength(2);
  });

  test.each([
    ['another reason', object, { ...event, reason: 'Updating' }],
    ['another message', object, { ...event, message: 'one zone less' }],
    ['another incarnation', { metadata: { ...object.metadata, uid: 'uid-2' } }, event],
  ])('are not those of %s', async (_what, other, said) => {
    const { recorder, written } = setUp();
    recorder.record(resource, object, event);
    recorder.record(resource, other, said);
    await recorder.flush();
    expect(written).toHaveLength(2);
    expect(new Set(written.map(({ metadata }) => metadata.name)).size).toBe(2);
  });

  test('are remembered however much else was said meanwhile, within a bound', async () => {
    const { recorder, written } = setUp();
    recorder.record(resource, object, event);
    for (let other = 0; other < 4_000; other += 1) {
      recorder.record(resource, object, { ...event, message: `message ${other}` });
      if (other % 500 === 0) for (let turn = 0; turn < 200; turn += 1) await settle();
    }
    recorder.record(resource, object, event);
    await recorder.flush();
    expect(written.filter(({ note }) => note === event.message)).toHaveLength(1);
  });
});

describe('a storm of events', () => {
  test('is written one after the other, so that passes find a connection', async () => {
    const { recorder, written, server } = setUp();
    server.answer = settle;
    for (let index = 0; index < 500; index += 1) recorder.record(resource, object, { ...event, message: `message ${index}` });
    await recorder.flush();
    expect([written.length, server.busiest]).toEqual([500, 1]);
    expect(written.map(({ note }) => note)).toEqual(Array.from({ length: 500 }, (_, index) => `message ${index}`));
  });

  test('of more than a thousand waiting is cut, and said so', async () => {
    const { recorder, written, errors, server } = setUp();
    const held = Promise.withResolvers<void>();
    server.answer = () => held.promise;
    for (let index = 0; index < 1_500; index += 1) recorder.record(resource, object, { ...event, message: `message ${index}` });
    held.resolve();
    await recorder.flush();
    expect([written.length, errors.length]).toEqual([1_001, 499]);
    expect(errors[0]).toBe('Error: 1000 events wait to be written; dropped: Available');
  });
});

describe('an event that cannot be written', () => {
  test('is told, and the next is written', async () => {
    const { recorder, written, errors, server, clock } = setUp();
    server.answer = () => Promise.reject(new Error('forbidden'));
    recorder.record(resource, object, event);
    await clock.advance(0);
    server.answer = async () => undefined;
    recorder.record(resource, object, { ...event, reason: 'Updating' });
    await recorder.flush();
    expect([errors, written.length]).toEqual([['Error: forbidden'], 1]);
  });

  test('does not hold up the end: the first failure ends a flush', async () => {
    const { recorder, errors, server } = setUp();
    server.answer = () => settle().then(() => Promise.reject(new Error('no answer')));
    for (let index = 0; index < 100; index += 1) recorder.record(resource, object, { ...event, message: `message ${index}` });
    await recorder.flush();
    expect(errors.length).toBeLessThanOrEqual(2);
  });
});
