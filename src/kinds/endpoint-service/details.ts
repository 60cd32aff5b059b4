import { type Detail, findCondition } from '../../core/conditions.ts';
import { reasonOfFailure } from '../../core/readiness.ts';
import type { ActionOutcome } from '../kind.ts';
import type { Action } from './action.ts';
import type { Assessment, EndpointServiceInput } from './assessment.ts';
import { principalDifference } from './difference.ts';
import { privateDNSVerified } from './private-dns-detail.ts';
import type { ZoneReport } from './zone-report.ts';

export interface DetailContext {
  readonly input: EndpointServiceInput;
  readonly assessment: Assessment;
  readonly outcomes: readonly ActionOutcome<Action>[];
  /** Undefined where the zones cannot be told. */
  readonly zones: readonly ZoneReport[] | undefined;
}

/** The detail conditions. Each begins Unknown; what was known is carried over while it cannot be read. */
export function details(context: DetailContext): Detail[] {
  return [balancersResolved(context), available(context), principalsSynced(context), ...privateDNSVerified(context), zonesServing(context)];
}

function balancersResolved({ input, assessment }: DetailContext): Detail {
  const type = 'LoadBalancersResolved';
  const { problem, balancers } = assessment;
  if (problem === undefined) {
    return {
      type,
      status: 'True',
      reason: 'Resolved',
      message: `Found ${[...new Set(balancers.map(({ name }) => name))].toSorted().join(', ')}.`,
    };
  }
  if (problem.state === 'missing') return { type, status: 'False', reason: problem.reason, message: problem.message };
  const before = findCondition(input.object.status.conditions, type);
  return before?.status === 'True'
    ? kept(before)
    : { type, status: 'Unknown', reason: reasonOfFailure(problem.failure), message: problem.message };
}

function available({ assessment }: DetailContext): Detail {
  const type = 'Available';
  const { service } = assessment;
  if (service === undefined) return { type, status: 'False', reason: 'NotCreated', message: 'There is no endpoint service yet.' };
  if (service.state === 'available') return { type, status: 'True', reason: 'Available', message: `${service.id} is available.` };
  return {
    type,
    status: 'False',
    reason: `${service.state.charAt(0).toUpperCase()}${service.state.slice(1)}`,
    message: `${service.id} is ${service.state}.`,
  };
}

function principalsSynced({ input, outcomes }: DetailContext): Detail {
  const type = 'PrincipalsSynced';
  const { facts, object } = input;
  const refusal = outcomes.find(({ action, outcome }) => action.type === 'Principals' && outcome.result === 'failed')?.outcome;
  if (refusal?.result === 'failed') {
    return {
      type,
      status: 'False',
      reason: reasonOfFailure(refusal.failure),
      message: `AWS does not take spec.allowedPrincipals: ${refusal.failure.message}`,
    };
  }
  if (facts.principals.state !== 'present') {
    const before = findCondition(object.status.conditions, type);
    return before === undefined
      ? { type, status: 'Unknown', reason: 'Pending', message: 'Who is allowed has not been read yet.' }
      : kept(before);
  }
  const wanted = object.spec.allowedPrincipals ?? [];
  const { add, remove } = principalDifference(wanted, facts.principals.value);
  return add.length + remove.length === 0
    ? {
        type,
        status: 'True',
        reason: 'Synced',
        message:
          wanted.length === 0
            ? 'Only this account may connect.'
            : `${wanted.length} principal${wanted.length === 1 ? ' is' : 's are'} allowed.`,
      }
    : { type, status: 'False', reason: 'Syncing', message: `${add.length} to add, ${remove.length} to remove.` };
}

function zonesServing({ input, zones }: DetailContext): Detail {
  const type = 'ZonesServing';
  if (zones === undefined) {
    const before = findCondition(input.object.status.conditions, type);
    return before === undefined
      ? { type, status: 'Unknown', reason: 'Pending', message: 'The zones have not been read yet.' }
      : kept(before);
  }
  const failing = zones.filter(({ state }) => state === 'NotServing' || state === 'Degraded');
  if (failing.length > 0)
    return { type, status: 'False', reason: failing[0]?.reason ?? 'NotServing', message: failing.map(({ message }) => message).join(' ') };
  const unsure = zones.filter(({ state }) => state === 'Unknown');
  if (unsure.length > 0)
    return { type, status: 'Unknown', reason: unsure[0]?.reason ?? 'Unreadable', message: unsure.map(({ message }) => message).join(' ') };
  return { type, status: 'True', reason: 'Serving', message: `Every zone serves: ${zones.map(({ zoneID }) => zoneID).join(', ')}.` };
}

function kept({ type, status, reason, message }: Detail): Detail {
  return { type, status, reason, message };
}
