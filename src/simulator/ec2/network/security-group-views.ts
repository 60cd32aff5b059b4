import type { IpPermission, RevokedSecurityGroupRule, SecurityGroupRule as RuleView } from '@aws-sdk/client-ec2';
import type { SecurityGroup, SecurityGroupRule } from '../../world.ts';

/** Rules as `IpPermissions`: one entry for each protocol and range of ports, with all sources. */
export function permissions(rules: readonly SecurityGroupRule[], account: string): IpPermission[] {
  const byPorts = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...byPorts.values()].map((group) => permission(group, account));
}

function permission(rules: readonly SecurityGroupRule[], account: string): IpPermission {
  const ranges = rules.flatMap(({ source, description }) => ('cidr' in source ? { cidr: source.cidr, description } : []));
  const IpRanges = ranges.flatMap(({ cidr, description }) => (isIPv6Range(cidr) ? [] : { CidrIp: cidr, ...described(description) }));
  const Ipv6Ranges = ranges.flatMap(({ cidr, description }) => (isIPv6Range(cidr) ? { CidrIpv6: cidr, ...described(description) } : []));
  const UserIdGroupPairs = rules.flatMap(({ source, description }) =>
    'groupID' in source ? { GroupId: source.groupID, UserId: account, ...described(description) } : [],
  );
  const [first] = rules;
  return {
    IpProtocol: first?.protocol,
    ...(first && hasPorts(first) ? { FromPort: first.fromPort, ToPort: first.toPort } : {}),
    IpRanges,
    Ipv6Ranges,
    PrefixListIds: [],
    UserIdGroupPairs,
  };
}

export function isIPv6Range(cidr: string): boolean {
  return cidr.includes(':');
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
    SecurityGroupRuleArn: `arn:aws:ec2:${group.region}:${group.account}:security-group-rule/${rule.id}`,
    GroupId: group.id,
    GroupOwnerId: group.account,
    IsEgress: rule.direction === 'egress',
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    ...('cidr' in rule.source ? { [isIPv6Range(rule.source.cidr) ? 'CidrIpv6' : 'CidrIpv4']: rule.source.cidr } : {}),
    ...('groupID' in rule.source
      ? { ReferencedGroupInfo: { GroupId: rule.source.groupID, UserId: group.account, VpcId: group.vpcID } }
      : {}),
    ...described(rule.description),
    Tags: [],
  };
}

/** A rule that is gone, which AWS writes in other words. */
export function revokedView(rule: SecurityGroupRule, group: SecurityGroup): RevokedSecurityGroupRule {
  const { SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, ReferencedGroupInfo } = ruleView(
    rule,
    group,
  );
  return {
    SecurityGroupRuleId,
    GroupId,
    IsEgress,
    IpProtocol,
    FromPort,
    ToPort,
    CidrIpv4,
    CidrIpv6,
    ReferencedGroupId: ReferencedGroupInfo?.GroupId,
    ...described(rule.description),
  };
}
