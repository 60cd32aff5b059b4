import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine, type Verdict } from './examine.ts';
import { type Life, livesOf } from './lives.ts';
import { apiActionOf, isWrite, type KindName } from './parts.ts';
import { openScene, type Scene } from './scene.ts';
import { table } from './table.ts';

/** Every read or every write that a kind makes, failing in every way, for a new and for an available object; printed as a table by class at the end. */
export function faultMatrix(kind: KindName, effect: 'reads' | 'writes'): void {
  const verdicts = new Map<Life, Verdict>();
  afterAll(() => void process.stdout.write(`${table(kind, verdicts)}\n`));
  const byCall = Map.groupBy(
    livesOf(kind).filter(({ call }) => isWrite(call) === (effect === 'writes')),
    ({ call }) => apiActionOf(call),
  );
  describe.each([...byCall])(`${kind}: %s`, (_action, lives) => {
    let shared: Scene | undefined;
    beforeAll(async () => void (shared = await openScene(kind)));
    afterAll(async () => shared?.[Symbol.asyncDispose]());
    test.each(lives.map((life) => [life.failure, life] as const))('%s', async (_failure, life) => {
      const verdict = await inScene(shared, life);
      verdicts.set(life, verdict);
      expect(verdict.wrong, verdict.wrong.join('\n')).toEqual([]);
    });
  });
}

/** An operator assumes a role and asks whose it is but once, so that only one that has just started can be refused it for a new object. */
async function inScene(shared: Scene | undefined, life: Life): Promise<Verdict> {
  if (shared !== undefined && life.part.role !== 'identity' && life.part.role !== 'account') return examine(shared, life);
  await using own = await openScene(life.kind);
  return await examine(own, life);
}
