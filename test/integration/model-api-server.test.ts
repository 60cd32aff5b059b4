import { expect, inject, test } from 'vitest';
import { compareMany } from '../simulation/against-real/compare-many.ts';
import { counted, report } from '../simulation/against-real/report.ts';
import { realServer } from '../simulation/against-real/server.ts';

const histories = 50;

test('the model of the API server, on which the simulation runs, answers generated histories as the real one does', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`model against API server: ${histories} histories, seed ${seed}\n`);
  const real = realServer(inject('kubeconfig'));
  try {
    const outcome = await compareMany({ histories, seed, real });
    expect(outcome.different, report(outcome).join('\n')).toEqual([]);
    const counts = counted(outcome.verdicts);
    // Else the histories would have become too tame to tell the two apart.
    for (const what of ['POST 201', 'POST 409', 'POST 422', 'PATCH 200', 'PATCH 404', 'PATCH 409', 'PATCH 422', 'DELETE 200', 'WATCH 200'])
      expect(counts.get(what) ?? 0, what).toBeGreaterThan(0);
  } finally {
    await real.close();
  }
});
