import { Session } from 'node:inspector';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Universe } from '../kernel/universe.ts';
import { tidy } from './tidy.ts';

/** How much there is in the process while nothing is on its way. */
export interface Census {
  /** In bytes, after garbage collection. */
  readonly heap: number;
  /** What keeps the event loop alive. */
  readonly handles: number;
  /** Timers of the operator's and of the world round it. */
  readonly timers: number;
  /** In all Maps and Sets that can be reached. */
  readonly entries: number;
  /** Lines of the metrics that carry a value. */
  readonly series: number;
}

const minute = 60_000;
/** What is remembered for an hour, and swept every ten minutes, has gone by then. */
const rest = 75 * minute;
const window = 10 * minute;

/** Lets virtual time pass until all that is bounded by time has been forgotten, then counts. */
export async function takeCensus(universe: Universe): Promise<Census> {
  await pass(universe, rest);
  const timers = await reachQuiet(universe);
  tidy(universe);
  const series = (await universe.metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  const heap = await collectedHeap();
  const handles = process.getActiveResourcesInfo().length;
  return { heap, handles, timers, series, entries: countEntries() };
}

async function pass({ timeline }: Universe, milliseconds: number): Promise<void> {
  const limit = timeline.now + milliseconds;
  while (await timeline.step(limit));
  timeline.reach(limit);
}

/** Comes to a moment at which nothing is on its way: as few entries wait as ever in ten minutes. Answers with how many they are. */
async function reachQuiet({ timeline }: Universe): Promise<number> {
  let fewest = timeline.waiting;
  const end = timeline.now + window;
  while (await timeline.step(end)) fewest = Math.min(fewest, timeline.waiting);
  while (timeline.waiting > fewest && (await timeline.step(end + window)));
  return fewest;
}

// So that no flag is needed where this is run.
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Tables of weak keys never shrink: how much has become garbage between two collections would show in the heap for good. */
export function collectGarbage(): void {
  gc();
}

async function collectedHeap(): Promise<number> {
  for (let time = 0; time < 5; time += 1) {
    // Finalizers and settled promises let go of more.
    await nextTurn();
    gc();
  }
  return process.memoryUsage().heapUsed;
}

/** Asks V8 for every Map and Set there is, whoever holds it: no owner can be forgotten. */
function countEntries(): number {
  const session = new Session();
  session.connect();
  try {
    return ['Map', 'Set'].reduce((sum, type) => sum + sizeOfAll(session, type), 0);
  } finally {
    session.disconnect();
  }
}

const sumOfSizes = 'function () { return this.reduce((sum, one) => sum + (one === one.constructor.prototype ? 0 : one.size), 0) }';

function sizeOfAll(session: Session, type: string): number {
  const { result } = ask(session, 'Runtime.evaluate', { expression: `${type}.prototype` });
  const { objects } = ask(session, 'Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const sum = ask(session, 'Runtime.callFunctionOn', { functionDeclaration: sumOfSizes, objectId: objects.objectId, returnByValue: true });
  return Number(sum.result.value);
}

/** The inspector answers before `post` returns. */
function ask(session: Session, method: string, params: object): Answer {
  let answer: Answer | undefined;
  session.post(method, params, (error: Error | null, given?: object) => {
    if (error !== null) throw error;
    answer = given as Answer;
  });
  if (answer === undefined) throw new Error(`${method} is unanswered`);
  return answer;
}

interface Answer {
  readonly result: { readonly objectId: string; readonly value: unknown };
  readonly objects: { readonly objectId: string };
}
