import { difference } from '../../harness/end-state.ts';
import type { Life } from './lives.ts';
import { isWrite } from './parts.ts';
import { broken } from './promises.ts';
import { follows, type Row, rowOf, type Stage } from './rows.ts';
import { type Course, live, type Outcome, stages, type StageSeen } from './run.ts';
import { openScene, type Scene } from './scene.ts';

/** What is wrong with one life, in words, by stage; nothing where all is as promised. */
export interface Verdict {
  readonly words: Readonly<Record<Stage, readonly string[]>>;
  readonly wrong: readonly string[];
}

const undisturbed = new Map<string, Promise<Outcome>>();

export async function examine(scene: Scene, { call, part, failure }: Life): Promise<Verdict> {
  const { role } = part;
  const course: Course = {
    doing: {
      ...(part.whenNew === undefined ? {} : { new: part.whenNew }),
      ...(part.whenAvailable === undefined ? {} : { available: part.whenAvailable }),
    },
    fault: undefined,
    expected: undefined,
  };
  const calm = await undisturbedRun(scene.kind, course);
  const outcome = await live(scene, {
    ...course,
    fault: { call, failure, role },
    expected: { new: calm.stages.new.end, available: calm.stages.available.end, leaving: calm.stages.leaving.end },
  });
  const words = {
    new: wordsOf(outcome.stages.new),
    available: wordsOf(outcome.stages.available),
    leaving: wordsOf(outcome.stages.leaving),
  };
  const wrong = [
    ...stages.flatMap((stage) =>
      [
        ...ofStage(outcome.stages[stage], {
          row: rowOf(role, stage, failure),
          end: calm.stages[stage].end,
          reached: isReached(role, stage),
        }),
      ].map((one) => `${stage}: ${one}`),
    ),
    ...(outcome.made === calm.made ? [] : [`${outcome.made} resources were made instead of ${calm.made}`]),
    ...(isWrite(call) || outcome.writes === calm.writes ? [] : [`wrote ${outcome.writes} instead of ${calm.writes}`]),
    ...outcome.left.map((one) => `${one} is left`),
    ...(!outcome.foreignUntouched ? ["somebody else's resource was touched"] : []),
    ...outcome.crashes.map((one) => `a pass crashed: ${one}`),
  ];
  return { words, wrong };
}

/** What was resolved once for ever is not asked for any more; a deletion asks for what it needs. */
function isReached(role: Life['part']['role'], stage: Stage): boolean | undefined {
  return stage === 'leaving' ? undefined : !(role === 'pinned' && stage === 'available');
}

async function undisturbedRun(kind: Scene['kind'], course: Course): Promise<Outcome> {
  const key = JSON.stringify([kind, course]);
  const known = undisturbed.get(key) ?? inItsOwnScene(kind, course);
  undisturbed.set(key, known);
  return known;
}

async function inItsOwnScene(kind: Scene['kind'], course: Course): Promise<Outcome> {
  await using scene = await openScene(kind);
  return await live(scene, course);
}

function wordsOf({ versions }: StageSeen): readonly string[] {
  return versions.map(([word]) => word).filter((word, index, all) => word !== all[index - 1]);
}

interface Promised {
  readonly row: Row;
  readonly end: string;
  /** Whether the call is made at all; undefined where either is right. */
  readonly reached: boolean | undefined;
}

function ofStage(seen: StageSeen, { row, end, reached }: Promised): readonly string[] {
  const words = wordsOf(seen);
  return [
    ...(reached === undefined || seen.hits > 0 === reached
      ? []
      : [reached ? 'the call is never made' : `the call is made ${seen.hits} times`]),
    ...(follows(words, row) ? [] : [`went through ${words.join(' → ')}, not ${row.join(' → ')}`]),
    ...(seen.whileRemoved === undefined || seen.whileRemoved === 'deleting' ? [] : [`says ${seen.whileRemoved} while it is to go`]),
    ...broken(seen.versions),
    ...deadlines(seen),
    ...(seen.end === end ? [] : [`ends otherwise than undisturbed:\n${difference(end, seen.end)}`]),
  ];
}

/** Stalled after ten minutes of refusals, stale after fifteen without a good read; each told within the two minutes of the slowest look. */
const minutes = { stalled: [10, 13], stale: [15, 17] } as const;

function deadlines({ versions, since }: StageSeen): readonly string[] {
  return Object.entries(minutes).flatMap(([name, [soonest, latest]]) => {
    const found = versions.find(([word]) => word === name)?.[1];
    const type = name === 'stalled' ? 'Stalled' : 'Ready';
    const condition = found?.status.conditions.find((one) => one.type === type) as { readonly lastTransitionTime?: string } | undefined;
    const after = (Date.parse(condition?.lastTransitionTime ?? '') - since) / 60_000;
    // Times are whole seconds, and the last good read may be as old as a listing.
    return condition === undefined || (after >= soonest - 1.1 && after <= latest) ? [] : [`${name} after ${after.toFixed(1)} minutes`];
  });
}
