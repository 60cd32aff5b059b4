import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { AwsBackend } from '../kernel/aws-backend.ts';
import { createUniverse, type Universe } from '../kernel/universe.ts';
import { type Deed, makeAmends, type Marks, perform } from './deeds.ts';
import { shortcomings } from './desired.ts';
import { Invariants, type Violation } from './invariants.ts';
import type { Schedule } from './schedule.ts';
import { arrange, clusterID } from './setting.ts';
import { stateOf } from './states.ts';

export interface Verdict {
  readonly violations: readonly (Violation | { readonly invariant: EndName; readonly words: string; readonly at: number })[];
  readonly trace: number;
  readonly steps: number;
  readonly effects: number;
  /** Objects that were ever made. */
  readonly objects: number;
  readonly hits: ReadonlyMap<string, number>;
  readonly states: ReadonlySet<number>;
  readonly lives: number;
}

type EndName = 'I8 the desired state is reached' | 'I8 then nothing is written';

export interface RunOptions {
  readonly backend?: (aws: SimulatedAws) => AwsBackend;
  readonly say?: (line: string) => void;
}

const second = 1_000;
const minute = 60 * second;
/** The slowest retry and the slowest look; an event that was lost without a sign is made good by the next list of all, an hour later at most. */
const patience = { usual: 40 * minute, afterLostEvent: 90 * minute };
/** A world in which nothing is written for so long is at rest: the slowest look comes every five minutes, and is awaited in one history of eight. */
const restful = { usual: 1.1 * minute, long: 5.5 * minute };
/** Rests that a write may interrupt. */
const settling = 20;

export async function run(schedule: Schedule, options: RunOptions = {}): Promise<Verdict> {
  const marks: Marks = { tampered: new Map(), rejected: new Set(), standbyBehind: undefined };
  const invariants = new Invariants(marks);
  const universe = createUniverse({
    seed: schedule.seed,
    mishaps: schedule.mishaps,
    clusterID,
    settings: schedule.settings,
    ...(options.backend === undefined ? {} : { backend: options.backend }),
    observer: {
      awsWrite: (request) => invariants.awsWrite(request),
      liveRead: (path) => invariants.liveRead(path),
      audit: (entry) => invariants.audit(entry),
      complaint: (fields, message) => invariants.complaint(fields, message),
    },
  });
  invariants.watch(universe);
  arrange(universe.aws, universe.server);
  return new Run(universe, { schedule, marks, invariants, say: options.say }).all();
}

interface Running {
  readonly schedule: Schedule;
  readonly marks: Marks;
  readonly invariants: Invariants;
  readonly say: RunOptions['say'];
}

class Run {
  readonly #universe: Universe;
  readonly #running: Running;
  readonly #states = new Set<number>();
  readonly #begun: number;

  constructor(universe: Universe, running: Running) {
    this.#universe = universe;
    this.#running = running;
    this.#begun = universe.timeline.now;
  }

  async all(): Promise<Verdict> {
    const { timeline, mishaps, server } = this.#universe;
    const { schedule, invariants, marks } = this.#running;
    let objects = 0;
    server.onCommit(({ type, resource }) => {
      if (type === 'ADDED' && /Endpoint/.test(resource.kind)) objects += 1;
      this.#states.add(stateOf(this.#universe));
    });
    for (const deed of schedule.deeds) timeline.after(deed.at, deed.do, () => this.#does(deed));
    const last = Math.max(0, ...schedule.deeds.map(({ at }) => at));
    await this.#goOn(last + 10 * second);
    this.#universe.calm();
    makeAmends(this.#universe, marks);
    const end = await this.#converge();
    return {
      violations: invariants.violations.length > 0 ? invariants.violations : end,
      trace: timeline.trace,
      steps: timeline.steps,
      effects: mishaps.seen('effect'),
      objects,
      hits: mishaps.hits,
      states: this.#states,
      lives: this.#universe.life.number,
    };
  }

  #does(deed: Deed): void {
    const done = perform(this.#universe, deed, this.#running.marks);
    this.#running.say?.(`${this.#elapsed()} ${done ? '' : '(in vain) '}${JSON.stringify(deed)}`);
    if (done) this.#universe.mishaps.hit(deed.do);
  }

  #elapsed(): string {
    return `${((this.#universe.timeline.now - this.#begun) / second).toFixed(1)} s`;
  }

  /** Lets so many milliseconds pass, and looks after every step. Ends at the first violation. */
  async #goOn(milliseconds: number): Promise<void> {
    const { timeline } = this.#universe;
    const { invariants } = this.#running;
    const limit = timeline.now + milliseconds;
    while (invariants.violations.length === 0 && (await timeline.step(limit))) invariants.check();
    timeline.reach(limit);
  }

  /** Until what is wanted is there, and stays while nothing is written; somebody may still be about to make an object anew. */
  async #converge(): Promise<Verdict['violations']> {
    const { timeline, mishaps } = this.#universe;
    const { marks, invariants, schedule } = this.#running;
    const deadline = timeline.now + (mishaps.hits.has('event dropped') ? patience.afterLostEvent : patience.usual);
    const rest = schedule.seed % 8 === 0 ? restful.long : restful.usual;
    let lacking = shortcomings(this.#universe, marks);
    let writes = 0;
    while (timeline.now < deadline && invariants.violations.length === 0) {
      const before = mishaps.seen('effect');
      await this.#goOn(lacking.length > 0 ? 20 * second : rest);
      const wasWanted = lacking.length === 0;
      lacking = shortcomings(this.#universe, marks);
      if (!wasWanted || lacking.length > 0) continue;
      if (mishaps.seen('effect') === before) return [];
      writes += 1;
      // Tags and connections that were just made may still settle, but not for ever.
      if (writes > settling) break;
    }
    const at = timeline.now - this.#begun;
    if (lacking.length > 0) return [{ invariant: 'I8 the desired state is reached', words: lacking.join('\n'), at }];
    return [{ invariant: 'I8 then nothing is written', words: `written to ${writes} times though all is as wanted`, at }];
  }
}
