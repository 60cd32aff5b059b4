import { contains } from './ec2/network/cidr.ts';
import { checkSubnetCidr } from './ec2/network/subnets.ts';
import { newDefaultGroup, newSecurityGroup } from './ec2/network/new-security-group.ts';
import { newInstance } from './ec2/network/run-instances.ts';
import type { Caller } from './handler.ts';
import { ownedBy } from './tags.ts';
import { WorldFileError } from './world-file-error.ts';
import type { Names, Site } from './world-file-names.ts';
import { freeID, named, names } from './world-file-names.ts';
import type { VpcEntry } from './world-file-schema.ts';
import type { Instance, SecurityGroup, SecurityGroupRule, Subnet, Vpc } from './world.ts';

export function addSubnet({ id, name, zoneID, cidr, tags }: VpcEntry['subnets'][number], vpc: Vpc, { caller, place }: Site): Subnet {
  const { world, region } = caller;
  if (!vpc.cidrs.some((outer) => contains(outer, cidr)))
    throw new WorldFileError(`${place}: ${name}: ${cidr} is not within the VPC's ${vpc.cidrs.join(', ')}`);
  if (!world.zones.get(region)?.includes(zoneID)) throw new WorldFileError(`${place}: ${name}: ${zoneID} is not a zone of ${region}`);
  checkSubnetCidr(cidr, vpc, world);
  const subnet: Subnet = {
    ...ownedBy(caller, named(name, tags)),
    id: freeID(id, world.subnets, `${place}: ${name}`) ?? world.newID('subnet'),
    vpcID: vpc.id,
    zoneID,
    cidr,
    usedAddresses: new Set(),
  };
  world.subnets.set(subnet.id, subnet);
  return subnet;
}

/** All groups first, for their rules may name one another. */
export function addGroups(entries: VpcEntry['securityGroups'], vpc: Vpc, { caller, place }: Site): Names<SecurityGroup> {
  const groups = names<SecurityGroup>('security group', place);
  groups.add('default', newDefaultGroup(vpc, caller));
  for (const { id, name, description, tags } of entries) {
    freeID(id, caller.world.securityGroups, `${place}: ${name}`);
    const parts = { vpcID: vpc.id, name, description, tags: new Map(Object.entries(tags)) };
    groups.add(name, newSecurityGroup({ ...parts, ...(id === undefined ? {} : { id }) }, caller));
  }
  for (const { name, ingress } of entries) {
    groups.get(name).rules.unshift(...ingress.map((rule) => ingressRule(rule, groups, caller)));
  }
  return groups;
}

function ingressRule(
  { protocol, ports, cidr, group }: VpcEntry['securityGroups'][number]['ingress'][number],
  groups: Names<SecurityGroup>,
  caller: Caller,
): SecurityGroupRule {
  const [fromPort = -1, toPort = fromPort] = ports === undefined ? [] : String(ports).split('-').map(Number);
  const source = cidr === undefined ? { groupID: groups.get(group ?? '').id } : { cidr };
  return { id: caller.world.newID('sgr'), direction: 'ingress', protocol, fromPort, toPort, source, description: '' };
}

export interface Placed {
  readonly subnets: Names<Subnet>;
  readonly groups: Names<SecurityGroup>;
}

export function addInstance(entry: VpcEntry['instances'][number], { subnets, groups }: Placed, { caller, place }: Site): Instance {
  const { id, name, subnet, address, securityGroups, listening, state, tags } = entry;
  freeID(id, caller.world.instances, `${place}: ${name}`);
  const securityGroupIDs = (securityGroups.length > 0 ? securityGroups : ['default']).map((each) => groups.get(each).id);
  const parts = { subnet: subnets.get(subnet), securityGroupIDs, tags: named(name, tags), address };
  const instance = newInstance({ ...parts, ...(id === undefined ? {} : { id }) }, caller);
  instance.state = state;
  instance.listening = listening === 'all' ? 'all' : new Set(listening);
  return instance;
}
