import { kstatus, type KStatus } from '../../harness/kstatus.ts';
import { condition, type Seen } from '../../harness/scenario.ts';
import type { Word } from './rows.ts';

/** The word for what one version of an object says of itself where a failure gives `reason`, or the bare conditions where no word fits. */
export function wordOf(seen: Seen, reason = 'none'): string {
  if (seen.kind === 'Deleted') return 'gone';
  const text = ['Ready', 'Reconciling', 'Stalled'].map((type) => shortOf(seen, type)).join(' ');
  return (Object.entries(patterns(reason)) as [Word, RegExp][]).find(([, pattern]) => pattern.test(text))?.[0] ?? text;
}

function shortOf(seen: Seen, type: string): string {
  const found = condition(seen, type);
  return found === undefined ? '-' : `${found.status}/${found.reason}`;
}

/** Ready, Reconciling, Stalled. */
function patterns(reason: string): Readonly<Record<Word, RegExp>> {
  return {
    pending: /^Unknown\/Pending - -$/,
    creating: /^False\/Creating True\/Progressing -$/,
    updating: /^False\/Updating True\/Progressing -$/,
    recreating: /^False\/Recreating True\/Progressing -$/,
    failing: new RegExp(`^False/${reason} True/ProgressingWithRetry -$`),
    stalled: new RegExp(`^False/${reason} - True/${reason}$`),
    available: /^True\/Available - -$/,
    stale: /^Unknown\/ObservationStale - -$/,
    deleting: /^(True|False|Unknown)\/Deleting - -$/,
    gone: /^$/,
  };
}

/** What kstatus, and so Helm 4 and Flux, are to make of it. */
const verdicts: Readonly<Record<Word, KStatus>> = {
  pending: 'InProgress',
  creating: 'InProgress',
  updating: 'InProgress',
  recreating: 'InProgress',
  failing: 'InProgress',
  stalled: 'Failed',
  available: 'Current',
  stale: 'InProgress',
  deleting: 'Terminating',
  gone: 'Terminating',
};

/** A spec that has not been looked at yet, or an object whose deletion has not, is InProgress or Terminating whatever it said last. */
export function verdictFits(seen: Seen, word: string): boolean {
  const expected =
    seen.metadata.deletionTimestamp !== undefined
      ? 'Terminating'
      : seen.status['observedGeneration'] !== undefined && seen.status['observedGeneration'] !== seen.metadata.generation
        ? 'InProgress'
        : verdicts[word as Word];
  return kstatus(seen) === expected;
}
