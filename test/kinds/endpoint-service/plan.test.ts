import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ownerTags } from '../../../src/core/ownership.ts';
import { canonicalJSON, pendingCreate } from '../../../src/core/tokens.ts';
import type { Facts } from '../../../src/kinds/endpoint-service/facts.ts';
import { plan } from '../../../src/kinds/endpoint-service/plan.ts';
import {
  arn,
  attempt,
  balancer,
  beforeCreate,
  connection,
  failure,
  identity,
  input,
  knownStatus,
  type Making,
  now,
  root,
  service,
  serviceID,
  unread,
  withService,
} from './support/builders.ts';

const owner = ownerTags(identity);
const found = (...names: readonly string[]): Partial<Facts> => ({
  balancers: names.map((name) => ({ state: 'found', value: balancer(name) })),
});
const name = 'api.pay.example.com';
const privateDNS = (state: string, value = 'vpce:l6p0') => ({ name, state, record: { name: `_6e86.${name}`, type: 'TXT', value } });
const rule = { name: 'partner', accounts: ['222222222222'], action: 'Accept' };
const waiting = (...connections: readonly ReturnType<typeof connection>[]): Partial<Facts> => ({
  connections: { state: 'present', value: connections },
});
const byTags = { loadBalancers: [{ tags: { app: 'pay' } }] };
const verification = { type: 'StartVerification', serviceID, name, record: 'vpce:l6p0' } as const;
const minutes = (count: number): number => count * 60_000;
const started = (firstAgo: number, ago: number): NonNullable<Making['tries']> => ({
  StartVerification: attempt({
    key: canonicalJSON(verification),
    firstAt: now - minutes(firstAgo),
    at: now - minutes(ago),
    outcome: { result: 'done' },
  }),
});
const unverified: Making = { spec: { privateDNS: { name } }, facts: withService({ privateDNS: privateDNS('pendingVerification') }) };
const resync = { type: 'Resync', serviceID, zones: ['euw1-az1', 'euw1-az2', 'euw1-az3'] } as const;
const gained: Making = { facts: withService({ zones: ['euw1-az1', 'euw1-az2'] }) };

const drift: Record<string, readonly [Making, readonly object[]]> = {
  'nothing differs: nothing is done': [{}, []],
  'acceptance was turned off': [
    { facts: withService({ acceptanceRequired: false }) },
    [{ type: 'Modify', change: { AcceptanceRequired: true } }],
  ],
  'an IP address type was added': [
    { facts: withService({ addressTypes: ['ipv4', 'ipv6'] }) },
    [{ type: 'Modify', change: { RemoveSupportedIpAddressTypes: ['ipv6'] } }],
  ],
  'the IP address types are not told: none is changed': [{ facts: withService({ addressTypes: [] }) }, []],
  'a load balancer is missing': [
    { spec: { loadBalancers: [{ arn: arn('payments') }, { arn: arn('second') }] }, facts: found('payments', 'second') },
    [{ type: 'Modify', change: { AddNetworkLoadBalancerArns: [arn('second')] } }],
  ],
  'a load balancer is missing and not active yet: it is waited for': [
    {
      facts: {
        ...withService({ loadBalancerARNs: [arn('old')] }),
        balancers: [{ state: 'found', value: balancer('payments', { state: 'provisioning' }) }],
      },
    },
    [],
  ],
  'another load balancer is named by ARN: swapped in one call': [
    { facts: withService({ loadBalancerARNs: [arn('old')] }) },
    [{ type: 'Modify', change: { AddNetworkLoadBalancerArns: [arn('payments')], RemoveNetworkLoadBalancerArns: [arn('old')] } }],
  ],
  'tags find another load balancer for the first time: only added': [
    {
      spec: byTags,
      facts: { ...withService({ loadBalancerARNs: [arn('old')] }), sightings: { sequence: 4, missingSince: { [arn('old')]: 4 } } },
    },
    [{ type: 'Modify', change: { AddNetworkLoadBalancerArns: [arn('payments')] } }],
  ],
  'tags find another load balancer in two successive listings: the old one goes': [
    {
      spec: byTags,
      facts: {
        ...withService({ loadBalancerARNs: [arn('old'), arn('payments')] }),
        sightings: { sequence: 5, missingSince: { [arn('old')]: 4 } },
      },
    },
    [{ type: 'Modify', change: { RemoveNetworkLoadBalancerArns: [arn('old')] } }],
  ],
  'a load balancer is not found: nothing is removed': [
    {
      facts: {
        ...withService({ loadBalancerARNs: [arn('old')] }),
        balancers: [{ state: 'missing', reason: 'LoadBalancerNotFound', message: '' }],
      },
    },
    [],
  ],
  'load balancers could not be read: nothing is removed': [
    {
      facts: { ...withService({ loadBalancerARNs: [arn('old')] }), balancers: [{ ...unread(), message: '' }] },
    },
    [],
  ],
  'a private name is wanted': [{ spec: { privateDNS: { name } } }, [{ type: 'Modify', change: { PrivateDnsName: name } }]],
  'a private name is not wanted any more': [
    { facts: withService({ privateDNS: privateDNS('verified') }) },
    [{ type: 'Modify', change: { RemovePrivateDnsName: true } }],
  ],
  'everything differs: one modification': [
    { spec: { privateDNS: { name } }, facts: withService({ acceptanceRequired: false, loadBalancerARNs: [arn('old')] }) },
    [
      {
        type: 'Modify',
        change: {
          AddNetworkLoadBalancerArns: [arn('payments')],
          RemoveNetworkLoadBalancerArns: [arn('old')],
          AcceptanceRequired: true,
          PrivateDnsName: name,
        },
      },
    ],
  ],
  'principals are an exclusive set, put right in one call': [
    {
      spec: { allowedPrincipals: [root('222222222222'), root('333333333333')] },
      facts: { principals: { state: 'present', value: [root('333333333333'), root('444444444444')] } },
    },
    [{ type: 'Principals', add: [root('222222222222')], remove: [root('444444444444')] }],
  ],
  'principals could not be read: none is changed': [
    { spec: { allowedPrincipals: [root('222222222222')] }, facts: { principals: unread() } },
    [],
  ],
  'a name that is not verified is verified at once': [unverified, [verification]],
  'not again within ten minutes': [{ ...unverified, tries: started(9, 9) }, []],
  'again after ten minutes': [{ ...unverified, tries: started(10, 10) }, [verification]],
  'then not after ten': [{ ...unverified, tries: started(29, 19) }, []],
  'then after twenty': [{ ...unverified, tries: started(30, 20) }, [verification]],
  'at last every hour': [{ ...unverified, tries: started(500, 60) }, [verification]],
  'and not more often': [{ ...unverified, tries: started(500, 59) }, []],
  'at once when somebody asks': [
    { ...unverified, tries: started(1, 1), annotations: { 'privatelink-operator.io/reconcile-requested-at': 'now' } },
    [verification],
  ],
  'at once when AWS asks for another record': [
    { ...unverified, facts: withService({ privateDNS: privateDNS('pendingVerification', 'vpce:other') }), tries: started(1, 1) },
    [{ type: 'StartVerification', name, record: 'vpce:other' }],
  ],
  'never for a verified name': [{ spec: { privateDNS: { name } }, facts: withService({ privateDNS: privateDNS('verified') }) }, []],
  'the load balancer gained a zone: an empty modification': [gained, [resync]],
  'the same zones not again within five minutes': [
    { ...gained, tries: { Resync: attempt({ key: canonicalJSON(resync), at: now - minutes(5) + 1, outcome: { result: 'done' } }) } },
    [],
  ],
  'the same zones again after five minutes': [
    { ...gained, tries: { Resync: attempt({ key: canonicalJSON(resync), at: now - minutes(5), outcome: { result: 'done' } }) } },
    [resync],
  ],
  'zones of a load balancer that is not active yet are not asked for': [
    { facts: { ...gained.facts, balancers: [{ state: 'found', value: balancer('payments', { state: 'provisioning' }) }] } },
    [],
  ],
  'a rule accepts the waiting connection of its account only': [
    {
      spec: { acceptance: { rules: [rule] } },
      facts: waiting(connection(1, 'pendingAcceptance'), connection(2, 'PendingAcceptance', '333333333333')),
    },
    [{ type: 'Accept', endpointIDs: ['vpce-00000001'] }],
  ],
  'the first rule that matches decides': [
    {
      spec: { acceptance: { rules: [{ name: 'no', endpointIDs: ['vpce-00000001'], action: 'Reject' }, rule] } },
      facts: waiting(connection(1, 'pendingAcceptance'), connection(2, 'pendingAcceptance')),
    },
    [
      { type: 'Accept', endpointIDs: ['vpce-00000002'] },
      { type: 'Reject', endpointIDs: ['vpce-00000001'] },
    ],
  ],
  'a rejected connection is left rejected': [{ spec: { acceptance: { rules: [rule] } }, facts: waiting(connection(1, 'rejected')) }, []],
  'a tag is missing': [{ spec: { tags: { team: 'pay' } } }, [{ type: 'Tag', tags: { team: 'pay' } }]],
  "a stranger's extra tag is left alone": [{ facts: withService({ tags: { ...owner, cost: '7' } }) }, []],
  'a tag that we had set and the spec dropped goes': [
    { status: { ...knownStatus, tagKeys: ['team'] }, facts: withService({ tags: { ...owner, team: 'pay', cost: '7' } }) },
    [{ type: 'Untag', keys: ['team'] }],
  ],
};

describe('a service that is ours', () => {
  test.each(Object.entries(drift))('%s', (_name, [making, expected]) => {
    expect(plan(input(making)).actions).toEqual(expected.map((action) => ({ serviceID, ...action })));
  });

  test.each(['pending', 'failed', 'deleting'])('is not changed while it is %s', (state) => {
    expect(plan(input({ facts: withService({ state, acceptanceRequired: false, tags: { ...owner } }) })).actions).toEqual([]);
  });

  test('is not sent the same change again before AWS may show it', () => {
    const making: Making = { facts: withService({ acceptanceRequired: false }) };
    const [action] = plan(input(making)).actions;
    const sent = (ago: number): Making => ({
      ...making,
      tries: { Modify: attempt({ key: canonicalJSON(action), at: now - ago, outcome: { result: 'done' } }) },
    });
    expect(plan(input(sent(29_000))).actions).toEqual([]);
    expect(plan(input(sent(30_000))).actions).toEqual([action]);
  });
});

const intent = pendingCreate('c1', 'uid-1', { attempt: 1, request: { any: 'request' } });
const life: Record<string, readonly [Making, readonly object[], { readonly done?: true }?]> = {
  'nothing is found and everything resolves: it is created': [{ status: {}, facts: beforeCreate }, [{ type: 'Create' }]],
  'the look-up failed: nothing is created': [{ status: {}, facts: { ...beforeCreate, owned: unread() } }, []],
  'a load balancer is missing: nothing is created': [
    { status: {}, facts: { ...beforeCreate, balancers: [{ state: 'missing', reason: 'LoadBalancerNotFound', message: '' }] } },
    [],
  ],
  'one with our tags is found: nothing is created': [
    { status: {}, facts: { ...beforeCreate, owned: { state: 'present', value: [service()] } } },
    [],
  ],
  "an earlier incarnation's is found: it is taken up again": [
    {
      status: {},
      facts: { ...beforeCreate, owned: { state: 'present', value: [service({ tags: ownerTags({ ...identity, uid: 'uid-0' }) })] } },
    },
    [{ type: 'Reclaim', serviceID, uid: 'uid-1' }],
  ],
  'a create is on record: it is repeated verbatim, whatever the spec says': [
    { status: { pendingCreate: intent, attempt: 1 }, facts: beforeCreate, spec: { tags: { other: 'spec' } } },
    [{ type: 'Create', intent }],
  ],
  'deleted with a create on record: it is repeated to learn its ID': [
    { status: { pendingCreate: intent, attempt: 1 }, facts: beforeCreate, deleting: true },
    [{ type: 'Create', intent }],
  ],
  'deleted: it goes': [{ deleting: true }, [{ type: 'Delete', serviceID, destructive: true }]],
  'deleted and retained: it is released': [
    { deleting: true, spec: { deletionPolicy: 'Retain' } },
    [{ type: 'Release', serviceID, destructive: true }],
  ],
  'deleted with a live connection under Block: it waits': [{ deleting: true, facts: waiting(connection(1, 'available')) }, []],
  'deleted with a live connection under Reject: it is cut off first': [
    {
      deleting: true,
      spec: { connectionsOnDelete: 'Reject' },
      facts: waiting(connection(1, 'available'), connection(2, 'pendingAcceptance'), connection(3, 'rejected')),
    },
    [{ type: 'CutOff', serviceID, endpointIDs: ['vpce-00000001', 'vpce-00000002'], destructive: true }],
  ],
  'deleted with only rejected connections: it goes': [
    { deleting: true, facts: waiting(connection(1, 'rejected')) },
    [{ type: 'Delete', serviceID, destructive: true }],
  ],
  'deleted and its connections unreadable: it waits': [{ deleting: true, facts: { connections: unread() } }, []],
  'deleted and seen as a tombstone: done': [{ deleting: true, facts: withService({ state: 'deleted' }) }, [], { done: true }],
  'deleted and unreadable: it waits': [{ deleting: true, facts: { resource: unread('denied') } }, []],
  'it carries a stranger’s tags: nothing is written': [{ facts: withService({ tags: {}, acceptanceRequired: false }) }, []],
  'it carries a stranger’s tags and is deleted: nothing is written': [{ deleting: true, facts: withService({ tags: {} }) }, []],
  'it carries another UID again: nothing is written': [
    { facts: withService({ tags: ownerTags({ ...identity, uid: 'uid-0' }), acceptanceRequired: false }) },
    [],
  ],
};

describe('the life of a service', () => {
  test.each(Object.entries(life))('%s', (_name, [making, expected, { done } = {}]) => {
    const planned = plan(input(making));
    expect(planned.actions).toMatchObject(expected);
    expect(planned.actions).toHaveLength(expected.length);
    expect(planned.done).toBe(done);
  });

  test('a create sends acceptance explicitly and carries its tags', () => {
    const [create] = plan(input({ status: {}, facts: beforeCreate, spec: { tags: { team: 'pay' } } })).actions;
    const request =
      create?.type === 'Create' ? (JSON.parse(create.intent.request) as { TagSpecifications: { Tags: { Key: string }[] }[] }) : undefined;
    expect(request).toMatchObject({ AcceptanceRequired: true, NetworkLoadBalancerArns: [arn('payments')] });
    expect(request?.TagSpecifications[0]?.Tags.map(({ Key }) => Key)).toEqual([...Object.keys(owner), 'team'].toSorted());
  });
});

const anyFact = <T>(value: T) => fc.constantFrom({ state: 'present', value } as const, unread(), unread('denied'));
const anyMaking = fc.record({
  acceptanceRequired: fc.boolean(),
  state: fc.constantFrom('available', 'pending', 'deleting', 'deleted', 'failed'),
  owned: fc.boolean(),
  deleting: fc.boolean(),
  retain: fc.boolean(),
  principals: anyFact([root('222222222222')]),
  connections: anyFact([connection(1, 'pendingAcceptance'), connection(2, 'available')]),
  resourceUnread: fc.boolean(),
});

describe('whatever is observed', () => {
  property.prop([anyMaking])('only our own is written to, only what is known, and deleted only when asked', (any) => {
    const resource: Facts['resource'] = any.resourceUnread
      ? unread()
      : {
          state: 'present',
          value: service({ acceptanceRequired: any.acceptanceRequired, state: any.state, tags: any.owned ? owner : {} }),
        };
    const { actions } = plan(
      input({
        deleting: any.deleting,
        spec: { acceptance: { rules: [rule] }, ...(any.retain ? { deletionPolicy: 'Retain' } : {}) },
        facts: { resource, principals: any.principals, connections: any.connections },
      }),
    );
    if (any.resourceUnread || (!any.owned && any.state !== 'deleted')) expect(actions).toEqual([]);
    if (!any.deleting || any.retain) expect(actions.filter(({ type }) => type === 'Delete' || type === 'CutOff')).toEqual([]);
    if (!any.deleting) expect(actions.filter(({ type }) => type === 'Release')).toEqual([]);
    if (any.principals.state === 'unknown') expect(actions.filter(({ type }) => type === 'Principals')).toEqual([]);
    if (any.connections.state === 'unknown') expect(actions.filter(({ type }) => type === 'Accept' || type === 'Delete')).toEqual([]);
  });

  property.prop([fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 })])(
    'the order of the spec and of the load balancers changes nothing',
    (accounts, names) => {
      const allowedPrincipals = accounts.map((one) => root(String(one).repeat(12)));
      const making = {
        spec: { allowedPrincipals, loadBalancers: names.map((one) => ({ arn: arn(one) })) },
        facts: { ...found(...names), principals: { state: 'present', value: [] } },
      } as const;
      const sorted = {
        spec: { allowedPrincipals: allowedPrincipals.toSorted(), loadBalancers: names.toSorted().map((one) => ({ arn: arn(one) })) },
        facts: { ...making.facts, ...found(...names.toSorted()) },
      };
      expect(plan(input(making))).toEqual(plan(input(sorted)));
    },
  );
});

test('at rest it comes back within a listing, while deleting within a few seconds', () => {
  expect(plan(input()).requeueAfter).toBe(60_000);
  expect(plan(input({ deleting: true })).requeueAfter).toBe(5_000);
  expect(plan(input({ tries: { Modify: attempt({ outcome: { result: 'failed', failure: failure('unknown') } }) } })).requeueAfter).toBe(
    5_000,
  );
});
