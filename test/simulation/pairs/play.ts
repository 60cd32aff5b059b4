import { type KubeObject, keyOf } from '../../../src/kube/resource.ts';
import type { Settings } from '../../../src/simulator/settings.ts';
import type { CrashPoint, Moment } from '../../crash/crash-point.ts';
import { difference, endState } from '../../harness/end-state.ts';
import type { Seen } from '../../harness/scenario.ts';
import type { Mishap, MishapOf } from '../kernel/mishaps.ts';
import { manifest, objectNames } from '../schedule/cast.ts';
import { perform } from '../schedule/deeds.ts';
import { shortcomings } from '../schedule/desired.ts';
import { clusterID, namespaces } from '../schedule/setting.ts';
import { beginWatched, converge, goOn, type Watched } from '../schedule/watched.ts';
import type { PairScenario } from './scenarios.ts';

/** A scenario whose undisturbed run is known. */
export interface Calm {
  readonly scenario: PairScenario;
  /** Effects before those that count. */
  readonly earlier: number;
  /** Effects that count. */
  readonly effects: number;
  /** Resources that were ever made. */
  readonly made: number;
  readonly end: string;
  /** What is not as it has to be, in words. */
  readonly wrong: readonly string[];
}

/** What a run with kills came to. */
export interface Outcome {
  /** Kills that found a process alive. */
  readonly kills: number;
  /** Effects that count, of all lives. */
  readonly effects: number;
  readonly wrong: readonly string[];
}

const second = 1_000;
const minute = 60 * second;
/** AWS takes moments, yet hides what is new for some of them. */
const brisk: Partial<Settings> = {
  pageSize: 100,
  emptyFirstPages: false,
  createVisibleMs: 2 * second,
  tagFilterLagMs: 5 * second,
  endpointPendingMs: 2 * second,
  endpointModifyMs: 2 * second,
  endpointDeletingMs: 2 * second,
  tombstoneMs: 10 * second,
  serviceDeletingMs: 2 * second,
  serviceUnreadyMs: 2 * second,
  connectionVisibleMs: second,
};
const seed = 1;
/** The slowest look comes every five minutes. */
const rest = 5.5 * minute;
const restBefore = 40 * second;

export async function undisturbed(scenario: PairScenario): Promise<Calm> {
  const { watched, earlier, end, wrong } = await play(scenario, []);
  const { universe, invariants } = watched;
  return { scenario, earlier, effects: universe.mishaps.seen('effect') - earlier, made: invariants.made, end, wrong };
}

/** Plays a scenario with a kill at each of the points. `nth` of the first counts from the deed, of each other from the one before. */
export async function killed(calm: Calm, points: readonly CrashPoint[]): Promise<Outcome> {
  const { watched, end, wrong } = await play(calm.scenario, mishapsAt(points, calm.earlier));
  const { mishaps, life } = watched.universe;
  const { made } = watched.invariants;
  return {
    kills: life.number - 1,
    effects: mishaps.seen('effect') - calm.earlier,
    wrong: [
      ...wrong,
      ...(end === calm.end ? [] : [`ends otherwise than undisturbed:\n${difference(calm.end, end)}`]),
      ...(made <= calm.made ? [] : [`${made} resources were made instead of ${calm.made}`]),
    ],
  };
}

const kinds: Readonly<Record<Moment, MishapOf<'effect'>>> = {
  before: 'crash before the effect',
  after: 'crash after the effect',
  lost: 'crash, reply lost',
};

function mishapsAt(points: readonly CrashPoint[], earlier: number): readonly Mishap[] {
  let at = earlier;
  return points.map(({ moment, nth }) => ({ class: 'effect', kind: kinds[moment], at: (at += nth) }));
}

interface Played {
  readonly watched: Watched;
  readonly earlier: number;
  readonly end: string;
  readonly wrong: readonly string[];
}

async function play({ before, prepare, deed }: PairScenario, mishaps: readonly Mishap[]): Promise<Played> {
  const watched = beginWatched({ seed, mishaps, settings: brisk });
  const { universe, marks } = watched;
  for (const object of before) perform(universe, { at: 0, do: 'create', object }, marks);
  await settle(watched);
  if (prepare !== undefined) {
    prepare(watched);
    await settle(watched);
  }
  const earlier = universe.mishaps.seen('effect');
  deed(watched);
  const violations = await converge(watched, rest);
  return { watched, earlier, end: await endOf(watched), wrong: violations.map(({ invariant, words }) => `${invariant}: ${words}`) };
}

/** What was done before has been carried through. */
async function settle(watched: Watched): Promise<void> {
  const { universe, marks } = watched;
  for (let before = -1; universe.mishaps.seen('effect') > before || shortcomings(universe, marks).length > 0; ) {
    before = universe.mishaps.seen('effect');
    await goOn(watched, restBefore);
    if (universe.timeline.now - watched.begun > 30 * minute) throw new Error(`not ready: ${shortcomings(universe, marks).join('\n')}`);
  }
}

/** Of all objects that people write, what is made for them, and the accesses that it is made through. */
function endOf({ universe }: Watched): Promise<string> {
  const accesses = Object.values(namespaces).map((name) => ({ kind: 'PrivateLinkAccess', metadata: { name } }));
  const read = async (object: KubeObject): Promise<Seen | undefined> =>
    universe.objects.get(`${object.kind ?? ''}/${keyOf(object)}`) as Seen | undefined;
  return endState({ provider: clusterID, read, simulator: universe.aws }, ...objectNames.map(manifest), ...accesses);
}
