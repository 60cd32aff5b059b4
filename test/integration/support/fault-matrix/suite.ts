import { afterAll, describe, expect, test } from 'vitest';
import { examine, type Verdict } from './examine.ts';
import { type Life, livesOf } from './lives.ts';
import { apiActionOf, type KindName } from './parts.ts';
import { table } from './table.ts';

/** Every call that a kind makes, failing in every way, for a new and for an available object; printed as a table by class at the end. */
export function faultMatrix(kind: KindName): void {
  const verdicts = new Map<Life, Verdict>();
  afterAll(() => void process.stdout.write(`${table(kind, verdicts)}\n`));
  describe.each(Object.entries(Object.groupBy(livesOf(kind), ({ call }) => apiActionOf(call))))(`${kind}: %s`, (_action, lives = []) => {
    test.each(lives.map((life) => [life.failure, life] as const))('%s', async (_failure, life) => {
      const verdict = await examine(life);
      verdicts.set(life, verdict);
      expect(verdict.wrong, verdict.wrong.join('\n')).toEqual([]);
    });
  });
}
