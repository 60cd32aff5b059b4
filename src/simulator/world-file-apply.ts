import { checkVpcCidr } from './ec2/network/vpcs.ts';
import { globalRegion } from './identity.ts';
import { ownedBy } from './tags.ts';
import { addListeners, addLoadBalancer, addTargetGroup } from './world-file-balancers.ts';
import { addHostedZone } from './world-file-dns.ts';
import type { Site } from './world-file-names.ts';
import { freeID, named, names } from './world-file-names.ts';
import { addGroups, addInstance, addSubnet } from './world-file-network.ts';
import type { VpcEntry, WorldFile } from './world-file-schema.ts';
import type { Instance, LoadBalancer, Subnet, TargetGroup, Vpc, World } from './world.ts';

interface Where {
  readonly world: World;
  /** Where in the file, for messages. */
  readonly place: string;
}

export function applyAccount({ id, roles, vpcs }: WorldFile['accounts'][number], { world, place }: Where): void {
  for (const { name, ...role } of roles) {
    const arn = `arn:aws:iam::${id}:role/${name}`;
    world.roles.set(arn, { arn, account: id, externalID: undefined, ...role });
  }
  for (const [index, entry] of vpcs.entries()) {
    const caller = { world, account: id, region: entry.region, principal: `arn:aws:iam::${id}:root` };
    applyVpc(entry, { caller, place: `${place}.vpcs[${index}]` });
  }
}

export function applyHostedZones({ id, hostedZones }: WorldFile['accounts'][number], { world, place }: Where): void {
  const caller = { world, account: id, region: globalRegion, principal: `arn:aws:iam::${id}:root` };
  for (const [index, entry] of hostedZones.entries()) addHostedZone(entry, { caller, place: `${place}.hostedZones[${index}]` });
}

/** In the order in which the parts refer to one another. */
function applyVpc(entry: VpcEntry, { caller, place }: Site): void {
  checkVpcCidr(entry.cidr);
  const vpc: Vpc = {
    ...ownedBy(caller, named(entry.name, entry.tags)),
    id: freeID(entry.id, caller.world.vpcs, place) ?? caller.world.newID('vpc'),
    cidrs: [entry.cidr],
    enableDnsSupport: entry.enableDnsSupport,
    enableDnsHostnames: entry.enableDnsHostnames,
    isDefault: false,
  };
  caller.world.vpcs.set(vpc.id, vpc);
  const site = (part: string): Site => ({ caller, place: `${place}.${part}` });
  const subnets = names<Subnet>('subnet', `${place}.subnets`);
  for (const each of entry.subnets) subnets.add(each.name, addSubnet(each, vpc, site('subnets')));
  const groups = addGroups(entry.securityGroups, vpc, site('securityGroups'));
  const instances = names<Instance>('instance', `${place}.instances`);
  for (const each of entry.instances) instances.add(each.name, addInstance(each, { subnets, groups }, site('instances')));
  const loadBalancers = names<LoadBalancer>('load balancer', `${place}.loadBalancers`);
  for (const each of entry.loadBalancers)
    loadBalancers.add(each.name, addLoadBalancer(each, { vpc, subnets, groups }, site('loadBalancers')));
  const targetGroups = names<TargetGroup>('target group', `${place}.targetGroups`);
  const found = { instance: (name: string) => instances.get(name).id, loadBalancer: (name: string) => loadBalancers.get(name).arn };
  for (const each of entry.targetGroups) targetGroups.add(each.name, addTargetGroup(each, { vpc, ...found }, site('targetGroups')));
  for (const each of entry.loadBalancers)
    addListeners(each.listeners, { loadBalancer: loadBalancers.get(each.name), targetGroups }, caller);
}
