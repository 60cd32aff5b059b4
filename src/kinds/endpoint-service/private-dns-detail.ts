import { type Detail, findCondition } from '../../core/conditions.ts';
import type { DetailContext } from './details.ts';
import { publishProblem } from './proof-problem.ts';
import { isPublished } from './record-changes.ts';
import { isVerified, type PrivateDNS } from './service.ts';

const type = 'PrivateDNSVerified';

/** Present only where the spec has a name. It never holds Ready: nobody but consumers with private DNS needs the name. */
export function privateDNSVerified(context: DetailContext): Detail[] {
  const { name } = context.input.object.spec.privateDNS ?? {};
  if (name === undefined) return [];
  const held = context.assessment.service?.privateDNS;
  if (held === undefined || held.name !== name)
    return [{ type, status: 'Unknown', reason: 'Pending', message: `${name} is not set on the service yet.` }];
  return [isVerified(held) ? verified(context, held) : unverified(context, held)];
}

/** It stays verified for a while when the record is lost: that is told while it can be mended. */
function verified(context: DetailContext, { name }: PrivateDNS): Detail {
  const problem = publishProblem(context);
  const trouble = problem === undefined || problem.isPassing || isPublished(context.input) ? '' : ` ${problem.message}`;
  return { type, status: 'True', reason: 'Verified', message: `${name} is verified: consumers may turn on private DNS.${trouble}` };
}

function unverified(context: DetailContext, held: PrivateDNS): Detail {
  const { name, record } = held;
  const failed = held.state.toLowerCase() === 'failed';
  const reason = failed ? 'VerificationFailed' : 'PendingVerification';
  const notVerified = `${name} is not verified`;
  if (record === undefined)
    return { type, status: 'False', reason, message: `${notVerified}. AWS has not said yet which record proves it.` };
  if (context.input.object.spec.privateDNS?.verification !== undefined) return unverifiedByUs(context, held);
  const whatToDo = `Write the public record ${record.name} ${record.type} "${record.value}", then it is checked again by itself.`;
  return {
    type,
    status: 'False',
    reason,
    message: `${notVerified}${failed ? ': AWS did not find the record' : ''}. ${whatToDo}`,
  };
}

/** Where the record is ours to write. */
function unverifiedByUs(context: DetailContext, { name, record, state }: PrivateDNS): Detail {
  const { object, facts } = context.input;
  const problem = publishProblem(context);
  if (problem !== undefined) {
    const before = findCondition(object.status.conditions, type);
    if (problem.isPassing && before !== undefined) return { type, status: before.status, reason: before.reason, message: before.message };
    return { type, status: 'False', reason: problem.reason, message: `${name} is not verified. ${problem.message}` };
  }
  const zoneID = object.spec.privateDNS?.verification?.hostedZoneID ?? '';
  const { zone } = facts.proof;
  const where = `hosted zone ${zoneID}${zone?.state === 'found' ? ` (${zone.value.name})` : ''}`;
  const what = `The record ${record?.name ?? ''} TXT "${record?.value ?? ''}"`;
  if (!isPublished(context.input))
    return { type, status: 'False', reason: 'Publishing', message: `${name} is not verified. ${what} is being written to ${where}.` };
  if (state.toLowerCase() !== 'failed') {
    const next = 'AWS is asked to look for it once all of its name servers have it.';
    return {
      type,
      status: 'False',
      reason: 'PendingVerification',
      message: `${name} is not verified. ${what} stands in ${where}. ${next}`,
    };
  }
  const whatToDo = "See that the domain is delegated to this zone's name servers; it is checked again by itself.";
  return {
    type,
    status: 'False',
    reason: 'VerificationFailed',
    message: `${name} is not verified: AWS did not find the record. ${what} stands in ${where}, so public DNS does not lead there yet. ${whatToDo}`,
  };
}
