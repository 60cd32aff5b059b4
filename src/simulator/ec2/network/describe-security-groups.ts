import type {
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  SecurityGroup as SecurityGroupView,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters, never } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { tagList } from '../../tags.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { SecurityGroup, SecurityGroupRule, World } from '../../world.ts';
import { checkPageRequest, networkPages } from '../page-request.ts';
import { list } from './list.ts';
import { notFound } from './not-found.ts';
import { isIPv6Range, permissions, ruleView } from './security-group-views.ts';
import { groupARN } from './security-groups.ts';

const rulesOf = ({ rules }: SecurityGroup, direction: SecurityGroupRule['direction']): SecurityGroupRule[] =>
  rules.filter((rule) => rule.direction === direction);

/** `ip-permission.cidr`, `egress.ip-permission.from-port` and so on. */
function permissionFields(
  prefix: string,
  { direction, world }: { readonly direction: SecurityGroupRule['direction']; readonly world: World },
): FilterFields<SecurityGroup>['fields'] {
  const each = (of: (rule: SecurityGroupRule) => string | undefined) => (group: SecurityGroup) =>
    rulesOf(group, direction).flatMap((rule) => of(rule) ?? []);
  return {
    [`${prefix}ip-permission.cidr`]: each(({ source }) => ('cidr' in source && !isIPv6Range(source.cidr) ? source.cidr : undefined)),
    [`${prefix}ip-permission.ipv6-cidr`]: each(({ source }) => ('cidr' in source && isIPv6Range(source.cidr) ? source.cidr : undefined)),
    [`${prefix}ip-permission.user-id`]: (group) =>
      rulesOf(group, direction).some(({ source }) => 'groupID' in source) ? group.account : undefined,
    ...never([`${prefix}ip-permission.prefix-list-id`]),
    [`${prefix}ip-permission.group-name`]: each(({ source }) =>
      'groupID' in source ? world.securityGroups.get(source.groupID)?.name : undefined,
    ),
    [`${prefix}ip-permission.group-id`]: each(({ source }) => ('groupID' in source ? source.groupID : undefined)),
    [`${prefix}ip-permission.from-port`]: each(({ fromPort }) => String(fromPort)),
    [`${prefix}ip-permission.to-port`]: each(({ toPort }) => String(toPort)),
    [`${prefix}ip-permission.protocol`]: each(({ protocol }) => protocol),
  };
}

const filters = ({ world }: Caller): FilterFields<SecurityGroup> => ({
  fields: {
    description: ({ description }) => description,
    'group-id': ({ id }) => id,
    'group-name': ({ name }) => name,
    'owner-id': ({ account }) => account,
    'vpc-id': ({ vpcID }) => vpcID,
    ...permissionFields('', { direction: 'ingress', world }),
    ...permissionFields('egress.', { direction: 'egress', world }),
  },
  tagged: (group) => group,
});

export function describeSecurityGroups(input: Checked<DescribeSecurityGroupsRequest>, caller: Caller): DescribeSecurityGroupsResult {
  const listing = { kind: 'group', records: caller.world.securityGroups, ids: input.GroupIds, filters: filters(caller) } as const;
  const { items, NextToken } = list(listing, input, caller);
  return { SecurityGroups: items.map(view), NextToken };
}

function view(group: SecurityGroup): SecurityGroupView {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    OwnerId: group.account,
    VpcId: group.vpcID,
    SecurityGroupArn: groupARN(group),
    IpPermissions: permissions(rulesOf(group, 'ingress'), group.account),
    IpPermissionsEgress: permissions(rulesOf(group, 'egress'), group.account),
    Tags: tagList(group.tags),
  };
}

interface Entry {
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
}

const noTags = { tags: new Map<string, string>(), taggedAt: 0 };

const ruleFilters: FilterFields<Entry> = {
  fields: { 'group-id': ({ group }) => group.id, 'security-group-rule-id': ({ rule }) => rule.id },
  tagged: () => noTags,
};

export function describeSecurityGroupRules(
  input: Checked<DescribeSecurityGroupRulesRequest>,
  caller: Caller,
): DescribeSecurityGroupRulesResult {
  checkPageRequest(input, networkPages, input.SecurityGroupRuleIds);
  const matches = matchesFilters(input.Filters, ruleFilters, caller);
  const groups = [...caller.world.securityGroups.values()].filter((group) => belongsTo(group, caller) && visible(group, caller));
  const all = groups.flatMap((group) => group.rules.map((rule) => ({ group, rule })));
  const ids = input.SecurityGroupRuleIds ?? [];
  const unknown = ids.find((id) => !all.some(({ rule }) => rule.id === id));
  if (unknown !== undefined) throw notFound('rule', unknown, caller);
  const chosen = all.filter((entry) => (ids.length === 0 || ids.includes(entry.rule.id)) && matches(entry));
  const views = (entries: readonly Entry[]) => entries.map(({ group, rule }) => ruleView(rule, group));
  if (ids.length > 0) return { SecurityGroupRules: views(chosen), NextToken: '' };
  const { items, NextToken } = ec2Page(chosen, input, { caller, key: ({ rule }) => rule.id });
  return { SecurityGroupRules: views(items), NextToken };
}
