import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Errand, Explored } from './explore.ts';

export interface Expedition {
  readonly seed: number;
  /** Schedules in all. */
  readonly count: number;
  readonly seconds: number | undefined;
  readonly workers: number;
  readonly wireEvery: number;
  /** Once aborted, every worker ends where it is. */
  readonly signal: AbortSignal;
}

/** Explores with so many workers, and tells of each schedule in no particular order. */
export async function sendOut(
  { seed, count, seconds, workers, wireEvery, signal }: Expedition,
  tell: (explored: Explored) => void,
): Promise<void> {
  const errands = Array.from(
    { length: workers },
    (_none, index): Errand => ({
      first: seed + index,
      stride: workers,
      count: Math.floor(count / workers) + (index < count % workers ? 1 : 0),
      budget: seconds === undefined ? undefined : seconds * 1_000,
      wireEvery,
    }),
  );
  await Promise.all(errands.map((errand) => runWorker(errand, signal, tell)));
}

function runWorker(workerData: Errand, signal: AbortSignal, tell: (explored: Explored) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData, resourceLimits: { maxYoungGenerationSizeMb: 128 } });
    worker.on('message', (bundle: readonly Explored[]) => bundle.forEach(tell));
    worker.on('error', reject);
    signal.addEventListener('abort', () => void worker.terminate(), { once: true });
    worker.on('exit', (code) => (code === 0 || signal.aborted ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
