import type { Caller } from '../../handler.ts';
import { ownedBy } from '../../tags.ts';
import type { SecurityGroup, SecurityGroupRule, Vpc } from '../../world.ts';

interface Parts {
  readonly id?: string;
  readonly vpcID: string;
  readonly name: string;
  readonly description: string;
  readonly tags?: Map<string, string>;
}

/** Adds a group with the one rule that AWS gives it: all may leave. */
export function newSecurityGroup({ id, vpcID, name, description, tags }: Parts, caller: Caller): SecurityGroup {
  const { world } = caller;
  const everything = { protocol: '-1', fromPort: -1, toPort: -1, description: '' } as const;
  const egress: SecurityGroupRule = { ...everything, id: world.newID('sgr'), direction: 'egress', source: { cidr: '0.0.0.0/0' } };
  const group: SecurityGroup = { ...ownedBy(caller, tags), id: id ?? world.newID('sg'), vpcID, name, description, rules: [egress] };
  world.securityGroups.set(group.id, group);
  return group;
}

/** The default group that comes with a VPC: its members admit one another. */
export function newDefaultGroup(vpc: Vpc, caller: Caller): SecurityGroup {
  const group = newSecurityGroup({ vpcID: vpc.id, name: 'default', description: 'default VPC security group' }, caller);
  group.rules.unshift({
    id: caller.world.newID('sgr'),
    direction: 'ingress',
    protocol: '-1',
    fromPort: -1,
    toPort: -1,
    source: { groupID: group.id },
    description: '',
  });
  return group;
}
