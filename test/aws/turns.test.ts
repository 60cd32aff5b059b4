import { expect, test } from 'vitest';
import { createTurns } from '../../src/aws/turns.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

test('work on one key goes one after the other, in the order of asking, with a rest between, and a failure stops nobody', async () => {
  const clock = new VirtualClock();
  const turns = createTurns(clock, 50);
  const first = gate();
  const seen: string[] = [];
  const failing = turns.inTurn('Z1', async () => {
    seen.push('first begins');
    await first.opened;
    throw new Error('refused');
  });
  const after = turns.inTurn('Z1', async () => void seen.push('second'));
  await turns.inTurn('Z2', async () => void seen.push('of another key'));
  expect(seen).toEqual(['first begins', 'of another key']);
  first.open();
  await expect(failing).rejects.toThrow('refused');
  await settle();
  expect(seen).not.toContain('second');
  await clock.advance(50);
  await after;
  expect(seen).toEqual(['first begins', 'of another key', 'second']);
});
