import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ownerTags } from '../../../src/core/ownership.ts';
import { canonicalJSON, pendingCreate } from '../../../src/core/tokens.ts';
import type { EndpointState } from '../../../src/kinds/interface-endpoint/endpoint.ts';
import type { Facts } from '../../../src/kinds/interface-endpoint/facts.ts';
import { plan } from '../../../src/kinds/interface-endpoint/plan.ts';
import {
  attempt,
  beforeCreate,
  endpoint,
  endpointID,
  failure,
  facts,
  group,
  identity,
  ids,
  input,
  knownStatus,
  type Making,
  notAsked,
  now,
  periods,
  sg,
  subnet,
} from './support/builders.ts';

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }] };
const both = { state: 'present', value: { support: true, hostnames: true } } as const;
const withEndpoint = (change: Parameters<typeof endpoint>[0]): Partial<Facts> => ({
  resource: { state: 'present', value: endpoint(change) },
});
const owner = ownerTags(identity);
const unknown = { state: 'unknown', failure: failure('throttled') } as const;

const drift: Record<string, readonly [Making, readonly object[]]> = {
  'nothing differs: nothing is done': [{}, []],
  'a subnet is missing': [{ facts: withEndpoint({ subnetIDs: ids('a1') }) }, [{ type: 'Modify', change: { AddSubnetIds: ids('b2') } }]],
  "a stranger's subnet is attached": [
    {
      facts: {
        ...withEndpoint({ subnetIDs: ids('a1', 'b2', 'c3') }),
        subnets: { known: true, items: [subnet('a1'), subnet('b2'), subnet('c3', {})], sequence: 1 },
      },
    },
    [{ type: 'Modify', change: { RemoveSubnetIds: ids('c3') } }],
  ],
  'a security group was swapped': [
    { facts: withEndpoint({ groupIDs: sg('b') }) },
    [{ type: 'Modify', change: { AddSecurityGroupIds: sg('a'), RemoveSecurityGroupIds: sg('b') } }],
  ],
  'the policy was narrowed and none is wanted': [
    { facts: withEndpoint({ policy: JSON.stringify(policy) }) },
    [{ type: 'Modify', change: { ResetPolicy: true } }],
  ],
  'a policy is wanted': [{ spec: { policy } }, [{ type: 'Modify', change: { PolicyDocument: JSON.stringify(policy) } }]],
  'the policy differs by its formatting only': [
    { spec: { policy }, facts: withEndpoint({ policy: JSON.stringify(policy, undefined, 2).replace('kms:*', 'KMS:*') }) },
    [],
  ],
  'private DNS is on and not wanted': [
    { facts: withEndpoint({ privateDNS: true }) },
    [{ type: 'Modify', change: { PrivateDnsEnabled: false } }],
  ],
  'private DNS is wanted and the VPC resolves names': [
    { spec: { privateDNS: { enabled: true } }, facts: { vpcDNS: both } },
    [{ type: 'EnablePrivateDNS' }],
  ],
  'private DNS is wanted and the VPC does not resolve names': [
    { spec: { privateDNS: { enabled: true } }, facts: { vpcDNS: { state: 'present', value: { support: true, hostnames: false } } } },
    [],
  ],
  'private DNS is wanted and nobody knows of the VPC': [{ spec: { privateDNS: { enabled: true } }, facts: { vpcDNS: unknown } }, []],
  'everything differs: one call for all, and private DNS after it': [
    {
      spec: { policy, privateDNS: { enabled: true } },
      facts: { ...withEndpoint({ subnetIDs: ids('a1'), groupIDs: sg('a', 'b') }), vpcDNS: both },
    },
    [{ type: 'Modify', change: { AddSubnetIds: ids('b2'), RemoveSecurityGroupIds: sg('b'), PolicyDocument: JSON.stringify(policy) } }],
  ],
  'a tag is missing': [{ spec: { tags: { team: 'pay' } } }, [{ type: 'Tag', tags: { team: 'pay' } }]],
  'a tag was changed': [
    { spec: { tags: { team: 'pay' } }, facts: withEndpoint({ tags: { ...owner, team: 'other' } }) },
    [{ type: 'Tag', tags: { team: 'pay' } }],
  ],
  "a stranger's extra tag is left alone": [{ facts: withEndpoint({ tags: { ...owner, cost: '7' } }) }, []],
  'a tag that we had set and the spec dropped goes': [
    { status: { ...knownStatus, tagKeys: ['team'] }, facts: withEndpoint({ tags: { ...owner, team: 'pay' } }) },
    [{ type: 'Untag', keys: ['team'] }],
  ],
  'a fixed address goes with an added subnet': [
    {
      spec: { subnets: [{ id: ids('a1')[0] }, { id: ids('b2')[0], ipv4Address: '10.0.2.9' }] },
      facts: withEndpoint({ subnetIDs: ids('a1') }),
    },
    [{ type: 'Modify', change: { AddSubnetIds: ids('b2'), SubnetConfigurations: [{ SubnetId: ids('b2')[0], Ipv4: '10.0.2.9' }] } }],
  ],
  'subnets could not be listed: the rest is put right': [
    {
      facts: {
        ...withEndpoint({ subnetIDs: ids('a1'), groupIDs: sg('b') }),
        subnets: { known: false, failure: failure('denied'), items: undefined },
      },
    },
    [{ type: 'Modify', change: { AddSecurityGroupIds: sg('a'), RemoveSecurityGroupIds: sg('b') } }],
  ],
};

describe('an endpoint that is ours', () => {
  test.each(Object.entries(drift))('%s', (_name, [making, expected]) => {
    expect(plan(input(making)).actions).toEqual(expected.map((action) => ({ endpointID, ...action })));
  });

  test.each(['pending', 'pendingAcceptance', 'rejected', 'expired', 'failed', 'partial', 'other'] as const)(
    'is not modified while it is %s',
    (state) => {
      expect(plan(input({ facts: withEndpoint({ state, subnetIDs: ids('a1'), groupIDs: sg('b') }) })).actions).toEqual([]);
    },
  );

  test('is not sent the same change again before AWS may show it', () => {
    const making: Making = { facts: withEndpoint({ subnetIDs: ids('a1') }) };
    const [action] = plan(input(making)).actions;
    const tries = { Modify: attempt({ key: canonicalJSON(action), outcome: { result: 'done' } }) };
    expect(plan(input({ ...making, tries })).actions).toEqual([]);
    expect(plan(input({ ...making, tries: { Modify: { ...tries.Modify, at: now - 31_000 } } })).actions).toEqual([action]);
  });
});

const intent = pendingCreate('c1', 'uid-1', { attempt: 1, request: { any: 'request' } });

const recordHere = { zone: 'team/pay', record: '@', isLeaving: false };

const life: Record<string, readonly [Making, readonly object[], { readonly done?: true }?]> = {
  'nothing is found and everything resolves: it is created': [{ status: {}, facts: beforeCreate }, [{ type: 'Create' }]],
  'the look-up failed: nothing is created': [{ status: {}, facts: { ...beforeCreate, owned: unknown } }, []],
  'the service is not known: nothing is created': [
    { status: {}, facts: { ...beforeCreate, serviceName: { state: 'missing', reason: 'ServiceNotFound', message: '' } } },
    [],
  ],
  'the zones offered are not known: nothing is created': [
    { status: {}, facts: { ...beforeCreate, offered: { ...unknown, message: '' } } },
    [],
  ],
  'no subnet matches: nothing is created': [
    { status: {}, facts: { ...beforeCreate, subnets: { known: true, items: [], sequence: 1 } } },
    [],
  ],
  "no security group matches: nothing is created, lest it get the VPC's default group": [
    { status: {}, facts: { ...beforeCreate, groups: { known: true, items: [], sequence: 1 } } },
    [],
  ],
  'no zone is offered: nothing is created': [
    { status: {}, facts: { ...beforeCreate, offered: { state: 'found', value: ['euw1-az3'] } } },
    [],
  ],
  'one of ours is found: it is taken up without a write': [
    { status: {}, facts: { ...beforeCreate, owned: { state: 'present', value: [endpoint()] } } },
    [],
  ],
  'one from before a rebuild is found: it gets the new UID': [
    {
      status: {},
      facts: {
        ...beforeCreate,
        owned: { state: 'present', value: [endpoint({ tags: { ...owner, 'privatelink-operator.io/uid': 'old' } })] },
      },
    },
    [{ type: 'Reclaim', endpointID, uid: 'uid-1' }],
  ],
  'a recorded create is repeated verbatim whatever the spec says now': [
    { status: { pendingCreate: intent, attempt: 1 }, spec: { tags: { new: 'tag' } }, facts: beforeCreate },
    [{ type: 'Create', intent }],
  ],
  'a recorded create is repeated even while the object goes': [
    { status: { pendingCreate: intent, attempt: 1 }, deleting: true, facts: beforeCreate },
    [{ type: 'Create', intent }],
  ],
  'the read failed: nothing is done': [{ facts: { resource: unknown } }, []],
  'NotFound soon after the create is no proof': [
    { facts: { resource: { state: 'absent' } }, tries: { Create: attempt({ outcome: { result: 'done' } }) } },
    [],
  ],
  'proven gone: its ID is forgotten before a new one is made': [{ facts: { resource: { state: 'absent' } } }, []],
  'somebody else is deleting it: wait': [{ facts: withEndpoint({ state: 'deleting' }) }, []],
  'its owner tags are gone: nothing is written': [{ facts: withEndpoint({ tags: {}, subnetIDs: [] }) }, []],
  'its UID is foreign again: nothing is written': [
    { facts: withEndpoint({ tags: { ...owner, 'privatelink-operator.io/uid': 'other' }, subnetIDs: [] }) },
    [],
  ],
  'the object goes: the endpoint is deleted': [{ deleting: true }, [{ type: 'Delete', endpointID, destructive: true }]],
  'a record leads to it: it stays': [{ deleting: true, facts: { records: [recordHere] } }, []],
  'a record that goes leads to it: it stays': [{ deleting: true, facts: { records: [{ ...recordHere, isLeaving: true }] } }, []],
  'a record leads to it: it is not released either': [
    { deleting: true, spec: { deletionPolicy: 'Retain' }, facts: { records: [recordHere] } },
    [],
  ],
  'what was never made is not held by a record': [
    { deleting: true, status: {}, facts: { ...beforeCreate, records: [recordHere] } },
    [],
    { done: true },
  ],
  'what is gone is not held by a record': [
    { deleting: true, facts: { ...withEndpoint({ state: 'deleted' }), records: [recordHere] } },
    [],
    { done: true },
  ],
  'AWS is deleting it: wait': [{ deleting: true, facts: withEndpoint({ state: 'deleting' }) }, []],
  'a tombstone is proof': [{ deleting: true, facts: withEndpoint({ state: 'deleted' }) }, [], { done: true }],
  'NotFound by ID is proof after our delete': [
    { deleting: true, facts: { resource: { state: 'absent' } }, tries: { Delete: attempt({ outcome: { result: 'done' } }) } },
    [],
    { done: true },
  ],
  'a failed read is no proof': [{ deleting: true, facts: { resource: unknown } }, []],
  'Retain releases instead of deleting': [
    { deleting: true, spec: { deletionPolicy: 'Retain' } },
    [{ type: 'Release', endpointID, destructive: true }],
  ],
  'and is done when the read shows it': [
    {
      deleting: true,
      spec: { deletionPolicy: 'Retain' },
      facts: withEndpoint({ tags: { ...owner, 'privatelink-operator.io/released': 'true' } }),
    },
    [],
    { done: true },
  ],
  'a foreign endpoint is not deleted': [{ deleting: true, facts: withEndpoint({ tags: {} }) }, []],
};

describe('creating once and deleting for sure', () => {
  test.each(Object.entries(life))('%s', (_name, [making, expected, { done } = {}]) => {
    const { actions, done: isDone } = plan(input(making));
    expect(actions).toMatchObject(expected);
    expect(actions).toHaveLength(expected.length);
    expect(isDone).toBe(done);
  });

  test('the create says private DNS off, names its subnets and groups, and carries owner and user tags', () => {
    const [action] = plan(
      input({ status: {}, spec: { tags: { team: 'pay' }, privateDNS: { enabled: true } }, facts: beforeCreate }),
    ).actions;
    if (action?.type !== 'Create') throw new Error('no create planned');
    expect(JSON.parse(action.intent.request)).toEqual({
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-00000001',
      ServiceName: facts().serviceName.state === 'found' ? 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' : '',
      SubnetIds: ids('a1', 'b2'),
      SecurityGroupIds: sg('a'),
      PrivateDnsEnabled: false,
      IpAddressType: 'ipv4',
      TagSpecifications: [
        {
          ResourceType: 'vpc-endpoint',
          Tags: Object.entries({ ...owner, team: 'pay' })
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    });
    expect(action.intent.attempt).toBe(1);
  });
});

const rests: Record<string, readonly [Making, number]> = {
  'at rest only the fleet and the rare readings wake it': [{}, periods.rare],
  'while it changes it is read often': [{ facts: withEndpoint({ state: 'pending' }) }, periods.pending],
  'after our own write it is read often': [{ tries: { Modify: attempt({ outcome: { result: 'done' } }) } }, periods.pending],
  'ten minutes later no more': [{ tries: { Modify: attempt({ at: now - 600_001, outcome: { result: 'done' } }) } }, periods.rare],
  'a refused write is no write': [
    { tries: { Modify: attempt({ outcome: { result: 'failed', failure: failure('denied') } }) } },
    periods.rare,
  ],
  'waiting for acceptance is left to the fleet': [{ facts: withEndpoint({ state: 'pendingAcceptance' }) }, periods.rare],
  'a first sighting asks for a second': [
    { facts: { subnetSightings: { sequence: 1, missingSince: { 'subnet-0000000b2': 1 } } } },
    periods.listing,
  ],
  'a missing reference is looked for again': [{ facts: { subnets: { known: true, items: [], sequence: 1 } } }, periods.listing],
  'a deletion that a record holds is looked at again, though the zone wakes it': [
    { deleting: true, facts: { records: [recordHere] } },
    periods.listing,
  ],
  'a deletion under way is looked at often': [{ deleting: true }, periods.pending],
  'what was taken up is looked at at once': [
    { status: {}, facts: { ...beforeCreate, owned: { state: 'present', value: [endpoint()] } } },
    0,
  ],
};

describe('when to look again', () => {
  test.each(Object.entries(rests))('%s', (_name, [making, expected]) => {
    expect(plan(input(making)).requeueAfter).toBe(expected);
  });
});

const states = fc.constantFrom<EndpointState>(
  'pendingAcceptance',
  'pending',
  'available',
  'deleting',
  'deleted',
  'rejected',
  'failed',
  'expired',
  'partial',
  'other',
);
const anyEndpoint = fc.record({
  state: states,
  subnetIDs: fc.subarray(ids('a1', 'b2', 'c3')),
  groupIDs: fc.subarray(sg('a', 'b', 'x')),
  privateDNS: fc.boolean(),
  policy: fc.constantFrom(undefined, JSON.stringify(policy)),
  tags: fc.constantFrom(
    owner,
    {},
    { ...owner, 'privatelink-operator.io/uid': 'other' },
    { ...owner, 'privatelink-operator.io/released': 'true' },
  ),
});
const anyMaking = fc.record({
  spec: fc.constantFrom({}, { policy }, { privateDNS: { enabled: true } }, { deletionPolicy: 'Retain' }, { deletionPolicy: 'Delete' }),
  deleting: fc.boolean(),
  facts: fc.record({
    resource: fc.oneof(
      anyEndpoint.map((change) => ({ state: 'present' as const, value: endpoint(change) })),
      fc.constantFrom({ state: 'absent' as const }, unknown),
    ),
    subnets: fc.constantFrom(
      { known: true as const, items: [subnet('a1')], sequence: 2 },
      { known: false as const, failure: notAsked, items: undefined },
    ),
    groups: fc.constantFrom(
      { known: true as const, items: [group('a')], sequence: 2 },
      { known: false as const, failure: notAsked, items: undefined },
    ),
    vpcDNS: fc.constantFrom(both, unknown),
  }),
  tries: fc.constantFrom<NonNullable<Making['tries']>>({}, { Delete: attempt({ outcome: { result: 'done' } }) }),
});

property.prop([anyMaking])('nothing is written to what is not proven ours', (making) => {
  const { resource } = making.facts;
  const ours = resource.state === 'present' && resource.value.tags === owner;
  if (!ours) expect(plan(input(making)).actions).toEqual([]);
});

property.prop([anyMaking])(
  'Delete comes only for an object that goes and is not retained, and Create never while an endpoint is known',
  (making) => {
    const types = plan(input(making)).actions.map((action) => action.type);
    if (!making.deleting || making.spec.deletionPolicy === 'Retain') expect(types).not.toContain('Delete');
    expect(types).not.toContain('Create');
    if (making.deleting) for (const type of types) expect(['Delete', 'Release']).toContain(type);
  },
);

property.prop([anyMaking])('the finalizer leaves only on proof', (making) => {
  const { resource } = making.facts;
  const released =
    resource.state === 'present' &&
    resource.value.tags['privatelink-operator.io/released'] === 'true' &&
    making.spec.deletionPolicy === 'Retain';
  const proven = resource.state === 'absent' || (resource.state === 'present' && resource.value.state === 'deleted') || released;
  if (!making.deleting || !proven) expect(plan(input(making)).done).toBeUndefined();
});
