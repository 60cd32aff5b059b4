import { addressNumber, addressText } from './ec2/network/cidr.ts';
import { serviceBehind } from './ec2/privatelink/offered-service.ts';
import { askNode } from './probe-node.ts';
import type { Source } from './probe-security-groups.ts';
import { admits } from './probe-security-groups.ts';
import type { Answer, Positive } from './resolver/answers.ts';
import type { Attached, Reached } from './resolver/endpoint-interfaces.ts';
import { reachedAt } from './resolver/endpoint-interfaces.ts';
import { lookUp } from './resolver/resolve.ts';
import { normalName } from './route53/names.ts';
import type { Endpoint, LoadBalancer, Subnet, Vpc, World } from './world.ts';

export interface ProbeAnswer {
  readonly result: 'connected' | 'empty-reply' | 'no-answer' | 'timed-out' | 'refused' | 'name-not-found';
  /** The zone of the endpoint's interface that was taken, where it came to that. */
  readonly zoneID?: string;
  /** In words: `empty reply (reset by the NLB node of payments in euw1-az1: …)`. */
  readonly message: string;
}

/** A TCP connection from somewhere in a VPC. */
export interface ProbeRequest {
  readonly account: string;
  /** Where the client is; a subnet implies its VPC. */
  readonly vpcID?: string;
  readonly subnetID?: string;
  readonly dnsName: string;
  readonly port: number;
  /** The client's address; one of the subnet's, or of the VPC's first, unless given. */
  readonly sourceAddress?: string;
  /** The client's security groups, for rules that name groups. */
  readonly sourceSecurityGroupIDs?: readonly string[];
  /** For a regional name: the zone that the resolver's answer happens to lead to. At random unless given. */
  readonly zoneID?: string;
}

/** Connects once, and says what the client would see. Throws if the place to connect from does not exist. */
export function probe(world: World, request: ProbeRequest): ProbeAnswer {
  world.settle();
  const { vpc, source } = placeOf(request, world);
  const answer = lookUp({ name: normalName(request.dnsName), type: 'A' }, vpc, world);
  if (answer?.result !== 'answered') return { result: 'name-not-found', message: notResolved(answer, request, vpc) };
  const reached = answer.reached ?? reachedAmong(answer.values, vpc, world);
  if (!reached) return timedOut(whyNobody(answer, request, vpc));
  const candidates = reached.attached.filter(({ subnet }) => request.zoneID === undefined || subnet.zoneID === request.zoneID);
  const attached = candidates[Math.floor(candidates.length > 1 ? world.random() * candidates.length : 0)];
  if (!attached)
    return { result: 'name-not-found', message: `name not found (${request.dnsName} has no address in ${request.zoneID ?? 'any zone'})` };
  return { ...connect({ endpoint: reached.endpoint, attached, vpc, source, port: request.port }, world), zoneID: attached.subnet.zoneID };
}

/** Connects once through every zone that the name can lead to, in order of zone ID; one answer if it leads nowhere. */
export function probeAll(world: World, request: Omit<ProbeRequest, 'zoneID'>): readonly ProbeAnswer[] {
  world.settle();
  const { vpc } = placeOf(request, world);
  const answer = lookUp({ name: normalName(request.dnsName), type: 'A' }, vpc, world);
  const reached = answer?.result === 'answered' ? (answer.reached ?? reachedAmong(answer.values, vpc, world)) : undefined;
  const zoneIDs = (reached?.attached ?? []).map(({ subnet }) => subnet.zoneID).sort();
  return zoneIDs.length === 0 ? [probe(world, request)] : zoneIDs.map((zoneID) => probe(world, { ...request, zoneID }));
}

/** The endpoint that plain addresses lead to: in the VPC itself first, for networks may overlap. */
function reachedAmong(addresses: readonly string[], { id }: Vpc, world: World): Reached | undefined {
  for (const vpcID of [id, ...reachableVPCs(id, world)]) {
    for (const address of addresses) {
      const reached = reachedAt(address, vpcID, world);
      if (reached) return reached;
    }
  }
  return undefined;
}

/** VPCs that can reach each other do so both ways, and not through a third. */
function reachableVPCs(vpcID: string, { peerings }: World): readonly string[] {
  return peerings.filter((pair) => pair.includes(vpcID)).flatMap((pair) => pair.filter((other) => other !== vpcID));
}

interface Place {
  readonly vpc: Vpc;
  readonly source: Source;
}

function placeOf({ account, vpcID, subnetID, sourceAddress, sourceSecurityGroupIDs = [] }: ProbeRequest, world: World): Place {
  const subnet = subnetID === undefined ? firstSubnet(vpcID, world) : world.subnets.get(subnetID);
  const vpc = world.vpcs.get(vpcID ?? subnet?.vpcID ?? '');
  if (!vpc || vpc.account !== account)
    throw new Error(`account ${account} has no such place to connect from: ${subnetID ?? vpcID ?? 'none was named'}`);
  const address = sourceAddress ?? lastAddress(subnet?.cidr ?? vpc.cidrs[0] ?? '');
  return { vpc, source: { address, securityGroupIDs: sourceSecurityGroupIDs } };
}

function firstSubnet(vpcID: string | undefined, world: World): Subnet | undefined {
  return [...world.subnets.values()].find((subnet) => subnet.vpcID === vpcID);
}

/** The highest address that AWS lets a client have. */
function lastAddress(cidr: string): string {
  const [address = '', bits = ''] = cidr.split('/');
  return addressText(addressNumber(address) + 2 ** (32 - Number(bits)) - 2);
}

function whyNobody({ hostedZoneID, values }: Positive, { dnsName }: ProbeRequest, { id }: Vpc): string {
  if (hostedZoneID === undefined) return `${dnsName} is a public address, and ${id} has no way out`;
  return `nothing that ${id} has a route to is at ${values.join(', ')}`;
}

function notResolved(answer: Answer | undefined, { dnsName }: ProbeRequest, { id }: Vpc): string {
  if (!answer) return `name not found (no resolver answers for ${dnsName} in ${id})`;
  const zone = answer.hostedZoneID === undefined ? '' : `: hosted zone ${answer.hostedZoneID} has no address for it`;
  return `name not found (${dnsName} does not resolve in ${id}${zone})`;
}

interface Connection {
  readonly endpoint: Endpoint;
  readonly attached: Attached;
  readonly vpc: Vpc;
  readonly source: Source;
  readonly port: number;
}

function connect(connection: Connection, world: World): ProbeAnswer {
  const { endpoint, attached, vpc, source, port } = connection;
  const { subnet } = attached;
  if (endpoint.vpcID !== vpc.id && !reachableVPCs(vpc.id, world).includes(endpoint.vpcID))
    return timedOut(`no route from ${vpc.id} to the interface of ${endpoint.id} in ${endpoint.vpcID}`);
  if (endpoint.state !== 'available' && endpoint.state !== 'pending') return timedOut(`${endpoint.id} is ${endpoint.state}`);
  if (!admits(endpoint.securityGroupIDs, { source, port }, world)) {
    return timedOut(
      `security group ${endpoint.securityGroupIDs.join(', ')} of ${endpoint.id} does not admit ${source.address} to port ${port}`,
    );
  }
  const service = serviceBehind(endpoint, world);
  if (service?.owner === 'amazon') return { result: 'connected', message: `connected via zone ${subnet.zoneID} to ${service.name}` };
  const loadBalancer = world.loadBalancers.get(attached.loadBalancerARN ?? '');
  if (!loadBalancer) return timedOut(`no load balancer stands behind ${endpoint.id} in ${subnet.zoneID}`);
  return throughLoadBalancer(loadBalancer, connection, world);
}

function throughLoadBalancer(loadBalancer: LoadBalancer, { attached, source, port }: Connection, world: World): ProbeAnswer {
  const zoneID = nodeZone(loadBalancer, attached.subnet.zoneID, world);
  if (zoneID === undefined) return timedOut(`the NLB ${loadBalancer.name} has no node in ${attached.subnet.zoneID} that is ready`);
  const guarded = loadBalancer.securityGroupIDs.length > 0 && loadBalancer.enforceInboundRulesOnPrivateLink === 'on';
  // With enforcement on, the NLB's groups see the client's own address, not the interface's.
  if (guarded && !admits(loadBalancer.securityGroupIDs, { source, port }, world)) {
    return timedOut(
      `security group ${loadBalancer.securityGroupIDs.join(', ')} of the NLB ${loadBalancer.name} does not admit ${source.address} to port ${port}`,
    );
  }
  return askNode({ loadBalancer, zoneID }, port, world);
}

/** The zone itself; a consumer in another Region reaches any of the load balancer's. */
function nodeZone({ zones, region }: LoadBalancer, zoneID: string, world: World): string | undefined {
  if (world.zones.get(region)?.includes(zoneID)) return zones.get(zoneID)?.ready ? zoneID : undefined;
  return [...zones].find(([, { ready }]) => ready)?.[0];
}

function timedOut(why: string): ProbeAnswer {
  return { result: 'timed-out', message: `timed out (${why})` };
}
