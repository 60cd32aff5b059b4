import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Step, steps } from './steps.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Done {
  readonly step: Step;
  readonly code: number | null;
  readonly seconds: number;
}

const chosen = steps.filter(({ name }) => values.only === undefined || name.includes(values.only));
const done: Done[] = [];
for (const step of chosen) {
  say(`\n== ${step.name}: ${step.command.join(' ')}`);
  done.push(await carryOut(step));
}
say('\nwhat was verified:');
for (const { step, code, seconds } of done)
  say(`  ${code === 0 ? 'holds ' : 'FAILED'} ${(seconds / 60).toFixed(1).padStart(5)} min  ${step.name}`);
const failed = done.filter(({ code }) => code !== 0).length;
say(`${done.length - failed} of ${done.length} hold, in ${(done.reduce((sum, { seconds }) => sum + seconds, 0) / 60).toFixed(1)} minutes`);
process.exitCode = failed === 0 && done.length > 0 ? 0 : 1;

/** Runs one step in a process group of its own, and ends all of it when its time is up. */
function carryOut(step: Step): Promise<Done> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...step.command], { cwd: root, stdio: 'inherit', detached: true });
  const { pid } = child;
  const tooLate = setTimeout(() => {
    say(`== not done within ${step.minutes} minutes`);
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  }, step.minutes * 60_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(tooLate);
      resolve({ step, code, seconds: (performance.now() - begun) / 1_000 });
    });
  });
}
