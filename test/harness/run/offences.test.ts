import { describe, expect, test } from 'vitest';
import { iamOffences, type Policy } from './iam-offences.ts';
import { specOffences, type Version } from './spec-offences.ts';

const operator = { user: 'operator', fieldManager: 'manager' };
const version = (resourceVersion: string, generation: number, fields: object = {}): Version => ({
  plural: 'things',
  object: 'here/one',
  uid: 'u',
  resourceVersion,
  generation,
  managedFields: [
    { manager: 'person', fieldsV1: { 'f:spec': { 'f:tags': {} } } },
    { manager: 'manager', fieldsV1: fields as Record<string, never> },
  ],
});
const write = (user: string, resourceVersion: string, at: string) => ({ user, plural: 'things', uid: 'u', resourceVersion, at });

describe('an operator that keeps to its own', () => {
  test.each<[string, object]>([
    ['manages its finalizer', { 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"x"': {} } } }],
    ['manages status', { 'f:status': { '.': {}, 'f:state': {} } }],
  ])('%s', (_sentence, fields) => {
    expect(specOffences(operator, { versions: [version('1', 1, fields)], writes: [] })).toEqual([]);
  });

  test('may find a version that a person has just made', () => {
    const versions = [version('9', 1), version('10', 2)];
    const writes = [write('operator', '10', '2'), write('person', '10', '1')];
    expect(specOffences(operator, { versions, writes })).toEqual([]);
  });
});

describe('an operator that does not', () => {
  test.each<[string, object]>([
    ['f:spec', { 'f:spec': { 'f:tags': {} } }],
    ['f:metadata.f:labels', { 'f:metadata': { 'f:labels': {}, 'f:finalizers': {} } }],
    ['f:metadata.f:annotations', { 'f:metadata': { 'f:annotations': { '.': {} } } }],
  ])('is told to manage %s', (field, fields) => {
    expect(specOffences(operator, { versions: [version('1', 1, fields)], writes: [] })).toEqual([
      `things here/one: the operator manages ${field}`,
    ]);
  });

  test('is told to have raised a generation, also where it leaves no managed field', () => {
    const versions = [version('10', 2), version('9', 1)];
    expect(specOffences(operator, { versions, writes: [write('operator', '10', '1')] })).toEqual([
      "things here/one: the operator's user raised the generation",
    ]);
  });
});

describe('actions called and actions allowed', () => {
  const allowing = (...Action: readonly string[]): Policy => ({ Statement: [{ Effect: 'Allow', Action }] });
  const policies = {
    provider: allowing('ec2:A', 'ec2:B'),
    consumer: allowing('ec2:C', 'route53:AssociateVPCWithHostedZone'),
    dns: allowing('route53:D'),
  };
  const all = { provider: ['ec2:A', 'ec2:B', 'sts:GetCallerIdentity'], consumer: ['ec2:C'], dns: ['route53:D'] };

  test('agree where each is the other', () => expect(iamOffences(policies, { used: all, whole: true })).toEqual([]));

  test('differ where a call is not allowed on its side, in any run', () => {
    const used = { ...all, consumer: ['ec2:A', 'ec2:C'] };
    expect(iamOffences(policies, { used, whole: false })).toEqual(['ec2:A was called, but consumer.json does not allow it']);
  });

  test('differ where an action is never called, in a whole run only', () => {
    const used = { ...all, provider: ['ec2:A'] };
    expect(iamOffences(policies, { used, whole: false })).toEqual([]);
    expect(iamOffences(policies, { used, whole: true })).toEqual(['provider.json allows ec2:B, but nothing called it']);
  });
});
