import { describe, expect, test } from 'vitest';
import { rows } from './rows.ts';
import { run } from './schedule/run.ts';

describe('all is as wanted in the end, and nothing was ever there twice, when', () => {
  test.each(Object.entries(rows))('%s', async (_sentence, schedule) => {
    const { violations, hits } = await run(schedule);
    expect(violations).toEqual([]);
    // Else the row would say nothing.
    expect([...hits.keys()]).toEqual(expect.arrayContaining(schedule.mishaps.map(({ kind }) => kind)));
  });
});
