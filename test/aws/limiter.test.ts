import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimiter } from '../../src/aws/limiter.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

const bucket = { capacity: 4, refillPerSecond: 0.3 };

test('the burst goes at once and the rest one by one, in the order of asking', async () => {
  const clock = new VirtualClock(0);
  const limiter = createLimiter(clock);
  const served: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) void limiter.turn('k', bucket).then(() => served.push(`${name}@${clock.now()}`));
  await clock.advance(10_000);
  expect(served).toEqual(['a@0', 'b@0', 'c@0', 'd@0', 'e@4334', 'f@7667']);
});

test('a first call that is slow on its way and a fifth that is not never meet an empty bucket', async () => {
  const clock = new VirtualClock(0);
  const limiter = createLimiter(clock);
  const sent: number[] = [];
  for (let index = 0; index < 6; index += 1) void limiter.turn('k', bucket).then(() => sent.push(clock.now()));
  await clock.advance(10_000);
  const [first = 0, , , , fifth = 0, sixth = 0] = sent;
  // AWS's bucket is full until the first arrives, a second later at most.
  const refilled = ((fifth - (first + 1_000)) / 1_000) * bucket.refillPerSecond;
  expect([refilled >= 1, sixth - fifth]).toEqual([true, 3_333]);
});

test('each action of each account has a bucket of its own', async () => {
  const limiter = createLimiter(new VirtualClock());
  await Promise.all(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'].map((key) => limiter.turn(key, bucket)));
});

test('one that gives up leaves its place to the next', async () => {
  const clock = new VirtualClock(0);
  const limiter = createLimiter(clock);
  for (let index = 0; index < 4; index += 1) await limiter.turn('k', bucket);
  const impatient = new AbortController();
  const given = limiter.turn('k', bucket, impatient.signal).then(
    () => 'served',
    (error: Error) => error.message,
  );
  let servedAt: number | undefined;
  void limiter.turn('k', bucket).then(() => {
    servedAt = clock.now();
  });
  impatient.abort(new Error('too long'));
  expect(await given).toBe('too long');
  await clock.advance(5_000);
  expect(servedAt).toBe(4_334);
});

test('an aborted signal is refused before it waits', async () => {
  const limiter = createLimiter(new VirtualClock());
  await expect(limiter.turn('k', bucket, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
});

test('a throttle empties the burst and halves the rate, and an undisturbed while brings both back', async () => {
  const clock = new VirtualClock(0);
  const limiter = createLimiter(clock);
  const full = { capacity: 10, refillPerSecond: 1 };
  await limiter.turn('k', full);
  limiter.throttled('k');
  const served: number[] = [];
  void limiter.turn('k', full).then(() => served.push(clock.now()));
  await clock.advance(1_900);
  expect(served).toEqual([]);
  await clock.advance(200);
  expect(served).toEqual([2_000]);
  for (let elapsed = 0; elapsed < 300_000; elapsed += 10_000) {
    await clock.advance(10_000);
    void limiter.turn('k', full);
  }
  await clock.advance(20_000);
  served.length = 0;
  const begun = clock.now();
  for (let index = 0; index < 12; index += 1) void limiter.turn('k', full).then(() => served.push(clock.now() - begun));
  await clock.advance(3_000);
  expect(served).toEqual([...Array<number>(10).fill(0), 2_000, 3_000]);
});

test('however often throttled, calls still come through', async () => {
  const clock = new VirtualClock(0);
  const limiter = createLimiter(clock);
  await limiter.turn('k', bucket);
  for (let index = 0; index < 50; index += 1) limiter.throttled('k');
  let served = false;
  void limiter.turn('k', bucket).then(() => {
    served = true;
  });
  await clock.advance(60_000);
  expect(served).toBe(true);
});

test('in any window no more calls go than the burst and the refill allow, throttled or not', async () => {
  const step = fc.oneof(
    fc.record({ wait: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({ calls: fc.integer({ min: 1, max: 12 }) }),
    fc.constant({ throttle: true }),
  );
  const limits = fc.record({ capacity: fc.integer({ min: 1, max: 20 }), refillPerSecond: fc.constantFrom(0.2, 0.3, 1, 5, 10) });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { maxLength: 30 }), async (limit, steps) => {
      const clock = new VirtualClock(0);
      const limiter = createLimiter(clock);
      const times: number[] = [];
      let asked = 0;
      for (const one of steps) {
        if ('wait' in one) await clock.advance(one.wait);
        else if ('throttle' in one) limiter.throttled('k');
        else {
          asked += one.calls;
          for (let index = 0; index < one.calls; index += 1) void limiter.turn('k', limit).then(() => times.push(clock.now()));
        }
        await settle();
      }
      await clock.advance(100_000_000);
      expect(times).toHaveLength(asked);
      for (const [first, from] of times.entries()) {
        for (const [last, to] of times.entries()) {
          if (last >= first)
            expect(last - first + 1).toBeLessThanOrEqual(limit.capacity + (limit.refillPerSecond * (to - from)) / 1000 + 1e-6);
        }
      }
    }),
    { numRuns: 100 },
  );
});
