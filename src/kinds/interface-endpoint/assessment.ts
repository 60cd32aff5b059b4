import { type LifecycleStep, nextStep } from '../../core/lifecycle.ts';
import type { Fact } from '../../core/reading.ts';
import type { Input } from '../kind.ts';
import { type Endpoint, seenOf } from './endpoint.ts';
import type { Facts, Lookup } from './facts.ts';
import { type CreateRequest, createRequest } from './request.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';
import { chooseGroups, type GroupChoice, matchGroups } from './security-groups.ts';
import { chooseSubnets, matchSubnets, type SubnetChoice } from './subnets.ts';

export type InterfaceEndpointInput = Input<InterfaceEndpointSpec, InterfaceEndpointStatus, Facts>;
export type Problem = Exclude<Lookup<never>, { readonly state: 'found' }>;

/** What the plan and the status both conclude from one input. */
export interface Assessment {
  /** `vanished`: proven gone though nobody asked us. Its ID is forgotten first, then a new one is made under the next attempt. */
  readonly step: LifecycleStep | { readonly step: 'vanished' };
  /** The endpoint as last read, tombstones excepted. */
  readonly endpoint: Endpoint | undefined;
  /** The first thing the spec refers to that cannot be used or could not be read. */
  readonly problem: Problem | undefined;
  /** Undefined where the subnets or the offered zones could not be read. */
  readonly subnets: SubnetChoice | undefined;
  readonly groups: GroupChoice | undefined;
}

export function assess(input: InterfaceEndpointInput): Assessment {
  const { facts } = input;
  const endpoint = facts.resource.state === 'present' && facts.resource.value.state !== 'deleted' ? facts.resource.value : undefined;
  const subnets = subnetChoice(input, endpoint);
  const groups = groupChoice(input, endpoint);
  const problem = firstProblem(input, { endpoint, subnets, groups });
  return { step: stepOf(input, wantedCreate(input, { problem, subnets, groups })), endpoint, problem, subnets, groups };
}

function stepOf(input: InterfaceEndpointInput, wanted: CreateRequest | undefined): Assessment['step'] {
  const { object, facts, identity, recent, now, periods } = input;
  const id = object.status.endpointID;
  const known = id !== undefined && object.metadata.deletionTimestamp === undefined;
  const step = nextStep({
    clusterID: identity.cluster,
    uid: identity.uid,
    deleting: object.metadata.deletionTimestamp !== undefined,
    retain: object.spec.deletionPolicy === 'Retain',
    id,
    pendingCreate: object.status.pendingCreate,
    attempt: object.status.attempt ?? 0,
    resource: mapFact(facts.resource, (endpoint) => seenOf(endpoint, identity)),
    // With a known ID the only question is whether it is proven gone, so the answer to "what now" is made up and not used.
    owned: known ? { state: 'absent' } : mapFact(facts.owned, (endpoints) => endpoints.map((endpoint) => seenOf(endpoint, identity))),
    wanted: known ? {} : wanted,
    recent,
    now,
    grace: periods.grace,
  });
  return known && step.step === 'create' ? { step: 'vanished' } : step;
}

function mapFact<T, U>(fact: Fact<T>, map: (value: T) => U): Fact<U> {
  return fact.state === 'present' ? { state: 'present', value: map(fact.value) } : fact;
}

function subnetChoice({ object, facts }: InterfaceEndpointInput, endpoint: Endpoint | undefined): SubnetChoice | undefined {
  if (!facts.subnets.known || facts.offered.state !== 'found') return undefined;
  const { zones = [] } = object.status;
  const attached = endpoint?.subnetIDs ?? [];
  return chooseSubnets({
    terms: object.spec.subnets,
    listed: facts.subnets.items,
    offered: facts.offered.value,
    attached,
    // Before the first choice is on record everything attached counts as ours, so that nothing is detached on one sighting.
    held: object.status.subnetIDs ?? attached,
    sightings: facts.subnetSightings,
    zoneNames: facts.zoneNames,
    zoneOf: (subnetID) => zones.find((zone) => zone.subnetID === subnetID)?.zoneID,
  });
}

function groupChoice({ object, facts }: InterfaceEndpointInput, endpoint: Endpoint | undefined): GroupChoice | undefined {
  if (!facts.groups.known) return undefined;
  const attached = endpoint?.groupIDs ?? [];
  return chooseGroups({
    terms: object.spec.securityGroups,
    listed: facts.groups.items,
    attached,
    held: object.status.securityGroupIDs ?? attached,
    sightings: facts.groupSightings,
  });
}

interface Choices {
  readonly endpoint: Endpoint | undefined;
  readonly subnets: SubnetChoice | undefined;
  readonly groups: GroupChoice | undefined;
}

/** In the order in which a reader would look for them. */
function firstProblem({ object, facts }: InterfaceEndpointInput, { endpoint, subnets, groups }: Choices): Problem | undefined {
  const { serviceName, vpcID, offered } = facts;
  if (serviceName.state !== 'found') return serviceName;
  if (endpoint !== undefined && endpoint.serviceName !== serviceName.value) return replaced(endpoint, serviceName.value);
  if (vpcID.state !== 'found') return vpcID;
  if (offered.state !== 'found') return offered;
  if (!facts.subnets.known)
    return {
      state: 'unknown',
      failure: facts.subnets.failure,
      message: `Cannot list the subnets of ${vpcID.value}: ${facts.subnets.failure.message}`,
    };
  if (!facts.groups.known)
    return {
      state: 'unknown',
      failure: facts.groups.failure,
      message: `Cannot list the security groups of ${vpcID.value}: ${facts.groups.failure.message}`,
    };
  const stays = endpoint === undefined ? '' : ' What is attached stays.';
  if (matchSubnets(object.spec.subnets, facts.subnets.items).length === 0) {
    return {
      state: 'missing',
      reason: 'SubnetsNotFound',
      message: `No subnet of ${vpcID.value} matches spec.subnets.${stays} Correct the terms or tag a subnet.`,
    };
  }
  if (groups?.resolved.length === 0 || matchGroups(object.spec.securityGroups, facts.groups.items).length === 0) {
    return {
      state: 'missing',
      reason: 'SecurityGroupsNotFound',
      message: `No security group of ${vpcID.value} matches spec.securityGroups.${stays} Correct the terms or tag a group; the VPC's default group is never used instead.`,
    };
  }
  return endpoint === undefined && subnets?.add.length === 0 ? nowhere(serviceName.value, subnets) : undefined;
}

function replaced(endpoint: Endpoint, serviceName: string): Problem {
  return {
    state: 'missing',
    reason: 'ServiceReplaced',
    message: `${endpoint.id} was made for ${endpoint.serviceName}, but the service it refers to is now ${serviceName}. An endpoint's service cannot change: delete this InterfaceEndpoint and create it anew.`,
  };
}

function nowhere(serviceName: string, { dropped }: SubnetChoice): Problem {
  return {
    state: 'missing',
    reason: 'NoZoneOffered',
    message: `${serviceName} is offered in no zone of the matching subnets. ${dropped.map((one) => one.message).join(' ')}`,
  };
}

function wantedCreate(
  { object, facts, identity }: InterfaceEndpointInput,
  { problem, subnets, groups }: Pick<Assessment, 'problem' | 'subnets' | 'groups'>,
): CreateRequest | undefined {
  const { serviceName, vpcID } = facts;
  if (problem !== undefined || subnets === undefined || groups === undefined || serviceName.state !== 'found' || vpcID.state !== 'found')
    return undefined;
  return createRequest({
    spec: object.spec,
    identity,
    serviceName: serviceName.value,
    vpcID: vpcID.value,
    subnets: subnets.add,
    groups: groups.add,
  });
}
