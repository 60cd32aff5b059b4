import type { Chance } from './chance.ts';
import type { Mishaps } from './mishaps.ts';
import type { Timeline } from './timeline.ts';

/** One life of the operator's process, as the wires see it. */
export interface Process {
  readonly alive: boolean;
  /** SIGKILL: memory is gone, sockets are cut. */
  crash(): void;
}

/** What the two wires share: the world's time and chance, what goes wrong, and the process whose wires they are. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly mishaps: Mishaps;
  readonly process: Process;
}

export interface Exchange<Answer> {
  readonly label: string;
  /** An effect changes AWS or the API server: before and after each, the process may die. */
  readonly effect: boolean;
  /** Carries the request out, at once. */
  commit(): Answer;
  /** Hands the answer to the process, if it still lives by then. */
  answer(given: Answer): void;
  /** Milliseconds on the way, there and back. */
  readonly way: () => number;
}

/** A request arrives: it is carried out, and answered a little later, unless the process dies about it. */
export function arrive<Answer>(around: Surroundings, { label, effect, commit, answer, way }: Exchange<Answer>): void {
  const { timeline, mishaps, process } = around;
  const crash = effect ? mishaps.meet('effect') : undefined;
  if (crash !== undefined && process.alive) mishaps.hit(crash);
  if (crash === 'crash before the effect') return process.crash();
  const given = commit();
  if (crash === 'crash, reply lost') return process.crash();
  timeline.after(way(), `${label} answered`, () => {
    if (!process.alive) return;
    answer(given);
    // It may have begun whatever it does next; nothing of that has arrived.
    if (crash === 'crash after the effect') timeline.after(0, 'crash', () => process.crash());
  });
}
