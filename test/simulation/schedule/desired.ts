import type { Endpoint, EndpointService } from '../../../src/simulator/world.ts';
import type { Universe } from '../kernel/universe.ts';
import { cast, type ObjectName, objectNames } from './cast.ts';
import { type Marks, type ObjectSeen, readObject } from './deeds.ts';
import { clusterID, namespaces } from './setting.ts';

/**
 * How AWS and the statuses differ from what the specs that are there now want: nothing once the desired state is reached. Written from the specs'
 * meaning alone, knowing nothing of how the operator gets there.
 */
export function shortcomings(universe: Universe, marks: Marks): readonly string[] {
  universe.aws.world.settle();
  return [...objectNames.flatMap((name) => ofObject(universe, name, marks)), ...ofAccesses(universe), ...orphans(universe, marks)];
}

function ofObject(universe: Universe, name: ObjectName, marks: Marks): readonly string[] {
  const object = readObject(universe, name);
  if (object === undefined) return [];
  if (object.metadata.deletionTimestamp !== undefined) return isHeldUp(universe, object, marks) ? [] : [`${name} is still there`];
  const ready = conditionOf(object, 'Ready');
  if (isBeyondReach(universe, name, { object, marks }))
    return name === 'to-pay' && ready?.status === 'True' && isAway(universe) ? [`${name} is Ready, but its service has been replaced`] : [];
  return [
    ...(object.status?.['observedGeneration'] === object.metadata.generation ? [] : [`${name}: its generation has not been observed`]),
    ...(ready?.status === 'True' ? [] : [`${name} is not Ready: ${ready?.reason ?? 'no condition'}: ${ready?.message ?? ''}`]),
    ...(object.status?.['pendingCreate'] === undefined ? [] : [`${name}: a create is still recorded`]),
    ...resourceShortcomings(universe, name, object),
  ];
}

function resourceShortcomings(universe: Universe, name: ObjectName, object: ObjectSeen): readonly string[] {
  const { endpoints, endpointServices } = universe.aws.world;
  if (cast[name].kind === 'EndpointService') {
    const service = endpointServices.get(String(object.status?.['serviceID']));
    return service === undefined
      ? [`${name} has no service`]
      : serviceShortcomings(universe, object, service).map((one) => `${name}: ${one}`);
  }
  const endpoint = endpoints.get(String(object.status?.['endpointID']));
  return endpoint === undefined
    ? [`${name} has no endpoint`]
    : endpointShortcomings(universe, object, endpoint).map((one) => `${name}: ${one}`);
}

/** Each access says how many objects need it, and stays for them. */
function ofAccesses({ objects }: Universe): readonly string[] {
  return Object.values(namespaces).flatMap((namespace) => {
    const users = objectNames.filter(
      (name) => cast[name].namespace === namespace && (readObject({ objects }, name)?.metadata.finalizers ?? []).length > 0,
    ).length;
    const { metadata, status } = objects.get(`PrivateLinkAccess/${namespace}`) ?? {};
    const inUseBy = (status as { readonly inUseBy?: number } | undefined)?.inUseBy ?? 0;
    const isHeld = (metadata?.finalizers ?? []).length > 0;
    if (inUseBy === users && isHeld === users > 0) return [];
    return [`access ${namespace} is ${isHeld ? '' : 'not '}held and says ${inUseBy} instead of ${users}`];
  });
}

interface ServiceSpec {
  readonly loadBalancers: readonly { readonly name?: string; readonly tags?: Readonly<Record<string, string>> }[];
  readonly allowedPrincipals?: readonly string[];
  readonly acceptance: { readonly required: boolean };
  readonly privateDNS?: { readonly name: string };
  readonly tags?: Readonly<Record<string, string>>;
}

function serviceShortcomings({ aws: { world } }: Universe, { spec, metadata }: ObjectSeen, service: EndpointService): readonly string[] {
  // Of this kind, so this is its spec: the cast (`cast.ts`) wrote it.
  const { loadBalancers, allowedPrincipals = [], acceptance, privateDNS, tags } = spec as unknown as ServiceSpec;
  const wanted = [...world.loadBalancers.values()]
    .filter((one) => loadBalancers.some((term) => (term.name === undefined ? hasTags(one.tags, term.tags) : term.name === one.name)))
    .map(({ arn }) => arn);
  const waiting = [...world.endpoints.values()].filter(
    (one) => one.serviceName === service.name && one.state.toLowerCase() === 'pendingacceptance',
  );
  return [
    ...(service.state === 'Available' ? [] : [`is ${service.state}`]),
    ...differing('load balancers', wanted, service.loadBalancerARNs),
    ...differing('principals', allowedPrincipals, [...service.permissions.keys()]),
    ...(service.acceptanceRequired === acceptance.required ? [] : ['acceptance is not as wanted']),
    ...(service.privateDNS?.name === privateDNS?.name ? [] : ['its private name is not as wanted']),
    ...(waiting.length === 0 ? [] : [`${waiting.length} connections wait for a decision`]),
    ...wrongTags(service.tags, tags, metadata.uid),
  ];
}

interface EndpointSpec {
  readonly subnets: readonly { readonly tags?: Readonly<Record<string, string>>; readonly zoneIDs?: readonly string[] }[];
  readonly securityGroups: readonly { readonly name: string }[];
  readonly policy?: object;
  readonly privateDNS?: { readonly enabled: boolean };
  readonly tags?: Readonly<Record<string, string>>;
}

function endpointShortcomings({ aws: { world } }: Universe, { spec, metadata }: ObjectSeen, endpoint: Endpoint): readonly string[] {
  // The same for the other kind.
  const { subnets, securityGroups, policy, privateDNS, tags } = spec as unknown as EndpointSpec;
  const wanted = [...world.subnets.values()]
    .filter(({ vpcID }) => vpcID === endpoint.vpcID)
    .filter((one) => subnets.some((term) => hasTags(one.tags, term.tags) && (term.zoneIDs?.includes(one.zoneID) ?? true)))
    .map(({ id }) => id);
  const groups = [...world.securityGroups.values()]
    .filter(({ vpcID, name }) => vpcID === endpoint.vpcID && securityGroups.some((term) => term.name === name))
    .map(({ id }) => id);
  return [
    ...(endpoint.state === 'available' ? [] : [`is ${endpoint.state}`]),
    ...differing('subnets', wanted, [...endpoint.subnets.keys()]),
    ...differing('security groups', groups, endpoint.securityGroupIDs),
    ...(samePolicy(policy, endpoint.policy) ? [] : ['its policy is not as wanted']),
    ...(endpoint.privateDNSEnabled === (privateDNS?.enabled ?? false) ? [] : ['private DNS is not as wanted']),
    ...wrongTags(endpoint.tags, tags, metadata.uid),
  ];
}

/** Whether somebody else has to do something first: the spec cannot be reached by the operator alone. */
function isBeyondReach(
  universe: Universe,
  name: ObjectName,
  { object, marks }: { readonly object: ObjectSeen; readonly marks: Marks },
): boolean {
  const id = String(object.status?.['endpointID'] ?? object.status?.['serviceID']);
  if (marks.rejected.has(id) || marks.tampered.has(id)) return true;
  if (name !== 'to-pay') return false;
  const pay = readObject(universe, 'pay');
  const isLost = marks.tampered.has(String(pay?.status?.['serviceID']));
  return pay === undefined || pay.metadata.deletionTimestamp !== undefined || isLost || isAway(universe);
}

/** The service that the endpoint leads to has been replaced or taken away since. */
function isAway(universe: Universe): boolean {
  const name = readObject(universe, 'pay')?.status?.['serviceName'];
  const endpoint = universe.aws.world.endpoints.get(String(readObject(universe, 'to-pay')?.status?.['endpointID']));
  return endpoint !== undefined && endpoint.serviceName !== name;
}

/** A service that blocks its deletion while somebody is connected, or whose resource somebody else has claimed. */
function isHeldUp(universe: Universe, { status, spec }: ObjectSeen, marks: Marks): boolean {
  const service = universe.aws.world.endpointServices.get(String(status?.['serviceID']));
  const connected = [...universe.aws.world.endpoints.values()].some(
    (one) => one.serviceName === service?.name && !/^(deleted|rejected|expired|failed)$/i.test(one.state),
  );
  const id = String(status?.['endpointID'] ?? status?.['serviceID']);
  return (spec['connectionsOnDelete'] === 'Block' && connected) || marks.tampered.has(id);
}

/** What lives in AWS with our tags, has not been released, and has no object any more. */
function orphans(universe: Universe, marks: Marks): readonly string[] {
  const { endpoints, endpointServices } = universe.aws.world;
  const uids = new Set(objectNames.map((name) => readObject(universe, name)?.metadata.uid));
  return [...endpoints.values(), ...endpointServices.values()]
    .filter(({ state, tags }) => !/^deleted$/i.test(state) && tags.get('privatelink-operator.io/cluster') === clusterID)
    .filter(({ tags }) => tags.get('privatelink-operator.io/released') !== 'true')
    .filter(({ id, tags }) => !uids.has(tags.get('privatelink-operator.io/uid') ?? '') && !marks.tampered.has(id))
    .map(({ id, state }) => `${id} is ${state} and has no object`);
}

function conditionOf(
  { status }: ObjectSeen,
  type: string,
): { readonly status: string; readonly reason: string; readonly message: string } | undefined {
  const conditions = status?.['conditions'] as
    | readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[]
    | undefined;
  return conditions?.find((one) => one.type === type);
}

function hasTags(tags: ReadonlyMap<string, string>, wanted: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => tags.get(key) === value);
}

function wrongTags(
  tags: ReadonlyMap<string, string>,
  wanted: Readonly<Record<string, string>> | undefined,
  uid: string,
): readonly string[] {
  return [
    ...(hasTags(tags, wanted) ? [] : ['its tags are not as wanted']),
    ...(tags.get('privatelink-operator.io/uid') === uid ? [] : ['its owner tag names another incarnation']),
  ];
}

function differing(what: string, wanted: readonly string[], has: readonly string[]): readonly string[] {
  const [a, b] = [wanted.toSorted().join(' '), has.toSorted().join(' ')];
  return a === b ? [] : [`${what}: ${b || 'none'} instead of ${a || 'none'}`];
}

function samePolicy(wanted: object | undefined, has: string | undefined): boolean {
  if (wanted === undefined || has === undefined) return wanted === undefined && (has === undefined || isFullAccess(has));
  return (
    JSON.stringify((wanted as { readonly Statement: unknown }).Statement) ===
    JSON.stringify((JSON.parse(has) as { readonly Statement: unknown }).Statement)
  );
}

function isFullAccess(policy: string): boolean {
  const { Statement } = JSON.parse(policy) as { readonly Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[] };
  return Statement.length === 1 && Statement[0]?.Action === '*' && Statement[0].Resource === '*';
}
