import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const { values } = parseArgs({ options: { schedules: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const seed = values.seed ?? String(randomInt(1, 1_000_000_000));

/** The hash of all traces, by a process of its own. */
async function tracesOf(): Promise<string> {
  const options = ['--schedules', values.schedules, '--seed', seed, '--traces'];
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'simulate.ts'), ...options]);
  const found = /^traces (\S+)$/m.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`no traces in:\n${stdout}`);
  return found;
}

const [one, other] = await Promise.all([tracesOf(), tracesOf()]);
process.stdout.write(`${values.schedules} schedules from seed ${seed}, in two processes:\n  ${one}\n  ${other}\n`);
process.exitCode = one === other ? 0 : 1;
