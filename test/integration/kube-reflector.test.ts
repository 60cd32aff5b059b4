import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { createKubeClient } from '../../src/kube/client.ts';
import { Reflector } from '../../src/kube/reflector.ts';
import type { KubeObject } from '../../src/kube/resource.ts';
import type { KubeStream, Transport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { configMaps, faulty, linesOf, type Place, place } from './support/kube-wire.ts';

let running: Reflector | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(transport: Transport, clock: Clock = systemClock) {
  const errors: string[] = [];
  const reflector = (running = new Reflector({
    client: createKubeClient(transport, clock),
    resource: configMaps,
    clock,
    random: Math.random,
    onError: (error) => errors.push(String(error)),
  }));
  reflector.start();
  await reflector.synced;
  return { reflector, errors };
}
/** What only one of both has, the store or the API server. */
async function differences({ store }: Reflector, { client, namespace }: Place): Promise<readonly string[]> {
  const summary = (objects: readonly KubeObject[]): readonly string[] =>
    objects
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  const [there, held] = [summary((await client.list(configMaps)).items), summary(store.list())];
  return [...there.filter((one) => !held.includes(one)), ...held.filter((one) => !there.includes(one))];
}
const becomesEqual = (reflector: Reflector, on: Place): Promise<void> =>
  expect.poll(() => differences(reflector, on), { timeout: 30_000 }).toEqual([]);
const has = (reflector: Reflector, on: Place, name: string) => (): boolean => reflector.store.get(`${on.namespace}/${name}`) !== undefined;

test('twelve hundred objects are listed in three pages or more, and the watch keeps them', async () => {
  await using on = await place();
  await Promise.all(Array.from({ length: 1_200 }, (_, index) => on.client.create(configMaps, on.configMap(`c-${index}`))));
  const { transport, lists, pages, watches } = faulty(on.wire(), {});
  const { reflector } = await start(transport);
  expect(reflector.store.list().filter(({ metadata }) => metadata.namespace === on.namespace)).toHaveLength(1_200);
  expect(pages.length).toBeGreaterThanOrEqual(3);
  expect(pages.every(({ query }) => query?.['limit'] === '500')).toBe(true);
  await on.client.delete(configMaps, on.configMap('c-7'));
  await becomesEqual(reflector, on);
  expect([lists.length, watches.length]).toEqual([1, 1]);
});

test('a network that cuts within events, repeats and delays them leaves the store equal to the server, from one list', async () => {
  await using on = await place();
  const { transport, lists, watches } = faulty(on.wire(), {
    answer: (stream, watch) => ({ ...stream, chunks: unwell(stream, watch < 3) }),
  });
  const { reflector, errors } = await start(transport);
  for (let index = 0; index < 60; index += 1) {
    const object = on.configMap(`c-${index % 10}`, { round: String(index) });
    const there = await on.client.get(configMaps, object);
    if (there === undefined) await on.client.create(configMaps, object);
    else if (index % 3 === 0) await on.client.delete(configMaps, object);
    else await on.client.patch(configMaps, object, { data: { round: String(index), city: 'Zürich 🙂' } });
    await sleep(30);
  }
  await becomesEqual(reflector, on);
  expect([lists.length, watches.length, errors.length]).toEqual([1, 4, 3]);
});

/** Each event late and twice, with older ones in between; where it breaks, the tenth by half. */
async function* unwell(stream: KubeStream, breaks: boolean): AsyncGenerator<Uint8Array> {
  let events = 0;
  let before: Uint8Array | undefined;
  for await (const line of linesOf(stream)) {
    await sleep(10);
    yield line;
    if (before !== undefined) yield before;
    yield line;
    before = line;
    events += 1;
    if (!breaks || events < 10) continue;
    yield line.subarray(0, line.length / 2);
    throw new Error('cut');
  }
}

describe('a stream that freezes', () => {
  /** Minutes in seconds. */
  const begun = Date.now();
  const fast: Clock = {
    now: () => begun + (Date.now() - begun) * 50,
    wallTime: () => Date.now(),
    setTimer: (milliseconds, run) => systemClock.setTimer(milliseconds / 50, run),
  };

  test('is given up and taken up again, and nothing that happened meanwhile is missed', async () => {
    await using on = await place();
    const { transport, lists, watches } = faulty(on.wire(), {
      answer: (stream, watch) => ({ ...stream, chunks: watch === 0 ? silent(stream) : stream.chunks }),
    });
    const { reflector, errors } = await start(transport, fast);
    await on.client.create(configMaps, on.configMap('unheard'));
    await expect.poll(has(reflector, on, 'unheard'), { timeout: 30_000 }).toBe(true);
    expect(errors[0]).toContain('watch silent for 150 s');
    expect([lists.length, watches.length]).toEqual([1, 2]);
  });
});

async function* silent({ chunks }: KubeStream): AsyncGenerator<Uint8Array> {
  for await (const _lost of chunks) yield new Uint8Array();
}

describe('a watch that the server ends', () => {
  test('goes on from its last bookmark, beyond what was listed, without a list', async () => {
    await using on = await place();
    // Of one namespace only, so that what happens elsewhere brings no event. The API server sends a bookmark shortly before it ends a watch.
    const fieldSelector = `metadata.namespace=${on.namespace}`;
    const { transport, lists, watches } = faulty(on.wire(), {
      ask: (call) => ({ ...call, query: { ...call.query, fieldSelector, ...(call.query?.['watch'] ? { timeoutSeconds: '4' } : {}) } }),
    });
    const { reflector } = await start(transport);
    const elsewhere = { metadata: { name: on.namespace, namespace: 'default' } };
    await on.client.create(configMaps, elsewhere);
    const { metadata } = await on.client.patch(configMaps, elsewhere, { data: { changed: 'yes' } });
    const versions = (): readonly number[] => watches.map(({ query }) => Number(query?.['resourceVersion']));
    await expect.poll(() => Math.max(...versions()), { timeout: 30_000 }).toBeGreaterThanOrEqual(Number(metadata.resourceVersion));
    expect([lists.length, reflector.store.list()]).toEqual([1, []]);
    await on.client.create(configMaps, on.configMap('after'));
    await expect.poll(has(reflector, on, 'after'), { timeout: 30_000 }).toBe(true);
  });

  const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)' };
  const ways: Record<string, (stream: KubeStream) => KubeStream> = {
    status: (stream) => ({ ...stream, status: 410, body: JSON.stringify(gone) }),
    event: (stream) => ({ ...stream, chunks: once(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`) }),
  };
  test.each(Object.entries(ways))(
    'because it no longer keeps the version, told by %s, is replaced by a list and a watch',
    async (_how, tell) => {
      await using on = await place();
      const { transport, lists, watches } = faulty(on.wire(), { answer: (stream, watch) => (watch === 0 ? tell(stream) : stream) });
      const { reflector, errors } = await start(transport);
      await on.client.create(configMaps, on.configMap('after'));
      await expect.poll(has(reflector, on, 'after'), { timeout: 30_000 }).toBe(true);
      await expect.poll(() => [lists.length, watches.length]).toEqual([2, 2]);
      expect(errors).toEqual([`KubeError: ${gone.message}`]);
    },
  );
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

test('stopped, it leaves the server alone', async () => {
  await using on = await place();
  const { transport, lists, watches } = faulty(on.wire(), {});
  const { reflector, errors } = await start(transport);
  await expect.poll(() => watches.length).toBe(1);
  await reflector.stop();
  await on.client.create(configMaps, on.configMap('late'));
  await sleep(1_000);
  expect([lists.length, watches.length, errors, has(reflector, on, 'late')()]).toEqual([1, 1, [], false]);
});
