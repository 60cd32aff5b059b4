import { inspect } from 'node:util';
import type { KubeObject } from '../../../src/kube/resource.ts';
import { isReady, type Seen } from '../../harness/scenario.ts';
import { type DeedName, deeds } from './deeds.ts';
import type { Failing } from './failures.ts';
import type { Fault } from './fault.ts';
import { objectOf } from './objects.ts';
import { isOfAccount, minutesOf, patienceOf, type Role, type Stage } from './rows.ts';
import type { Scene } from './scene.ts';
import { wordOf } from './words.ts';

const minute = 60_000;
export const stages = ['new', 'available', 'leaving'] as const;

/** A life, or the same without any failure, to compare with. */
export interface Course {
  readonly doing: Readonly<Partial<Record<Stage, DeedName>>>;
  /** `reason` is what users read for it. */
  readonly fault: { readonly action: string; readonly failing: Failing; readonly reason: string; readonly role: Role } | undefined;
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
  /** Client tokens and caller references of creates that AWS carried out: as many as resources ever made. */
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
  const seen = await allStages(scene, course);
  return {
    stages: seen,
    made: tokensOfCreates(scene.calls).size,
    writes: writesIn(scene.calls),
    left: scene.ours,
    foreignUntouched: scene.foreignUntouched,
    crashes: scene.crashes.map((fields) => inspect(fields)),
  };
}

async function allStages(scene: Scene, course: Course): Promise<Readonly<Record<Stage, StageSeen>>> {
  const first = objectOf(scene.kind, 'first');
  const whenNew = await stage({ scene, course, object: first, at: 'new' });
  const object = scene.read(first) === undefined ? objectOf(scene.kind, 'second') : first;
  if (object !== first) {
    scene.create(object);
    await scene.until(() => isReadyNow(scene, object), 20);
  }
  await scene.pass(minute);
  const available = await stage({ scene, course, object, at: 'available' });
  if (scene.read(object) === undefined) return { new: whenNew, available, leaving: available };
  // Reads that still hang from the failure before have timed out by then.
  await scene.pass(2 * minute);
  return { new: whenNew, available, leaving: await stage({ scene, course, object, at: 'leaving' }) };
}

function isReadyNow(scene: Scene, object: KubeObject): boolean {
  const seen = scene.read(object);
  return seen !== undefined && isReady(seen);
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
  const earlier = at === 'new' ? 0 : scene.versions(object).length - 1;
  const fault = course.fault === undefined ? undefined : scene.fail(course.fault.action, course.fault.failing);
  // What is asked for once an hour would be over before a deletion meets it.
  if (at === 'leaving' && course.fault !== undefined && isOfAccount(course.fault.role)) await met(scene, fault, patienceOf('account'));
  const removed = await act(staging);
  if (fault !== undefined) await hold(staging, fault);
  const held = removed ? scene.read(object) : undefined;
  fault?.lift();
  if (removed) await scene.until(() => scene.read(object) === undefined, 20);
  const end = await atRest(scene, object, course.expected?.[at]);
  const versions = scene.versions(object).slice(earlier);
  return {
    versions: versions.map((seen) => [wordOf(seen, course.fault?.reason), seen]),
    hits: fault?.hits() ?? 0,
    since: fault?.since() ?? 0,
    end,
    whileRemoved: held === undefined || fault === undefined ? undefined : wordOf(held, course.fault?.reason),
  };
}

/** What people do at this stage; whether that was to remove the object. */
async function act({ scene, course, object, at }: Staging): Promise<boolean> {
  if (at === 'new') scene.create(object);
  const deed = at === 'leaving' ? 'remove' : course.doing[at];
  if (deed === undefined) return false;
  if (at === 'new') await scene.until(() => isMade(scene.read(object)), 20);
  await deeds[deed]({ scene, object, stage: at });
  return deed === 'remove';
}

function isMade(seen: Seen | undefined): boolean {
  return (seen?.status?.['serviceID'] ?? seen?.status?.['endpointID'] ?? seen?.status?.['hostedZoneID']) !== undefined;
}

/** Every stage but the last is to meet the failure; a deletion does, or needs no such call. */
async function hold({ scene, course, at }: Staging, fault: Fault): Promise<void> {
  if (course.fault === undefined) return;
  const { role, failing } = course.fault;
  if (at === 'leaving') await scene.pass(10_000);
  else await met(scene, fault, patienceOf(role));
  if (fault.hits() > 0) await scene.pass(minutesOf(role, at, failing) * minute);
}

async function met(scene: Scene, fault: Fault | undefined, minutes: number): Promise<void> {
  if (fault !== undefined) await scene.until(() => fault.hits() > 0, minutes);
}

/** The state that was expected, as soon as it is there; what there is after a while where it is not, or where nothing was. */
async function atRest(scene: Scene, object: KubeObject, expected: string | undefined): Promise<string> {
  // A zone at rest is read every ten minutes.
  const limit = scene.now + 15 * minute;
  for (;;) {
    const state = await scene.endState(object);
    if (state === expected || scene.now >= limit) return state;
    await scene.pass(10_000);
  }
}

function writesIn(calls: Scene['calls']): string {
  const writes = calls.filter(({ action }) => !/^(Describe|Get|List|Assume|Start)/.test(action));
  return [...Map.groupBy(writes, ({ action }) => action)]
    .map(([action, all]) => `${all.length} ${action}`)
    .toSorted()
    .join(', ');
}

function tokensOfCreates(calls: Scene['calls']): ReadonlySet<string> {
  const carriedOut = calls.filter(
    ({ action, outcome, dropped }) => /^Create(VpcEndpoint|HostedZone)/.test(action) && outcome === 'ok' && dropped !== 'before',
  );
  return new Set(carriedOut.map(({ parameters }) => tokenIn(parameters)));
}

function tokenIn(parameters: unknown): string {
  const { ClientToken, CallerReference } = parameters as { readonly ClientToken?: string; readonly CallerReference?: string };
  return String(ClientToken ?? CallerReference);
}
