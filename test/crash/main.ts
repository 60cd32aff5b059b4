import { parseArgs } from 'node:util';
import { type Cluster, startCluster } from './cluster.ts';
import { parsePoints } from './crash-point.ts';
import { endpointServiceScenarios } from './endpoint-service.ts';
import { interfaceEndpointScenarios } from './interface-endpoint.ts';
import { failureText, summary } from './report.ts';
import { run } from './run.ts';
import { type Judged, type Known, singlePoints, undisturbed } from './singles.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    /** Scenarios whose name begins so. */
    only: { type: 'string', default: '' },
    /** Only this run, with all that was said and done in it. */
    at: { type: 'string' },
    lanes: { type: 'string', default: '12' },
  },
});
const lanes = Number(values.lanes);
const scenarios = [...endpointServiceScenarios, ...interfaceEndpointScenarios].filter(({ name }) => name.startsWith(values.only));

const judged: Judged[] = [];
const judge = (one: Judged): void => {
  judged.push(one);
  if (one.outcome.wrong.length > 0) say(failureText(one));
  else if (judged.length % 20 === 0) say(`${judged.length} runs, ${Math.round(performance.now() / 1000)} s`);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await using cluster = await startCluster(say);
const known = await undisturbed(cluster, scenarios, lanes);
for (const { scenario, calm } of known) {
  if (calm.wrong.length > 0) say(failureText({ scenario, points: [], outcome: calm }));
}
if (values.at === undefined) await singlePoints(cluster, known, { lanes, judged: judge });
else for (const one of known) await replay(cluster, one, values.at);
say(summary(known, judged));
say(`${Math.round(performance.now() / 1000)} s`);
if ([...judged.map(({ outcome }) => outcome), ...known.map(({ calm }) => calm)].some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;

async function replay(on: Cluster, { scenario, calm }: Known, at: string): Promise<void> {
  const points = parsePoints(at);
  const outcome = await run(on, { scenario, points, expected: calm.end });
  judge({ scenario, points, outcome });
  say(outcome.output);
  say(outcome.lives.map((effects, life) => `life ${life + 1}: ${effects.join(', ')}`).join('\n'));
}
