import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { parsePoints } from '../../crash/crash-point.ts';
import { undisturbed } from './play.ts';
import { failureText, Report } from './report.ts';
import { judge, type Played, scenariosNamed, type Share } from './share.ts';

const usage = `npm run simulate:pairs -- [options]
  Kills the operator at every effect of every scenario, and then once more at every effect after that.
  --only NAME     the scenarios whose names begin so
  --at POINTS     one run of each, such as --at 'before 3, lost 1': the second counts on from the first`;

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, at: { type: 'string' }, help: { type: 'boolean' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (): string => `${Math.round(performance.now() / 1_000)} s`;
/** Failures told in full; the others are counted. */
const mostTold = 20;

/** Runs between two signs of life. */
const often = 1_000;

const report = new Report();
let runs = 0;
const add = (played: Played): void => {
  runs += 1;
  report.add(played);
  if (played.outcome.wrong.length > 0 && report.wrong <= mostTold) say(failureText(played));
  if (runs % often === 0) say(`${runs} runs, ${report.wrong} of them wrong, after ${seconds()}`);
};

if (values.help === true) say(usage);
else {
  await (values.at === undefined ? playAll() : playAt(values.at));
  for (const line of report.lines()) say(line);
  say(seconds());
  if (report.wrong > 0) process.exitCode = 1;
}

async function playAt(at: string): Promise<void> {
  for (const scenario of scenariosNamed(values.only)) add(await judge(await undisturbed(scenario), parsePoints(at)));
}

async function playAll(): Promise<void> {
  const stride = availableParallelism();
  await Promise.all(Array.from({ length: stride }, (_none, first) => inWorker({ only: values.only, first, stride })));
}

function inWorker(workerData: Share): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData });
    worker.on('message', (bundle: readonly Played[]) => bundle.forEach(add));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
