import { afterEach, describe, expect, test } from 'vitest';
import { createKubeClient } from '../../src/kube/client.ts';
import { Reflector } from '../../src/kube/reflector.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import type { Change } from '../../src/kube/store.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';
import { list, refusal, thing, Wire } from './support/wire.ts';

const resource: ResourceType = { group: 'test', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

let running: Reflector | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A reflector on a virtual clock, started, and what its store told. */
async function start(prepare: (wire: Wire) => void = () => undefined) {
  const clock = new VirtualClock();
  const wire = new Wire();
  prepare(wire);
  const errors: string[] = [];
  const changes: string[] = [];
  const reflector = (running = new Reflector({
    client: createKubeClient(wire, clock),
    resource,
    clock,
    random: () => 0.5,
    onError: (error) => errors.push(String(error)),
  }));
  const told = (change: Change): void =>
    void changes.push(`${change.type} ${change.object.metadata.name}@${change.object.metadata.resourceVersion}`);
  reflector.store.subscribe(told);
  reflector.start();
  await clock.advance(0);
  const names = (): string[] => reflector.store.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  const send = async (...events: readonly object[]): Promise<void> => {
    wire.watch.send(...events);
    await clock.advance(0);
  };
  return { clock, wire, errors, changes, reflector, names, send };
}

describe('the first list', () => {
  test('fills the store, and the watch goes on from its version with bookmarks', async () => {
    const { wire, names } = await start((wire) => (wire.answer = () => list([thing('a', 7), thing('b', 9)])));
    expect(names()).toEqual(['a@7', 'b@9']);
    expect(wire.watch.call.query).toMatchObject({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '100' });
    expect(wire.watch.call.query?.['timeoutSeconds']).toBe('450');
  });

  test.each([
    ['500', () => refusal(500, 'InternalError')],
    ['429', () => refusal(429, 'TooManyRequests')],
    ['a proxy in between', () => ({ status: 502, body: '<html>bad gateway</html>' })],
    ['no answer at all', () => Promise.reject(new Error('connection refused'))],
  ])('that fails by %s is tried again with a growing wait, and reported each time', async (_how, answer) => {
    const { clock, wire, errors, reflector } = await start((wire) => (wire.answer = answer));
    let synced = false;
    void reflector.synced.then(() => (synced = true));
    await clock.advance(10 * minute);
    // 0.4 + 0.8 + 1.5 + 3 + 6 + 12 s, then every 22.5 s.
    expect(wire.requests.length).toBeGreaterThan(20);
    expect(wire.requests.length).toBeLessThan(40);
    expect(errors).toHaveLength(wire.requests.length);
    expect([synced, wire.watches.length]).toEqual([false, 0]);
    wire.answer = () => list([thing('a', 1)]);
    await clock.advance(minute);
    expect([synced, wire.watches.length]).toEqual([true, 1]);
  });
});

describe('a watch', () => {
  test('keeps the store, and tells what changed', async () => {
    const { send, names, changes } = await start();
    await send({ type: 'ADDED', object: thing('a', 101) }, { type: 'ADDED', object: thing('b', 102) });
    await send({ type: 'MODIFIED', object: thing('a', 103) }, { type: 'DELETED', object: thing('b', 104) });
    expect(names()).toEqual(['a@103']);
    expect(changes).toEqual(['added a@101', 'added b@102', 'updated a@103', 'deleted b@104']);
  });

  test('that ends is taken up where it was, without a list', async () => {
    const { clock, wire, send } = await start();
    await send({ type: 'ADDED', object: thing('a', 107) });
    wire.watch.end();
    await clock.advance(second);
    expect([wire.requests.length, wire.versions]).toEqual([1, ['100', '107']]);
  });

  test('that lost an event is made good by the list that follows within the hour and ten minutes', async () => {
    const { clock, wire, names } = await start();
    wire.answer = () => list([thing('unheard', 99)]);
    for (let minutes = 0; minutes < 70; minutes += 7) {
      wire.watch.end();
      await clock.advance(7 * minute);
    }
    expect([wire.requests.length, names()]).toEqual([2, ['unheard@99']]);
  });

  test('goes on from the version of a bookmark', async () => {
    const { clock, wire, send, changes } = await start();
    await send({ type: 'BOOKMARK', object: { metadata: { name: '', resourceVersion: '250' } } });
    wire.watch.break(new Error('reset by peer'));
    await clock.advance(second);
    expect([wire.requests.length, wire.versions, changes]).toEqual([1, ['100', '250'], []]);
  });

  test('cut within an event drops the half, which the next watch brings whole', async () => {
    const { clock, wire, names } = await start();
    const text = JSON.stringify({ type: 'ADDED', object: thing('a', 101) });
    wire.watch.sendText(text.slice(0, 40));
    wire.watch.break(new Error('reset by peer'));
    await clock.advance(second);
    expect([names(), wire.versions]).toEqual([[], ['100', '100']]);
    wire.watch.sendText(`${text}\n`);
    await clock.advance(0);
    expect(names()).toEqual(['a@101']);
  });

  test('cut within an event by a server that ends in order drops the half too', async () => {
    const { clock, wire, names, errors } = await start();
    wire.watch.sendText('{"type":"ADDED","object":{"metadata":');
    wire.watch.end();
    await clock.advance(second);
    expect([names(), wire.versions, errors]).toEqual([[], ['100', '100'], []]);
  });

  test('may come in pieces of any size, within a letter of several bytes too', async () => {
    const { clock, wire, reflector } = await start();
    const note = 'Zürich, 東京, 🙂';
    const bytes = new TextEncoder().encode(`${JSON.stringify({ type: 'ADDED', object: thing('a', 101, { note }) })}\n`);
    for (const byte of bytes) wire.watch.sendBytes(Uint8Array.of(byte));
    await clock.advance(0);
    for (let turn = 0; turn < 50; turn += 1) await clock.advance(0);
    expect(reflector.store.get('team/a')?.spec).toEqual({ note });
  });

  test('with a line that is no JSON is reported and taken up again from the last good version', async () => {
    const { clock, wire, send, errors } = await start();
    await send({ type: 'ADDED', object: thing('a', 101) });
    wire.watch.sendText('<html>\n');
    await clock.advance(second);
    expect([wire.versions, errors.length]).toEqual([['100', '101'], 1]);
  });

  test('that repeats events, or brings them late, tells each once and never goes back', async () => {
    const { send, names, changes } = await start();
    const added = { type: 'ADDED', object: thing('a', 101) };
    const modified = { type: 'MODIFIED', object: thing('a', 102) };
    const deleted = { type: 'DELETED', object: thing('b', 104) };
    await send(added, added, modified, added, modified, { type: 'ADDED', object: thing('b', 103) }, deleted, deleted);
    await send({ type: 'MODIFIED', object: thing('b', 103) });
    expect(names()).toEqual(['a@102']);
    expect(changes).toEqual(['added a@101', 'updated a@102', 'added b@103', 'deleted b@104']);
  });

  test('drops managedFields, which nobody reads', async () => {
    const { send, reflector } = await start();
    const { metadata } = thing('a', 101);
    await send({ type: 'ADDED', object: { metadata: { ...metadata, managedFields: [{ manager: 'x' }] } } });
    expect(reflector.store.get('team/a')?.metadata).toEqual(metadata);
  });
});

describe('a version that the server no longer has', () => {
  const gone = { code: 410, reason: 'Expired', message: 'too old resource version' };
  const ways: Record<string, (wire: Wire) => void> = {
    'told as the status of the watch': (wire) => {
      wire.answerWatch = () => refusal(410, 'Expired');
      wire.watch.end();
    },
    'told as an event of the watch': (wire) => wire.watch.send({ type: 'ERROR', object: gone }),
    'told as an event of another code, from which the server could not go on either': (wire) =>
      wire.watch.send({ type: 'ERROR', object: { code: 500, reason: 'InternalError', message: 'unable to decode' } }),
  };
  test.each(Object.entries(ways))('%s, is answered by a list, from which only differences are told', async (_how, tell) => {
    const { clock, wire, send, names, changes } = await start();
    await send({ type: 'ADDED', object: thing('a', 101) }, { type: 'ADDED', object: thing('b', 102) });
    wire.answer = () => list([thing('b', 102), thing('c', 300)], { resourceVersion: '400' });
    tell(wire);
    await clock.advance(400);
    wire.answerWatch = () => ({ status: 200, body: '' });
    await clock.advance(10 * second);
    expect(names()).toEqual(['b@102', 'c@300']);
    expect(changes.slice(2)).toEqual(['deleted a@101', 'added c@300']);
    expect(wire.versions.at(-1)).toBe('400');
  });

  test.each([429, 500, 503])('is not what %i says: the watch is asked for again, without a list', async (code) => {
    const { clock, wire, errors } = await start((wire) => (wire.answerWatch = () => refusal(code, 'Busy')));
    await clock.advance(10 * second);
    expect(wire.requests).toHaveLength(1);
    expect(wire.watches.length).toBeGreaterThan(2);
    expect(errors).toHaveLength(wire.watches.length);
  });

  test('time after time is asked for no more than once in half a minute', async () => {
    const { clock, wire } = await start((wire) => (wire.answerWatch = () => refusal(410, 'Expired')));
    await clock.advance(hour);
    expect(wire.requests.length).toBeLessThan(hour / (22 * second) + 8);
  });
});

describe('a server that closes every watch at once', () => {
  test.each([
    ['without a word', () => undefined],
    ['after an event', (wire: Wire) => wire.watch.send({ type: 'BOOKMARK', object: { metadata: { name: '', resourceVersion: '100' } } })],
  ])('%s is not asked in a tight loop', async (_how, before) => {
    const { clock, wire } = await start();
    const open = wire.stream.bind(wire);
    wire.stream = async (call) => {
      const stream = await open(call);
      before(wire);
      wire.watch.end();
      return stream;
    };
    wire.watch.end();
    await clock.advance(hour);
    expect(wire.watches.length).toBeGreaterThan(100);
    expect(wire.watches.length).toBeLessThan(hour / (22 * second) + 8);
    expect(wire.requests).toHaveLength(1);
  });

  test('and then lets one live for half a minute is asked soon again', async () => {
    const { clock, wire } = await start();
    for (let close = 0; close < 8; close += 1) {
      wire.watch.end();
      await clock.advance(30 * second);
    }
    await clock.advance(30 * second);
    const before = wire.watches.length;
    for (let close = 0; close < 2; close += 1) {
      wire.watch.end();
      await clock.advance(second);
    }
    expect(wire.watches).toHaveLength(before + 2);
  });
});

describe('a watch that has gone silent', () => {
  test('is given up after two and a half minutes, and taken up where it was', async () => {
    const { clock, wire, errors } = await start();
    await clock.advance(149 * second);
    expect([wire.watches.length, wire.watch.left]).toEqual([1, false]);
    await clock.advance(3 * second);
    expect(wire.watches[0]?.left).toBe(true);
    expect([wire.requests.length, wire.versions, errors]).toEqual([1, ['100', '100'], ['Error: watch silent for 150 s']]);
  });

  test('is not one that bookmarks keep alive', async () => {
    const { clock, wire, send } = await start();
    for (let passed = 0; passed < 10; passed += 1) {
      await clock.advance(minute);
      await send({ type: 'BOOKMARK', object: { metadata: { name: '', resourceVersion: String(200 + passed) } } });
    }
    expect(wire.watches).toHaveLength(1);
  });

  test('shows in the silence that the liveness probe looks at, and a word ends it', async () => {
    const { clock, send, reflector } = await start();
    await clock.advance(100 * second);
    expect(reflector.silence()).toBe(100 * second);
    await send({ type: 'BOOKMARK', object: { metadata: { name: '', resourceVersion: '200' } } });
    expect(reflector.silence()).toBe(0);
  });

  test('is told even where the server never answered it', async () => {
    const { clock, wire, errors } = await start((wire) => {
      wire.stream = (call) => {
        return new Promise((_resolve, reject) =>
          call.signal?.addEventListener('abort', () => reject(call.signal?.reason as Error), { once: true }),
        );
      };
    });
    await clock.advance(151 * second);
    expect(errors).toEqual(['Error: watch silent for 150 s']);
    expect(wire.requests).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('during a list ends it, and no watch follows', async () => {
    const { clock, wire, reflector, errors } = await start((wire) => (wire.answer = () => new Promise(() => undefined)));
    await reflector.stop();
    await clock.advance(hour);
    expect([wire.requests.length, wire.watches.length, errors, clock.timers]).toEqual([1, 0, [], 0]);
  });

  test('between the coming in of a list and its being taken in opens no watch', async () => {
    for (let turns = 0; turns < 30; turns += 1) {
      const answer = Promise.withResolvers<ReturnType<typeof list>>();
      const { clock, wire, reflector } = await start((wire) => (wire.answer = () => answer.promise));
      answer.resolve(list([thing('a', 1)]));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      void reflector.stop();
      await clock.advance(0);
      expect([wire.watches.filter(({ left }) => !left).length, clock.timers]).toEqual([0, 0]);
    }
  });

  test('during a watch hangs up, and what comes later is not heard', async () => {
    const { clock, wire, reflector, changes, errors } = await start();
    const { watch } = wire;
    await reflector.stop();
    expect(clock.timers).toBe(0);
    watch.send({ type: 'ADDED', object: thing('a', 101) });
    await clock.advance(hour);
    expect([watch.left, wire.watches.length, changes, errors]).toEqual([true, 1, [], []]);
  });

  test('during a wait ends it', async () => {
    const { clock, wire, reflector } = await start((wire) => (wire.answer = () => refusal(500, 'InternalError')));
    await reflector.stop();
    await clock.advance(hour);
    expect([wire.requests.length, clock.timers]).toEqual([1, 0]);
  });

  test('before the start leaves nothing to start', async () => {
    const wire = new Wire();
    const clock = new VirtualClock();
    const reflector = new Reflector({ client: createKubeClient(wire, clock), resource, clock, random: () => 0, onError: () => undefined });
    await reflector.stop();
    reflector.start();
    await clock.advance(hour);
    expect([wire.requests.length, clock.timers]).toEqual([0, 0]);
  });
});

test('started twice, it lists once', async () => {
  const { clock, wire, reflector } = await start();
  reflector.start();
  await clock.advance(second);
  expect([wire.requests.length, wire.watches.length]).toEqual([1, 1]);
});

test('a listener that throws is told; the store, the others and the watch go on', async () => {
  const { wire, reflector, send, names, errors } = await start();
  const heard: string[] = [];
  reflector.store.subscribe(() => {
    throw new Error('a defect');
  });
  reflector.store.subscribe(({ object }) => heard.push(object.metadata.name));
  await send({ type: 'ADDED', object: thing('a', 101) }, { type: 'ADDED', object: thing('b', 102) });
  expect([names(), heard, wire.watches.length]).toEqual([['a@101', 'b@102'], ['a', 'b'], 1]);
  expect(errors).toEqual(['Error: a defect', 'Error: a defect']);
});
