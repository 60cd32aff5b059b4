import { describe, expect, test } from 'vitest';
import { type Identity, isOwnerTag, type Ownership, ownership, ownerTags, type Tags } from '../../src/core/ownership.ts';

const identity: Identity = { cluster: 'prod', kind: 'InterfaceEndpoint', namespace: 'shop', name: 'kms', uid: 'uid-1' };
const tags: Tags = {
  'privatelink-operator.io/cluster': 'prod',
  'privatelink-operator.io/kind': 'InterfaceEndpoint',
  'privatelink-operator.io/namespace': 'shop',
  'privatelink-operator.io/name': 'kms',
  'privatelink-operator.io/uid': 'uid-1',
};

test('the owner tags are a permanent format: what carries them was made by earlier versions', () => {
  expect(ownerTags(identity)).toEqual(tags);
});

const without = (key: string): Tags => Object.fromEntries(Object.entries(tags).filter(([one]) => one !== `privatelink-operator.io/${key}`));
const withTag = (key: string, value: string): Tags => ({ ...tags, [`privatelink-operator.io/${key}`]: value });
const cases: Record<string, readonly [Tags, Ownership]> = {
  'all five are ours': [tags, 'ours'],
  'tags of others beside them change nothing': [{ ...tags, Name: 'kms' }, 'ours'],
  'no tags at all are foreign': [{}, 'foreign'],
  "another cluster's are foreign": [withTag('cluster', 'test'), 'foreign'],
  "another kind's are foreign": [withTag('kind', 'EndpointService'), 'foreign'],
  "another namespace's are foreign": [withTag('namespace', 'pay'), 'foreign'],
  "another name's are foreign": [withTag('name', 'sts'), 'foreign'],
  'without a cluster they are foreign': [without('cluster'), 'foreign'],
  'without a name they are foreign': [without('name'), 'foreign'],
  'the same identity under another UID is from before a rebuild': [withTag('uid', 'uid-0'), 'earlier'],
  'without a UID they are from an earlier incarnation': [without('uid'), 'earlier'],
  'released ones are nobody’s to re-claim': [withTag('released', 'true'), 'released'],
  'released ones of an earlier incarnation too': [{ ...withTag('uid', 'uid-0'), 'privatelink-operator.io/released': 'true' }, 'released'],
  'released by somebody else is foreign': [{ ...withTag('name', 'sts'), 'privatelink-operator.io/released': 'true' }, 'foreign'],
  'released=false is not released': [withTag('released', 'false'), 'ours'],
};

describe('ownership by tags', () => {
  test.each(Object.entries(cases))('%s', (_sentence, [seen, expected]) => {
    expect(ownership(seen, identity)).toBe(expected);
  });
});

test.each([
  ['privatelink-operator.io/anything', true],
  ['privatelink-operator.io', false],
  ['team', false],
])('%s is ours to set: %s', (key, ours) => {
  expect(isOwnerTag(key)).toBe(ours);
});
