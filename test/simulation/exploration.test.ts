import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// From a seed that is always the same, so that a change is judged by itself: `npm run simulate` draws another by lot.
test('a minute of histories that nobody has thought of breaks nothing', { timeout: 180_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'simulate.ts'),
    '--seconds',
    '60',
    '--seed',
    '1',
  ]).catch((error: { readonly stdout: string; readonly message: string }) => ({ stdout: `${error.stdout}${error.message}` }));
  process.stdout.write(stdout);
  expect(stdout).not.toMatch(/break something|Command failed/);
  expect(stdout).toMatch(/[1-9]\d* schedules with at least 2 objects/);
});
