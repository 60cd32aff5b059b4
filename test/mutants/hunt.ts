import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyOf } from './copy.ts';
import type { Mutant } from './mutant.ts';

export interface Hunt {
  /** The first seed; the others follow it, so that the same bug is found after as many schedules on any machine. */
  readonly seed: number;
  /** The time limit of one mutant. */
  readonly seconds: number;
  readonly workers: number;
}

export type Catch =
  | { readonly end: 'found'; readonly invariant: string; readonly words: string; readonly schedules: number; readonly seconds: number }
  | { readonly end: 'nothing found'; readonly schedules: number; readonly seconds: number }
  /** The simulation itself did not come to a verdict: that finds nothing. */
  | { readonly end: 'broken'; readonly words: string; readonly seconds: number };

/** Loading takes its time, and a schedule under way is finished first. In seconds. */
const grace = 60;

/** All hunts load the same libraries: compiled once, they begin twice as fast. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'mutants-compile-cache') };

/** Explores random schedules of a copy of the tree, with the mutant's edit if one is given, until one breaks an invariant or time is up. */
export async function hunt(mutant: Mutant | undefined, { seed, seconds, workers }: Hunt): Promise<Catch> {
  using copy = copyOf(mutant);
  const begun = performance.now();
  const options = { seed, seconds, workers };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { code, output } = await run(copy.folder, ['test/simulation/simulate.ts', '--until-found', ...args], (seconds + grace) * 1000);
  return verdict({ code, output, seed, seconds: (performance.now() - begun) / 1000 });
}

function run(cwd: string, args: readonly string[], timeout: number): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, timeout, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly seed: number;
  readonly seconds: number;
}

function verdict({ code, output, seed, seconds }: Ended): Catch {
  const broken = /^seed (?<at>\d+): (?<invariant>[^:]+): (?<words>.*)$/m.exec(output)?.groups;
  if (code === 1 && broken !== undefined) {
    const { at = '', invariant = '', words = '' } = broken;
    return { end: 'found', invariant, words, schedules: Number(at) - seed + 1, seconds };
  }
  const run = /\((\d+) run/.exec(output)?.[1];
  if (code === 0 && run !== undefined) return { end: 'nothing found', schedules: Number(run), seconds };
  return { end: 'broken', words: code === null ? 'a schedule without an end' : output.slice(-2_000), seconds };
}
