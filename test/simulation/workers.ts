import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Errand, Explored } from './explore.ts';

export interface Expedition {
  readonly seed: number;
  /** Schedules in all. */
  readonly count: number;
  readonly seconds: number | undefined;
  readonly wireEvery: number;
}

/** Explores on every core, and tells of each schedule in no particular order. */
export async function sendOut({ seed, count, seconds, wireEvery }: Expedition, tell: (explored: Explored) => void): Promise<void> {
  const stride = availableParallelism();
  const errands = Array.from(
    { length: stride },
    (_none, index): Errand => ({
      first: seed + index,
      stride,
      count: Math.floor(count / stride) + (index < count % stride ? 1 : 0),
      budget: seconds === undefined ? undefined : seconds * 1_000,
      wireEvery,
    }),
  );
  await Promise.all(errands.map((errand) => runWorker(errand, tell)));
}

function runWorker(workerData: Errand, tell: (explored: Explored) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData, resourceLimits: { maxYoungGenerationSizeMb: 128 } });
    worker.on('message', (bundle: readonly Explored[]) => bundle.forEach(tell));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
