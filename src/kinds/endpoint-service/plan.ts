import type { Plan } from '../../core/plan.ts';
import { isDoubted, isTransitional } from '../common/own-resource.ts';
import { isWatched, justDone } from '../common/own-writes.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, type EndpointServiceInput } from './assessment.ts';
import { differences } from './difference.ts';
import { isLive } from './facts.ts';

export function plan(input: EndpointServiceInput): Plan<Action> {
  const assessment = assess(input);
  if (assessment.step.step === 'gone') return { actions: [], requeueAfter: 0, done: true };
  const actions = actionsOf(input, assessment).filter((action) => hasOwnTimes.has(action.type) || !justDone(action, input));
  return { actions, requeueAfter: requeueAfter(input, assessment) };
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
      return assessment.service === undefined ? [] : differences(input, assessment, assessment.service);
    case 'delete':
      return deletion(input, step.id);
    case 'release':
      return [{ type: 'Release', serviceID: step.id, destructive: true }];
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

/** AWS keeps a service that consumers are connected to: they are cut off first, or waited for, as the spec says. */
function deletion({ object, facts }: EndpointServiceInput, serviceID: string): readonly Action[] {
  if (facts.connections.state !== 'present') return [];
  const live = facts.connections.value.filter(isLive).map(({ endpointID }) => endpointID);
  if (live.length === 0) return [{ type: 'Delete', serviceID, destructive: true }];
  return object.spec.connectionsOnDelete === 'Reject' ? [{ type: 'CutOff', serviceID, endpointIDs: live, destructive: true }] : [];
}

function requeueAfter({ object, ...moment }: EndpointServiceInput, { step, service }: Assessment): number {
  if (step.step === 'adopt' || step.step === 'vanished') return 0;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  const soon = isWatched(moment) || deleting || isTransitional(service?.state) || isDoubted(moment.facts.resource);
  return soon ? moment.periods.pending : moment.periods.listing;
}
