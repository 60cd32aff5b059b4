import { describe, expect, test } from 'vitest';
import { isFullAccess, samePolicy } from '../../src/core/policy-document.ts';

const read = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }],
};
const withStatement = (change: object): object => ({ ...read, Statement: [{ ...read.Statement[0], ...change }] });
const condition = (key: string, value: unknown): object => withStatement({ Condition: { StringEquals: { [key]: value } } });

const same: Record<string, readonly [unknown, unknown]> = {
  'white space and line breaks': [JSON.stringify(read), JSON.stringify(read, undefined, 4)],
  'the order of keys': [read, { Statement: read.Statement, Version: read.Version }],
  'the order of actions': [read, withStatement({ Action: ['kms:Decrypt', 'kms:Encrypt'] })],
  'an action named twice': [read, withStatement({ Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:Decrypt'] })],
  'the case of actions': [read, withStatement({ Action: ['KMS:decrypt', 'kms:ENCRYPT'] })],
  'one value or a list of one': [read, withStatement({ Resource: ['*'] })],
  'one statement or a list of one': [read, { ...read, Statement: read.Statement[0] }],
  'the order of statements': [
    {
      ...read,
      Statement: [
        { Effect: 'Allow', Action: 'a:B' },
        { Effect: 'Deny', Action: 'c:D' },
      ],
    },
    {
      ...read,
      Statement: [
        { Effect: 'Deny', Action: 'c:D' },
        { Effect: 'Allow', Action: 'a:B' },
      ],
    },
  ],
  'everybody as text or as AWS principal': [read, withStatement({ Principal: { AWS: '*' } })],
  'an account as ID or as root ARN': [
    withStatement({ Principal: { AWS: '111122223333' } }),
    withStatement({ Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }),
  ],
  'the case of condition keys': [condition('aws:SourceVpc', 'vpc-1'), condition('AWS:sourcevpc', ['vpc-1'])],
  'no policy and full access': [undefined, { Statement: [{ Action: '*', Effect: 'Allow', Resource: '*', Principal: '*' }] }],
  'full access of two eras': [
    { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
    { Version: '2012-10-17', Statement: [{ Sid: 'Default', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['*'], Resource: ['*'] }] },
  ],
};

const different: Record<string, readonly [unknown, unknown]> = {
  'another action': [read, withStatement({ Action: ['kms:Decrypt'] })],
  'another effect': [read, withStatement({ Effect: 'Deny' })],
  'another version, which changes what variables mean': [read, { ...read, Version: '2008-10-17' }],
  'the case of resources': [withStatement({ Resource: 'arn:aws:s3:::A' }), withStatement({ Resource: 'arn:aws:s3:::a' })],
  'the case of condition values': [condition('aws:SourceVpc', 'a'), condition('aws:SourceVpc', 'A')],
  'not acting and acting': [withStatement({ Action: undefined, NotAction: 'kms:*' }), withStatement({ Action: 'kms:*' })],
  'a policy and none': [read, undefined],
  'two texts that are no policies': ['nonsense', 'nonsense'],
  'full access and access for one account': [
    undefined,
    { Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: '*', Resource: '*' }] },
  ],
  'full access and denial to all': [undefined, { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }],
};

const policy = (value: unknown): string | Record<string, unknown> | undefined => value as string | Record<string, unknown> | undefined;

describe('policies mean the same in spite of', () => {
  test.each(Object.entries(same))('%s', (_name, [one, other]) => {
    expect(samePolicy(policy(one), policy(other))).toBe(true);
    expect(samePolicy(policy(other), policy(one))).toBe(true);
  });
});

describe('policies differ by', () => {
  test.each(Object.entries(different))('%s', (_name, [one, other]) => {
    expect(samePolicy(policy(one), policy(other))).toBe(false);
    expect(samePolicy(policy(other), policy(one))).toBe(false);
  });
});

test('an empty text counts as no policy', () => {
  expect(isFullAccess('')).toBe(true);
});
