import { type Condition, findCondition } from '../../core/conditions.ts';
import type { Failure } from '../../core/outcome.ts';
import { type Situation, situationOfFailure, wasAvailable } from '../../core/readiness.ts';
import { notOurs, takenUpAgain } from '../common/ownership-words.ts';
import { isTooSoonAfterRebuild, waitingAfterRebuild } from '../common/rebuilt.ts';
import { referentMissing } from '../common/referents.ts';
import type { DetailContext } from './details.ts';
import { differences } from './difference.ts';
import type { Endpoint } from './endpoint.ts';
import { failureMessage } from './failure-words.ts';
import { inUse } from './in-use.ts';
import { privateDNS } from './private-dns.ts';
import { coveredZones } from './zone-report.ts';

/** Which row of the status contract the object is in: the first that applies. */
export function situation(context: DetailContext): Situation {
  const { input, assessment } = context;
  if (input.object.metadata.deletionTimestamp !== undefined) return { row: 'deleting', message: deletionMessage(context) };
  switch (assessment.step.step) {
    case 'foreign':
    case 'contested':
      return notOurs(assessment.step);
    case 'vanished':
      return {
        row: 'working',
        reason: 'Recreating',
        message: `${input.object.status.endpointID ?? 'The endpoint'} is gone though nobody asked us; a new one is being made.`,
      };
    case 'adopt':
    case 'reclaim':
      return failedAction(context) ?? takenUpAgain(assessment.step.id);
    case 'create':
    case 'exists':
    case 'delete':
    case 'release':
    case 'deleting':
    case 'gone':
    case 'wait':
      return assessment.endpoint === undefined ? withoutEndpoint(context) : withEndpoint(context, assessment.endpoint);
  }
}

function withoutEndpoint(context: DetailContext): Situation {
  const { input, assessment } = context;
  const { facts, object } = input;
  if (object.status.endpointID !== undefined && facts.resource.state === 'unknown') {
    return failing(context, {
      failure: facts.resource.failure,
      message: `Cannot read ${object.status.endpointID}: ${facts.resource.failure.message}`,
    });
  }
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  if (assessment.step.step === 'create') return { row: 'working', reason: 'Creating', message: 'The endpoint is being created.' };
  if (object.status.endpointID !== undefined)
    return { row: 'working', reason: 'Creating', message: `${object.status.endpointID} is created, but AWS does not show it yet.` };
  const { problem } = assessment;
  if (problem?.state === 'unknown') return failing(context, problem);
  if (problem !== undefined) return { row: 'retrying', reason: problem.reason, message: problem.message };
  if (isTooSoonAfterRebuild(facts.owned)) return waitingAfterRebuild;
  if (facts.owned.state === 'unknown')
    return failing(context, {
      failure: facts.owned.failure,
      message: `Cannot look for an endpoint made before: ${facts.owned.failure.message}`,
    });
  return { row: 'working', reason: 'Creating', message: 'The endpoint is about to be created.' };
}

function withEndpoint(context: DetailContext, endpoint: Endpoint): Situation {
  const { problem } = context.assessment;
  const isGoing = endpoint.state === 'deleting' || endpoint.state === 'deleted';
  if (problem?.state === 'missing' && problem.reason === 'ServiceReplaced' && !isGoing)
    return { row: 'stalled', reason: problem.reason, message: problem.message };
  switch (endpoint.state) {
    case 'pendingAcceptance':
      return { row: 'waiting', reason: 'PendingAcceptance', message: askForAcceptance(endpoint, context.input.accountID) };
    case 'rejected':
      return {
        row: 'stalled',
        reason: 'Rejected',
        message: `The owner of ${endpoint.serviceName} rejected ${endpoint.id} of account ${context.input.accountID}. Ask them to accept it; it is neither deleted nor made anew by itself.`,
      };
    case 'expired':
      return {
        row: 'stalled',
        reason: 'Expired',
        message: `${endpoint.id} was not accepted by the owner of ${endpoint.serviceName} in time. Delete this InterfaceEndpoint and create it anew.`,
      };
    case 'failed':
      return {
        row: 'stalled',
        reason: 'Failed',
        message: `AWS could not make ${endpoint.id}: ${endpoint.lastError ?? 'no reason given'}. Mend the cause, then delete this InterfaceEndpoint and create it anew.`,
      };
    case 'deleting':
      return {
        row: 'working',
        reason: 'Recreating',
        message: `${endpoint.id} is being deleted by somebody else; a new one is made once it is gone.`,
      };
    case 'available':
      return whenAvailable(context, endpoint);
    case 'pending':
    case 'partial':
    case 'deleted':
    case 'other':
      return whenPending(context, endpoint);
  }
}

/** What fails meanwhile is told first, but AWS's own word that it changes goes before keeping what was said last. */
function whenPending(context: DetailContext, endpoint: Endpoint): Situation {
  const failed = failedAction(context);
  if (failed !== undefined && failed.row !== 'unchanged') return failed;
  return { row: 'working', reason: wasUp(context) ? 'Updating' : 'Creating', message: `${endpoint.id} is ${endpoint.state}.` };
}

function whenAvailable(context: DetailContext, endpoint: Endpoint): Situation {
  const { input, assessment } = context;
  const { problem } = assessment;
  if (problem?.state === 'missing') return referentMissing(input.object, problem);
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  if (problem?.state === 'unknown') return failing(context, problem);
  if (differences(input, assessment, endpoint).some(({ type }) => type === 'Modify' || type === 'EnablePrivateDNS'))
    return { row: 'working', reason: 'Updating', message: `${endpoint.id} is being changed.` };
  const names = privateDNS(input, endpoint);
  if (names.state === 'held') return { row: 'waiting', reason: 'PrivateDNSHeld', message: names.message };
  if (names.state === 'waiting' && names.failure !== undefined) return failing(context, { failure: names.failure, message: names.message });
  if (names.state !== 'on' && names.state !== 'off')
    return {
      row: 'working',
      reason: 'Updating',
      message: 'message' in names ? names.message : `Private DNS of ${endpoint.id} is being changed.`,
    };
  return whenCovered(context, endpoint);
}

function whenCovered({ input, assessment, zones }: DetailContext, endpoint: Endpoint): Situation {
  const minimum = input.object.spec.minimumZones;
  if (zones === undefined) return { row: 'unchanged' };
  const covered = coveredZones(zones, assessment.subnets?.wantedZones ?? []);
  if (covered >= minimum) return { row: 'available', reason: 'Available', message: `${endpoint.id} is available.` };
  const missing = zones.filter((zone) => !zone.attached || zone.serving === 'False').map((zone) => zone.message);
  return {
    row: 'waiting',
    reason: 'ZonesNotCovered',
    message: `${covered} of at least ${minimum} zones are covered. ${missing.join(' ')}`.trim(),
  };
}

function askForAcceptance({ id, serviceName }: Endpoint, accountID: string): string {
  return `Waiting for the service's owner to accept the connection. Send them: account ${accountID}, endpoint ${id}, service ${serviceName}.`;
}

/** The situation that the first failed action puts the object in; tags come last, private DNS has its own condition too. */
function failedAction(context: DetailContext): Situation | undefined {
  for (const { action, outcome } of context.outcomes) {
    if (outcome.result === 'failed')
      return failing(context, { failure: outcome.failure, message: failureMessage(action, outcome.failure, context), isWrite: true });
  }
  return undefined;
}

interface Failing {
  readonly failure: Failure;
  readonly message: string;
  /** A look-up where it is not a write. */
  readonly isWrite?: true;
}

function failing(context: DetailContext, { failure, message, isWrite }: Failing): Situation {
  const { recent, now, object } = context.input;
  const previous = object.status.conditions ?? [];
  const isUp = wasAvailable(previous) || (isWrite === undefined && isUpAndWaits(previous));
  return situationOfFailure({ failure, message, wasAvailable: isUp, recent, now, previous });
}

/** Available on AWS, and Ready waits for a person: a look-up that fails for a moment says nothing new. */
function isUpAndWaits(conditions: readonly Condition[]): boolean {
  const busy = conditions.some(({ type }) => type === 'Reconciling' || type === 'Stalled');
  return !busy && findCondition(conditions, 'Available')?.status === 'True';
}

/** Created before and changing now. */
function wasUp({ input: { object } }: DetailContext): boolean {
  const { conditions } = object.status;
  return findCondition(conditions, 'Available')?.status === 'True' || findCondition(conditions, 'Ready')?.reason === 'Updating';
}

function deletionMessage(context: DetailContext): string {
  const { input, outcomes, assessment } = context;
  const id = input.object.status.endpointID;
  for (const { action, outcome } of outcomes) {
    if (outcome.result === 'failed')
      return `${failureMessage(action, outcome.failure, context)} (${outcome.failure.code}). It is tried again.`;
  }
  if (assessment.step.step === 'foreign' || assessment.step.step === 'contested') return notOurs(assessment.step).message;
  if (id === undefined) return 'A create may have been carried out: it is repeated to learn what it made, and that is deleted.';
  if (input.facts.resource.state === 'unknown') return `Cannot read ${id}: ${input.facts.resource.failure.message}`;
  const isHeld = input.facts.records.length > 0 && (assessment.step.step === 'delete' || assessment.step.step === 'release');
  if (isHeld) return inUse(input.facts, id);
  return assessment.endpoint?.state === 'deleting' ? `AWS is deleting ${id}.` : `${id} is being deleted.`;
}
