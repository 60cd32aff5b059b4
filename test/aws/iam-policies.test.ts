import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { iamPolicies } from '../../scripts/iam-policies.ts';
import { actionOf, type CallName, calls } from '../../src/aws/calls.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statements(side: 'provider' | 'consumer' | 'dns'): readonly Statement[] {
  const policy = JSON.parse(iamPolicies()[`deploy/iam/${side}.json`] ?? '') as { readonly Statement: readonly Statement[] };
  return policy.Statement;
}

function actionsMade(side: string): readonly string[] {
  const made = (Object.keys(calls) as CallName[]).filter(
    (call) => calls[call].service !== 'sts' && (calls[call].sides as readonly string[]).includes(side),
  );
  return made.map((call) => `${calls[call].service === 'elb' ? 'elasticloadbalancing' : calls[call].service}:${actionOf(call)}`).toSorted();
}

describe.each(['provider', 'consumer'] as const)('%s.json', (side) => {
  test('grants exactly the actions of the table, and what EC2 asks for on behalf of whoever turns private DNS on', () => {
    const granted = new Set(statements(side).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])));
    expect([...granted].filter((action) => action !== 'route53:AssociateVPCWithHostedZone').toSorted()).toEqual(actionsMade(side));
  });

  test('changes nothing without the owner tag, but for the places that an endpoint is put in', () => {
    const open = statements(side).filter(
      ({ Effect, Condition, Action }) =>
        Effect === 'Allow' && Condition === undefined && Action.some((action) => !/:(Describe|List|Get)/.test(action)),
    );
    expect(open.map(({ Sid }) => Sid)).toEqual(side === 'consumer' ? ['PlaceEndpoints', 'HostPrivateDNS'] : []);
    expect(open.flatMap(({ Resource }) => Resource).filter((resource) => resource.includes('vpc-endpoint'))).toEqual([]);
  });

  test.runIf(side === 'provider')('writes in zones nothing but TXT records whose name begins with an underscore', () => {
    const inZones = statements(side).filter(({ Action }) => Action.some((action) => /^route53:(?!List|Get)/.test(action)));
    expect(inZones).toMatchObject([
      {
        Action: ['route53:ChangeResourceRecordSets'],
        Condition: {
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
          'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_*'] },
        },
      },
    ]);
  });

  test('never lets the owner tag be taken off', () => {
    expect(statements(side).find(({ Effect }) => Effect === 'Deny')).toMatchObject({
      Action: ['ec2:DeleteTags'],
      Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['privatelink-operator.io/cluster'] } },
    });
  });

  test('explains each statement', () => {
    const section =
      iamPolicies()
        ['deploy/iam/README.md']?.split('## ')
        .find((part) => part.startsWith(`${side}.json`)) ?? '';
    for (const { Sid } of statements(side)) expect(section).toContain(`| \`${Sid}\` |`);
  });

  test('stays within what IAM takes for one managed policy', () => {
    expect(JSON.stringify(statements(side)).length).toBeLessThan(6_144);
  });
});

describe('dns.json', () => {
  test('grants exactly the EC2 and Route 53 actions of the table', () => {
    const granted = statements('dns').flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
    const made = (Object.keys(calls) as CallName[]).filter(
      (call) => calls[call].service !== 'sts' && (calls[call].sides as readonly string[]).includes('dns'),
    );
    expect(granted.toSorted()).toEqual(made.map((call) => `${calls[call].service}:${actionOf(call)}`).toSorted());
  });

  test('writes to nothing but hosted zones', () => {
    const writing = statements('dns').filter(({ Action }) => Action.some((action) => !/:(Describe|List|Get|Create)/.test(action)));
    expect(writing.flatMap(({ Resource }) => Resource)).toEqual(['arn:*:route53:::hostedzone/*']);
  });
});

test('the committed files are the generated ones', () => {
  for (const [path, content] of Object.entries(iamPolicies())) expect(readFileSync(path, 'utf8')).toBe(content);
});

test('an action goes by the name that AWS publishes for the command', () => {
  for (const call of Object.keys(calls) as CallName[]) expect(`${actionOf(call)}Command`).toBe(calls[call].command.name);
});
