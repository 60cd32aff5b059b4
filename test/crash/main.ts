import { readArguments } from './arguments.ts';
import { startCluster } from './cluster.ts';
import { endpointServiceScenarios } from './endpoint-service.ts';
import { interfaceEndpointScenarios } from './interface-endpoint.ts';
import { type Bench, judge, type Judged, type Known, undisturbed } from './judged.ts';
import { allPairs, drawnPairs } from './pairs.ts';
import { privateHostedZoneScenarios } from './private-hosted-zone.ts';
import { failureText, isWrong, livesText, summary } from './report.ts';
import { singlePoints } from './singles.ts';

/** Runs at once: enough that two cores never wait for the simulated AWS. */
const lanes = 12;
/** Runs between two signs of life. */
const often = 25;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (): string => `${Math.round(performance.now() / 1000)} s`;
const asked = readArguments(process.argv.slice(2));
const scenarios = [...endpointServiceScenarios, ...interfaceEndpointScenarios, ...privateHostedZoneScenarios].filter(
  ({ name, short }) => name.startsWith(asked.only) && (asked.runs !== 'every pair' || asked.only !== '' || short === true),
);
if (scenarios.length === 0) throw new Error(`no scenario's name begins with "${asked.only}"`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await using cluster = await startCluster(say);
const judged: Judged[] = [];
const bench: Bench = {
  cluster,
  lanes,
  judged: (one) => {
    judged.push(one);
    if (isWrong(one)) say(failureText(one));
    if (judged.length % often === 0) say(`${judged.length} runs, ${judged.filter(isWrong).length} of them wrong, after ${seconds()}`);
  },
};
const known = await undisturbed(bench, scenarios);
const wrong = known.filter(({ calm }) => calm.wrong.length > 0).map(({ scenario, calm }) => ({ scenario, points: [], outcome: calm }));
for (const one of wrong) say(failureText(one));
if (wrong.length === 0) await runs(known);
say(`${summary(known, judged)}\n${seconds()}`);
if (wrong.length > 0 || judged.some(isWrong)) process.exitCode = 1;

async function runs(all: readonly Known[]): Promise<void> {
  if (asked.runs === 'every single point') return singlePoints(bench, all);
  if (asked.runs === 'every pair') return allPairs(bench, all);
  if ('pairs' in asked.runs) {
    say(`${asked.runs.pairs} pairs, drawn by --seed=${asked.runs.seed}`);
    return drawnPairs(bench, all, { count: asked.runs.pairs, seed: asked.runs.seed });
  }
  for (const one of all) {
    const played = await judge(bench, one, asked.runs.at);
    say(`${played.outcome.output}\n${livesText(played)}`);
  }
}
