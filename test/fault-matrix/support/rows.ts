import { codeOf, type Failing } from './failures.ts';

/** What a call is to the object that it is made for. */
export type Role =
  /** Without it nothing at all can be asked. */
  | 'identity'
  /** Whose identity it is: asked for once an hour, and nothing is done for an object while it is not known, though what it has is still listed. */
  | 'account'
  /** The same for an object that no listing shows. */
  | 'account unlisted'
  /** The read of the object's own AWS resource. */
  | 'self'
  /** The read of something that has to be known before the object can be Ready. */
  | 'reference'
  /** The read of something that has to be known before the last step is taken, and never takes back what was reached. */
  | 'precondition'
  /** A read that never holds Ready. */
  | 'beside'
  /** Also the look, without which none is sent, for what an earlier one has made. */
  | 'create'
  /** A write without which the object is not as its spec wants it. */
  | 'change'
  /** A call after such a write: until it is answered the object is being changed. */
  | 'follow-up'
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
const stallsAtOnce: Row = ['pending', 'creating?', 'updating?', 'stalled', 'creating?', 'updating?', 'available'];
const leaves: Row = ['available', 'deleting', 'gone'];
const unchanged: Row = ['available'];
const goesStale: Row = ['available', 'stale', 'available'];
const updatesAfter: Row = ['available', 'updating?', 'available'];
/** Something has to be corrected, in the spec or in AWS. */
const invalid: Row = ['available', 'stalled', 'updating?', 'available'];

/** How a failure ends: by itself, or not before somebody allows or corrects something. */
export type Manner = 'passing' | 'denied' | 'refused';
type Rows = Readonly<Record<Manner, Row>>;

/** conventions §1, the status contract: which of its rows an object goes through when a call fails for a while. */
const table: Readonly<Record<Role, Readonly<Record<'new' | 'available', Rows>>>> = {
  identity: {
    new: { passing: heldBack, denied: stalls, refused: stalls },
    available: { passing: goesStale, denied: goesStale, refused: goesStale },
  },
  account: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: unchanged, denied: unchanged, refused: invalid },
  },
  'account unlisted': {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: goesStale, denied: goesStale, refused: invalid },
  },
  self: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: goesStale, denied: goesStale, refused: invalid },
  },
  reference: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: unchanged, denied: unchanged, refused: invalid },
  },
  precondition: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: unchanged, denied: unchanged, refused: unchanged },
  },
  beside: {
    new: { passing: undisturbed, denied: undisturbed, refused: undisturbed },
    available: { passing: unchanged, denied: unchanged, refused: unchanged },
  },
  create: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    // What has vanished is no longer available, and is made anew like a new one.
    available: {
      passing: ['available', 'recreating', 'creating?', 'failing', 'creating?', 'updating?', 'available'],
      denied: ['available', 'recreating', 'creating?', 'failing', 'stalled', 'creating?', 'updating?', 'available'],
      refused: ['available', 'recreating', 'stalled', 'creating?', 'updating?', 'available'],
    },
  },
  // A change that was given up and carried out all the same, late, has AWS change once more.
  change: {
    new: { passing: [...heldBack, 'updating?', 'available'], denied: stalls, refused: stallsAtOnce },
    available: { passing: updatesAfter, denied: updatesAfter, refused: invalid },
  },
  'follow-up': {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: {
      passing: ['available', 'updating', 'failing', 'updating?', 'available'],
      denied: ['available', 'updating', 'failing', 'stalled', 'updating?', 'available'],
      refused: ['available', 'updating', 'stalled', 'updating?', 'available'],
    },
  },
  tags: {
    new: { passing: heldBack, denied: stalls, refused: stallsAtOnce },
    available: { passing: unchanged, denied: unchanged, refused: invalid },
  },
  effort: {
    new: { passing: undisturbed, denied: undisturbed, refused: undisturbed },
    available: { passing: unchanged, denied: unchanged, refused: unchanged },
  },
  removal: {
    new: {
      passing: ['pending', 'creating', 'deleting', 'gone'],
      denied: ['pending', 'creating', 'deleting', 'gone'],
      refused: ['pending', 'creating', 'deleting', 'gone'],
    },
    available: { passing: leaves, denied: leaves, refused: leaves },
  },
};

/** A role that cannot be assumed is denied, whatever STS calls it. */
export function mannerOf(role: Role, failing: Failing): Manner {
  if (failing.class === 'throttled' || failing.class === 'unknown') return 'passing';
  if (role === 'identity' || failing.class === 'denied' || codeOf(failing) === 'InvalidServiceName') return 'denied';
  return failing.class === 'terminal' ? 'refused' : 'passing';
}

export function rowOf(role: Role, stage: Stage, failing: Failing): Row {
  return stage === 'leaving' ? leaves : table[role][stage][mannerOf(role, failing)];
}

/** How long a call fails once it has been made: past the deadline at which this row changes, or at which it must not. In minutes. */
export function minutesOf(role: Role, stage: Stage, failing: Failing): number {
  if (stage === 'leaving' || role === 'removal') return 3;
  const manner = mannerOf(role, failing);
  const alwaysLong = role === 'identity' || isOfAccount(role) || role === 'self';
  const longToCreate = role === 'create' && stage === 'new' && manner === 'passing';
  const longDenied = manner === 'denied' && role !== 'beside' && role !== 'effort';
  return alwaysLong || longToCreate || longDenied ? (stage === 'new' ? 13 : 17) : 5;
}

/** How long it may take until the call is made at all: credentials and whose they are last an hour. In minutes. */
export function patienceOf(role: Role): number {
  return role === 'identity' || isOfAccount(role) ? 70 : 12;
}

export function isOfAccount(role: Role): boolean {
  return role === 'account' || role === 'account unlisted';
}

/** Whether words that were seen are those of a row. The same word on both sides of one that was not seen is seen once. */
export function follows(seen: readonly string[], row: Row, before?: string): boolean {
  const [step, ...rest] = row;
  if (step === undefined) return seen.length === 0;
  const word = step.replace('?', '');
  const skippable = step.endsWith('?') || word === before;
  return (seen[0] === word && follows(seen.slice(1), rest, word)) || (skippable && follows(seen, rest, before));
}
