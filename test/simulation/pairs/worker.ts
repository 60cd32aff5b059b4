import { parentPort, workerData } from 'node:worker_threads';
import { playShare, type Share } from './share.ts';

await playShare(workerData as Share, (played) => parentPort?.postMessage(played));
