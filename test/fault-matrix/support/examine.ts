import { difference } from '../../harness/end-state.ts';
import type { Life } from './lives.ts';
import { apiActionOf, isWrite, type KindName, serviceOf } from './parts.ts';
import { reasonOf } from './reasons.ts';
import { broken } from './promises.ts';
import { follows, type Manner, mannerOf, type Row, rowOf, type Stage, type Word } from './rows.ts';
import { type Course, live, type Outcome, stages, type StageSeen } from './run.ts';
import { Scene } from './scene.ts';
import { untold } from './told.ts';

/** What is wrong with one life, in words, by stage; nothing where all is as promised. */
export interface Verdict {
  readonly words: Readonly<Record<Stage, readonly string[]>>;
  readonly wrong: readonly string[];
}

const undisturbed = new Map<string, Promise<Outcome>>();

export async function examine({ kind, call, part, failing }: Life): Promise<Verdict> {
  const { role } = part;
  const course: Course = {
    doing: {
      ...(part.whenNew === undefined ? {} : { new: part.whenNew }),
      ...(part.whenAvailable === undefined ? {} : { available: part.whenAvailable }),
    },
    fault: undefined,
    expected: undefined,
  };
  const calm = await undisturbedRun(kind, course);
  const outcome = await live(await Scene.open(kind), {
    ...course,
    fault: { action: apiActionOf(call), failing, reason: reasonOf(role, failing), role },
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
        ...untold(outcome.stages[stage], { role, failing, service: serviceOf(call) }),
        ...ofStage(outcome.stages[stage], {
          row: rowOf(role, stage, failing),
          manner: mannerOf(role, failing),
          kind,
          end: calm.stages[stage].end,
          // A deletion asks for what it needs.
          reached: stage !== 'leaving',
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

async function undisturbedRun(kind: KindName, course: Course): Promise<Outcome> {
  const key = JSON.stringify([kind, course]);
  const known = undisturbed.get(key) ?? Scene.open(kind).then((scene) => live(scene, course));
  undisturbed.set(key, known);
  return known;
}

function wordsOf({ versions }: StageSeen): readonly string[] {
  return versions.map(([word]) => word).filter((word, index, all) => word !== all[index - 1]);
}

interface Promised {
  readonly row: Row;
  readonly manner: Manner;
  readonly kind: KindName;
  readonly end: string;
  /** Whether the call has to be made at all. */
  readonly reached: boolean;
}

function ofStage(seen: StageSeen, { row, manner, end, reached, kind }: Promised): readonly string[] {
  const words = wordsOf(seen);
  return [
    ...(reached && seen.hits === 0 ? ['the call is never made'] : []),
    ...(follows(words, row) ? [] : [`went through ${words.join(' → ')}, not ${row.join(' → ')}`]),
    ...(seen.whileRemoved === undefined || seen.whileRemoved === 'deleting' ? [] : [`says ${seen.whileRemoved} while it is to go`]),
    ...broken(seen.versions),
    ...deadlines(seen, manner, kind),
    ...(seen.end === end ? [] : [`ends otherwise than undisturbed:\n${difference(end, seen.end)}`]),
  ];
}

type Span = readonly [soonest: number, latest: number];

/** Stalled after ten minutes of denials and at once where something has to be corrected; each told within the two of the slowest look. */
const stalledWithin: Readonly<Partial<Record<Manner, Span>>> = { denied: [10, 13], refused: [0, 2] };
/** After fifteen minutes without a good read. */
const staleWithin: Span = [15, 17];
/** How old the last good read may be as the failure begins: a listing's age, or that of the read of a zone at rest. */
const goodReadWithin: Readonly<Record<KindName, number>> = { EndpointService: 1, InterfaceEndpoint: 1, PrivateHostedZone: 10 };

function deadlines(seen: StageSeen, manner: Manner, kind: KindName): readonly string[] {
  const [soonest, latest] = staleWithin;
  return [
    ...late(seen, { word: 'stalled', type: 'Stalled', span: stalledWithin[manner] }),
    ...late(seen, { word: 'stale', type: 'Ready', span: [soonest - goodReadWithin[kind], latest] }),
  ];
}

/** Whether a condition came too soon or too late, in words. */
function late(
  { versions, since }: StageSeen,
  { word, type, span }: { readonly word: Word; readonly type: string; readonly span: Span | undefined },
): readonly string[] {
  const found = versions.find(([said]) => said === word)?.[1];
  const condition = found?.status.conditions.find((one) => one.type === type) as { readonly lastTransitionTime?: string } | undefined;
  if (condition === undefined || span === undefined) return [];
  const after = (Date.parse(condition.lastTransitionTime ?? '') - since) / 60_000;
  // Times are whole seconds.
  return after >= span[0] - 0.1 && after <= span[1] ? [] : [`${word} after ${after.toFixed(1)} minutes`];
}
