import { ownerTagKeys } from '../../core/ownership.ts';
import { type Plan, tryName } from '../../core/plan.ts';
import { isDoubted } from '../common/own-resource.ts';
import { justDone } from '../common/own-writes.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, keepsParts, type PrivateHostedZoneInput } from './assessment.ts';
import { deletion, withdrawals } from './deletion.ts';
import { differences, onlyRecords } from './difference.ts';
import { lookUpOf, pendingOf, restOf } from './periods.ts';

export function plan(input: PrivateHostedZoneInput): Plan<Action> {
  const assessment = assess(input);
  const observes = input.object.spec.managementPolicy === 'Observe';
  if (assessment.step.step === 'gone' || (observes && input.object.metadata.deletionTimestamp !== undefined))
    return { actions: [], requeueAfter: 0, done: true };
  if (observes) return { actions: [], requeueAfter: assessment.step.step === 'adopt' ? 0 : input.periods.listing };
  const actions = actionsOf(input, assessment).filter((action) => !justDone(action, input));
  return { actions, requeueAfter: goesOn(actions, input) ? 0 : requeueAfter(input, assessment) };
}

/** VPCs go from step to step without a rest between passes, but for one whose step has just failed. */
function goesOn(actions: readonly Action[], { recent }: PrivateHostedZoneInput): boolean {
  return actions.some((action) => 'part' in action && recent.tries[tryName(action)]?.outcome.result !== 'failed');
}

function actionsOf(input: PrivateHostedZoneInput, assessment: Assessment): readonly Action[] {
  const { step } = assessment;
  switch (step.step) {
    case 'create':
      return [{ type: 'Create', intent: step.intent }];
    case 'reclaim':
      return [
        { type: 'Reclaim', zoneID: step.id, uid: input.identity.uid, isReleased: assessment.zone?.tags[ownerTagKeys.released] === 'true' },
      ];
    case 'exists':
      return assessment.zone === undefined ? [] : differences(input, assessment, assessment.zone);
    case 'delete':
      return deletion(input, assessment, step.id);
    case 'release': {
      const left = withdrawals(input, step.id);
      return left.length > 0 ? left : [{ type: 'Release', zoneID: step.id, destructive: true }];
    }
    case 'adopt':
    case 'deleting':
    case 'contested':
    case 'foreign':
    case 'gone':
    case 'vanished':
    case 'wait':
      return [];
  }
}

function requeueAfter(input: PrivateHostedZoneInput, assessment: Assessment): number {
  const { facts, object, periods } = input;
  const { step, records, vpcs, problem } = assessment;
  if (step.step === 'adopt' || step.step === 'vanished') return 0;
  // The status of this pass is what the next one may act upon.
  if (!keepsParts(input) && onlyRecords(input, assessment)) return 0;
  const isPending =
    (records ?? []).some(({ state }) => state === 'Pending' || state === 'Removing') ||
    vpcs.some(({ state }) => state === 'Pending' || state === 'Removing');
  if (step.step !== 'exists' || isPending || isDoubted(facts.resource)) return problem === undefined ? periods.pending : pendingOf(periods);
  const unsettled =
    records === undefined || records.some(({ state }) => state !== 'InSync') || vpcs.some(({ state }) => state !== 'Associated');
  const byTags = object.spec.vpcs.some(({ tags }) => tags !== undefined);
  if (byTags) return lookUpOf(periods);
  return unsettled ? periods.listing : restOf(periods);
}
