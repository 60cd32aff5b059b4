import type { Failure } from '../../core/outcome.ts';
import { type Situation, situationOfFailure, wasAvailable } from '../../core/readiness.ts';
import { notOurs, takenUpAgain } from '../common/ownership-words.ts';
import { isTooSoonAfterRebuild, waitingAfterRebuild } from '../common/rebuilt.ts';
import { referentMissing } from '../common/referents.ts';
import type { Action } from './action.ts';
import type { DetailContext } from './details.ts';
import { differences } from './difference.ts';
import { failureMessage } from './failure-words.ts';
import { isLive } from './facts.ts';
import { withdrawProblems } from './proof-problem.ts';
import type { Service } from './service.ts';
import { servingZones } from './zone-report.ts';

/** Which row of the status contract the object is in: the first that applies. */
export function situation(context: DetailContext): Situation {
  const { input, assessment } = context;
  if (input.object.metadata.deletionTimestamp !== undefined) return { row: 'deleting', message: deletionMessage(context) };
  const { step } = assessment;
  if (step.step === 'foreign' || step.step === 'contested') return notOurs(step);
  if (step.step === 'vanished') {
    return {
      row: 'working',
      reason: 'Recreating',
      message: `${input.object.status.serviceID ?? 'The service'} is gone though nobody asked us; a new one is made, under another service name.`,
    };
  }
  if (step.step === 'adopt' || step.step === 'reclaim') {
    return failedAction(context) ?? takenUpAgain(step.id);
  }
  return assessment.service === undefined ? withoutService(context) : withService(context, assessment.service);
}

function withoutService(context: DetailContext): Situation {
  const { input, assessment } = context;
  const { facts, object } = input;
  const { serviceID } = object.status;
  if (serviceID !== undefined && facts.resource.state === 'unknown')
    return failing(context, { failure: facts.resource.failure, message: `Cannot read ${serviceID}: ${facts.resource.failure.message}` });
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  if (assessment.step.step === 'create') return { row: 'working', reason: 'Creating', message: 'The endpoint service is being created.' };
  if (serviceID !== undefined)
    return { row: 'working', reason: 'Creating', message: `${serviceID} is created, but AWS does not show it yet.` };
  const { problem } = assessment;
  if (problem?.state === 'unknown') return failing(context, problem);
  if (problem !== undefined) return { row: 'retrying', reason: problem.reason, message: problem.message };
  if (isTooSoonAfterRebuild(facts.owned)) return waitingAfterRebuild;
  if (facts.owned.state === 'unknown')
    return failing(context, {
      failure: facts.owned.failure,
      message: `Cannot look for a service made before: ${facts.owned.failure.message}`,
    });
  return { row: 'working', reason: 'Creating', message: 'The endpoint service is about to be created.' };
}

function withService(context: DetailContext, service: Service): Situation {
  if (service.state === 'failed') {
    return {
      row: 'stalled',
      reason: 'Failed',
      message: `AWS could not make ${service.id}. Delete this EndpointService and create it anew.`,
    };
  }
  if (service.state === 'deleting') {
    return {
      row: 'working',
      reason: 'Recreating',
      message: `${service.id} is being deleted by somebody else; a new one is made once it is gone.`,
    };
  }
  if (service.state !== 'available') return { row: 'working', reason: 'Creating', message: `${service.id} is ${service.state}.` };
  const { input, assessment } = context;
  const { problem } = assessment;
  if (problem?.state === 'missing') return referentMissing(input.object, problem);
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  if (problem?.state === 'unknown') return failing(context, problem);
  if (differences(input, assessment, service).some(({ type }) => type === 'Modify' || type === 'Principals')) {
    return { row: 'working', reason: 'Updating', message: `${service.id} is being changed.` };
  }
  if (input.facts.principals.state === 'unknown')
    return failing(context, {
      failure: input.facts.principals.failure,
      message: `Cannot read who may use ${service.id}: ${input.facts.principals.failure.message}`,
    });
  return whenServing(context, service);
}

function whenServing(context: DetailContext, service: Service): Situation {
  const { input, zones } = context;
  const minimum = input.object.spec.minimumZones;
  const serving = zones === undefined ? undefined : servingZones(zones);
  if (minimum === 0 || (serving !== undefined && serving >= minimum))
    return { row: 'available', reason: 'Available', message: `${service.id} is available as ${service.name}.${refusals(context)}` };
  if (zones === undefined || serving === undefined) return unreadZones(context);
  const missing = zones.filter(({ state }) => state !== 'Serving').flatMap(({ message }) => message ?? []);
  return {
    row: 'waiting',
    reason: 'ZonesNotCovered',
    message: `${serving} of at least ${minimum} zones serve. ${missing.join(' ')}`.trim(),
  };
}

/** Never seen, they hold Ready back; seen before, the last word stands. */
function unreadZones(context: DetailContext): Situation {
  const { views } = context.input.facts;
  return views.state === 'unknown'
    ? failing(context, { failure: views.failure, message: `Cannot tell which zones serve: ${views.failure.message}` })
    : { row: 'retrying', reason: 'ZonesNotCovered', message: 'There is no load balancer whose zones could be looked at.' };
}

/** What these do is no part of the service's being ready: a refusal is told beside Ready and holds up nothing. */
const beside = new Set<Action['type']>(['Accept', 'Reject', 'StartVerification', 'Resync']);
/** Told elsewhere: PrivateDNSVerified says what keeps a record from being written. */
const inZones = new Set<Action['type']>(['Publish', 'Withdraw']);

/** Definite refusals only: a passing failure of an available service writes no status. */
function refusals(context: DetailContext): string {
  const words = context.outcomes.flatMap(({ action, outcome }) =>
    outcome.result === 'failed' && beside.has(action.type) && outcome.failure.class !== 'unknown' && outcome.failure.class !== 'throttled'
      ? [failureMessage(action, outcome.failure, context)]
      : [],
  );
  return [...words, ...withdrawProblems(context)].map((one) => ` ${one}`).join('');
}

function failedAction(context: DetailContext): Situation | undefined {
  for (const { action, outcome } of context.outcomes) {
    if (outcome.result === 'failed' && !beside.has(action.type) && !inZones.has(action.type)) {
      return failing(context, { failure: outcome.failure, message: failureMessage(action, outcome.failure, context) });
    }
  }
  return undefined;
}

function failing(context: DetailContext, { failure, message }: { readonly failure: Failure; readonly message: string }): Situation {
  const { recent, now, object } = context.input;
  const previous = object.status.conditions ?? [];
  return situationOfFailure({ failure, message, wasAvailable: wasAvailable(previous), recent, now, previous });
}

function deletionMessage(context: DetailContext): string {
  const { input, outcomes, assessment } = context;
  const { object, facts } = input;
  const id = object.status.serviceID;
  if (assessment.step.step === 'gone') return withdrawalMessage(context);
  for (const { action, outcome } of outcomes) {
    if (outcome.result === 'failed')
      return `${failureMessage(action, outcome.failure, context)} (${outcome.failure.code}). It is tried again.`;
  }
  const { step } = assessment;
  if (step.step === 'foreign' || step.step === 'contested') return notOurs(step).message;
  if (id === undefined) return 'A create may have been carried out: it is repeated to learn what it made, and that is deleted.';
  if (facts.resource.state === 'unknown') return `Cannot read ${id}: ${facts.resource.failure.message}`;
  if (facts.connections.state === 'unknown') return `Cannot read the connections of ${id}: ${facts.connections.failure.message}`;
  const live = facts.connections.state === 'present' ? facts.connections.value.filter(isLive) : [];
  if (live.length === 0) return assessment.service?.state === 'deleting' ? `AWS is deleting ${id}.` : `${id} is being deleted.`;
  const consumers = `${live.length} connection${live.length === 1 ? '' : 's'} (${live
    .slice(0, 3)
    .map(({ endpointID, accountID }) => `${endpointID} of ${accountID}`)
    .join(', ')})`;
  return object.spec.connectionsOnDelete === 'Reject'
    ? `Rejecting ${consumers} before ${id} is deleted.`
    : `InUse: ${id} still has ${consumers}. Wait until they are gone, or set spec.connectionsOnDelete to Reject to cut them off.`;
}

/** The service is gone, and values of ours stand in zones still. */
function withdrawalMessage(context: DetailContext): string {
  const problems = withdrawProblems(context);
  return problems.length === 0
    ? 'The TXT values that proved its domain are being withdrawn.'
    : `${problems.join(' ')} Set spec.deletionPolicy to Retain to leave it there.`;
}
