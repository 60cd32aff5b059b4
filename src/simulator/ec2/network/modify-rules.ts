import type {
  IpPermission,
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult,
  SecurityGroupRuleRequest,
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../world.ts';
import { absent, duplicate, fail, groupOf } from './change-rules.ts';
import { notFound } from './not-found.ts';
import { checkedDescription, rulesOfPermissions, sameRule } from './permission-rules.ts';
import { isIPv6Range } from './security-group-views.ts';

/** Rewrites rules by ID, all or none. Each keeps its direction and the kind of its source. */
export function modifyRules(input: Checked<ModifySecurityGroupRulesRequest>, caller: Caller): ModifySecurityGroupRulesResult {
  const group = groupOf(input, caller);
  const rules = [...group.rules];
  for (const { SecurityGroupRuleId: id = '', SecurityGroupRule: request = {} } of input.SecurityGroupRules) {
    const index = rules.findIndex((rule) => rule.id === id);
    const rule = rules[index] ?? fail(notFound('rule', id, caller));
    const changed = rewritten(rule, request, caller);
    if (rules.some((other) => other !== rule && other.direction === rule.direction && sameRule(other, changed))) throw duplicate(changed);
    rules[index] = changed;
  }
  group.rules = rules;
  return { Return: true };
}

function rewritten(rule: SecurityGroupRule, request: SecurityGroupRuleRequest, caller: Caller): SecurityGroupRule {
  const [parts, other] = rulesOfPermissions([permissionOf(request)], caller);
  if (!parts || other) throw new ApiError('InvalidParameterCombination', 'A security group rule has exactly one source or destination.');
  if (sourceKind(parts) !== sourceKind(rule)) {
    throw new ApiError('InvalidParameterValue', `The kind of source or destination of ${rule.id} cannot be changed.`);
  }
  return { ...parts, id: rule.id, direction: rule.direction };
}

function permissionOf(request: SecurityGroupRuleRequest): IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, ReferencedGroupId, Description } = request;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIpv4 === undefined ? [] : [{ CidrIp: CidrIpv4, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? [] : [{ CidrIpv6, Description }],
    UserIdGroupPairs: ReferencedGroupId === undefined ? [] : [{ GroupId: ReferencedGroupId, Description }],
  };
}

function sourceKind({ source }: Pick<SecurityGroupRule, 'source'>): 'group' | 'ipv4' | 'ipv6' {
  if ('groupID' in source) return 'group';
  return isIPv6Range(source.cidr) ? 'ipv6' : 'ipv4';
}

type Describe = Pick<
  Checked<UpdateSecurityGroupRuleDescriptionsIngressRequest>,
  'GroupId' | 'IpPermissions' | 'SecurityGroupRuleDescriptions'
>;

/** Sets the descriptions of rules of one direction, which are named by ID or by what they say. */
export function describeRules(direction: SecurityGroupRule['direction']) {
  return (input: Describe, caller: Caller): UpdateSecurityGroupRuleDescriptionsIngressResult => {
    const group = groupOf(input, caller);
    const descriptions = [...byID(input, { group, direction, caller }), ...byContent(input, { group, direction, caller })];
    if (descriptions.length === 0)
      throw new ApiError('MissingParameter', 'Either IpPermissions or SecurityGroupRuleDescriptions must be given.');
    const changed = new Map(descriptions);
    group.rules = group.rules.map((rule) => ({ ...rule, description: changed.get(rule) ?? rule.description }));
    return { Return: true };
  };
}

interface Place {
  readonly group: SecurityGroup;
  readonly direction: SecurityGroupRule['direction'];
  readonly caller: Caller;
}

function byID({ SecurityGroupRuleDescriptions: list = [] }: Describe, { group, direction, caller }: Place): [SecurityGroupRule, string][] {
  return list.map(({ SecurityGroupRuleId: id = '', Description = '' }) => {
    const rule = group.rules.find((candidate) => candidate.id === id && candidate.direction === direction);
    return [rule ?? fail(notFound('rule', id, caller)), checkedDescription(Description)];
  });
}

function byContent({ IpPermissions: list = [] }: Describe, { group, direction, caller }: Place): [SecurityGroupRule, string][] {
  return rulesOfPermissions(list, caller).map((parts) => {
    const rule = group.rules.find((candidate) => candidate.direction === direction && sameRule(candidate, parts));
    return [rule ?? fail(absent(group)), parts.description];
  });
}
