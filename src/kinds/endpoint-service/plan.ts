import { type Plan, tryName } from '../../core/plan.ts';
import { isDoubted, isTransitional } from '../common/own-resource.ts';
import { isWatched, justDone } from '../common/own-writes.ts';
import { canonicalJSON } from '../../core/tokens.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, type EndpointServiceInput } from './assessment.ts';
import { differences } from './difference.ts';
import { isLive } from './facts.ts';
import { isAboutToPublish, leftovers, recordChanges } from './record-changes.ts';

export function plan(input: EndpointServiceInput): Plan<Action> {
  const assessment = assess(input);
  if (assessment.step.step === 'gone' && leftovers(input, assessment).length === 0) return { actions: [], requeueAfter: 0, done: true };
  const actions = actionsOf(input, assessment).filter((action) => hasOwnTimes.has(action.type) || !justDone(action, input));
  return { actions, requeueAfter: isAboutToPublish(input, assessment) ? 0 : requeueAfter(input, assessment, actions) };
}

/** Those that are sent again on purpose though nothing has changed. */
const hasOwnTimes = new Set<Action['type']>(['StartVerification', 'Resync']);

function actionsOf(input: EndpointServiceInput, assessment: Assessment): readonly Action[] {
  const { step } = assessment;
  switch (step.step) {
    case 'create':
      return [{ type: 'Create', intent: step.intent }];
    case 'reclaim':
      return [{ type: 'Reclaim', serviceID: step.id, uid: input.identity.uid }];
    case 'exists':
      return [
        ...(assessment.service === undefined ? [] : differences(input, assessment, assessment.service)),
        ...recordChanges(input, assessment),
      ];
    case 'delete':
      return deletion(input, step.id);
    case 'release':
      return [{ type: 'Release', serviceID: step.id, destructive: true }];
    case 'gone':
      return recordChanges(input, assessment);
    case 'adopt':
    case 'deleting':
    case 'contested':
    case 'foreign':
    case 'vanished':
    case 'wait':
      return [];
  }
}

/** AWS keeps a service that consumers are connected to: they are cut off first, or waited for, as the spec says. */
function deletion({ object, facts }: EndpointServiceInput, serviceID: string): readonly Action[] {
  if (facts.connections.state !== 'present') return [];
  const live = facts.connections.value.filter(isLive).map(({ endpointID }) => endpointID);
  if (live.length === 0) return [{ type: 'Delete', serviceID, destructive: true }];
  return object.spec.connectionsOnDelete === 'Reject' ? [{ type: 'CutOff', serviceID, endpointIDs: live, destructive: true }] : [];
}

function requeueAfter({ object, ...moment }: EndpointServiceInput, { step, service }: Assessment, actions: readonly Action[]): number {
  if (step.step === 'adopt' || step.step === 'vanished') return 0;
  if (actions.some((action) => isFirstTry(action, moment))) return moment.periods.pending;
  // What is left in a zone is looked at anew when it is tried again.
  if (step.step === 'gone') return moment.periods.listing;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const soon = isWatched(moment) || deleting || isTransitional(service?.state) || isDoubted(moment.facts.resource);
  return soon ? moment.periods.pending : moment.periods.listing;
}

/** A batch that AWS refuses because somebody has changed the set since is soon made anew from what is there then. */
function isFirstTry(action: Action, { recent }: Pick<EndpointServiceInput, 'recent'>): boolean {
  const isBatch = action.type === 'Publish' || action.type === 'Withdraw';
  return isBatch && recent.tries[tryName(action)]?.key !== canonicalJSON(action);
}
