import { isOwnerTag } from '../../core/ownership.ts';
import type { Plan } from '../../core/plan.ts';
import { summaryConditions } from '../../core/readiness.ts';
import type { ActionOutcome, KindStatus } from '../kind.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, awaitsSighting, type EndpointServiceInput } from './assessment.ts';
import { details } from './details.ts';
import type { Connection } from './facts.ts';
import { recordedTagKeys } from './request.ts';
import type { EndpointServiceStatus } from './schema.ts';
import type { Service } from './service.ts';
import { situation } from './situation.ts';
import { type ZoneReport, zoneReport, zoneSummary } from './zone-report.ts';

type Status = KindStatus<EndpointServiceStatus>;
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
    createSeen: createSeen(input, assessment),
    // A load balancer that awaits its second sighting is an edit not carried out yet.
    keepGeneration: now.row === 'unchanged' || awaitsSighting(input, assessment),
    events: events(assessment, outcomes),
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
    serviceID: serviceID(input, assessment, seen.outcomes),
    serviceName: gone ? undefined : (service?.name ?? before.serviceName),
    state: gone ? undefined : (service?.state ?? before.state),
    zoneSummary: seen.zones === undefined ? before.zoneSummary : zoneSummary(seen.zones),
    zones: seen.zones ?? before.zones,
    loadBalancers: balancers.length === 0 ? before.loadBalancers : balancerList(balancers),
    privateDNS: service === undefined ? before.privateDNS : privateDNSOf(service),
    connections: connections === undefined ? before.connections : counts(connections),
    connectionSummary: connections === undefined ? before.connectionSummary : summaryOf(connections),
    tagKeys: [...tagKeys(input, assessment)],
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Fields;
}

function balancerList(balancers: Assessment['balancers']): EndpointServiceStatus['loadBalancers'] {
  return [...new Map(balancers.map(({ arn, name, state }) => [arn, { arn, name, state }])).values()].toSorted((a, b) =>
    a.arn < b.arn ? -1 : 1,
  );
}

function privateDNSOf({ privateDNS }: Service): EndpointServiceStatus['privateDNS'] {
  return privateDNS === undefined
    ? undefined
    : { name: privateDNS.name, state: privateDNS.state, ...(privateDNS.record === undefined ? {} : { record: privateDNS.record }) };
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

function serviceID({ object }: EndpointServiceInput, { step }: Assessment, outcomes: Outcomes): string | undefined {
  if (step.step === 'vanished') return undefined;
  if (step.step === 'adopt') return step.id;
  const [made] = outcomes.flatMap(({ action, outcome }) =>
    action.type === 'Create' && outcome.result === 'done' ? (outcome.id ?? []) : [],
  );
  return made ?? object.status.serviceID;
}

/** The recorded create is over once its service has been seen, or is proven gone. */
function createSeen({ object, facts }: EndpointServiceInput, { step }: Assessment): boolean {
  return step.step === 'adopt' || step.step === 'vanished' || (object.status.serviceID !== undefined && facts.resource.state === 'present');
}

/** The tag keys that we set and the user may have us remove: those of the spec, of a recorded create, and of earlier specs while AWS still shows them. */
function tagKeys({ object }: EndpointServiceInput, { service }: Assessment): readonly string[] {
  const { spec, status: before } = object;
  const recorded = before.pendingCreate === undefined ? [] : recordedTagKeys(before.pendingCreate.request);
  const earlier = [...(before.tagKeys ?? []), ...recorded].filter((key) => service === undefined || service.tags[key] !== undefined);
  return [...new Set([...Object.keys(spec.tags ?? {}), ...earlier])].filter((key) => !isOwnerTag(key)).toSorted();
}

function events({ step }: Assessment, outcomes: Outcomes): NonNullable<Status['events']> {
  return outcomes.flatMap(({ action, outcome }) => {
    if (outcome.result !== 'done') return [];
    if (action.type === 'Accept' || action.type === 'Reject') {
      const message = `${action.endpointIDs.slice(0, 5).join(', ')}${action.endpointIDs.length > 5 ? ` and ${action.endpointIDs.length - 5} more` : ''} by a rule of spec.acceptance.`;
      return [{ type: 'Normal' as const, reason: action.type === 'Accept' ? 'ConnectionsAccepted' : 'ConnectionsRejected', message }];
    }
    return action.type === 'Reclaim' && step.step === 'reclaim'
      ? [
          {
            type: 'Normal' as const,
            reason: 'Reclaimed',
            message: `${step.id} was made for this object before it was created anew, and is taken up again.`,
          },
        ]
      : [];
  });
}
