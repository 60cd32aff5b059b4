import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { Queue } from '../../src/engine/queue.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

interface Pass {
  readonly key: string;
  readonly begun: number;
}

/** A queue whose passes end when the scheduler says so, and everything that it did, in order. */
function watched(scheduler: fc.Scheduler, settings: { readonly workers: number; readonly failing: ReadonlySet<number> }) {
  const clock = new VirtualClock();
  const running: string[] = [];
  const passes: Pass[] = [];
  const faults: string[] = [];
  let moment = 0;
  const queue = new Queue({
    clock,
    workers: settings.workers,
    random: () => 1,
    work: async (key) => {
      if (running.includes(key)) faults.push(`${key} worked on twice at once`);
      if (running.length >= settings.workers) faults.push('more passes than workers');
      running.push(key);
      passes.push({ key, begun: (moment += 1) });
      const failing = settings.failing.has(passes.length);
      await scheduler.schedule(Promise.resolve(), `pass over ${key}`);
      running.splice(running.indexOf(key), 1);
      if (failing) throw new Error('this pass fails');
      return undefined;
    },
    onError: () => undefined,
  });
  const add = (key: string): Pass => {
    queue.add(key);
    return { key, begun: (moment += 1) };
  };
  return { clock, queue, running, passes, faults, add };
}

const keys = fc.constantFrom('a', 'b', 'c');

describe('under every interleaving', () => {
  const settings = fc.record({
    workers: fc.integer({ min: 1, max: 3 }),
    failing: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }).map((passes) => new Set(passes)),
  });
  test.prop([fc.scheduler(), fc.array(keys, { minLength: 1, maxLength: 12 }), settings])(
    'a key is never worked on twice at once, and each add is followed by a pass that began after it',
    async (scheduler, added, chosen) => {
      const { clock, queue, passes, faults, add } = watched(scheduler, chosen);
      const adds: Pass[] = [];
      for (const key of added) void scheduler.schedule(Promise.resolve(), `add ${key}`).then(() => adds.push(add(key)));
      for (let turn = 0; turn < 100 && (scheduler.count() > 0 || clock.timers > 0); turn += 1) {
        await scheduler.waitIdle();
        await clock.advance(60_000);
      }
      expect(faults).toEqual([]);
      expect(adds.filter(({ key, begun }) => !passes.some((pass) => pass.key === key && pass.begun > begun))).toEqual([]);
      expect(passes.length).toBeLessThanOrEqual(added.length + chosen.failing.size);
      expect(queue.load()).toEqual({ ready: 0, running: 0 });
    },
  );

  test.prop([fc.scheduler(), fc.array(keys, { minLength: 1, maxLength: 8 })])(
    'stop waits for the passes under way and lets none begin after',
    async (scheduler, added) => {
      const { clock, queue, running, passes, faults, add } = watched(scheduler, { workers: 2, failing: new Set([1]) });
      for (const key of added) add(key);
      await settle();
      const begun = passes.length;
      let stopped = false;
      const stop = queue.stop().then(() => {
        stopped = true;
        if (running.length > 0) faults.push('stopped while a pass was running');
      });
      await settle();
      expect(stopped).toBe(begun === 0);
      add('late');
      await scheduler.waitIdle();
      await stop;
      await clock.advance(600_000);
      expect(faults).toEqual([]);
      expect(passes).toHaveLength(begun);
      expect(clock.timers).toBe(0);
    },
  );
});

/** A queue of one worker whose passes answer what `answer` says, with the moments at which they began. */
function timed(answer: (pass: number) => number | undefined | 'fails', random = 1) {
  const clock = new VirtualClock(0);
  const begun: number[] = [];
  const errors: string[] = [];
  const queue = new Queue({
    clock,
    workers: 1,
    random: () => random,
    work: async () => {
      begun.push(clock.now());
      const next = answer(begun.length);
      if (next === 'fails') throw new Error(`pass ${begun.length}`);
      return next;
    },
    onError: (key, error) => errors.push(`${key}: ${(error as Error).message}`),
  });
  const gaps = (): number[] => begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
  return { clock, queue, begun, errors, gaps };
}

describe('a key whose passes fail', () => {
  plain('is tried again after waits that double to a minute', async () => {
    const { clock, queue, gaps } = timed(() => 'fails');
    queue.add('a');
    await clock.advance(300_000);
    expect(gaps()).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  plain('waits up to a quarter less, by chance', async () => {
    const { clock, queue, gaps } = timed(() => 'fails', 0);
    queue.add('a');
    await clock.advance(3_000);
    expect(gaps()).toEqual([375, 750, 1_500]);
  });

  plain('starts anew after one that succeeds', async () => {
    const { clock, queue, gaps } = timed((pass) => (pass === 3 ? 10_000 : 'fails'));
    queue.add('a');
    await clock.advance(13_000);
    expect(gaps()).toEqual([500, 1_000, 10_000, 500, 1_000]);
  });

  plain('is told each time, with its error', async () => {
    const { clock, queue, errors } = timed((pass) => (pass < 3 ? 'fails' : undefined));
    queue.add('a');
    await clock.advance(60_000);
    expect(errors).toEqual(['a: pass 1', 'a: pass 2']);
  });

  plain('is worked on at once when it is added meanwhile', async () => {
    const { clock, queue, begun } = timed(() => 'fails');
    queue.add('a');
    await clock.advance(600);
    queue.add('a');
    await settle();
    expect(begun).toEqual([0, 500, 600]);
  });
});

describe('a delayed add', () => {
  const cases: Record<string, { readonly delays: readonly number[]; readonly begun: readonly number[] }> = {
    'comes when its time comes': { delays: [1_000], begun: [1_000] },
    'of several, the earliest counts when it is asked for first': { delays: [1_000, 5_000], begun: [1_000] },
    'of several, the earliest counts when it is asked for last': { delays: [5_000, 1_000], begun: [1_000] },
    'of nothing comes at once': { delays: [0], begun: [0] },
  };
  plain.each(Object.entries(cases))('%s', async (_sentence, { delays, begun }) => {
    const { clock, queue, begun: seen } = timed(() => undefined);
    for (const delay of delays) queue.addAfter('a', delay);
    await clock.advance(60_000);
    expect(seen).toEqual(begun);
  });

  plain('is used up by an add', async () => {
    const { clock, queue, begun } = timed(() => undefined);
    queue.addAfter('a', 1_000);
    queue.add('a');
    await clock.advance(60_000);
    expect(begun).toEqual([0]);
  });

  plain('leaves no timer behind when the queue stops', async () => {
    const { clock, queue } = timed(() => undefined);
    queue.addAfter('a', 1_000);
    await queue.stop();
    expect(clock.timers).toBe(0);
  });
});

plain('what a pass answers is when it comes back', async () => {
  const { clock, queue, begun } = timed((pass) => (pass < 3 ? 7_000 : undefined));
  queue.add('a');
  await clock.advance(60_000);
  expect(begun).toEqual([0, 7_000, 14_000]);
});

plain('keys are worked on in the order in which they were added', async () => {
  const order: string[] = [];
  const clock = new VirtualClock();
  const work = async (key: string): Promise<undefined> => void order.push(key);
  const queue = new Queue({ clock, workers: 1, random: () => 0, work, onError: () => undefined });
  for (const key of ['c', 'a', 'b', 'a']) queue.add(key);
  await settle();
  expect(order).toEqual(['c', 'a', 'b']);
});

plain('adding a key never runs its pass under the feet of the caller', () => {
  const { queue, begun } = timed(() => undefined);
  queue.add('a');
  expect(begun).toEqual([]);
});
