import { type LifecycleStep, nextStep, type Seen } from '../../core/lifecycle.ts';
import type { Fact } from '../../core/reading.ts';
import type { ActionOutcome, CommonFacts, CommonSpec, CommonStatus, Input } from '../kind.ts';

/** `vanished`: proven gone though nobody asked us. Its ID is forgotten first, then a new one is made under the next attempt. */
export type Step = LifecycleStep | { readonly step: 'vanished' };

type OwnerSpec = CommonSpec & { readonly deletionPolicy?: 'Delete' | 'Retain' | undefined };
type OwnerInput = Input<OwnerSpec, CommonStatus, CommonFacts>;

export interface Lifecycle {
  /** As status knows it. */
  readonly id: string | undefined;
  readonly resource: Fact<Seen>;
  readonly owned: Fact<readonly Seen[]>;
  /** The create that the spec wants now; undefined while something it needs is missing. */
  readonly wanted: object | undefined;
}

/** Where an object's own AWS resource stands between its create and its proven end. Pure. */
export function lifecycleStep({ object, identity, recent, now, periods }: Omit<OwnerInput, 'facts'>, own: Lifecycle): Step {
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const known = own.id !== undefined && !deleting;
  const step = nextStep({
    clusterID: identity.cluster,
    uid: identity.uid,
    deleting,
    retain: object.spec.deletionPolicy === 'Retain',
    id: own.id,
    pendingCreate: object.status.pendingCreate,
    attempt: object.status.attempt ?? 0,
    resource: own.resource,
    // With a known ID the only question is whether it is proven gone, so the answer to "what now" is made up and not used.
    owned: known ? { state: 'absent' } : own.owned,
    wanted: known ? {} : own.wanted,
    recent,
    now,
    grace: periods.grace,
  });
  return known && step.step === 'create' ? { step: 'vanished' } : step;
}

/** The ID to keep in status: none once the resource is proven gone, the one just made or found, else the one known. */
export function resourceID(
  known: string | undefined,
  step: Step,
  outcomes: readonly ActionOutcome<{ readonly type: string }>[],
): string | undefined {
  if (step.step === 'vanished') return undefined;
  if (step.step === 'adopt') return step.id;
  const [made] = outcomes.flatMap(({ action, outcome }) =>
    action.type === 'Create' && outcome.result === 'done' ? (outcome.id ?? []) : [],
  );
  return made ?? known;
}

/** Whether the recorded create is over: its resource has been seen, or is proven gone. */
export function isCreateSeen(known: string | undefined, step: Step, resource: Fact<unknown>): boolean {
  return step.step === 'adopt' || step.step === 'vanished' || (known !== undefined && resource.state === 'present');
}
