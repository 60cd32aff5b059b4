import { createHash, randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { alphabet, Tally } from './tally.ts';
import { sendOut } from './workers.ts';

const usage = `npm run simulate -- [options]
  --seconds N      explore for so long on every core (60 unless --schedules is given)
  --schedules N    explore exactly so many schedules
  --seed N         the first seed; drawn by lot unless given
  --workers N      at once; one a core unless given. The seeds of one worker follow each other
  --until-found    end with the first schedule that breaks something
  --least N        fail unless every fault of the alphabet hit so many times
  --replay N       run one seed, tell its story, and shrink it if it breaks something
  --traces         print a hash of all traces, to compare with that of another process`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    schedules: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    'until-found': { type: 'boolean' },
    least: { type: 'string' },
    replay: { type: 'string' },
    traces: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.help === true) say(usage);
else if (values.replay !== undefined) {
  // The workers load what runs a schedule; here it is needed for this alone, and takes a second.
  const { replay } = await import('./replay.ts');
  process.exitCode = await replay(Number(values.replay), say);
} else process.exitCode = await explore();

async function explore(): Promise<number> {
  const seed = values.seed === undefined ? randomInt(1, 1_000_000_000) : Number(values.seed);
  const count = values.schedules === undefined ? Number.MAX_SAFE_INTEGER : Number(values.schedules);
  const seconds = values.schedules === undefined ? Number(values.seconds ?? '60') : undefined;
  say(`seed ${seed}`);
  const tally = new Tally();
  const traces = new Map<number, number>();
  const begun = performance.now();
  const found = new AbortController();
  const workers = values.workers === undefined ? availableParallelism() : Number(values.workers);
  await sendOut({ seed, count, seconds, workers, wireEvery: 200, signal: found.signal }, (explored) => {
    tally.add(explored);
    if (values['until-found'] === true && explored.violations.length > 0) found.abort();
    if (values.traces === true) traces.set(explored.seed, explored.trace);
    for (const { invariant, words } of explored.violations) say(`seed ${explored.seed}: ${invariant}: ${words}`);
  });
  for (const line of tally.lines()) say(line);
  say(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  if (values.traces === true) say(`traces ${hashOf(traces)}`);
  const rare = values.least === undefined ? [] : tally.rarer(Number(values.least));
  if (rare.length > 0) say(`hit fewer than ${values.least ?? ''} times: ${rare.join(', ')} (of ${alphabet.length} faults)`);
  if (tally.failed.length > 0)
    say(`${tally.failed.length} schedules break something; see one with: npm run simulate -- --replay ${tally.failed[0]?.seed ?? ''}`);
  return tally.failed.length > 0 || rare.length > 0 ? 1 : 0;
}

function hashOf(traces: ReadonlyMap<number, number>): string {
  const inOrder = [...traces].toSorted(([a], [b]) => a - b);
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
}
