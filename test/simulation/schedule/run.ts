import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { AwsBackend } from '../kernel/aws-backend.ts';
import { type Deed, makeAmends, perform } from './deeds.ts';
import type { Violation } from './invariants.ts';
import type { Schedule } from './schedule.ts';
import { stateOf } from './states.ts';
import { beginWatched, converge, type EndViolation, goOn, type Watched } from './watched.ts';

export interface Verdict {
  readonly violations: readonly (Violation | EndViolation)[];
  readonly trace: number;
  readonly steps: number;
  readonly effects: number;
  /** Objects that were ever made. */
  readonly objects: number;
  readonly hits: ReadonlyMap<string, number>;
  readonly states: ReadonlySet<number>;
  readonly lives: number;
}

export interface RunOptions {
  readonly backend?: (aws: SimulatedAws) => AwsBackend;
  readonly say?: (line: string) => void;
}

const second = 1_000;
const minute = 60 * second;
/** A world in which nothing is written for so long is at rest: the slowest look comes every five minutes, and is awaited in one history of sixteen. */
const restful = { usual: 1.1 * minute, long: 5.5 * minute };

export async function run(schedule: Schedule, { backend, say }: RunOptions = {}): Promise<Verdict> {
  const watched = beginWatched({ seed: schedule.seed, mishaps: schedule.mishaps, settings: schedule.settings, backend });
  const { universe, marks } = watched;
  const { timeline, mishaps, server } = universe;
  const states = new Set<number>();
  let objects = 0;
  server.onCommit(({ type, resource }) => {
    if (type === 'ADDED' && /Endpoint/.test(resource.kind)) objects += 1;
    states.add(stateOf(universe));
  });
  for (const deed of schedule.deeds) timeline.after(deed.at, deed.do, () => does(watched, deed, say));
  const last = Math.max(0, ...schedule.deeds.map(({ at }) => at));
  await goOn(watched, last + 10 * second);
  universe.calm();
  makeAmends(universe, marks);
  return {
    violations: await converge(watched, schedule.seed % 16 === 0 ? restful.long : restful.usual),
    trace: timeline.trace,
    steps: timeline.steps,
    effects: mishaps.seen('effect'),
    objects,
    hits: mishaps.hits,
    states,
    lives: universe.life.number,
  };
}

function does({ universe, marks, begun }: Watched, deed: Deed, say: RunOptions['say']): void {
  const done = perform(universe, deed, marks);
  const elapsed = `${((universe.timeline.now - begun) / second).toFixed(1)} s`;
  say?.(`${elapsed} ${done ? '' : '(in vain) '}${JSON.stringify(deed)}`);
  if (done) universe.mishaps.hit(deed.do);
}
