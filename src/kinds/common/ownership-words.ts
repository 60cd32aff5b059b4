import type { LifecycleStep } from '../../core/lifecycle.ts';
import { ownerIn, type Tags } from '../../core/ownership.ts';
import type { Situation } from '../../core/readiness.ts';
import type { ActionOutcome, KindStatus, CommonStatus } from '../kind.ts';
import type { Step } from './lifecycle-step.ts';

type Events = NonNullable<KindStatus<CommonStatus>['events']>;

/** The AWS resource of this object is another's, or two objects claim it. */
export function notOurs({
  step,
  seen: { id },
}: Extract<LifecycleStep, { step: 'foreign' | 'contested' }>): Extract<Situation, { row: 'stalled' }> {
  return step === 'contested'
    ? {
        row: 'stalled',
        reason: 'OwnershipContested',
        message: `${id} carries another object's UID again: two clusters with one clusterID manage it. Nothing is written until only one does.`,
      }
    : {
        row: 'stalled',
        reason: 'NotOwned',
        message: `${id} does not carry this object's owner tags (any more). Nothing is written to it: restore its tags, or give it up by removing this object's finalizer.`,
      };
}

/** The end of a sentence that names another resource of this account: whose it is. */
export function whose(tags: Tags): string {
  const owner = ownerIn(tags);
  return owner === undefined
    ? 'which carries no owner tags'
    : `which belongs to ${owner.kind} ${owner.namespace}/${owner.name} of cluster ${owner.cluster}`;
}

export function takenUpAgain(id: string): Extract<Situation, { row: 'working' }> {
  return { row: 'working', reason: 'Creating', message: `${id} carries this object's owner tags and is taken up again.` };
}

/** The Event of a resource that was made for this object before the cluster was rebuilt. */
export function reclaimedEvents(step: Step, outcomes: readonly ActionOutcome<{ readonly type: string }>[]): Events {
  const reclaimed = outcomes.some(({ action, outcome }) => action.type === 'Reclaim' && outcome.result === 'done');
  return step.step === 'reclaim' && reclaimed
    ? [
        {
          type: 'Normal',
          reason: 'Reclaimed',
          message: `${step.id} was made for this object before it was created anew, and is taken up again.`,
        },
      ]
    : [];
}
