import { reasonOfFailure } from '../../core/readiness.ts';
import type { ActionOutcome } from '../kind.ts';
import type { Action } from './action.ts';
import type { PrivateHostedZoneInput } from './assessment.ts';
import { failureMessage } from './failure-words.ts';
import type { RecordPart, RecordStatus } from './records.ts';
import type { VPCPart, VPCStatus } from './vpcs.ts';

export type VPCEntry = VPCStatus;
type Outcomes = readonly ActionOutcome<Action>[];

/** The schema's bound. */
const longestMessage = 1_024;

/** The VPCs as the status tells them: as planned, or as what was tried for them has failed. */
export function vpcEntries(input: PrivateHostedZoneInput, parts: readonly VPCPart[], outcomes: Outcomes): VPCEntry[] {
  return parts.map(({ vpc, state, reason, message }) => {
    const { id, accountID, region, accessRef } = vpc;
    const failure = outcomes.find(({ action, outcome }) => 'part' in action && action.part === id && outcome.result === 'failed');
    const told =
      failure?.outcome.result === 'failed' && state !== 'Associated' && state !== 'Conflict'
        ? {
            state: 'Failed' as const,
            reason: reasonOfFailure(failure.outcome.failure),
            message: failureMessage(failure.action, failure.outcome.failure, input),
          }
        : { state, reason, message };
    return withoutAbsent({ id, accountID, region, accessRef, ...told, message: told.message?.slice(0, longestMessage) });
  });
}

/** The records as the status tells them. What is being written is told before it is sent, and until it has been seen. */
export function recordEntries(parts: readonly RecordPart[], before: readonly RecordStatus[], outcomes: Outcomes): RecordStatus[] {
  const sent = outcomes.find(({ action, outcome }) => action.type === 'ChangeRecords' && outcome.result === 'done')?.outcome;
  const changeID = sent?.result === 'done' ? sent.id : undefined;
  return parts.map((part) => {
    const known = before.find(({ name }) => name === part.name);
    const isWriting = part.changes.some(({ action }) => action === 'CREATE');
    const isStanding = part.ours !== undefined && part.wanted !== undefined && !isWriting;
    return withoutAbsent({
      name: part.name,
      state: part.state,
      message: part.message?.slice(0, longestMessage),
      written: part.ours,
      writing: isWriting ? part.wanted : isStanding ? undefined : known?.writing,
      changeID: part.changes.length > 0 && part.isRecorded ? (changeID ?? part.changeID) : part.changeID,
    });
  });
}

function withoutAbsent<T extends object>(entry: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
