import { difference, endState } from '../harness/end-state.ts';
import type { Cluster } from './cluster.ts';
import type { CrashPoint } from './crash-point.ts';
import type { Life } from './life.ts';
import { allReady, type CrashScenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';
import { holds, until } from './until.ts';

/** A scenario with a kill in each of its first lives; with none, the undisturbed run. */
export interface Course {
  readonly scenario: CrashScenario;
  readonly points: readonly CrashPoint[];
  /** The end of the undisturbed run, which this one has to reach too. */
  readonly expected?: End;
}

export interface End {
  readonly state: string;
  /** Creates that AWS has carried out, by client token or caller reference: as many as resources ever made. */
  readonly made: number;
}

export interface Outcome {
  readonly end: End;
  /** The effects of each life, in words. One more life than kills. */
  readonly lives: readonly (readonly string[])[];
  /** What is not as it has to be, in words. */
  readonly wrong: readonly string[];
  readonly output: string;
}

/** No effect for so long, in milliseconds, is rest: longer than a pass takes, and than two listings. What the others are held to takes no chances. */
const rest = { undisturbed: 3_000, killed: 1_000 };

export async function run(cluster: Cluster, course: Course): Promise<Outcome> {
  await using stage = await openStage(cluster);
  const { scenario, points, expected } = course;
  const [first, ...later] = points;
  let life = await stage.live(first);
  await prepare(stage, scenario, life);
  life.gate.count();
  await scenario.deed(stage);
  const lives = [life];
  for (const next of [...later, undefined]) {
    if (points.length === 0 || !(await isKilled(stage, course, life))) break;
    life = await stage.live(next);
    life.gate.count();
    lives.push(life);
  }
  const ended = await holds(() => isAtRest(stage, course, life));
  // A process that ends in order leaves its compiled code to those after it.
  if (points.length === 0) await life.end('inOrder');
  const end = { state: await endOf(stage, scenario), made: madeOf(stage) };
  return {
    end,
    lives: lives.map(({ gate }) => gate.effects),
    wrong: [
      ...(ended ? [] : ['it does not come to rest where it should']),
      ...(expected === undefined ? [] : differences(expected, end)),
      ...(await stage.offences(scenario.objects(stage))),
    ],
    output: lives.map(({ output }) => output()).join('killed\n'),
  };
}

async function prepare(stage: Stage, scenario: CrashScenario, life: Life): Promise<void> {
  await until('the operator has begun', async () => life.restingFor() > 0);
  const before = scenario.before?.(stage) ?? [];
  for (const object of before) await stage.create(object);
  await until('ready before', async () => allReady(await Promise.all(before.map(stage.read))));
  await scenario.prepare?.(stage);
  await until('rest before', async () => life.restingFor() > rest.killed);
}

/** Whether the kill comes before the end. */
async function isKilled(stage: Stage, course: Course, life: Life): Promise<boolean> {
  await holds(async () => life.gate.isOver || isAtRest(stage, course, life));
  return life.gate.isOver;
}

async function isAtRest(stage: Stage, { scenario, expected }: Course, life: Life): Promise<boolean> {
  if (life.restingFor() < (expected === undefined ? rest.undisturbed : rest.killed)) return false;
  if (expected !== undefined) return (await endOf(stage, scenario)) === expected.state;
  return scenario.isDone(await Promise.all(scenario.objects(stage).map(stage.read)));
}

/** Of the objects, what is made for them, and the accesses that it is made through. */
function endOf(stage: Stage, scenario: CrashScenario): Promise<string> {
  return endState(stage, ...scenario.objects(stage), ...stage.accesses);
}

function madeOf({ simulator }: Stage): number {
  const tokens = simulator.journal.flatMap(({ action, outcome, parameters }) => {
    const { ClientToken, CallerReference } = parameters as { readonly ClientToken?: string; readonly CallerReference?: string };
    return action.startsWith('Create') && outcome === 'ok' ? (ClientToken ?? CallerReference ?? []) : [];
  });
  return new Set(tokens).size;
}

function differences(expected: End, end: End): readonly string[] {
  return [
    ...(end.state === expected.state ? [] : [`ends otherwise than undisturbed:\n${difference(expected.state, end.state)}`]),
    ...(end.made === expected.made ? [] : [`${end.made} resources were made instead of ${expected.made}`]),
  ];
}
