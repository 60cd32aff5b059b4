import { inspect } from 'node:util';
import type { KubeObject } from '../../../src/kube/resource.ts';
import { endState } from '../../harness/end-state.ts';
import { isReady, type Scenario, type Seen } from '../../harness/scenario.ts';
import { type DeedName, deeds } from './deeds.ts';
import type { FailureName } from './failures.ts';
import { arm, type Fault } from './fault.ts';
import type { MatrixCall } from './parts.ts';
import { minutesOf, patienceOf, type Role, type Stage } from './rows.ts';
import type { Scene } from './scene.ts';
import { wordOf } from './words.ts';

const minute = 60_000;
export const stages = ['new', 'available', 'leaving'] as const;

/** A life, or the same without any failure, to compare with. */
export interface Course {
  readonly doing: Readonly<Partial<Record<Stage, DeedName>>>;
  readonly fault: { readonly call: MatrixCall; readonly failure: FailureName; readonly role: Role } | undefined;
  /** What each stage has to end in; any where there is nothing to compare with. */
  readonly expected: Readonly<Record<Stage, string>> | undefined;
}

export interface StageSeen {
  readonly versions: readonly (readonly [word: string, seen: Seen])[];
  /** Calls that met the failure. */
  readonly hits: number;
  /** When the first call met it, in epoch milliseconds. */
  readonly since: number;
  readonly end: string;
  /** The word of an object that is to go, while the failure still lasts; undefined where it has gone or is to stay. */
  readonly whileRemoved: string | undefined;
}

export interface Outcome {
  readonly stages: Readonly<Record<Stage, StageSeen>>;
  /** Client tokens of creates that AWS carried out: as many as resources ever made. */
  readonly made: number;
  /** The operator's writes by action, but for the verification that it starts anew from time to time. */
  readonly writes: string;
  /** What carries our tags after the object is gone. */
  readonly left: readonly string[];
  readonly foreignUntouched: boolean;
  /** Passes that ended in anything but an AWS failure. */
  readonly crashes: readonly string[];
}

export async function live(scene: Scene, course: Course): Promise<Outcome> {
  const { on } = scene;
  // What an earlier life has taught the operator is too old by then.
  await on.pass(6 * minute);
  const before = on.calls().length;
  const seen = await allStages(scene, course);
  await scene.disconnect();
  const complaints = on.operator().complaints.filter(({ message }) => message.startsWith('a pass failed'));
  return {
    stages: seen,
    made: tokensOfCreates(on.calls().slice(before)).size,
    writes: writesIn(on.calls().slice(before)),
    left: scene.ours(),
    foreignUntouched: scene.foreignUntouched(),
    crashes: complaints.map(({ fields }) => inspect(fields)),
  };
}

async function allStages(scene: Scene, course: Course): Promise<Readonly<Record<Stage, StageSeen>>> {
  const { on } = scene;
  const first = scene.newObject();
  const whenNew = await stage({ scene, course, object: first, at: 'new' });
  const object = (await on.read(first)) === undefined ? scene.newObject() : first;
  if (object !== first) {
    await on.create(object);
    await on.until(object, 'ready', isReady);
  }
  await on.pass(minute);
  const available = await stage({ scene, course, object, at: 'available' });
  if ((await on.read(object)) === undefined) return { new: whenNew, available, leaving: available };
  // Reads that still hang from the failure before have timed out by then.
  await on.pass(2 * minute);
  return { new: whenNew, available, leaving: await stage({ scene, course, object, at: 'leaving' }) };
}

interface Staging {
  readonly scene: Scene;
  readonly course: Course;
  readonly object: KubeObject;
  readonly at: Stage;
}

/** The failure begins, somebody may do something, the failure ends, and everything comes to rest. */
async function stage(staging: Staging): Promise<StageSeen> {
  const { scene, course, object, at } = staging;
  const earlier = at === 'new' ? 0 : (await versionsOf(scene, object)).length - 1;
  const fault = course.fault === undefined ? undefined : arm(scene.on, course.fault);
  // What is asked for once an hour would be over before a deletion meets it.
  if (at === 'leaving' && course.fault?.role === 'account') await fault?.met(patienceOf('account'));
  const removed = await act(staging);
  if (fault !== undefined) await hold(staging, fault);
  const held = removed ? ((await scene.on.read(object)) as Seen | undefined) : undefined;
  fault?.lift();
  if (removed) await scene.on.untilGone(object);
  const end = await atRest(scene.on, object, course.expected?.[at]);
  const versions = (await versionsOf(scene, object)).slice(earlier);
  return {
    versions: versions.map((seen) => [wordOf(seen, course.fault?.failure), seen]),
    hits: fault?.hits() ?? 0,
    since: fault?.since() ?? 0,
    end,
    whileRemoved: held === undefined || fault === undefined ? undefined : wordOf(held, course.fault?.failure),
  };
}

/** What people do at this stage; whether that was to remove the object. */
async function act({ scene: { on }, course, object, at }: Staging): Promise<boolean> {
  if (at === 'new') await on.create(object);
  const deed = at === 'leaving' ? 'remove' : course.doing[at];
  if (deed === undefined) return false;
  if (at === 'new') await on.until(object, 'made', ({ status }) => (status['serviceID'] ?? status['endpointID']) !== undefined);
  await deeds[deed]({ on, object, stage: at });
  return deed === 'remove';
}

/** Every stage but the last is to meet the failure; a deletion does, or needs no such call. */
async function hold({ scene: { on }, course, at }: Staging, fault: Fault): Promise<void> {
  if (course.fault === undefined) return;
  const { role, failure } = course.fault;
  if (at === 'leaving') await on.pass(10_000);
  else await fault.met(patienceOf(role));
  if (fault.hits() > 0) await on.pass(minutesOf(role, at, failure) * minute);
}

/** The state that was expected, as soon as it is there; what there is after a while where it is not, or where nothing was. */
async function atRest(on: Scenario, object: KubeObject, expected: string | undefined): Promise<string> {
  const limit = on.now() + (expected === undefined ? 5 : 12) * minute;
  for (;;) {
    const state = await endState(on, object);
    if (state === expected || on.now() >= limit) return state;
    await on.pass(10_000);
  }
}

async function versionsOf({ on, history }: Scene, object: KubeObject): Promise<readonly Seen[]> {
  return history.of(object.metadata.name, (await on.read(object))?.metadata.resourceVersion);
}

function writesIn(calls: ReturnType<Scenario['calls']>): string {
  const writes = calls.filter(({ action }) => !/^(Describe|Get|Assume|Start)/.test(action));
  return [...Map.groupBy(writes, ({ action }) => action)]
    .map(([action, all]) => `${all.length} ${action}`)
    .toSorted()
    .join(', ');
}

function tokensOfCreates(calls: ReturnType<Scenario['calls']>): ReadonlySet<string> {
  const carriedOut = calls.filter(
    ({ action, outcome, dropped }) => action.startsWith('CreateVpcEndpoint') && outcome === 'ok' && dropped !== 'before',
  );
  return new Set(carriedOut.map(({ parameters }) => String((parameters as { readonly ClientToken?: string }).ClientToken)));
}
