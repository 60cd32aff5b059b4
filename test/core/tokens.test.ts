import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { canonicalJSON, pendingCreate } from '../../src/core/tokens.ts';

const request = { VpcId: 'vpc-1', SubnetIds: ['b', 'a'] };
const tokenOf = (clusterID: string, uid: string, attempt: number): string => pendingCreate(clusterID, uid, { attempt, request }).token;

describe('a client token', () => {
  plain('is a permanent format: a restarted operator of a later version must repeat it', () => {
    expect(tokenOf('prod', 'uid-1', 1)).toBe('2900f18f933cc4a9939cdfae25129c835d9bbeba5b2fc878d3f51e56d0ee3fd3');
  });

  test.prop([fc.string({ unit: 'binary' }), fc.uuid(), fc.nat()])(
    'is at most 64 ASCII characters, as AWS asks, and the same for the same attempt',
    (clusterID, uid, attempt) => {
      expect(tokenOf(clusterID, uid, attempt)).toMatch(/^[\x21-\x7e]{1,64}$/);
      expect(tokenOf(clusterID, uid, attempt)).toBe(tokenOf(clusterID, uid, attempt));
    },
  );

  plain.each([
    ['cluster', tokenOf('test', 'uid-1', 1)],
    ['object', tokenOf('prod', 'uid-2', 1)],
    ['attempt', tokenOf('prod', 'uid-1', 2)],
  ])('is another for another %s', (_what, other) => {
    expect(other).not.toBe(tokenOf('prod', 'uid-1', 1));
  });

  plain('does not depend on the request, so that an edit cannot make a second resource', () => {
    expect(pendingCreate('prod', 'uid-1', { attempt: 1, request: { VpcId: 'vpc-2' } }).token).toBe(tokenOf('prod', 'uid-1', 1));
  });
});

const shuffledKeys = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, inner]) => [key, shuffledKeys(inner)]),
      )
    : Array.isArray(value)
      ? value.map(shuffledKeys)
      : value;

describe('canonical JSON', () => {
  test.prop([fc.jsonValue()])('is one text for one value, whatever the order of its keys, and means that value', (value) => {
    expect(canonicalJSON(shuffledKeys(value))).toBe(canonicalJSON(value));
    expect(JSON.parse(canonicalJSON(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  plain('keeps the order of lists', () => {
    expect(canonicalJSON(request)).toBe('{"SubnetIds":["b","a"],"VpcId":"vpc-1"}');
  });
});
