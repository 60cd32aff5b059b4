import type { IpPermission } from '@aws-sdk/client-ec2';
import { isIPv6 } from 'node:net';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { SecurityGroupRule } from '../../world.ts';
import { cidrRange } from './cidr.ts';
import { notFound, owned } from './not-found.ts';

/** What a request says about a rule. */
export type RuleParts = Omit<SecurityGroupRule, 'id' | 'direction'>;

const protocolNames: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' };
const protocols = new Set(['tcp', 'udp', 'icmp', 'icmpv6', '-1']);

/** One rule a source, as AWS keeps them. */
export function rulesOfPermissions(list: readonly IpPermission[], caller: Caller): RuleParts[] {
  return list.flatMap((permission) => {
    const ports = portsOf(permission);
    const cidrs = (permission.IpRanges ?? []).map(({ CidrIp = '', Description = '' }) => ({
      ...ports,
      source: { cidr: checkedCidr(CidrIp) },
      description: checkedDescription(Description),
    }));
    const ipv6 = (permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = '', Description = '' }) => ({
      ...ports,
      source: { cidr: checkedIPv6(CidrIpv6) },
      description: checkedDescription(Description),
    }));
    const groups = (permission.UserIdGroupPairs ?? []).map(({ GroupId = '', UserId = caller.account, Description = '' }) => ({
      ...ports,
      source: { groupID: referenced(GroupId, UserId, caller) },
      description: checkedDescription(Description),
    }));
    if (cidrs.length + ipv6.length + groups.length === 0)
      throw new ApiError('MissingParameter', 'Either CidrIp or GroupId of a source must be given.');
    return [...cidrs, ...ipv6, ...groups];
  });
}

function portsOf({ IpProtocol: given, FromPort, ToPort }: IpPermission): Pick<RuleParts, 'protocol' | 'fromPort' | 'toPort'> {
  if (given === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter IpProtocol');
  const protocol = protocolNames[given] ?? given.toLowerCase();
  if (!protocols.has(protocol)) throw new ApiError('InvalidParameterValue', `Invalid value '${given}' for IP protocol. Unknown protocol.`);
  if (protocol === '-1') return { protocol, fromPort: -1, toPort: -1 };
  if (FromPort === undefined || ToPort === undefined)
    throw new ApiError('MissingParameter', 'The request must contain FromPort and ToPort');
  const isICMP = protocol.startsWith('icmp');
  const lowest = isICMP ? -1 : 0;
  if (FromPort < lowest || ToPort > 65_535 || (FromPort > ToPort && !isICMP)) {
    throw new ApiError('InvalidParameterValue', `Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
  }
  return { protocol, fromPort: FromPort, toPort: ToPort };
}

function referenced(groupID: string, account: string, caller: Caller): string {
  if (account !== caller.account) throw notFound('group', groupID, caller);
  return owned('group', groupID, { records: caller.world.securityGroups, caller }).id;
}

export function checkedDescription(text: string): string {
  if (text.length <= 255) return text;
  throw new ApiError('InvalidParameterValue', 'Invalid rule description: it has more than 255 characters');
}

/** The world has no IPv6: such a rule is kept and shown, and admits nobody. */
function checkedIPv6(cidr: string): string {
  const [address = '', bits = ''] = cidr.split('/');
  if (isIPv6(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128) return cidr.toLowerCase();
  throw new ApiError('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
}

function checkedCidr(cidr: string): string {
  if (cidrRange(cidr)) return cidr;
  throw new ApiError('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
}

/** Whether two rules admit the same; the description does not count. */
export function sameRule(one: RuleParts, other: RuleParts): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    sourceText(one) === sourceText(other)
  );
}

export function sourceText({ source }: Pick<RuleParts, 'source'>): string {
  return 'cidr' in source ? source.cidr : source.groupID;
}
