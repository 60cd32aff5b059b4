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
  'the answer to a create is not recorded, AWS refuses the same call when it is repeated, and the object is deleted': history({
    seed: 500_067,
    deeds: [
      { at: 964, do: 'create', object: 'secrets' },
      { at: 3_486, do: 'create', object: 'ledger' },
      { at: 20_500, do: 'delete', object: 'secrets' },
    ],
    mishaps: [
      { class: 'aws write', kind: 'refused by a quota', at: 2 },
      { class: 'kube write', kind: 'write refused with 500', at: 1 },
      { class: 'kube write', kind: 'write lost', at: 8 },
    ],
    settings: {
      seed: 4,
      pageSize: 1,
      createVisibleMs: 0,
      endpointPendingMs: second,
      endpointDeletingMs: second,
      serviceDeletingMs: second,
    },
  }),
  'a create is carried out unanswered and refused when repeated, and the one list that is to show what it made leaves it out': history({
    seed: 4485,
    deeds: [
      { at: 2_021, do: 'create', object: 'kms' },
      { at: 3_315, do: 'create', object: 'secrets' },
      { at: 13_566, do: 'delete', object: 'secrets' },
      { at: 29_593, do: 'edit', object: 'kms', edit: 2 },
      { at: 329_778, do: 'reads fail' },
    ],
    mishaps: [
      { class: 'aws list', kind: 'items missing', at: 16 },
      { class: 'aws write', kind: 'cut after', at: 1 },
      { class: 'aws write', kind: 'refused by a quota', at: 2 },
    ],
    settings: {
      seed: 1,
      pageSize: 2,
      emptyFirstPages: true,
      createVisibleMs: 0,
      tagFilterLagMs: 10 * second,
      endpointPendingMs: second,
      endpointDeletingMs: second,
      endpointModifyMs: 30 * second,
      tombstoneMs: minute,
      serviceDeletingMs: second,
      serviceUnreadyMs: 10 * second,
      otherNotFoundCodes: false,
    },
  }),
  'an object that goes as its last pass ends is looked at once more before the watch tells of its end': history({
    seed: 19660,
    deeds: [
      { at: 6_657, do: 'create', object: 'pay' },
      { at: 62_030, do: 'create', object: 'ledger' },
      { at: 116_662, do: 'revoke the role' },
      { at: 143_028, do: 'delete', object: 'pay' },
      { at: 201_616, do: 'pause', object: 'ledger' },
      { at: 205_482, do: 'restore the role' },
      { at: 255_302, do: 'edit', object: 'pay', edit: 2 },
      { at: 440_363, do: 'delete', object: 'ledger' },
    ],
    mishaps: [
      { class: 'kube write', kind: 'write refused with 500', at: 12 },
      { class: 'aws write', kind: 'throttled (organisation)', at: 2 },
      { class: 'sts', kind: 'read unanswered', at: 1 },
      { class: 'aws write', kind: 'busy for a while (503)', at: 7 },
      { class: 'watch event', kind: 'watch gone (410)', at: 4 },
    ],
    settings: {
      seed: 2,
      emptyFirstPages: true,
      createVisibleMs: 2 * second,
      tagFilterLagMs: 0,
      endpointPendingMs: minute,
      endpointDeletingMs: 2 * minute,
      endpointModifyMs: second,
      tombstoneMs: minute,
      serviceDeletingMs: second,
      serviceUnreadyMs: 0,
      otherNotFoundCodes: false,
    },
  }),
};

function history({ seed = 8, deeds, mishaps = [], settings = {} }: Partial<Schedule> & Pick<Schedule, 'deeds'>): Schedule {
  return { seed, deeds, mishaps, settings: { pageSize: 100, emptyFirstPages: false, ...settings } };
}
