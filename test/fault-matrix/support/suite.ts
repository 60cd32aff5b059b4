import { afterAll, describe, expect, test } from 'vitest';
import { examine, type Verdict } from './examine.ts';
import { type Life, livesOf } from './lives.ts';
import { apiActionOf, isWrite, type KindName, kinds } from './parts.ts';
import { table } from './table.ts';

const size = kinds.flatMap(livesOf).length;

/** Every read or every write that a kind makes, failing in every way, for a new and for an available object; printed as a table by class at the end. */
export function faultMatrix(kind: KindName, effect: 'reads' | 'writes'): void {
  const verdicts = new Map<Life, Verdict>();
  afterAll(() => void process.stdout.write(`${effect} of ${kind}, in a matrix of ${size} cells: ${table([...verdicts])}\n`));
  const byCall = Map.groupBy(
    livesOf(kind).filter(({ call }) => isWrite(call) === (effect === 'writes')),
    ({ call }) => apiActionOf(call),
  );
  describe.each([...byCall])(`${kind}: %s`, (_action, lives) => {
    test.each(lives.map((life) => [life.failure, life] as const))('%s', async (_failure, life) => {
      const verdict = await examine(life);
      verdicts.set(life, verdict);
      expect(verdict.wrong, verdict.wrong.join('\n')).toEqual([]);
    });
  });
}
