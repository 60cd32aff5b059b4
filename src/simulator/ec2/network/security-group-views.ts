import type { IpPermission, SecurityGroupRule as RuleView } from '@aws-sdk/client-ec2';
import type { SecurityGroup, SecurityGroupRule } from '../../world.ts';

/** Rules as `IpPermissions`: one entry for each protocol and range of ports, with all sources. */
export function permissions(rules: readonly SecurityGroupRule[], account: string): IpPermission[] {
  const byPorts = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...byPorts.values()].map((group) => permission(group, account));
}

function permission(rules: readonly SecurityGroupRule[], account: string): IpPermission {
  const IpRanges = rules.flatMap(({ source, description }) => ('cidr' in source ? { CidrIp: source.cidr, ...described(description) } : []));
  const UserIdGroupPairs = rules.flatMap(({ source, description }) =>
    'groupID' in source ? { GroupId: source.groupID, UserId: account, ...described(description) } : [],
  );
  const [first] = rules;
  return {
    IpProtocol: first?.protocol,
    ...(first && hasPorts(first) ? { FromPort: first.fromPort, ToPort: first.toPort } : {}),
    IpRanges,
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs,
  };
}

function hasPorts({ protocol }: SecurityGroupRule): boolean {
  return protocol !== '-1';
}

function described(description: string): { Description?: string } {
  return description === '' ? {} : { Description: description };
}

export function ruleView(rule: SecurityGroupRule, group: SecurityGroup): RuleView {
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: group.account,
    IsEgress: rule.direction === 'egress',
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    ...('cidr' in rule.source ? { CidrIpv4: rule.source.cidr } : {}),
    ...('groupID' in rule.source
      ? { ReferencedGroupInfo: { GroupId: rule.source.groupID, UserId: group.account, VpcId: group.vpcID } }
      : {}),
    ...described(rule.description),
    Tags: [],
  };
}
