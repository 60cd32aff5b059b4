import { parentPort, workerData } from 'node:worker_threads';
import { type Errand, explore, type Explored } from './explore.ts';

/** Explored schedules are told in bundles: a message each would cost as much as a step. */
const bundleSize = 20;
const bundle: Explored[] = [];
const send = (): void => parentPort?.postMessage(bundle.splice(0));

await explore(workerData as Errand, (explored) => {
  bundle.push(explored);
  if (bundle.length >= bundleSize || explored.violations.length > 0) send();
});
send();
