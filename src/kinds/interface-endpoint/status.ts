import type { Plan } from '../../core/plan.ts';
import { summaryConditions } from '../../core/readiness.ts';
import { isCreateSeen, resourceID } from '../common/lifecycle-step.ts';
import { reclaimedEvents } from '../common/ownership-words.ts';
import { keysSetByUs } from '../common/tags.ts';
import type { ActionOutcome, KindStatus } from '../kind.ts';
import type { Action } from './action.ts';
import { admits, boundedAdmits } from './admits.ts';
import { type Assessment, assess, type InterfaceEndpointInput } from './assessment.ts';
import { details } from './details.ts';
import { dnsNames } from './dns-names.ts';
import type { Endpoint } from './endpoint.ts';
import type { InterfaceEndpointStatus } from './schema.ts';
import { situation } from './situation.ts';
import { awaitsSighting } from './plan.ts';
import type { SubnetChoice } from './subnets.ts';
import { type ZoneReport, zoneReport, zoneSummary } from './zone-report.ts';

type Status = KindStatus<InterfaceEndpointStatus>;
type Outcomes = readonly ActionOutcome<Action>[];

export function status(input: InterfaceEndpointInput, _plan: Plan<Action>, outcomes: Outcomes): Status {
  const assessment = assess(input);
  const zones = zonesOf(input, assessment);
  const context = { input, assessment, outcomes, zones };
  const now = situation(context);
  const previous = input.object.status.conditions ?? [];
  const blind = input.facts.resource.state === 'unknown' && input.object.status.endpointID !== undefined;
  // With no good read of the endpoint its details stay as they were: a passing failure writes no status.
  const shown =
    blind || input.object.metadata.deletionTimestamp !== undefined
      ? previous.filter((condition) => detailTypes.has(condition.type))
      : details(context);
  return {
    ...fields(input, assessment, { outcomes, zones }),
    conditions: [...summaryConditions(now, previous), ...shown],
    createSeen: isCreateSeen(input.object.status.endpointID, assessment.step, input.facts.resource),
    // A shrink that awaits its second sighting is an edit not carried out yet.
    keepGeneration: now.row === 'unchanged' || awaitsSighting(input.facts),
    events: reclaimedEvents(assessment.step, outcomes),
  };
}

const detailTypes = new Set(['ReferencesResolved', 'Accepted', 'Available', 'PrivateDNSReady', 'ZonesCovered', 'ZonesServing']);

function zonesOf({ object, facts }: InterfaceEndpointInput, { subnets, endpoint }: Assessment): ZoneReport[] | undefined {
  if (subnets === undefined || !facts.subnets.known || facts.offered.state !== 'found') return undefined;
  return zoneReport({
    endpoint,
    listed: facts.subnets.items,
    zoneNames: facts.zoneNames,
    offered: facts.offered.value,
    choice: subnets,
    addresses: facts.addresses,
    provider: facts.provider,
    before: object.status.zones ?? [],
  });
}

type Fields = Omit<Status, 'conditions' | 'createSeen' | 'keepGeneration' | 'events'>;

function fields(
  input: InterfaceEndpointInput,
  assessment: Assessment,
  { outcomes, zones }: { readonly outcomes: Outcomes; readonly zones: ZoneReport[] | undefined },
): Fields {
  const { facts } = input;
  const before = input.object.status;
  const { endpoint, subnets, groups } = assessment;
  const serviceName = endpoint?.serviceName ?? (facts.serviceName.state === 'found' ? facts.serviceName.value : before.serviceName);
  const vpcID = endpoint?.vpcID ?? (facts.vpcID.state === 'found' ? facts.vpcID.value : before.vpcID);
  return {
    ...optional('endpointID', resourceID(before.endpointID, assessment.step, outcomes)),
    ...optional('state', endpoint?.state ?? (assessment.step.step === 'vanished' ? undefined : before.state)),
    ...optional('serviceName', serviceName),
    ...optional('vpcID', vpcID),
    ...optional('droppedSubnets', subnets === undefined ? before.droppedSubnets : droppedSubnets(subnets)),
    ...optional('subnetIDs', subnets?.resolved ?? before.subnetIDs),
    ...optional('securityGroupIDs', groups?.resolved ?? before.securityGroupIDs),
    ...optional('admits', admitsOf(input, endpoint)),
    ...optional('privateNames', privateNamesOf(input)),
    ...optional('tagKeys', keysSetByUs(input.object, endpoint?.tags)),
    ...optional('zoneSummary', zones === undefined ? before.zoneSummary : zoneSummary(zones, subnets?.wantedZones ?? [])),
    ...optional('zones', zones ?? before.zones),
    ...optional('dns', endpoint === undefined || !facts.subnets.known ? before.dns : dnsNames(endpoint, facts.zoneNames)),
  } as Fields;
}

/** What cannot be told now stays as it was told last. */
function admitsOf({ object, facts }: InterfaceEndpointInput, endpoint: Endpoint | undefined): InterfaceEndpointStatus['admits'] {
  const told = endpoint !== undefined && facts.groups.known ? admits(endpoint, facts.groups.items) : undefined;
  return told === undefined ? object.status.admits : boundedAdmits(told);
}

/** What could not be read now stays as it was read last; as many as the status has room for. */
function privateNamesOf({ object, facts }: InterfaceEndpointInput): InterfaceEndpointStatus['privateNames'] {
  if (facts.privateNames.state !== 'present') return object.status.privateNames;
  const names = facts.privateNames.value;
  return names.length === 0 ? undefined : names.slice(0, 50);
}

/** As many as the status has room for. */
function droppedSubnets({ dropped }: SubnetChoice): InterfaceEndpointStatus['droppedSubnets'] {
  return dropped.length === 0 ? undefined : dropped.slice(0, 50).map(({ subnetID, ...why }) => ({ id: subnetID, ...why }));
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
