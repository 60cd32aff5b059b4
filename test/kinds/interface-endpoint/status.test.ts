import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/core/conditions.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { ownerTags } from '../../../src/core/ownership.ts';
import { pendingCreate } from '../../../src/core/tokens.ts';
import type { Facts } from '../../../src/kinds/interface-endpoint/facts.ts';
import { plan } from '../../../src/kinds/interface-endpoint/plan.ts';
import { interfaceEndpointStatus } from '../../../src/kinds/interface-endpoint/schema.ts';
import { status } from '../../../src/kinds/interface-endpoint/status.ts';
import {
  attempt,
  beforeCreate,
  endpoint,
  endpointID,
  failure,
  group,
  identity,
  ids,
  input,
  knownStatus,
  type Making,
  now,
  serviceName,
  sg,
  subnet,
} from './support/builders.ts';

type Status = ReturnType<typeof status>;

function condition(type: string, value: 'True' | 'False' | 'Unknown', reason: string): Condition {
  return { type, status: value, reason, message: 'before', observedGeneration: 1, lastTransitionTime: '2026-11-01T00:00:00Z' };
}
const wasReady: Making['status'] = {
  ...knownStatus,
  conditions: [
    condition('Ready', 'True', 'Available'),
    condition('ReferencesResolved', 'True', 'Resolved'),
    condition('Available', 'True', 'Available'),
  ],
};

/** Runs plan and status, every action ending in `outcome`. */
function after(making: Making, outcome: Outcome = { result: 'done' }): Status {
  const given = input(making);
  const planned = plan(given);
  return status(
    given,
    planned,
    planned.actions.map((action) => ({ action, outcome })),
  );
}

function summaryOf({ conditions }: Status): string {
  const shown = (type: string): string => {
    const found = conditions.find((one) => one.type === type);
    return found === undefined ? '' : ` ${type}=${found.status}/${found.reason}`;
  };
  return `${shown('Ready')}${shown('Reconciling')}${shown('Stalled')}`.trim();
}
const failed = (failureClass: Parameters<typeof failure>[0], change: Parameters<typeof failure>[1] = {}): Outcome => ({
  result: 'failed',
  failure: failure(failureClass, change),
});
const withEndpoint = (change: Parameters<typeof endpoint>[0]): Partial<Facts> => ({
  resource: { state: 'present', value: endpoint(change) },
});
const creating: Making = { status: {}, facts: beforeCreate };
const unknownRead = { resource: { state: 'unknown', failure: failure('throttled') } } as const;
const attributes = (hostnames: boolean): Partial<Facts> => ({ vpcDNS: { state: 'present', value: { support: true, hostnames } } });
const notServing = { zoneID: 'euw1-az1', state: 'NotServing', reason: 'NoTargetsInZone', message: 'add a target in euw1-az1' } as const;
const denied = (code: string): Partial<Facts> => ({
  ...beforeCreate,
  offered: { state: 'unknown', failure: failure('denied', { code }), message: 'no' },
});

const rows: Record<string, readonly [Making, string, Outcome?]> = {
  creating: [creating, 'Ready=False/Creating Reconciling=True/Progressing'],
  'create throttled': [creating, 'Ready=False/Throttled Reconciling=True/ProgressingWithRetry', failed('throttled')],
  'create refused for good': [creating, 'Ready=False/Refused Stalled=True/Refused', failed('terminal')],
  'referent missing': [
    { ...creating, facts: { ...beforeCreate, serviceName: { state: 'missing', reason: 'ServiceNotFound', message: 'none' } } },
    'Ready=False/ServiceNotFound Reconciling=True/ProgressingWithRetry',
  ],
  'reference not permitted': [
    { ...creating, facts: { ...beforeCreate, serviceName: { state: 'missing', reason: 'RefNotPermitted', message: 'none' } } },
    'Ready=False/RefNotPermitted Reconciling=True/ProgressingWithRetry',
  ],
  'denied, never available, for a moment': [
    { ...creating, facts: denied('UnauthorizedOperation'), failing: { reason: 'AccessDenied', since: now - 1_000 } },
    'Ready=False/AccessDenied Reconciling=True/ProgressingWithRetry',
  ],
  'denied, never available, for ten minutes': [
    { ...creating, facts: denied('UnauthorizedOperation'), failing: { reason: 'AccessDenied', since: now - 600_000 } },
    'Ready=False/AccessDenied Stalled=True/AccessDenied',
  ],
  'service not visible for ten minutes': [
    { ...creating, facts: denied('InvalidServiceName'), failing: { reason: 'InvalidServiceName', since: now - 600_000 } },
    'Ready=False/InvalidServiceName Stalled=True/InvalidServiceName',
  ],
  'waiting for the owner': [{ facts: withEndpoint({ state: 'pendingAcceptance' }) }, 'Ready=False/PendingAcceptance'],
  rejected: [{ facts: withEndpoint({ state: 'rejected' }) }, 'Ready=False/Rejected Stalled=True/Rejected'],
  expired: [{ facts: withEndpoint({ state: 'expired' }) }, 'Ready=False/Expired Stalled=True/Expired'],
  failed: [{ facts: withEndpoint({ state: 'failed', lastError: 'no space' }) }, 'Ready=False/Failed Stalled=True/Failed'],
  pending: [{ facts: withEndpoint({ state: 'pending' }) }, 'Ready=False/Creating Reconciling=True/Progressing'],
  'available, all zones': [{}, 'Ready=True/Available'],
  'available, some zones not covered': [
    { facts: { ...withEndpoint({ subnetIDs: ids('a1') }), offered: { state: 'found', value: ['euw1-az1'] } } },
    'Ready=True/Available',
  ],
  'available, fewer zones than asked for': [
    { spec: { minimumZones: 2 }, facts: { provider: [notServing] } },
    'Ready=False/ZonesNotCovered',
  ],
  'being changed': [{ facts: withEndpoint({ groupIDs: sg('b') }) }, 'Ready=False/Updating Reconciling=True/Progressing'],
  'a tag being put right': [{ status: wasReady, spec: { tags: { a: 'b' } } }, 'Ready=True/Available'],
  'change throttled, was available': [
    { status: wasReady, facts: withEndpoint({ groupIDs: sg('b') }) },
    'Ready=True/Available',
    failed('throttled'),
  ],
  'change denied, was available': [
    { status: wasReady, facts: withEndpoint({ groupIDs: sg('b') }) },
    'Ready=True/Available',
    failed('denied'),
  ],
  'change refused for good': [
    { status: wasReady, facts: withEndpoint({ groupIDs: sg('b') }) },
    'Ready=False/Refused Stalled=True/Refused',
    failed('terminal'),
  ],
  'read throttled, was available': [{ status: wasReady, facts: unknownRead }, 'Ready=True/Available'],
  'read throttled, not yet available': [{ facts: unknownRead }, 'Ready=False/Throttled Reconciling=True/ProgressingWithRetry'],
  'no good read for fifteen minutes, was available': [
    { status: wasReady, facts: unknownRead, lastGoodRead: now - 900_000 },
    'Ready=Unknown/ObservationStale',
  ],
  'subnets denied, was available': [
    { status: wasReady, facts: { subnets: { known: false, failure: failure('denied'), items: undefined } } },
    'Ready=True/Available',
  ],
  'subnets answer nothing, was available': [
    { status: wasReady, facts: { subnets: { known: true, items: [], sequence: 2 } } },
    'Ready=True/Available',
  ],
  'subnets answer nothing after an edit, was available': [
    { status: { ...wasReady, observedGeneration: 0 }, facts: { subnets: { known: true, items: [], sequence: 2 } } },
    'Ready=False/SubnetsNotFound Reconciling=True/ProgressingWithRetry',
  ],
  'the referent has another service now': [
    { status: wasReady, facts: { serviceName: { state: 'found', value: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0other' } } },
    'Ready=False/ServiceReplaced Stalled=True/ServiceReplaced',
  ],
  'rejected by a service that is another now': [
    {
      facts: {
        ...withEndpoint({ state: 'rejected' }),
        serviceName: { state: 'found', value: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0other' },
      },
    },
    'Ready=False/ServiceReplaced Stalled=True/ServiceReplaced',
  ],
  'subnets denied while zones are not covered': [
    {
      status: { ...wasReady, conditions: [condition('Ready', 'False', 'ZonesNotCovered'), condition('Available', 'True', 'Available')] },
      facts: { subnets: { known: false, failure: failure('denied'), items: undefined } },
    },
    'Ready=False/ZonesNotCovered',
  ],
  'pending for the second time': [
    {
      status: {
        ...knownStatus,
        zones: [{ zoneID: 'euw1-az1', attached: true, serving: 'Unknown' }],
        conditions: [condition('Ready', 'False', 'Creating')],
      },
      facts: withEndpoint({ state: 'pending' }),
    },
    'Ready=False/Creating Reconciling=True/Progressing',
  ],
  'pending again after a change': [
    { status: wasReady, facts: withEndpoint({ state: 'pending' }) },
    'Ready=False/Updating Reconciling=True/Progressing',
  ],
  'more groups than an interface takes': [
    {
      ...creating,
      facts: {
        ...beforeCreate,
        groups: {
          known: true,
          sequence: 1,
          items: Array.from({ length: 17 }, (_, index) => ({ id: `sg-${index}`, name: 'a', tags: {}, ingress: [] })),
        },
      },
    },
    'Ready=False/TooManySecurityGroups Reconciling=True/ProgressingWithRetry',
  ],
  'private DNS held by the VPC': [{ spec: { privateDNS: { enabled: true } }, facts: attributes(false) }, 'Ready=False/PrivateDNSHeld'],
  'private DNS being turned on': [
    { spec: { privateDNS: { enabled: true } }, facts: attributes(true) },
    'Ready=False/Updating Reconciling=True/Progressing',
  ],
  'private DNS refused': [
    { spec: { privateDNS: { enabled: true } }, facts: attributes(true) },
    'Ready=False/Refused Stalled=True/Refused',
    failed('terminal'),
  ],
  'private DNS on': [
    { spec: { privateDNS: { enabled: true } }, facts: { ...withEndpoint({ privateDNS: true }), ...attributes(true) } },
    'Ready=True/Available',
  ],
  'gone behind our back': [{ facts: { resource: { state: 'absent' } } }, 'Ready=False/Recreating Reconciling=True/Progressing'],
  'owner tags gone': [{ facts: withEndpoint({ tags: {} }) }, 'Ready=False/NotOwned Stalled=True/NotOwned'],
  contested: [
    { facts: withEndpoint({ tags: { ...ownerTags(identity), 'privatelink-operator.io/uid': 'other' } }) },
    'Ready=False/OwnershipContested Stalled=True/OwnershipContested',
  ],
  deleting: [{ status: wasReady, deleting: true }, 'Ready=True/Deleting'],
};

describe('the row of the status contract', () => {
  test.each(Object.entries(rows))('%s', (_name, [making, expected, outcome]) => {
    const shown = after(making, outcome);
    expect(summaryOf(shown)).toBe(expected);
    expect(interfaceEndpointStatus.omit({ conditions: true }).safeParse(shown).error?.issues ?? []).toEqual([]);
  });
});

const detail = (shown: Status, type: string): string => {
  const found = shown.conditions.find((one) => one.type === type);
  return found === undefined ? 'absent' : `${found.status}/${found.reason}: ${found.message}`;
};

describe('what the status says', () => {
  test('waiting for acceptance, it carries what one mails the owner', () => {
    const message = detail(after({ facts: withEndpoint({ state: 'pendingAcceptance' }) }), 'Ready');
    for (const part of ['111122223333', endpointID, serviceName]) expect(message).toContain(part);
  });

  test('a change that AWS denies is told beside Ready, and one that it throttles is not', () => {
    const drifted = { status: wasReady, facts: withEndpoint({ groupIDs: sg('b') }) };
    expect(detail(after(drifted, failed('denied', { code: 'UnauthorizedOperation', message: 'not you' })), 'Available')).toBe(
      `True/Available: ${endpointID} is available. Cannot change ${endpointID}: not you (UnauthorizedOperation).`,
    );
    expect(detail(after(drifted, failed('throttled')), 'Available')).toBe(`True/Available: ${endpointID} is available.`);
  });

  test('no zone counts as covered before the owner accepts, or after a rejection', () => {
    for (const state of ['pendingAcceptance', 'rejected', 'expired', 'failed'] as const) {
      const shown = after({ facts: withEndpoint({ state }) });
      expect(shown.zoneSummary).toBe('0/2');
      expect(detail(shown, 'ZonesServing')).toContain(`${endpointID} is ${state}`);
    }
  });

  test('a fixed address that an attached subnet cannot take any more is named', () => {
    const [id = ''] = ids('a1');
    const addresses = { state: 'present', value: [{ networkInterfaceID: 'eni-1', subnetID: id, ipv4Address: '10.0.1.5' }] } as const;
    const shown = after({ spec: { subnets: [{ id, ipv4Address: '10.0.1.9' }] }, facts: { addresses } });
    expect(detail(shown, 'ReferencesResolved')).toContain(`${id} keeps its address 10.0.1.5`);
  });

  test('a deletion that a record holds names the zone and the record, and keeps Ready', () => {
    const recordHere = { zone: 'team/pay', record: '@', isLeaving: false };
    const shown = after({ status: wasReady, deleting: true, facts: { records: [recordHere] } });
    expect(detail(shown, 'Ready')).toBe(
      `True/Deleting: InUse: PrivateHostedZone team/pay has a record @ that leads to ${endpointID}: delete the record or the zone first.`,
    );
    const leaving = after({ status: wasReady, deleting: true, facts: { records: [{ ...recordHere, isLeaving: true }] } });
    expect(detail(leaving, 'Ready')).toMatch(/^True\/Deleting: InUse: .* is taking away its record @ .* goes on by itself/);
  });

  test('of many records that hold a deletion five are named', () => {
    const records = Array.from({ length: 7 }, (_, index) => ({ zone: 'team/pay', record: `az${index}`, isLeaving: false }));
    const said = detail(after({ deleting: true, facts: { records } }), 'Ready');
    expect(said.match(/has a record/g)).toHaveLength(5);
    expect(said).toContain('2 more');
  });

  test("the service's private names are told whether or not private DNS is on, and stay while they cannot be read", () => {
    expect(after({}).privateNames).toEqual(['api.pay.example.com']);
    const blind = { privateNames: { state: 'unknown', failure: failure('denied') } } as const;
    expect(after({ status: { ...knownStatus, privateNames: ['a.example.com'] }, facts: blind }).privateNames).toEqual(['a.example.com']);
    expect(after({ facts: { privateNames: { state: 'present', value: [] } } }).privateNames).toBeUndefined();
  });

  test('a failed delete quotes AWS', () => {
    const shown = after({ deleting: true }, failed('dependency', { code: 'DependencyViolation', message: 'has dependent objects' }));
    expect(detail(shown, 'Ready')).toContain('has dependent objects (DependencyViolation)');
  });

  test('a service that is not visible names the principal to allow', () => {
    const shown = after(creating, failed('terminal', { code: 'InvalidServiceName' }));
    expect(detail(shown, 'Ready')).toContain('arn:aws:iam::111122223333:root');
  });

  test("the provider's zone is joined, with its fix in words, and not counted", () => {
    const shown = after({ facts: { provider: [notServing, { ...notServing, zoneID: 'euw1-az2', state: 'Serving' }] } });
    expect(shown.zoneSummary).toBe('1/2');
    expect(shown.zones?.map((zone) => [zone.zoneID, zone.attached, zone.serving, zone.reason])).toEqual([
      ['euw1-az1', true, 'False', 'ProviderNotServing'],
      ['euw1-az2', true, 'True', 'Serving'],
    ]);
    expect(detail(shown, 'ZonesServing')).toContain('add a target in euw1-az1');
    expect(detail(shown, 'ZonesCovered')).toMatch(/^True/);
  });

  test('a provider that cannot be seen counts as covered, and the message says so', () => {
    const shown = after({});
    expect(shown.zoneSummary).toBe('2/2');
    expect(shown.zones?.[0]?.message).toContain('counts as covered');
  });

  test('a zone without the service is wanted, uncovered and named, and so is its subnet', () => {
    const shown = after({ facts: { ...withEndpoint({ subnetIDs: ids('a1') }), offered: { state: 'found', value: ['euw1-az1'] } } });
    expect(shown.zoneSummary).toBe('1/2');
    expect(shown.droppedSubnets).toMatchObject([{ id: ids('b2')[0], zoneID: 'euw1-az2', reason: 'ZoneNotOffered' }]);
    expect(detail(shown, 'ZonesCovered')).toMatch(/^False\/ZoneNotOffered: .*euw1-az2/);
  });

  test('whom the security groups let in is told, and stays as told while they cannot be listed', () => {
    expect(after({}).admits).toEqual({ cidrs: ['10.0.0.0/16'], others: false });
    const before = { cidrs: ['10.9.0.0/16'], others: true };
    const blind = { groups: { known: false, failure: failure('denied'), items: [group('a')] } } as const;
    expect(after({ status: { ...knownStatus, admits: before }, facts: blind }).admits).toEqual(before);
  });

  test('DNS names are told by their shape', () => {
    const base = 'vpce-svc-0123.eu-west-1.vpce.amazonaws.com';
    const names = [
      `${endpointID}-abcd1234-eu-west-1b.${base}`,
      'api.pay.example.com',
      `${endpointID}-abcd1234.${base}`,
      `${endpointID}-abcd1234-eu-west-1a.${base}`,
    ];
    const shown = after({ facts: withEndpoint({ dnsEntries: names.map((name, index) => ({ name, hostedZoneID: `Z${index}` })) }) });
    expect(shown.dns).toEqual({
      regional: names[2],
      hostedZoneID: 'Z2',
      zonal: [
        { zoneID: 'euw1-az1', name: names[3] },
        { zoneID: 'euw1-az2', name: names[0] },
      ],
      private: ['api.pay.example.com'],
    });
  });

  test('private DNS that is not wanted has no condition', () => {
    expect(detail(after({}), 'PrivateDNSReady')).toBe('absent');
  });

  test('private DNS that is on says who is shut out, and still does while the groups cannot be listed', () => {
    const spec = { privateDNS: { enabled: true } };
    const on = { ...withEndpoint({ privateDNS: true }), ...attributes(true) };
    const shut = { groups: { known: true, items: [group('a', {}, [])], sequence: 1 } } as const;
    const said = detail(after({ spec, facts: { ...on, ...shut } }), 'PrivateDNSReady');
    expect(said).toMatch(/^True\/Enabled: The service's private name leads to .* does not admit .* time out\./);
    const message = said.replace('True/Enabled: ', '');
    const blind = { groups: { known: false, failure: failure('throttled'), items: undefined } } as const;
    const conditions = [{ ...condition('PrivateDNSReady', 'True', 'Enabled'), message }];
    expect(detail(after({ spec, status: { ...knownStatus, conditions }, facts: { ...on, ...blind } }), 'PrivateDNSReady')).toBe(said);
  });

  test("private DNS refused is told in AWS's words", () => {
    const shown = after(
      { spec: { privateDNS: { enabled: true } }, facts: attributes(true) },
      failed('terminal', { message: 'there is already a conflicting DNS domain' }),
    );
    expect(detail(shown, 'PrivateDNSReady')).toContain('False/Refused: ');
    expect(detail(shown, 'PrivateDNSReady')).toContain('there is already a conflicting DNS domain');
  });

  test('private DNS refused for another endpoint names its owner, in both conditions', () => {
    const other = endpoint({ id: 'vpce-0000000f', tags: ownerTags({ ...identity, cluster: 'c2' }) });
    const shown = after(
      { spec: { privateDNS: { enabled: true } }, facts: { ...attributes(true), inTheWay: { state: 'present', value: [other] } } },
      failed('terminal', { message: 'there is already a conflicting DNS domain' }),
    );
    const words =
      'a conflicting DNS domain. In vpc-00000001 the private name leads to vpce-0000000f, which belongs to InterfaceEndpoint team/orders of cluster c2. ';
    for (const type of ['PrivateDNSReady', 'Ready']) expect(detail(shown, type)).toContain(words);
  });

  test('an edit that could not be carried out keeps the old generation', () => {
    expect(after({ status: wasReady, facts: withEndpoint({ groupIDs: sg('b') }) }, failed('throttled')).keepGeneration).toBe(true);
    expect(after({ status: wasReady }).keepGeneration).toBe(false);
  });
});

describe('what the status remembers', () => {
  test('the ID that a create answered', () => {
    expect(after(creating, { result: 'done', id: endpointID })).toMatchObject({ endpointID, createSeen: false });
  });

  test('the ID of an endpoint taken up', () => {
    expect(after({ status: {}, facts: { ...beforeCreate, owned: { state: 'present', value: [endpoint()] } } })).toMatchObject({
      endpointID,
      createSeen: true,
    });
  });

  test('no ID once the endpoint is proven gone', () => {
    const shown = after({ facts: { resource: { state: 'absent' } } });
    expect(shown.endpointID).toBeUndefined();
    expect(shown.createSeen).toBe(true);
  });

  test('NotFound soon after the create keeps the ID', () => {
    expect(after({ facts: { resource: { state: 'absent' } }, tries: { Create: attempt({ outcome: { result: 'done' } }) } })).toMatchObject({
      endpointID,
      createSeen: false,
    });
  });

  test('tag keys of the recorded create, so that an edit meanwhile is put right', () => {
    const request = {
      TagSpecifications: [
        {
          ResourceType: 'vpc-endpoint',
          Tags: [
            { Key: 'old', Value: '1' },
            { Key: 'privatelink-operator.io/uid', Value: 'uid-1' },
          ],
        },
      ],
    };
    const shown = after({
      ...creating,
      status: { pendingCreate: pendingCreate('c1', 'uid-1', { attempt: 1, request }), attempt: 1 },
      spec: { tags: { new: '2' } },
    });
    expect(shown.tagKeys).toEqual(['new', 'old']);
  });

  test('a tag key only as long as AWS still shows it', () => {
    expect(
      after({ status: { ...knownStatus, tagKeys: ['gone', 'kept'] }, facts: withEndpoint({ tags: { ...ownerTags(identity), kept: '1' } }) })
        .tagKeys,
    ).toEqual(['kept']);
  });

  test('the zones of a subnet that one listing lacks', () => {
    const before = after({});
    const shown = after({
      status: { ...knownStatus, zones: before.zones },
      facts: {
        subnets: { known: true, items: [subnet('a1')], sequence: 2 },
        subnetSightings: { sequence: 2, missingSince: { 'subnet-0000000b2': 2 } },
      },
    });
    expect(shown.zoneSummary).toBe('2/2');
    expect(shown.subnetIDs).toEqual(ids('a1', 'b2'));
  });
});

test('the order of what AWS answers changes no status', () => {
  const entries = ['x.example.com', 'a.example.com', `${endpointID}-t.s`].map((name) => ({ name, hostedZoneID: 'Z' }));
  const making: Making = { facts: { ...withEndpoint({ dnsEntries: entries }), provider: [notServing] } };
  const turned: Making = {
    facts: {
      ...withEndpoint({ dnsEntries: entries.toReversed(), subnetIDs: ids('b2', 'a1') }),
      provider: [notServing],
      subnets: { known: true, items: [subnet('b2'), subnet('a1')], sequence: 9 },
      offered: { state: 'found', value: ['euw1-az3', 'euw1-az2', 'euw1-az1'] },
    },
  };
  expect(after(turned)).toEqual(after(making));
});
