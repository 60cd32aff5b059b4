import type { EC2, IpPermission } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientsOf, present } from './elbv2-client.ts';
import { exampleWorld, provider } from './probe-scene.ts';
import { refusal } from './support/simulation.ts';

const vpcID = 'vpc-0a000000000000001';
const https = (changes: Partial<IpPermission>): IpPermission => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...changes });

/** A new group of the example world's provider, whose only rule lets all traffic out. */
async function setting() {
  const { simulator } = await exampleWorld();
  const clients = clientsOf(provider, simulator);
  const { ec2 } = clients;
  const made = await ec2.createSecurityGroup({ GroupName: 'new', Description: 'of a test', VpcId: vpcID });
  const GroupId = present(made.GroupId);
  const rules = async (egress: boolean) => {
    const { SecurityGroupRules } = await ec2.describeSecurityGroupRules({ Filters: [{ Name: 'group-id', Values: [GroupId] }] });
    return (SecurityGroupRules ?? []).filter(({ IsEgress }) => IsEgress === egress);
  };
  return {
    ec2,
    GroupId,
    rules,
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await simulator.close();
    },
  };
}
type Setting = Awaited<ReturnType<typeof setting>>;

test('a client that wants no rules takes away the one that AWS gives, and is told that its IPv6 twin is not there', async () => {
  await using given = await setting();
  const { ec2, GroupId, rules } = given;
  const all = { IpProtocol: '-1', FromPort: 0, ToPort: 0 };
  const revoked = await ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: [{ ...all, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] });
  expect(revoked.RevokedSecurityGroupRules).toMatchObject([{ GroupId, IsEgress: true, IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' }]);
  const again = ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: [{ ...all, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }] });
  expect(await refusal(again)).toMatchObject({ code: 'InvalidPermission.NotFound' });
  expect(await rules(true)).toEqual([]);
});

test('a rule may be for IPv6, for a group with its account, or in the older members of the request', async () => {
  await using given = await setting();
  const { ec2, GroupId, rules } = given;
  const UserIdGroupPairs = [{ GroupId, UserId: provider }];
  await ec2.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [https({ Ipv6Ranges: [{ CidrIpv6: '2001:DB8::/32' }], UserIdGroupPairs })],
  });
  await ec2.authorizeSecurityGroupIngress({ GroupId, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' });
  const found = await rules(false);
  const sources = found.map(({ CidrIpv4, CidrIpv6, ReferencedGroupInfo }) => CidrIpv4 ?? CidrIpv6 ?? ReferencedGroupInfo?.GroupId);
  expect(new Set(sources)).toEqual(new Set(['10.0.0.0/8', '2001:db8::/32', GroupId]));
  expect(found[0]?.SecurityGroupRuleArn).toBe(`arn:aws:ec2:eu-west-1:${provider}:security-group-rule/${found[0]?.SecurityGroupRuleId}`);
  const { SecurityGroups } = await ec2.describeSecurityGroups({
    Filters: [{ Name: 'ip-permission.ipv6-cidr', Values: ['2001:db8::/32'] }],
  });
  expect(SecurityGroups).toMatchObject([{ GroupId }]);
});

async function oneRule(ec2: EC2, GroupId: string): Promise<string> {
  const IpPermissions = [https({ IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'first' }] })];
  const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
  return present(SecurityGroupRules?.[0]?.SecurityGroupRuleId);
}

test('a rule is rewritten and described by its ID, and described by what it says', async () => {
  await using given = await setting();
  const { ec2, GroupId, rules } = given;
  const SecurityGroupRuleId = await oneRule(ec2, GroupId);
  const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 80, ToPort: 90, CidrIpv4: '10.1.0.0/16', Description: 'second' };
  await ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] });
  expect(await rules(false)).toMatchObject([{ SecurityGroupRuleId, ...SecurityGroupRule }]);
  const described = async () => (await rules(false))[0]?.Description;
  const SecurityGroupRuleDescriptions = [{ SecurityGroupRuleId, Description: 'third' }];
  await ec2.updateSecurityGroupRuleDescriptionsIngress({ GroupId, SecurityGroupRuleDescriptions });
  expect(await described()).toBe('third');
  const IpRanges = [{ CidrIp: '10.1.0.0/16', Description: 'fourth' }];
  await ec2.updateSecurityGroupRuleDescriptionsIngress({
    GroupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 90, IpRanges }],
  });
  expect(await described()).toBe('fourth');
});

const refused: readonly { readonly name: string; readonly call: (given: Setting) => Promise<unknown>; readonly code: string }[] = [
  {
    name: 'a rule that would be another’s twin',
    call: async ({ ec2, GroupId }) => {
      const SecurityGroupRuleId = await oneRule(ec2, GroupId);
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [https({ IpRanges: [{ CidrIp: '10.1.0.0/16' }] })] });
      const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '10.1.0.0/16' };
      return ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] });
    },
    code: 'InvalidPermission.Duplicate',
  },
  {
    name: 'a rule that turns from a range to a group',
    call: async ({ ec2, GroupId }) => {
      const SecurityGroupRuleId = await oneRule(ec2, GroupId);
      const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ReferencedGroupId: GroupId };
      return ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] });
    },
    code: 'InvalidParameterValue',
  },
  {
    name: 'a rule that is not there',
    call: ({ ec2, GroupId }) => {
      const SecurityGroupRule = { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' };
      const SecurityGroupRules = [{ SecurityGroupRuleId: 'sgr-0123456789abcdef0', SecurityGroupRule }];
      return ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules });
    },
    code: 'InvalidSecurityGroupRuleId.NotFound',
  },
  {
    name: 'descriptions of no rules',
    call: ({ ec2, GroupId }) => ec2.updateSecurityGroupRuleDescriptionsEgress({ GroupId }),
    code: 'MissingParameter',
  },
  {
    name: 'the older members beside the newer',
    call: ({ ec2, GroupId }) => ec2.authorizeSecurityGroupIngress({ GroupId, CidrIp: '10.0.0.0/8', IpPermissions: [https({})] }),
    code: 'InvalidParameterCombination',
  },
  {
    name: 'another account’s group',
    call: ({ ec2, GroupId }) =>
      ec2.authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [https({ UserIdGroupPairs: [{ GroupId, UserId: '999999999999' }] })],
      }),
    code: 'InvalidGroup.NotFound',
  },
  {
    name: 'an IPv6 range that is none',
    call: ({ ec2, GroupId }) =>
      ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [https({ Ipv6Ranges: [{ CidrIpv6: '::/129' }] })] }),
    code: 'InvalidParameterValue',
  },
  {
    name: 'a tag for a rule, which the simulator does not have',
    call: async ({ ec2, GroupId }) => ec2.createTags({ Resources: [await oneRule(ec2, GroupId)], Tags: [{ Key: 'a', Value: 'b' }] }),
    code: 'UnsupportedOperation',
  },
  {
    name: 'a group without a description',
    call: ({ ec2 }) => ec2.createSecurityGroup({ GroupName: 'other', Description: '', VpcId: vpcID }),
    code: 'InvalidParameterValue',
  },
  {
    name: 'a group described in characters that AWS does not take',
    call: ({ ec2 }) => ec2.createSecurityGroup({ GroupName: 'other', Description: 'größer', VpcId: vpcID }),
    code: 'InvalidParameterValue',
  },
];

describe('of security groups, EC2 refuses', () => {
  test.each(refused)('$name', async ({ call, code }) => {
    await using given = await setting();
    expect(await refusal(call(given))).toMatchObject({ code });
  });
});
