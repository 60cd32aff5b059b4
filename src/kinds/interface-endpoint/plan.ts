import type { Plan } from '../../core/plan.ts';
import { isDoubted, isTransitional } from '../common/own-resource.ts';
import { isWatched, justDone } from '../common/own-writes.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, type InterfaceEndpointInput } from './assessment.ts';
import { differences } from './difference.ts';

export function plan(input: InterfaceEndpointInput): Plan<Action> {
  const assessment = assess(input);
  if (assessment.step.step === 'gone') return { actions: [], requeueAfter: 0, done: true };
  const actions = actionsOf(input, assessment).filter((action) => !justDone(action, input));
  return { actions, requeueAfter: requeueAfter(input, assessment) };
}

function actionsOf(input: InterfaceEndpointInput, assessment: Assessment): readonly Action[] {
  const { step } = assessment;
  switch (step.step) {
    case 'create':
      return [{ type: 'Create', intent: step.intent }];
    case 'reclaim':
      return [{ type: 'Reclaim', endpointID: step.id, uid: input.identity.uid }];
    case 'exists':
      return assessment.endpoint === undefined ? [] : differences(input, assessment, assessment.endpoint);
    case 'delete':
      return isInUse(input) ? [] : [{ type: 'Delete', endpointID: step.id, destructive: true }];
    case 'release':
      return isInUse(input) ? [] : [{ type: 'Release', endpointID: step.id, destructive: true }];
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

/** A record that leads here holds the deletion: without the endpoint its name would lead to nothing. */
function isInUse({ facts }: InterfaceEndpointInput): boolean {
  return facts.records.length > 0;
}

function requeueAfter(input: InterfaceEndpointInput, { step, endpoint, problem }: Assessment): number {
  const { object, facts, recent, now, periods } = input;
  if (step.step === 'adopt' || step.step === 'vanished') return 0;
  const watched = isWatched({ recent, now, periods });
  const isDeleting = (!isInUse(input) && (step.step === 'delete' || step.step === 'release')) || step.step === 'deleting';
  if (watched || isDeleting || isTransitional(endpoint?.state) || isDoubted(facts.resource)) return periods.pending;
  const unsettled =
    endpoint === undefined ||
    problem !== undefined ||
    isInUse(input) ||
    awaitsSighting(facts) ||
    (object.spec.privateDNS.enabled && !endpoint.privateDNS);
  return unsettled ? periods.listing : periods.rare;
}

/** A set that is about to shrink needs its second sighting soon. */
export function awaitsSighting({ subnetSightings, groupSightings }: InterfaceEndpointInput['facts']): boolean {
  return [subnetSightings, groupSightings].some((sightings) => Object.keys(sightings?.missingSince ?? {}).length > 0);
}
