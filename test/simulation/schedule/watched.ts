import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { AwsBackend } from '../kernel/aws-backend.ts';
import { createUniverse, type Universe } from '../kernel/universe.ts';
import { objectNames } from './cast.ts';
import { type Marks, readObject } from './deeds.ts';
import { shortcomings } from './desired.ts';
import { Invariants, type Violation } from './invariants.ts';
import type { Schedule } from './schedule.ts';
import { arrange, clusterID } from './setting.ts';

/** A universe with the two teams in it, and those who watch that all goes right. */
export interface Watched {
  readonly universe: Universe;
  readonly marks: Marks;
  readonly invariants: Invariants;
  /** By the universe's time. */
  readonly begun: number;
}

export type EndViolation = {
  readonly invariant: 'I8 the desired state is reached' | 'I8 then nothing is written' | 'I8 and hardly anything is read';
  readonly words: string;
  readonly at: number;
};

const second = 1_000;
const minute = 60 * second;
/** The slowest retry and the slowest look; an event that was lost without a sign is made good by the next list of all, an hour later at most. */
const patience = { usual: 40 * minute, afterLostEvent: 90 * minute };
/** Rests that a write may interrupt. */
const settling = 20;
/** Calls in five and a half minutes of rest, at the smallest pages: the listings of two accounts, and what an object needs that no listing shows. */
const restfulReads = { in: 5.5 * minute, accounts: 40, object: 90 };

export interface WatchedOptions extends Pick<Schedule, 'seed' | 'mishaps' | 'settings'> {
  readonly backend?: ((aws: SimulatedAws) => AwsBackend) | undefined;
}

export function beginWatched({ backend, ...schedule }: WatchedOptions): Watched {
  const marks: Marks = { tampered: new Map(), rejected: new Set() };
  const invariants = new Invariants(marks);
  const universe = createUniverse({
    ...schedule,
    clusterID,
    ...(backend === undefined ? {} : { backend }),
    observer: {
      awsWrite: (request) => invariants.awsWrite(request),
      awsRefused: (request) => invariants.awsRefused(request),
      liveRead: (path) => invariants.liveRead(path),
      audit: (entry) => invariants.audit(entry),
      complaint: (fields, message) => invariants.complaint(fields, message),
    },
  });
  invariants.watch(universe);
  arrange(universe.aws, universe.server);
  return { universe, marks, invariants, begun: universe.timeline.now };
}

/** Lets so many milliseconds pass, and looks after every step. Ends at the first violation. */
export async function goOn({ universe: { timeline }, invariants }: Watched, milliseconds: number): Promise<void> {
  const limit = timeline.now + milliseconds;
  while (invariants.violations.length === 0 && (await timeline.step(limit))) invariants.check();
  timeline.reach(limit);
}

/**
 * Until what is wanted is there, and stays while nothing is written for `rest` milliseconds; somebody may still be about to make an object anew.
 * Answers with what has gone wrong.
 */
export async function converge(watched: Watched, rest: number): Promise<readonly (Violation | EndViolation)[]> {
  const { violations } = watched.invariants;
  const end = await reachEnd(watched, rest);
  return violations.length > 0 ? violations : end;
}

async function reachEnd(watched: Watched, rest: number): Promise<readonly EndViolation[]> {
  const { universe, marks, invariants, begun } = watched;
  const { timeline, mishaps } = universe;
  const deadline = timeline.now + (mishaps.hits.has('event dropped') ? patience.afterLostEvent : patience.usual);
  let lacking = shortcomings(universe, marks);
  let writes = 0;
  while (timeline.now < deadline && invariants.violations.length === 0) {
    const before = mishaps.seen('effect');
    const read = mishaps.seen('aws read');
    await goOn(watched, lacking.length > 0 ? 20 * second : rest);
    const wasWanted = lacking.length === 0;
    lacking = shortcomings(universe, marks);
    if (!wasWanted || lacking.length > 0) continue;
    if (mishaps.seen('effect') === before) return rest < restfulReads.in ? [] : needlessReads(watched, mishaps.seen('aws read') - read);
    writes += 1;
    // Tags and connections that were just made may still settle, but not for ever.
    if (writes > settling) break;
  }
  const at = timeline.now - begun;
  if (lacking.length > 0) return [{ invariant: 'I8 the desired state is reached', words: lacking.join('\n'), at }];
  return [{ invariant: 'I8 then nothing is written', words: `written to ${writes} times though all is as wanted`, at }];
}

function needlessReads({ universe, begun }: Watched, reads: number): readonly EndViolation[] {
  const objects = objectNames.filter((name) => readObject(universe, name) !== undefined).length;
  if (reads <= restfulReads.accounts + objects * restfulReads.object) return [];
  const at = universe.timeline.now - begun;
  return [{ invariant: 'I8 and hardly anything is read', words: `${reads} calls at rest for ${objects} objects`, at }];
}
