import type { LoadBalancer, Owned, SecurityGroup, Subnet, Vpc, World } from '../../../src/simulator/world.ts';
import { consumer, provider, region } from './simulation.ts';

function owned(account: string, where = region): Owned {
  return { account, region: where, tags: new Map(), taggedAt: 0, createdAt: 0 };
}

export function addVpc(world: World, changes: Partial<Vpc> = {}): Vpc {
  const vpc: Vpc = {
    ...owned(consumer),
    id: world.newID('vpc'),
    cidrs: ['10.0.0.0/16'],
    enableDnsSupport: true,
    enableDnsHostnames: true,
    isDefault: false,
    ...changes,
  };
  world.vpcs.set(vpc.id, vpc);
  addGroup(world, vpc, 'default');
  return vpc;
}

export function addGroup(world: World, vpc: Vpc, name: string): SecurityGroup {
  const group: SecurityGroup = {
    ...owned(vpc.account, vpc.region),
    id: world.newID('sg'),
    vpcID: vpc.id,
    name,
    description: name,
    rules: [],
  };
  world.securityGroups.set(group.id, group);
  return group;
}

/** Lets these addresses in on port 443. */
export function admit(world: World, group: SecurityGroup, cidr: string): void {
  const ports = { protocol: 'tcp', fromPort: 443, toPort: 443 };
  group.rules.push({ id: world.newID('sgr'), direction: 'ingress', ...ports, source: { cidr }, description: '' });
}

export function addSubnet(world: World, vpc: Vpc, changes: Partial<Subnet> & Pick<Subnet, 'zoneID'>): Subnet {
  const subnet: Subnet = {
    ...owned(vpc.account, vpc.region),
    id: world.newID('subnet'),
    vpcID: vpc.id,
    cidr: `10.0.${world.subnets.size + 1}.0/24`,
    usedAddresses: new Set(),
    ...changes,
  };
  world.subnets.set(subnet.id, subnet);
  return subnet;
}

/** An active load balancer with a node in each of the zones. */
export function addLoadBalancer(world: World, zoneIDs: readonly string[], changes: Partial<LoadBalancer> = {}): LoadBalancer {
  const name = changes.name ?? `nlb-${world.loadBalancers.size + 1}`;
  const account = changes.account ?? provider;
  const loadBalancer: LoadBalancer = {
    ...owned(account),
    arn: `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/net/${name}/0123456789abcdef`,
    name,
    type: 'network',
    scheme: 'internal',
    vpcID: 'vpc-0provider',
    dnsName: `${name}.elb.${region}.amazonaws.com`,
    ipAddressType: 'ipv4',
    state: 'active',
    zones: new Map(zoneIDs.map((zoneID) => [zoneID, { subnetID: `subnet-${zoneID}`, networkInterfaceID: `eni-${zoneID}`, ready: true }])),
    attributes: new Map(),
    securityGroupIDs: [],
    enforceInboundRulesOnPrivateLink: 'on',
    ...changes,
  };
  world.loadBalancers.set(loadBalancer.arn, loadBalancer);
  return loadBalancer;
}
