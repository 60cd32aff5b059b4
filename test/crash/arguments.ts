import { parseArgs } from 'node:util';
import { type CrashPoint, parsePoints } from './crash-point.ts';

/** What the command line asks for. */
export interface Asked {
  /** How the names of the scenarios begin. */
  readonly only: string;
  readonly runs:
    | 'every single point'
    | 'every pair'
    | { readonly pairs: number; readonly seed: string }
    | { readonly at: readonly CrashPoint[] };
}

/** Throws, saying what to write, for anything that it does not know. */
export function readArguments(args: readonly string[]): Asked {
  const { values } = parseArgs({
    // Without a number all of them are meant.
    args: args.map((one) => (one === '--pairs' ? '--pairs=all' : one)),
    options: { only: { type: 'string', default: '' }, at: { type: 'string' }, pairs: { type: 'string' }, seed: { type: 'string' } },
  });
  const { only, at, pairs, seed = String(Date.now() % 1_000_000) } = values;
  if (at !== undefined) return { only, runs: { at: parsePoints(at) } };
  if (pairs === undefined) return { only, runs: 'every single point' };
  if (pairs === 'all') return { only, runs: 'every pair' };
  if (!/^[1-9]\d*$/.test(pairs)) throw new Error(`--pairs=${pairs}: write --pairs for all, or a number, such as --pairs=100`);
  return { only, runs: { pairs: Number(pairs), seed } };
}
