import { parseArgs } from 'node:util';
import { startControlPlane } from '../../harness/control-plane.ts';
import { compareMany } from './compare-many.ts';
import { report } from './report.ts';
import { realServer } from './server.ts';

/** `npm run simulate:model -- --histories 2000 --seed 1`: the model of the API server against the real one. */
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    /** A history's number, to see that one again. */
    only: { type: 'string' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [histories, seed] = [Number(values.histories), Number(values.seed)];
say(`seed ${seed}`);
const controlPlane = await startControlPlane((line) => void process.stderr.write(`${line}\n`));
const real = realServer(controlPlane.kubeconfig);
try {
  const begun = performance.now();
  const outcome = await compareMany({ histories, seed, real, ...(values.only === undefined ? {} : { only: Number(values.only) }) });
  for (const line of report(outcome)) say(line);
  say(`seed ${seed}, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  process.exitCode = outcome.different.length === 0 ? 0 : 1;
} finally {
  await real.close();
  await controlPlane.stop();
}
