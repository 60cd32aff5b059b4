import type { Mishap } from './kernel/mishaps.ts';
import type { Deed } from './schedule/deeds.ts';
import type { Schedule } from './schedule/schedule.ts';

const second = 1_000;
const minute = 60 * second;

/** Histories that once ended badly, the least of each that did. A counterexample that exploring finds becomes a row here, under the sentence that it broke. */
export const rows: Readonly<Record<string, Schedule>> = {
  'the time of day is set an hour ahead while AWS still hides what was made': history({
    deeds: [
      { at: 0, do: 'create', object: 'secrets' },
      { at: 20 * second, do: 'clock ahead' },
    ],
    settings: { createVisibleMs: 4 * minute },
  }),
  'the event that tells of a deletion is lost on the way': history({
    deeds: [
      { at: 0, do: 'create', object: 'secrets' },
      { at: 10 * minute, do: 'delete', object: 'secrets' },
    ],
    mishaps: [{ class: 'watch event', kind: 'event dropped', at: 15 }],
  }),
  'keys are revoked before they expire': history({
    deeds: [
      { at: 0, do: 'create', object: 'pay' },
      { at: 2 * minute, do: 'revoke the role' },
      { at: 2 * minute + 2 * second, do: 'restore the role' },
      { at: 2 * minute + 10 * second, do: 'edit', object: 'pay', edit: 0 },
    ],
  }),
};

function history({
  deeds,
  mishaps = [],
  settings = {},
}: {
  readonly deeds: readonly Deed[];
  readonly mishaps?: readonly Mishap[];
  readonly settings?: Schedule['settings'];
}): Schedule {
  return { seed: 8, deeds, mishaps, settings: { pageSize: 100, emptyFirstPages: false, ...settings } };
}
