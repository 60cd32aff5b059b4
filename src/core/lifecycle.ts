import type { Ownership } from './ownership.ts';
import type { Fact } from './reading.ts';
import type { Recent } from './recent.ts';
import { canonicalJSON, type PendingCreate, pendingCreate } from './tokens.ts';

/**
 * Creating once and deleting for sure, the same for every AWS resource that is made with a client token and owner tags.
 *
 *   ID known │ recorded create │ being deleted │ step
 *   no       │ no              │ no            │ look up by owner tag: found → adopt or reclaim; none → record and create
 *   no       │ yes             │ either        │ repeat the recorded call, and nothing else, until the ID is known; replaced only
 *            │                 │               │ after a definite refusal, and if the call may ever have been carried out, only
 *            │                 │               │ after a look-up begun a grace later found nothing. A call that another process
 *            │                 │               │ recorded is repeated only after a look-up: AWS forgets its tokens after a day
 *   no       │ no              │ yes           │ gone: a create is always recorded first, so none was sent
 *   yes      │ either          │ no            │ exists; proven absent → look up and create anew under the next attempt
 *   yes      │ either          │ yes           │ delete until a read by ID proves absence
 */
export interface LifecycleInput {
  readonly clusterID: string;
  readonly uid: string;
  readonly deleting: boolean;
  readonly retain: boolean;
  readonly id: string | undefined;
  readonly pendingCreate: PendingCreate | undefined;
  /** The last attempt number used; 0 before the first. */
  readonly attempt: number;
  /** What a read by ID shows; `absent` is NotFound. Unknown where no ID is known. */
  readonly resource: Fact<Seen>;
  /** What a live look-up by owner tag shows, begun no earlier than `lookupAfter`; unknown where none was made. */
  readonly owned: Fact<readonly Seen[]>;
  /** The create that the spec wants now; undefined while something it needs is missing. */
  readonly wanted: object | undefined;
  readonly recent: Recent;
  readonly now: number;
  /** How long AWS may hide what it has made, in milliseconds. */
  readonly grace: number;
}

export interface Seen {
  readonly id: string;
  /** `gone` is a tombstone: AWS's own word that it is deleted. */
  readonly state: 'live' | 'deleting' | 'gone';
  readonly ownership: Ownership;
}

export type LifecycleStep =
  | { readonly step: 'create'; readonly intent: PendingCreate }
  | { readonly step: 'adopt'; readonly id: string }
  | { readonly step: 'reclaim'; readonly id: string }
  | { readonly step: 'exists'; readonly seen: Seen }
  | { readonly step: 'delete'; readonly id: string }
  | { readonly step: 'release'; readonly id: string }
  | { readonly step: 'gone' }
  | { readonly step: 'contested'; readonly seen: Seen }
  | { readonly step: 'foreign'; readonly seen: Seen }
  | { readonly step: 'deleting'; readonly id: string }
  /** Something is not known yet, or the spec cannot be met yet. */
  | { readonly step: 'wait' };

export const createTry = 'Create';
export const deleteTry = 'Delete';

/**
 * The earliest moment at which a look-up by owner tag may begin, or undefined where none is needed. Before the first create of
 * this process, recorded or not, that is the moment it began; after a refusal, that of the refusal, for what is in the way may
 * be this object's own from before a rebuild; where a try may have been carried out, a grace after it. Pure; in epoch milliseconds.
 */
export function lookupAfter(input: Pick<LifecycleInput, 'id' | 'pendingCreate' | 'deleting' | 'recent' | 'grace'>): number | undefined {
  if (input.id !== undefined) return undefined;
  if (input.pendingCreate === undefined) return input.deleting ? undefined : input.recent.startedAt;
  const last = input.recent.tries[createTry];
  if (last === undefined) return input.recent.startedAt;
  if (last.outcome.result === 'done' || !isRefusal(last.outcome.failure.class)) return undefined;
  return last.maybeDoneAt === undefined ? last.at : last.maybeDoneAt + input.grace;
}

export function nextStep(input: LifecycleInput): LifecycleStep {
  if (input.id !== undefined) return stepWithID(input, input.id);
  if (input.pendingCreate !== undefined) return stepWithIntent(input, input.pendingCreate);
  if (input.deleting) return { step: 'gone' };
  return stepByLookup(input);
}

function stepWithID(input: LifecycleInput, id: string): LifecycleStep {
  const { resource } = input;
  if (resource.state === 'unknown') return { step: 'wait' };
  if (resource.state === 'absent' || resource.value.state === 'gone') {
    const proven = resource.state === 'present' || absenceIsProven(input);
    if (!proven) return { step: 'wait' };
    return input.deleting ? { step: 'gone' } : stepByLookup(input);
  }
  const seen = resource.value;
  if (seen.ownership === 'earlier') return { step: 'contested', seen };
  if (seen.ownership === 'released' && input.deleting && input.retain) return { step: 'gone' };
  if (seen.ownership !== 'ours') return { step: 'foreign', seen };
  if (!input.deleting) return seen.state === 'deleting' ? { step: 'deleting', id } : { step: 'exists', seen };
  if (input.retain) return { step: 'release', id };
  return seen.state === 'deleting' ? { step: 'deleting', id } : { step: 'delete', id };
}

/**
 * NotFound by ID proves absence once a read has shown the resource (its recorded create is then cleared) and our own delete was
 * accepted; otherwise only when no create of ours can be younger than the grace.
 */
function absenceIsProven(input: LifecycleInput): boolean {
  const deleted = input.recent.tries[deleteTry]?.outcome.result === 'done';
  if (deleted && input.pendingCreate === undefined) return true;
  const lastCreate = input.recent.tries[createTry]?.at ?? input.recent.startedAt;
  return input.now - lastCreate >= input.grace;
}

function stepWithIntent(input: LifecycleInput, recorded: PendingCreate): LifecycleStep {
  const last = input.recent.tries[createTry];
  if (last === undefined) return stepByInheritedIntent(input, recorded);
  const refused = last.key === recorded.token && last.outcome.result === 'failed' && isRefusal(last.outcome.failure.class);
  if (!refused) return { step: 'create', intent: recorded };
  const found = liveOf(input.owned);
  if (found !== undefined) return claim(found);
  if ((last.maybeDoneAt !== undefined || isTaken(last.outcome)) && input.owned.state === 'unknown')
    return input.deleting ? { step: 'wait' } : { step: 'create', intent: recorded };
  if (input.deleting) return { step: 'gone' };
  if (input.wanted === undefined) return { step: 'wait' };
  return canonicalJSON(input.wanted) === recorded.request && !isSpent(last.outcome)
    ? { step: 'create', intent: recorded }
    : { step: 'create', intent: pendingCreate(input.clusterID, input.uid, { attempt: recorded.attempt + 1, request: input.wanted }) };
}

/** What another process recorded and this one has not sent yet. Made by it and retagged since, its resource is another cluster's now. */
function stepByInheritedIntent({ owned }: LifecycleInput, recorded: PendingCreate): LifecycleStep {
  if (owned.state === 'unknown') return { step: 'wait' };
  const found = liveOf(owned);
  if (found === undefined) return { step: 'create', intent: recorded };
  return found.ownership === 'ours' ? { step: 'adopt', id: found.id } : { step: 'contested', seen: found };
}

function stepByLookup(input: LifecycleInput): LifecycleStep {
  if (input.owned.state === 'unknown') return { step: 'wait' };
  const found = liveOf(input.owned);
  if (found !== undefined) return claim(found);
  if (input.wanted === undefined) return { step: 'wait' };
  return { step: 'create', intent: pendingCreate(input.clusterID, input.uid, { attempt: input.attempt + 1, request: input.wanted }) };
}

function claim(found: Seen): LifecycleStep {
  return found.ownership === 'ours' ? { step: 'adopt', id: found.id } : { step: 'reclaim', id: found.id };
}

function liveOf(owned: Fact<readonly Seen[]>): Seen | undefined {
  if (owned.state !== 'present') return undefined;
  const live = owned.value.filter((seen) => seen.state === 'live' && (seen.ownership === 'ours' || seen.ownership === 'earlier'));
  return live.find((seen) => seen.ownership === 'ours') ?? live[0];
}

/** A refusal says no to the request itself; throttling only says later. */
function isRefusal(failureClass: string): boolean {
  return failureClass !== 'unknown' && failureClass !== 'throttled';
}

type TryOutcome = { readonly result: 'failed'; readonly failure: { readonly code: string } } | { readonly result: 'done' };

/** The token is bound to another request, or to what is no more, so repeating it cannot succeed. */
function isSpent(outcome: TryOutcome): boolean {
  return isTaken(outcome) || (outcome.result === 'failed' && outcome.failure.code === 'IdempotentParameterMismatch');
}

/** Something has been made with this token already: Route 53 takes its `CallerReference` once for ever, and repeats no answer. */
function isTaken(outcome: TryOutcome): boolean {
  return outcome.result === 'failed' && outcome.failure.code === 'HostedZoneAlreadyExists';
}
