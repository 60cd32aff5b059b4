import { inspect, parseArgs } from 'node:util';
import type { Settings } from '../../../src/simulator/settings.ts';
import { createUniverse, type Universe } from '../kernel/universe.ts';
import { perform } from '../schedule/deeds.ts';
import { arrange, clusterID } from '../schedule/setting.ts';
import { type Census, collectGarbage, takeCensus } from './census.ts';
import { Cycles } from './cycles.ts';
import { addLoadBalancers } from './load-balancers.ts';
import { tidy } from './tidy.ts';

const usage = `npm run growth -- [options]
  --cycles N    20000 unless given
  --every N     cycles between two rows of the table, of which the first is held against the last; 2000 unless given`;

const { values } = parseArgs({ options: { cycles: { type: 'string' }, every: { type: 'string' }, help: { type: 'boolean' } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Objects there at a time: few enough that none waits long for its turn in AWS's buckets. */
const batch = 20;
/** Cycles between two collections of garbage. */
const collected = 200;
const hour = 60 * 60_000;
const day = 24 * hour;
/** For one batch, in virtual time. */
const patience = hour;
const mebibyte = 2 ** 20;
/** How much more the heap may hold at the end than at any row before, in bytes. */
const mayGrow = 2 * mebibyte;
/** AWS takes moments, so that the operator seldom looks in vain, and refuses nothing: a rare outcome would begin its metric series late. */
const brisk: Partial<Settings> = {
  pageSize: 1_000,
  emptyFirstPages: false,
  createVisibleMs: 0,
  tagFilterLagMs: 0,
  endpointPendingMs: 1_000,
  endpointModifyMs: 1_000,
  endpointDeletingMs: 1_000,
  tombstoneMs: 1_000,
  serviceDeletingMs: 1_000,
  serviceUnreadyMs: 0,
  throttling: false,
};

if (values.help === true) say(usage);
else process.exitCode = await watchGrowth(Number(values.cycles ?? '20000'), Number(values.every ?? '2000'));

async function watchGrowth(cycles: number, every: number): Promise<number> {
  const complaints: string[] = [];
  const written = new Map<string, number>();
  const universe = createUniverse({
    seed: 1,
    mishaps: [],
    clusterID,
    settings: brisk,
    observer: {
      awsWrite: ({ action }) => void written.set(action, (written.get(action) ?? 0) + 1),
      awsRefused: () => undefined,
      liveRead: () => undefined,
      audit: () => undefined,
      complaint: (fields, message) => void complaints.push(`${message}: ${inspect(fields)}`),
    },
  });
  arrange(universe.aws, universe.server);
  addLoadBalancers(universe.aws, batch);
  settle(universe);
  const going = new Cycles(universe);
  const rows: Census[] = [];
  say(['cycles', 'heap MiB', 'handles', 'timers', 'entries', 'series', 'days', 'seconds'].map((name) => name.padStart(9)).join(''));
  while (going.done < cycles && complaints.length === 0) {
    await runBatch(universe, going);
    if (going.done % collected === 0) collectGarbage();
    if (going.done % every !== 0) continue;
    const census = await takeCensus(universe);
    rows.push(census);
    say(rowOf(going.done, census, universe));
  }
  say([...written].map(([action, count]) => `${count} ${action}`).join(', '));
  const broken = [...complaints, ...growthOf(rows)];
  for (const one of broken) say(one);
  return broken.length === 0 ? 0 : 1;
}

/** Two objects stay all the time, so that the operator goes on looking, and nothing is forgotten merely because all is gone. */
function settle(universe: Universe): void {
  const marks = { tampered: new Map<string, number>(), rejected: new Set<string>() };
  for (const object of ['secrets', 'ledger'] as const) perform(universe, { at: 0, do: 'create', object }, marks);
}

async function runBatch(universe: Universe, going: Cycles): Promise<void> {
  const deadline = universe.timeline.now + patience;
  going.begin(batch);
  while (going.open > 0) if (!(await universe.timeline.step(deadline))) throw new Error(`${going.open} cycles do not end`);
  tidy(universe);
}

function rowOf(done: number, { heap, handles, timers, entries, series }: Census, { timeline, life }: Universe): string {
  const days = ((timeline.now - life.begunAt) / day).toFixed(1);
  return [done, (heap / mebibyte).toFixed(2), handles, timers, entries, series, days, Math.round(performance.now() / 1_000)]
    .map((cell) => String(cell).padStart(9))
    .join('');
}

/** What there is more of in the last row than in the first. */
function growthOf(rows: readonly Census[]): readonly string[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || first === last) return ['there are no two rows to compare'];
  // What the beginning needed may still be let go of after the first row.
  const heap = last.heap - Math.min(...rows.map((one) => one.heap));
  return [
    ...(heap > mayGrow ? [`the heap has grown by ${(heap / mebibyte).toFixed(2)} MiB`] : []),
    ...(['handles', 'timers', 'entries', 'series'] as const)
      .filter((what) => last[what] !== first[what])
      .map((what) => `${last[what]} ${what} instead of ${first[what]}`),
  ];
}
