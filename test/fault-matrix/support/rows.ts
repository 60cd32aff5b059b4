import type { FailureName } from './failures.ts';

/** What a call is to the object that it is made for. */
export type Role =
  /** Without it nothing at all can be asked. */
  | 'identity'
  /** Whose identity it is: asked for once an hour, and nothing is done for an object while it is not known, though what it has is still listed. */
  | 'account'
  /** The read of the object's own AWS resource. */
  | 'self'
  /** The read of something that has to be known before the object can be Ready. */
  | 'reference'
  /** The same, and once known never asked again. */
  | 'pinned'
  /** A read that never holds Ready. */
  | 'beside'
  | 'create'
  /** A write without which the object is not as its spec wants it. */
  | 'change'
  /** The same for tags, which an available object is not held to be changing for. */
  | 'tags'
  /** A write that never holds Ready. */
  | 'effort'
  | 'removal';

export type Stage = 'new' | 'available' | 'leaving';

/** Ready, Reconciling and Stalled together, by a word. A row is these words in order, `?` after those that need not be seen. */
export type Word = 'pending' | 'creating' | 'updating' | 'recreating' | 'failing' | 'stalled' | 'available' | 'stale' | 'deleting' | 'gone';
export type Step = Word | `${Word}?`;
export type Row = readonly Step[];

const undisturbed: Row = ['pending', 'creating', 'updating?', 'available'];
const heldBack: Row = ['pending', 'creating?', 'updating?', 'failing', 'creating?', 'updating?', 'available'];
const stalls: Row = ['pending', 'creating?', 'updating?', 'failing', 'stalled', 'creating?', 'updating?', 'available'];
const leaves: Row = ['available', 'deleting', 'gone'];
const unchanged: Row = ['available'];
const goesStale: Row = ['available', 'stale', 'available'];
const updatesAfter: Row = ['available', 'updating?', 'available'];

/** conventions §1, the status contract: which of its rows an object goes through when a call fails for a while, passing or denied. */
const table: Readonly<Record<Role, Readonly<Record<'new' | 'available', { readonly passing: Row; readonly denied: Row }>>>> = {
  identity: { new: { passing: heldBack, denied: stalls }, available: { passing: goesStale, denied: goesStale } },
  account: { new: { passing: heldBack, denied: stalls }, available: { passing: unchanged, denied: unchanged } },
  self: { new: { passing: heldBack, denied: stalls }, available: { passing: goesStale, denied: goesStale } },
  reference: { new: { passing: heldBack, denied: stalls }, available: { passing: unchanged, denied: unchanged } },
  pinned: { new: { passing: heldBack, denied: stalls }, available: { passing: unchanged, denied: unchanged } },
  beside: { new: { passing: undisturbed, denied: undisturbed }, available: { passing: unchanged, denied: unchanged } },
  create: {
    new: { passing: heldBack, denied: stalls },
    // What has vanished is no longer available, and is made anew like a new one.
    available: {
      passing: ['available', 'recreating', 'failing', 'creating?', 'updating?', 'available'],
      denied: ['available', 'recreating', 'failing', 'stalled', 'creating?', 'updating?', 'available'],
    },
  },
  // A change that was given up and carried out all the same, late, has AWS change once more.
  change: {
    new: { passing: [...heldBack, 'updating?', 'available'], denied: stalls },
    available: { passing: updatesAfter, denied: updatesAfter },
  },
  tags: { new: { passing: heldBack, denied: stalls }, available: { passing: unchanged, denied: unchanged } },
  effort: { new: { passing: undisturbed, denied: undisturbed }, available: { passing: unchanged, denied: unchanged } },
  removal: {
    new: { passing: ['pending', 'creating', 'deleting', 'gone'], denied: ['pending', 'creating', 'deleting', 'gone'] },
    available: { passing: leaves, denied: leaves },
  },
};

export function rowOf(role: Role, stage: Stage, failure: FailureName): Row {
  if (stage === 'leaving') return leaves;
  return table[role][stage][failure === 'denied' ? 'denied' : 'passing'];
}

/** How long a call fails once it has been made: past the deadline at which this row changes, or at which it must not. In minutes. */
export function minutesOf(role: Role, stage: Stage, failure: FailureName): number {
  if (stage === 'leaving' || role === 'removal') return 3;
  const alwaysLong = role === 'identity' || role === 'account' || role === 'self' || (role === 'create' && stage === 'new');
  const deniedLong = failure === 'denied' && role !== 'beside' && role !== 'effort';
  return alwaysLong || deniedLong ? (stage === 'new' ? 13 : 17) : 5;
}

/** How long it may take until the call is made at all: credentials and whose they are last an hour. In minutes. */
export function patienceOf(role: Role): number {
  return role === 'identity' || role === 'account' ? 70 : 12;
}

/** Whether words that were seen are those of a row. The same word on both sides of one that was not seen is seen once. */
export function follows(seen: readonly string[], row: Row, before?: string): boolean {
  const [step, ...rest] = row;
  if (step === undefined) return seen.length === 0;
  const word = step.replace('?', '');
  const skippable = step.endsWith('?') || word === before;
  return (seen[0] === word && follows(seen.slice(1), rest, word)) || (skippable && follows(seen, rest, before));
}
