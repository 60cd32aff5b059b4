import { mapFact } from '../../core/reading.ts';
import { lifecycleStep, type Step } from '../common/lifecycle-step.ts';
import type { Lookup } from '../common/lookup.ts';
import type { Input } from '../kind.ts';
import { type Endpoint, seenOf } from './endpoint.ts';
import type { Facts } from './facts.ts';
import { type CreateRequest, createRequest } from './request.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';
import { chooseGroups, type GroupChoice, matchGroups, mostGroups } from './security-groups.ts';
import { chooseSubnets, matchSubnets, type SubnetChoice } from './subnets.ts';

export type InterfaceEndpointInput = Input<InterfaceEndpointSpec, InterfaceEndpointStatus, Facts>;
export type Problem = Exclude<Lookup<never>, { readonly state: 'found' }>;

/** What the plan and the status both conclude from one input. */
export interface Assessment {
  readonly step: Step;
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
  const problem = firstProblem(input, { endpoint, subnets });
  const step = lifecycleStep(input, {
    id: input.object.status.endpointID,
    resource: mapFact(facts.resource, (one) => seenOf(one, input.identity)),
    owned: mapFact(facts.owned, (endpoints) => endpoints.map((one) => seenOf(one, input.identity))),
    wanted: wantedCreate(input, { problem, subnets, groups }),
  });
  return { step, endpoint, problem, subnets, groups };
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

/** In the order in which a reader would look for them. */
function firstProblem(
  { object, facts }: InterfaceEndpointInput,
  { endpoint, subnets }: Pick<Assessment, 'endpoint' | 'subnets'>,
): Problem | undefined {
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
  const matched = matchGroups(object.spec.securityGroups, facts.groups.items);
  if (matched.length > mostGroups) {
    return {
      state: 'missing',
      reason: 'TooManySecurityGroups',
      message: `${matched.length} security groups of ${vpcID.value} match spec.securityGroups, and an interface takes ${mostGroups} at most.${stays} Narrow the terms.`,
    };
  }
  if (matched.length === 0) {
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
