import { type Detail, findCondition } from '../../core/conditions.ts';
import { reasonOfFailure } from '../../core/readiness.ts';
import type { ActionOutcome } from '../kind.ts';
import type { Action } from './action.ts';
import type { Assessment, PrivateHostedZoneInput } from './assessment.ts';
import type { VPCEntry } from './entries.ts';

export interface DetailContext {
  readonly input: PrivateHostedZoneInput;
  readonly assessment: Assessment;
  readonly outcomes: readonly ActionOutcome<Action>[];
  /** The VPCs as the status tells them. */
  readonly vpcs: readonly VPCEntry[];
  /** How an observed zone differs from the spec, in words; undefined where it does not, or is managed. */
  readonly drift: string | undefined;
}

/** The detail conditions. Each begins Unknown; what was known is carried over while it cannot be read. */
export function details(context: DetailContext): Detail[] {
  return [
    referencesResolved(context),
    available(context),
    recordsInSync(context),
    vpcsAssociated(context),
    namesResolve(context),
    ...drifted(context),
  ];
}

function referencesResolved({ input }: DetailContext): Detail {
  const type = 'ReferencesResolved';
  const { terms, endpoints } = input.facts;
  const lookups = [...terms.map(({ found }) => found), ...Object.values(endpoints)];
  const missing = lookups.find((one) => one.state === 'missing');
  if (missing !== undefined) return { type, status: 'False', reason: missing.reason, message: missing.message };
  const unread = lookups.find((one) => one.state === 'unknown');
  if (unread === undefined) return { type, status: 'True', reason: 'Resolved', message: 'The VPCs and endpoints of the spec are found.' };
  return carriedOver(input, { type, status: 'Unknown', reason: reasonOfFailure(unread.failure), message: unread.message });
}

function available({ assessment: { zone } }: DetailContext): Detail {
  const type = 'Available';
  return zone === undefined
    ? { type, status: 'False', reason: 'NotCreated', message: 'There is no zone yet.' }
    : { type, status: 'True', reason: 'Available', message: `${zone.id} is there.` };
}

function recordsInSync({ assessment, input }: DetailContext): Detail {
  const type = 'RecordsInSync';
  const { records, zone } = assessment;
  if (records === undefined || zone === undefined)
    return carriedOver(input, { type, status: 'Unknown', reason: 'Pending', message: 'The records are not known.' });
  const conflict = records.find(({ state }) => state === 'Conflict');
  if (conflict !== undefined) return { type, status: 'False', reason: 'RecordConflict', message: conflict.message ?? '' };
  const waiting = records.find(({ state }) => state === 'Waiting');
  if (waiting !== undefined) return { type, status: 'False', reason: 'EndpointNotReady', message: waiting.message ?? '' };
  const late = records.filter(({ state }) => state !== 'InSync').map(({ name }) => name);
  return late.length === 0
    ? { type, status: 'True', reason: 'InSync', message: 'Every record is as the spec has it, everywhere.' }
    : { type, status: 'False', reason: 'Pending', message: `Not everywhere yet: ${late.join(', ')}.` };
}

function vpcsAssociated({ vpcs, input, assessment }: DetailContext): Detail {
  const type = 'VPCsAssociated';
  if (assessment.zone === undefined)
    return carriedOver(input, { type, status: 'Unknown', reason: 'Pending', message: 'There is no zone to associate VPCs with.' });
  const late = vpcs.filter(({ state }) => state !== 'Associated');
  const worst =
    late.find(({ state }) => state === 'Failed') ??
    late.find(({ state }) => state === 'Conflict') ??
    late.find(({ state }) => state === 'Held') ??
    late[0];
  if (worst === undefined) return { type, status: 'True', reason: 'Associated', message: `${vpcs.length} associated.` };
  const others = late.length === 1 ? '' : ` ${late.length - 1} more wait${late.length === 2 ? 's' : ''}.`;
  return {
    type,
    status: 'False',
    reason: worst.reason ?? worst.state,
    message: `${worst.id} is ${worst.state}. ${worst.message ?? ''}${others}`.trim(),
  };
}

/** What can be seen to make names or connections fail in an associated VPC; it never holds Ready. */
function namesResolve({ vpcs, input, assessment }: DetailContext): Detail {
  const type = 'NamesResolve';
  if (assessment.zone === undefined)
    return carriedOver(input, { type, status: 'Unknown', reason: 'Pending', message: 'There is no zone yet.' });
  const [failing] = vpcs.filter(
    ({ state, reason }) => state === 'Associated' && (reason === 'DNSAttributesOff' || reason === 'NotAdmitted'),
  );
  return failing === undefined
    ? { type, status: 'True', reason: 'Resolves', message: 'Nothing is seen that would keep an associated VPC from the names.' }
    : { type, status: 'False', reason: failing.reason ?? failing.state, message: failing.message ?? '' };
}

/** There only while true. */
function drifted({ drift }: DetailContext): Detail[] {
  return drift === undefined ? [] : [{ type: 'Drifted', status: 'True', reason: 'Differs', message: drift }];
}

function carriedOver({ object }: PrivateHostedZoneInput, unknown: Detail): Detail {
  const before = findCondition(object.status.conditions, unknown.type);
  return before === undefined ? unknown : { type: before.type, status: before.status, reason: before.reason, message: before.message };
}
