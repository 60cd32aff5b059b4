import type { Failure } from '../../core/outcome.ts';
import { type Situation, situationOfFailure, wasAvailable } from '../../core/readiness.ts';
import { notOurs, takenUpAgain } from '../common/ownership-words.ts';
import { referentMissing } from '../common/referents.ts';
import { strangersRecords } from './deletion.ts';
import type { DetailContext } from './details.ts';
import { onlyRecords } from './difference.ts';
import { failureMessage } from './failure-words.ts';
import type { RecordPart } from './records.ts';
import type { VPCPart } from './vpcs.ts';
import type { Zone } from './zone.ts';

/** Which row of the status contract the object is in: the first that applies. */
export function situation(context: DetailContext): Situation {
  const { input, assessment } = context;
  const { step, zone } = assessment;
  if (input.object.metadata.deletionTimestamp !== undefined) return { row: 'deleting', message: deletionMessage(context) };
  if (step.step === 'foreign' || step.step === 'contested') return notOurs(step);
  if (step.step === 'vanished') {
    const id = input.object.status.hostedZoneID ?? 'The zone';
    return { row: 'working', reason: 'Recreating', message: `${id} is gone though nobody asked us; a new one is being made.` };
  }
  if (step.step === 'adopt' || step.step === 'reclaim') return failedAction(context) ?? takenUpAgain(step.id);
  return zone === undefined ? withoutZone(context) : withZone(context, zone);
}

function withoutZone(context: DetailContext): Situation {
  const { facts, object } = context.input;
  const { step, problem } = context.assessment;
  const id = object.status.hostedZoneID;
  const isHidden =
    facts.resource.state === 'unknown' && facts.resource.failure.class === 'notFound' && !wasAvailable(object.status.conditions ?? []);
  if (id !== undefined && facts.resource.state === 'unknown' && !isHidden)
    return failing(context, { failure: facts.resource.failure, message: `Cannot read ${id}: ${facts.resource.failure.message}` });
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  if (step.step === 'create') return { row: 'working', reason: 'Creating', message: 'The zone is being created.' };
  if (id !== undefined && problem?.state !== 'missing')
    return { row: 'working', reason: 'Creating', message: `${id} is created, but AWS does not show it yet.` };
  if (facts.missing !== undefined) {
    const message =
      'AWS has carried out a create whose reply was lost, and the zone is not listed yet. It is looked for twice, a minute apart.';
    return { row: 'working', reason: 'Creating', message };
  }
  if (problem?.state === 'unknown') return failing(context, problem);
  if (problem?.reason === 'Creating') return { row: 'working', reason: 'Creating', message: problem.message };
  if (problem !== undefined) return { row: 'retrying', reason: problem.reason, message: problem.message };
  if (facts.owned.state === 'unknown')
    return failing(context, {
      failure: facts.owned.failure,
      message: `Cannot look for a zone made before: ${facts.owned.failure.message}`,
    });
  return { row: 'working', reason: 'Creating', message: 'The zone is about to be created.' };
}

function withZone(context: DetailContext, zone: Zone): Situation {
  const { input, assessment } = context;
  const { records, vpcs } = assessment;
  const failed = failedAction(context);
  if (failed !== undefined) return failed;
  const { facts, object } = input;
  if (context.drift !== undefined) return { row: 'waiting', reason: 'Differs', message: context.drift };
  if (records === undefined) {
    const message = `Cannot read the records of ${zone.id}`;
    return facts.records.state === 'unknown'
      ? failing(context, { failure: facts.records.failure, message: `${message}: ${facts.records.failure.message}` })
      : { row: 'working', reason: 'Updating', message: `${message} yet.` };
  }
  const missing = facts.terms.map(({ found }) => found).find((found) => found.state === 'missing');
  if (missing !== undefined) return referentMissing(object, missing);
  const ofRecords = recordSituation(context, records);
  if (ofRecords !== undefined) return ofRecords;
  const unread = facts.terms.map(({ found }) => found).find((found) => found.state === 'unknown');
  if (unread !== undefined) return failing(context, unread);
  return (
    vpcSituation(vpcs) ?? {
      row: 'available',
      reason: 'Available',
      message: `${zone.id} hosts ${object.spec.domain} for ${countOf(vpcs, 'VPC')}.`,
    }
  );
}

function recordSituation(context: DetailContext, records: readonly RecordPart[]): Situation | undefined {
  const conflict = records.find(({ state }) => state === 'Conflict');
  if (conflict !== undefined) return { row: 'waiting', reason: 'RecordConflict', message: conflict.message ?? '' };
  const waiting = records.find(({ state }) => state === 'Waiting');
  if (waiting !== undefined)
    return referentMissing(context.input.object, { state: 'missing', reason: 'EndpointNotReady', message: waiting.message ?? '' });
  // Only what is sent changes an available zone.
  if (onlyRecords(context.input, context.assessment) && wasAvailable(context.input.object.status.conditions ?? []))
    return { row: 'unchanged' };
  const late = records.filter(({ state }) => state !== 'InSync');
  if (late.length === 0) return undefined;
  const which = `record${late.length === 1 ? '' : 's'} ${late.map(({ name }) => name).join(', ')}`;
  const unread = Object.values(context.input.facts.changes).find((change) => change.state === 'unknown');
  if (unread?.state === 'unknown')
    return failing(context, {
      failure: unread.failure,
      message: `Cannot see whether the ${which} ${late.length === 1 ? 'is' : 'are'} everywhere: ${unread.failure.message}`,
    });
  return { row: 'working', reason: 'Updating', message: `The ${which} will be everywhere within a minute or so.` };
}

function vpcSituation(vpcs: readonly VPCPart[]): Situation | undefined {
  const [blocked] = vpcs.filter(({ state }) => state === 'Conflict' || state === 'Held');
  const waitsForUs = blocked?.reason === 'RecordsNotInSync';
  if (blocked !== undefined && !waitsForUs) {
    return {
      row: 'waiting',
      reason: blocked.reason ?? blocked.state,
      message: `${blocked.vpc.id} is not associated. ${blocked.message ?? ''}`,
    };
  }
  const busy = vpcs.filter(({ state }) => state === 'Pending' || state === 'Removing' || state === 'Held');
  if (busy.length > 0) return { row: 'working', reason: 'Updating', message: `${countOf(busy, 'VPC')} to be changed: ${named(busy)}.` };
  return vpcs.some(({ reason }) => reason === 'NotSeen') ? { row: 'unchanged' } : undefined;
}

function named(parts: readonly VPCPart[]): string {
  const few = parts.slice(0, 5).map(({ vpc }) => vpc.id);
  return parts.length > few.length ? `${few.join(', ')} and ${parts.length - few.length} more` : few.join(', ');
}

function countOf(parts: readonly unknown[], word: string): string {
  return `${parts.length} ${word}${parts.length === 1 ? '' : 's'}`;
}

/** Refusals that tell what is there already, and have words of their own. */
const tellingCodes = new Set(['ConflictingDomainExists', 'HostedZoneAlreadyExists']);

function failedAction(context: DetailContext): Situation | undefined {
  for (const { action, outcome } of context.outcomes) {
    if (outcome.result === 'failed' && !tellingCodes.has(outcome.failure.code))
      return failing(context, { failure: outcome.failure, message: failureMessage(action, outcome.failure, context.input) });
  }
  return undefined;
}

function failing({ input }: DetailContext, { failure, message }: { readonly failure: Failure; readonly message: string }): Situation {
  const { recent, now, object } = input;
  const previous = object.status.conditions ?? [];
  return situationOfFailure({ failure, message, wasAvailable: wasAvailable(previous), recent, now, previous });
}

function deletionMessage({ input, assessment, outcomes }: DetailContext): string {
  const { object, facts } = input;
  const { step, zone, records = [] } = assessment;
  const id = object.status.hostedZoneID;
  for (const { action, outcome } of outcomes)
    if (outcome.result === 'failed')
      return `${failureMessage(action, outcome.failure, input)} (${outcome.failure.code}). It is tried again.`;
  if (step.step === 'foreign' || step.step === 'contested') return notOurs(step).message;
  if (id === undefined) return 'A create may have been carried out: it is repeated to learn what it made, and that is deleted.';
  if (facts.resource.state === 'unknown') return `Cannot read ${id}: ${facts.resource.failure.message}`;
  if (facts.records.state === 'unknown') return `Cannot read the records of ${id}: ${facts.records.failure.message}`;
  if (zone !== undefined && zone.vpcs.length > 1) return `${countOf(zone.vpcs, 'VPC')} of ${id} go first, all but the last.`;
  const strangers = strangersRecords(input, records);
  return strangers.length > 0
    ? `InUse: ${id} has records that we have not written (${strangers.slice(0, 3).join('; ')}), and AWS keeps a zone that has any. Remove them, or set spec.deletionPolicy to Retain.`
    : `${id} is being deleted.`;
}
