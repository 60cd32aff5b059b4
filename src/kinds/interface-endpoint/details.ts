import type { Detail } from '../../core/conditions.ts';
import { findCondition } from '../../core/conditions.ts';
import type { Failure } from '../../core/outcome.ts';
import type { ActionOutcome } from '../kind.ts';
import { sentence } from '../../core/sentence.ts';
import { reasonOfFailure } from '../../core/readiness.ts';
import type { Action } from './action.ts';
import type { Assessment, InterfaceEndpointInput } from './assessment.ts';
import type { Endpoint } from './endpoint.ts';
import { failureMessage, namesTaken } from './failure-words.ts';
import { privateDNS } from './private-dns.ts';
import type { ZoneReport } from './zone-report.ts';

export interface DetailContext {
  readonly input: InterfaceEndpointInput;
  readonly assessment: Assessment;
  readonly outcomes: readonly ActionOutcome<Action>[];
  /** Undefined where the zones cannot be told. */
  readonly zones: readonly ZoneReport[] | undefined;
}

/** The detail conditions. Each begins Unknown, and is Unknown again when what it rests on is. */
export function details(context: DetailContext): Detail[] {
  const { endpoint } = context.assessment;
  return [
    referencesResolved(context),
    accepted(endpoint),
    available(context),
    ...privateDNSReady(context),
    zonesCovered(context),
    zonesServing(context),
  ];
}

function referencesResolved({ input, assessment }: DetailContext): Detail {
  const { problem, subnets } = assessment;
  const type = 'ReferencesResolved';
  if (problem === undefined) {
    const dropped = subnets?.dropped ?? [];
    const message =
      dropped.length === 0
        ? 'Service, VPC, subnets and security groups are found.'
        : `Found, but not every subnet is used: ${dropped.map((one) => one.message).join(' ')}`;
    return { type, status: 'True', reason: 'Resolved', message: [message, ...otherAddresses(input)].join(' ') };
  }
  if (problem.state === 'missing') return { type, status: 'False', reason: problem.reason, message: problem.message };
  const before = findCondition(input.object.status.conditions, type);
  // What was found once is not lost because one look-up failed.
  if (before?.status === 'True') return { type, status: 'True', reason: before.reason, message: before.message };
  return { type, status: 'Unknown', reason: reasonOfFailure(problem.failure), message: problem.message };
}

function accepted(endpoint: Endpoint | undefined): Detail {
  const type = 'Accepted';
  switch (endpoint?.state) {
    case undefined:
      return { type, status: 'Unknown', reason: 'Pending', message: 'There is no endpoint to accept.' };
    case 'deleting':
    case 'deleted':
    case 'failed':
    case 'other':
      return { type, status: 'Unknown', reason: 'Pending', message: `${endpoint.id} is ${endpoint.state}: there is nothing to accept.` };
    case 'pending':
    case 'available':
    case 'partial':
      return { type, status: 'True', reason: 'Accepted', message: `${endpoint.id} is accepted by ${endpoint.serviceName}.` };
    case 'pendingAcceptance':
      return {
        type,
        status: 'False',
        reason: 'PendingAcceptance',
        message: `The owner of ${endpoint.serviceName} has not accepted ${endpoint.id} yet.`,
      };
    case 'rejected':
      return { type, status: 'False', reason: 'Rejected', message: `The owner of ${endpoint.serviceName} has rejected ${endpoint.id}.` };
    case 'expired':
      return {
        type,
        status: 'False',
        reason: 'Expired',
        message: `The owner of ${endpoint.serviceName} did not accept ${endpoint.id} in time.`,
      };
  }
}

function available(context: DetailContext): Detail {
  const { endpoint } = context.assessment;
  const type = 'Available';
  if (endpoint === undefined) return { type, status: 'False', reason: 'NotCreated', message: 'There is no endpoint yet.' };
  if (endpoint.state === 'available')
    return { type, status: 'True', reason: 'Available', message: [`${endpoint.id} is available.`, ...refusals(context)].join(' ') };
  const reason = `${endpoint.state.charAt(0).toUpperCase()}${endpoint.state.slice(1)}`;
  return {
    type,
    status: 'False',
    reason,
    message: `${endpoint.id} is ${endpoint.state}${endpoint.lastError === undefined ? '.' : `: ${endpoint.lastError}`}`,
  };
}

/**
 * What AWS refuses to change of an endpoint that stays up, and so Ready. Definite refusals only: a passing failure of an available
 * endpoint writes no status. Private DNS has a condition of its own.
 */
function refusals(context: DetailContext): readonly string[] {
  return context.outcomes.flatMap(({ action, outcome }) =>
    outcome.result === 'done' || action.type === 'EnablePrivateDNS' || isPassing(outcome.failure)
      ? []
      : [`${failureMessage(action, outcome.failure, context)} (${outcome.failure.code}).`],
  );
}

function isPassing(failure: Failure): boolean {
  return failure.class === 'unknown' || failure.class === 'throttled' || failure.class === 'conflict';
}

/** An address is given when a subnet is attached, and kept: another one in the spec is not carried out, and not passed over either. */
function otherAddresses({ object, facts }: InterfaceEndpointInput): readonly string[] {
  if (facts.addresses.state !== 'present') return [];
  const held = facts.addresses.value;
  return object.spec.subnets.flatMap(({ id, ipv4Address }) => {
    const here = held.find(({ subnetID }) => subnetID === id);
    return ipv4Address === undefined || here === undefined || here.ipv4Address === ipv4Address
      ? []
      : [
          `${here.subnetID} keeps its address ${here.ipv4Address}, for a new one replaces the interface: to have ${ipv4Address}, take the subnet out of spec.subnets and put it back.`,
        ];
  });
}

/** Present only while private DNS is wanted, or still to be turned off. */
function privateDNSReady({ input, assessment, outcomes }: DetailContext): Detail[] {
  const { endpoint } = assessment;
  const wanted = input.object.spec.privateDNS.enabled;
  const type = 'PrivateDNSReady';
  if (endpoint === undefined) return wanted ? [{ type, status: 'Unknown', reason: 'Pending', message: 'There is no endpoint yet.' }] : [];
  const refusal = outcomes.find(({ action, outcome }) => action.type === 'EnablePrivateDNS' && outcome.result === 'failed')?.outcome;
  if (refusal?.result === 'failed')
    return [
      {
        type,
        status: 'False',
        reason: 'Refused',
        message: [
          sentence(`AWS does not turn on private DNS of ${endpoint.id}: ${refusal.failure.message}`),
          ...namesTaken(input),
          'Mend the cause, or set spec.privateDNS.enabled to false. It is tried again.',
        ].join(' '),
      },
    ];
  const names = privateDNS(input, endpoint);
  switch (names.state) {
    case 'off':
      return [];
    case 'on':
      return [names.warnings === undefined ? stillOn(input, endpoint) : enabled(endpoint, names.warnings)];
    case 'toDisable':
      return [{ type, status: 'False', reason: 'Disabling', message: `Private DNS of ${endpoint.id} is being turned off.` }];
    case 'toEnable':
      return [{ type, status: 'False', reason: 'Enabling', message: `Private DNS of ${endpoint.id} is being turned on.` }];
    case 'held':
      return [{ type, status: 'False', reason: 'Held', message: names.message }];
    case 'waiting':
      return [{ type, status: 'False', reason: 'Waiting', message: names.message }];
  }
}

function enabled({ id, vpcID }: Endpoint, warnings: readonly string[]): Detail {
  const message = [`The service's private name leads to ${id} within ${vpcID}.`, ...warnings].join(' ');
  return { type: 'PrivateDNSReady', status: 'True', reason: 'Enabled', message };
}

/** What was said last still stands: a look-up that fails for a moment says nothing new. */
function stillOn({ object }: InterfaceEndpointInput, endpoint: Endpoint): Detail {
  const before = findCondition(object.status.conditions, 'PrivateDNSReady');
  return before?.status === 'True'
    ? { type: before.type, status: 'True', reason: before.reason, message: before.message }
    : enabled(endpoint, []);
}

function zonesCovered({ assessment, zones, input }: DetailContext): Detail {
  const type = 'ZonesCovered';
  if (zones === undefined) return carriedOver(input, type, 'The subnets or the zones of the service are not known.');
  const wanted = assessment.subnets?.wantedZones ?? [];
  const uncovered = zones.filter((zone) => wanted.includes(zone.zoneID) && !zone.attached);
  if (wanted.length > 0 && uncovered.length === 0)
    return { type, status: 'True', reason: 'Covered', message: `A subnet is attached in each of ${wanted.join(', ')}.` };
  const message = uncovered.length === 0 ? 'No zone is named or matched by spec.subnets.' : uncovered.map((zone) => zone.message).join(' ');
  return { type, status: 'False', reason: uncovered[0]?.reason ?? 'NoSubnet', message };
}

function zonesServing({ zones, input }: DetailContext): Detail {
  const type = 'ZonesServing';
  if (zones === undefined) return carriedOver(input, type, 'The zones of the service are not known.');
  const attached = zones.filter((zone) => zone.attached);
  const failing = attached.filter((zone) => zone.serving === 'False');
  if (failing.length > 0)
    return {
      type,
      status: 'False',
      reason: failing[0]?.reason ?? 'ProviderNotServing',
      message: failing.map((zone) => zone.message).join(' '),
    };
  const unsure = attached.filter((zone) => zone.serving === 'Unknown');
  if (attached.length === 0) return { type, status: 'Unknown', reason: 'NotAttached', message: 'No subnet is attached.' };
  if (unsure.length > 0)
    return {
      type,
      status: 'Unknown',
      reason: unsure[0]?.reason ?? 'ProviderUnknown',
      message: unsure.map((zone) => zone.message).join(' '),
    };
  return { type, status: 'True', reason: 'Serving', message: `The provider serves ${attached.map((zone) => zone.zoneID).join(', ')}.` };
}

function carriedOver(input: InterfaceEndpointInput, type: string, message: string): Detail {
  const before = findCondition(input.object.status.conditions, type);
  return before === undefined
    ? { type, status: 'Unknown', reason: 'Pending', message }
    : { type, status: before.status, reason: before.reason, message: before.message };
}
