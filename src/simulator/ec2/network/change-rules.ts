import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  IpPermission,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../world.ts';
import { notFound, owned } from './not-found.ts';
import { rulesOfPermissions, sameRule, sourceText } from './permission-rules.ts';
import { revokedView, ruleView } from './security-group-views.ts';

type Direction = SecurityGroupRule['direction'];
type Authorize = Pick<
  Checked<AuthorizeSecurityGroupIngressRequest & AuthorizeSecurityGroupEgressRequest>,
  'GroupId' | 'IpPermissions' | 'IpProtocol' | 'FromPort' | 'ToPort' | 'CidrIp'
>;
type Revoke = Authorize & Pick<Checked<RevokeSecurityGroupIngressRequest & RevokeSecurityGroupEgressRequest>, 'SecurityGroupRuleIds'>;

const maximumRules = 60;

/** Adds rules of one direction, all or none. */
export function authorize(direction: Direction) {
  return (input: Authorize, caller: Caller): AuthorizeSecurityGroupIngressResult => {
    const group = groupOf(input, caller);
    const added = rulesOfPermissions(given(input), caller).map((parts) => ({ ...parts, id: caller.world.newID('sgr'), direction }));
    const existing = group.rules.filter((rule) => rule.direction === direction);
    for (const [index, rule] of added.entries()) {
      if ([...existing, ...added.slice(0, index)].some((other) => sameRule(other, rule))) throw duplicate(rule);
    }
    if (existing.length + added.length > maximumRules) {
      throw new ApiError('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.');
    }
    group.rules.push(...added);
    return { Return: true, SecurityGroupRules: added.map((rule) => ruleView(rule, group)) };
  };
}

/** Takes rules of one direction away, by ID or by what they say; one that is not there fails the call. */
export function revoke(direction: Direction) {
  return (input: Revoke, caller: Caller): RevokeSecurityGroupIngressResult => {
    const group = groupOf(input, caller);
    const candidates = group.rules.filter((rule) => rule.direction === direction);
    const removed = new Set(
      input.SecurityGroupRuleIds
        ? input.SecurityGroupRuleIds.map((id) => candidates.find((rule) => rule.id === id) ?? fail(notFound('rule', id, caller)))
        : rulesOfPermissions(given(input), caller).map((parts) => candidates.find((rule) => sameRule(rule, parts)) ?? fail(absent(group))),
    );
    group.rules = group.rules.filter((rule) => !removed.has(rule));
    const RevokedSecurityGroupRules = [...removed].map((rule) => revokedView(rule, group));
    return { Return: true, UnknownIpPermissions: [], RevokedSecurityGroupRules };
  };
}

export function groupOf({ GroupId: id }: { readonly GroupId?: string | undefined }, caller: Caller): SecurityGroup {
  if (id === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter GroupId');
  return owned('group', id, { records: caller.world.securityGroups, caller });
}

/** The permissions, or the one that the older members of the request say. */
function given({ IpPermissions: list = [], IpProtocol, FromPort, ToPort, CidrIp }: Authorize): readonly IpPermission[] {
  const older = [IpProtocol, FromPort, ToPort, CidrIp].some((each) => each !== undefined);
  if (older && list.length > 0) {
    throw new ApiError(
      'InvalidParameterCombination',
      'The parameter IpPermissions cannot be used with IpProtocol, FromPort, ToPort or CidrIp',
    );
  }
  if (older) return [{ IpProtocol, FromPort, ToPort, IpRanges: CidrIp === undefined ? [] : [{ CidrIp }] }];
  if (list.length === 0) throw new ApiError('MissingParameter', 'The request must contain the parameter IpPermissions');
  return list;
}

export function duplicate(rule: SecurityGroupRule): ApiError {
  const ports = `${rule.protocol}, from port: ${rule.fromPort}, to port: ${rule.toPort}`;
  return new ApiError('InvalidPermission.Duplicate', `the specified rule "peer: ${sourceText(rule)}, ${ports}, ALLOW" already exists`);
}

export function absent(group: SecurityGroup): ApiError {
  return new ApiError('InvalidPermission.NotFound', `The specified rule does not exist in this security group: ${group.id}`);
}

export function fail(error: ApiError): never {
  throw error;
}
