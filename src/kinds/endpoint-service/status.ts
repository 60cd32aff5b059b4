import type { Outcome } from '../../core/outcome.ts';
import type { Plan } from '../../core/plan.ts';
import { summaryConditions } from '../../core/readiness.ts';
import { isCreateSeen, resourceID } from '../common/lifecycle-step.ts';
import { reclaimedEvents } from '../common/ownership-words.ts';
import { keysSetByUs } from '../common/tags.ts';
import type { ActionOutcome, KindStatus } from '../kind.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, awaitsSighting, type EndpointServiceInput } from './assessment.ts';
import { details } from './details.ts';
import type { Connection } from './facts.ts';
import { publications } from './record-changes.ts';
import type { EndpointServiceStatus } from './schema.ts';
import type { Service } from './service.ts';
import { situation } from './situation.ts';
import { type ZoneReport, zoneReport, zoneSummary } from './zone-report.ts';

type Status = KindStatus<EndpointServiceStatus>;
type Decision = Extract<Action, { readonly type: 'Accept' | 'Reject' }>;
type Outcomes = readonly ActionOutcome<Action>[];

export function status(input: EndpointServiceInput, _plan: Plan<Action>, outcomes: Outcomes): Status {
  const assessment = assess(input);
  const zones = zoneReport({ facts: input.facts, before: input.object.status.zones ?? [], now: input.now });
  const context = { input, assessment, outcomes, zones };
  const now = situation(context);
  const previous = input.object.status.conditions ?? [];
  const deleting = input.object.metadata.deletionTimestamp !== undefined;
  const blind = input.facts.resource.state === 'unknown' && input.object.status.serviceID !== undefined;
  // With no good read of the service its details stay as they were: a passing failure writes no status.
  const shown = blind || deleting ? previous.filter((condition) => detailTypes.has(condition.type)) : details(context);
  return {
    ...fields(input, assessment, { outcomes, zones }),
    conditions: [...summaryConditions(now, previous), ...shown],
    createSeen: isCreateSeen(input.object.status.serviceID, assessment.step, input.facts.resource),
    // A load balancer that awaits its second sighting is an edit not carried out yet.
    keepGeneration: now.row === 'unchanged' || awaitsSighting(input, assessment),
    events: [...decisionEvents(outcomes), ...reclaimedEvents(assessment.step, outcomes)],
  };
}

const detailTypes = new Set(['LoadBalancersResolved', 'Available', 'PrincipalsSynced', 'PrivateDNSVerified', 'ZonesServing']);

type Fields = Omit<Status, 'conditions' | 'createSeen' | 'keepGeneration' | 'events'>;

function fields(
  input: EndpointServiceInput,
  assessment: Assessment,
  seen: { readonly outcomes: Outcomes; readonly zones: ZoneReport[] | undefined },
): Fields {
  const before = input.object.status;
  const { service, balancers, step } = assessment;
  const gone = step.step === 'vanished';
  const connections = input.facts.connections.state === 'present' ? input.facts.connections.value : undefined;
  const all: { readonly [K in keyof Fields]: Fields[K] | undefined } = {
    serviceID: resourceID(before.serviceID, step, seen.outcomes),
    serviceName: gone ? undefined : (service?.name ?? before.serviceName),
    state: gone ? undefined : (service?.state ?? before.state),
    zoneSummary: seen.zones === undefined ? before.zoneSummary : zoneSummary(seen.zones),
    zones: seen.zones ?? before.zones,
    loadBalancers: balancers.length === 0 ? before.loadBalancers : balancerList(balancers),
    privateDNS: privateDNSOf(input, assessment),
    connections: connections === undefined ? before.connections : counts(connections),
    connectionSummary: connections === undefined ? before.connectionSummary : summaryOf(connections),
    tagKeys: keysSetByUs(input.object, service?.tags),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Fields;
}

function balancerList(balancers: Assessment['balancers']): EndpointServiceStatus['loadBalancers'] {
  return [...new Map(balancers.map(({ arn, name, state }) => [arn, { arn, name, state }])).values()].toSorted((a, b) =>
    a.arn < b.arn ? -1 : 1,
  );
}

/** What we have published stays told as long as it may be there, whatever becomes of the name. */
function privateDNSOf(input: EndpointServiceInput, assessment: Assessment): EndpointServiceStatus['privateDNS'] {
  const { service } = assessment;
  const { published: _, ...before } = input.object.status.privateDNS ?? {};
  const published = publications(input, assessment);
  const all = { ...(service === undefined ? before : nameOf(service)), ...(published.length === 0 ? {} : { published: [...published] }) };
  return Object.keys(all).length === 0 ? undefined : all;
}

function nameOf({ privateDNS }: Service): NonNullable<EndpointServiceStatus['privateDNS']> {
  if (privateDNS === undefined) return {};
  const { name, state, record } = privateDNS;
  return { name, state, ...(record === undefined ? {} : { record }) };
}

function counts(connections: readonly Connection[]): NonNullable<EndpointServiceStatus['connections']> {
  const of = (state: string): number => connections.filter((one) => one.state === state).length;
  const [available, pendingAcceptance, rejected] = [of('available'), of('pendingacceptance'), of('rejected')];
  return { available, pendingAcceptance, rejected, other: connections.length - available - pendingAcceptance - rejected };
}

function summaryOf(connections: readonly Connection[]): string {
  const { available, pendingAcceptance } = counts(connections);
  return pendingAcceptance === 0 ? String(available) : `${available} (${pendingAcceptance} wait)`;
}

function decisionEvents(outcomes: Outcomes): NonNullable<Status['events']> {
  return outcomes.flatMap(({ action, outcome }) => {
    if (action.type !== 'Accept' && action.type !== 'Reject') return [];
    const decided = decidedIDs(action, outcome);
    if (decided.length === 0) return [];
    const more = decided.length > 5 ? ` and ${decided.length - 5} more` : '';
    return {
      type: 'Normal' as const,
      reason: action.type === 'Accept' ? 'ConnectionsAccepted' : 'ConnectionsRejected',
      message: `${decided.slice(0, 5).join(', ')}${more} by a rule of spec.acceptance.`,
    };
  });
}

/** AWS decides each connection by itself: some of a batch may be left. */
function decidedIDs({ endpointIDs }: Decision, outcome: Outcome): readonly string[] {
  if (outcome.result === 'done') return endpointIDs;
  const { left } = outcome;
  return left === undefined ? [] : endpointIDs.filter((id) => !(left as Decision).endpointIDs.includes(id));
}
