import type { Change, ResourceRecordSet, Route53 } from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { normalName } from '../../src/simulator/route53/names.ts';
import { published } from './support/published.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, refusal, simulation } from './support/simulation.ts';
import { makeZone } from './support/zones.ts';

type Set = ResourceRecordSet;

const set = (name: string, type: Set['Type'], ...values: readonly string[]): Set => ({
  Name: name,
  Type: type,
  TTL: 60,
  ResourceRecords: values.map((Value) => ({ Value })),
});
const aliasTo = (zoneID: string, dnsName: string, name = 'pay.com'): Set => ({
  Name: name,
  Type: 'A',
  AliasTarget: { HostedZoneId: zoneID, DNSName: dnsName, EvaluateTargetHealth: false },
});
const create = (given: Set): Change => ({ Action: 'CREATE', ResourceRecordSet: given });
const remove = (given: Set): Change => ({ Action: 'DELETE', ResourceRecordSet: given });
const upsert = (given: Set): Change => ({ Action: 'UPSERT', ResourceRecordSet: given });
const weighted = (given: Set, identifier: string): Set => ({ ...given, SetIdentifier: identifier, Weight: 1 });

interface Zone {
  readonly route53: Route53;
  readonly id: string;
  change(...changes: readonly Change[]): Promise<string>;
  /** Names, types and values of all sets but the zone's own. */
  list(): Promise<readonly string[]>;
}

async function zone(simulated: Simulation, name = 'pay.com'): Promise<Zone> {
  const route53 = simulated.route53(consumer);
  const { Id: id } = await makeZone(route53, name);
  return {
    route53,
    id,
    change: async (...changes) => {
      const { ChangeInfo } = await route53.changeResourceRecordSets({ HostedZoneId: id, ChangeBatch: { Changes: [...changes] } });
      return ChangeInfo?.Id ?? '';
    },
    list: async () => {
      const { ResourceRecordSets = [] } = await route53.listResourceRecordSets({ HostedZoneId: id, MaxItems: 300 });
      return ResourceRecordSets.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA').map(text);
    },
  };
}

function text({ Name, Type, SetIdentifier, ResourceRecords, AliasTarget }: Set): string {
  const values = AliasTarget ? [`→ ${AliasTarget.DNSName}`] : (ResourceRecords ?? []).map(({ Value }) => Value);
  return [Name, Type, ...(SetIdentifier === undefined ? [] : [`(${SetIdentifier})`]), ...values].join(' ');
}

describe('names in normal form', () => {
  const names = [
    ['Pay.COM', 'pay.com.'],
    ['pay.com.', 'pay.com.'],
    ['*.pay.com', '\\052.pay.com.'],
    ['\\052.pay.com', '\\052.pay.com.'],
    ['_6E86.pay.com', '_6e86.pay.com.'],
    ['a!b.com', 'a\\041b.com.'],
    ['\\101.com', 'a.com.'],
  ] as const;
  test.each(names)('%s is %s', (given, normal) => {
    expect(normalName(given)).toBe(normal);
    expect(normalName(normal)).toBe(normal);
  });
});

test('records are created, set anew and deleted', async () => {
  await using simulated = await simulation();
  const { change, list } = await zone(simulated);
  await change(
    create(set('A.pay.com', 'A', '10.0.0.1')),
    create(set('*.pay.com', 'A', '10.0.0.2')),
    upsert(set('t.pay.com', 'TXT', '"a" "b"', '"c"')),
  );
  expect(await list()).toEqual(['\\052.pay.com. A 10.0.0.2', 'a.pay.com. A 10.0.0.1', 't.pay.com. TXT "a" "b" "c"']);
  await change(
    upsert(set('a.pay.com', 'A', '10.0.0.3', '10.0.0.4')),
    remove(set('t.pay.com', 'TXT', '"c"', '"a" "b"')),
    remove(set('\\052.pay.com', 'A', '10.0.0.2')),
  );
  expect(await list()).toEqual(['a.pay.com. A 10.0.0.3 10.0.0.4']);
  await change(remove(set('a.pay.com', 'A', '10.0.0.3', '10.0.0.4')), create(set('a.pay.com', 'CNAME', 'b.pay.com')));
  expect(await list()).toEqual(['a.pay.com. CNAME b.pay.com']);
});

test('DNS answers by a change only when it is INSYNC', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const { change } = await zone(simulated);
  const answered = (): readonly string[] => {
    world.settle();
    return [...world.hostedZones.values()].flatMap(({ answering }) => [...answering.records.keys()]);
  };
  await change(create(set('a.pay.com', 'A', '10.0.0.1')));
  simulated.clock.advance(20_000);
  await change(upsert(set('a.pay.com', 'A', '10.0.0.2')), create(set('b.pay.com', 'A', '10.0.0.2')));
  expect(answered()).toEqual([]);
  simulated.clock.advance(10_000);
  expect(answered()).toEqual(['pay.com. NS', 'pay.com. SOA', 'a.pay.com. A']);
  simulated.clock.advance(20_000);
  expect(answered()).toEqual(['pay.com. NS', 'pay.com. SOA', 'a.pay.com. A', 'b.pay.com. A']);
});

const existing = set('a.pay.com', 'A', '10.0.0.1');
const batches: readonly { readonly name: string; readonly changes: readonly Change[]; readonly says: readonly string[] }[] = [
  {
    name: 'to create what exists',
    changes: [create(existing)],
    says: ["Tried to create resource record set [name='a.pay.com.', type='A'] but it already exists"],
  },
  {
    name: 'to delete what does not exist',
    changes: [remove(set('b.pay.com', 'A', '10.0.0.1'))],
    says: ["Tried to delete resource record set [name='b.pay.com.', type='A'] but it was not found"],
  },
  {
    name: 'to delete with another value',
    changes: [remove(set('a.pay.com', 'A', '10.0.0.2'))],
    says: ["Tried to delete resource record set [name='a.pay.com.', type='A'] but the values provided do not match the current values"],
  },
  { name: 'to delete with another TTL', changes: [remove({ ...existing, TTL: 61 })], says: ['do not match the current values'] },
  {
    name: 'to delete with one value more',
    changes: [remove(set('a.pay.com', 'A', '10.0.0.1', '10.0.0.2'))],
    says: ['do not match the current values'],
  },
  {
    name: 'a name outside the zone',
    changes: [create(set('a.example.com', 'A', '10.0.0.1'))],
    says: ['RRSet with DNS name a.example.com. is not permitted in zone pay.com.'],
  },
  {
    name: 'a name that only ends like the zone',
    changes: [create(set('xpay.com', 'A', '10.0.0.1'))],
    says: ['RRSet with DNS name xpay.com. is not permitted in zone pay.com.'],
  },
  {
    name: 'a CNAME at the apex',
    changes: [create(set('pay.com', 'CNAME', 'b.com'))],
    says: ['RRSet of type CNAME with DNS name pay.com. is not permitted at apex in zone pay.com.'],
  },
  {
    name: 'a CNAME beside another record',
    changes: [create(set('a.pay.com', 'CNAME', 'b.com'))],
    says: ['RRSet of type CNAME with DNS name a.pay.com. is not permitted as it conflicts with other records'],
  },
  {
    name: 'another record beside a CNAME',
    changes: [create(set('c.pay.com', 'A', '10.0.0.1'))],
    says: ['a conflicting RRSet of type CNAME with the same DNS name already exists in zone pay.com.'],
  },
  { name: 'a CNAME with two values', changes: [create(set('b.pay.com', 'CNAME', 'b.com', 'c.com'))], says: ['exactly one value'] },
  {
    name: 'a weighted set beside a simple one',
    changes: [create(weighted(existing, 'one'))],
    says: ['cannot be created as other RRSets exist with the same name and type'],
  },
  {
    name: 'the same set twice',
    changes: [upsert(existing), upsert(existing)],
    says: ["The request contains an invalid set of changes for a resource record set 'A a.pay.com.'"],
  },
  {
    name: 'a set created and then deleted',
    changes: [create(set('b.pay.com', 'A', '10.0.0.1')), remove(set('b.pay.com', 'A', '10.0.0.1'))],
    says: ['invalid set of changes'],
  },
  {
    name: 'an address that is none',
    changes: [create(set('b.pay.com', 'A', '10.0.0.300'))],
    says: ["ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '10.0.0.300'"],
  },
  { name: 'an IPv6 address that is none', changes: [create(set('b.pay.com', 'AAAA', '10.0.0.1'))], says: ['AAAARRDATAIllegalIPv6Address'] },
  {
    name: 'a text without quotes',
    changes: [create(set('b.pay.com', 'TXT', 'vpce:abc'))],
    says: ["InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'vpce:abc'"],
  },
  {
    name: 'a text that is too long for one string',
    changes: [create(set('b.pay.com', 'TXT', `"${'a'.repeat(256)}"`))],
    says: ['CharacterStringTooLong'],
  },
  {
    name: 'a value twice',
    changes: [create(set('b.pay.com', 'A', '10.0.0.1', '10.0.0.1'))],
    says: ["Duplicate Resource Record: '10.0.0.1'"],
  },
  {
    name: '401 values',
    changes: [create(set('b.pay.com', 'TXT', ...Array.from({ length: 401 }, (_, index) => `"${index}"`)))],
    says: ['Number of values limit of 400 exceeded.'],
  },
  {
    name: '501 upserts, which count twice',
    changes: Array.from({ length: 501 }, (_, index) => upsert(set(`n${index}.pay.com`, 'A', '10.0.0.1'))),
    says: ['Number of records limit of 1000 exceeded.'],
  },
  {
    name: 'upserts of more than 16,000 characters',
    changes: Array.from({ length: 64 }, (_, index) => upsert(set(`n${index}.pay.com`, 'TXT', `"${'a'.repeat(249)}"`))),
    says: ['Number of characters limit of 32000 exceeded.'],
  },
  {
    name: 'an alias to another name of the zone that is not there',
    changes: [create(aliasTo('OWN', 'b.pay.com'))],
    says: ['Tried to create an alias that targets b.pay.com., type A in zone OWN, but that target was not found'],
  },
  {
    name: 'an alias to a zone that does not have the name',
    changes: [create(aliasTo('OWN', 'b.com'))],
    says: ['type A in zone OWN, but the alias target name does not lie within the target zone', 'but that target was not found'],
  },
  {
    name: 'several mistakes, and all are named',
    changes: [create(existing), create(set('b.com', 'A', '10.0.0.1'))],
    says: ['but it already exists, RRSet with DNS name b.com.'],
  },
];

describe('a batch is refused as a whole for', () => {
  test.each(batches)('$name', async ({ changes, says }) => {
    await using simulated = await simulation();
    const { change, list, id } = await zone(simulated);
    await change(create(existing), create(set('c.pay.com', 'CNAME', 'b.com')));
    const before = await list();
    const own = id.replace('/hostedzone/', '');
    const given = changes.map((each) => JSON.parse(JSON.stringify(each).replaceAll('"OWN"', JSON.stringify(own))) as Change);
    const { code, message, status } = await refusal(change(create(set('z.pay.com', 'A', '10.0.0.9')), ...given));
    expect({ code, status }).toEqual({ code: 'InvalidChangeBatch', status: 400 });
    for (const part of says) expect(message).toContain(part.replaceAll('OWN', own));
    expect(message).toMatch(/^\[.*\]$/);
    expect(await list()).toEqual(before);
  });

  test('one record more than a zone may have', async () => {
    await using simulated = await simulation({ ...calm, recordsPerZone: 3 });
    const { change } = await zone(simulated);
    await change(create(existing));
    expect(await refusal(change(create(set('b.pay.com', 'A', '10.0.0.1'))))).toMatchObject({ code: 'InvalidChangeBatch' });
  });
});

const invalid: readonly { readonly name: string; readonly given: Set; readonly says: string }[] = [
  {
    name: 'neither values nor alias',
    given: { Name: 'b.pay.com', Type: 'A' },
    says: 'but found none in Change with [Action=CREATE, Name=b.pay.com, Type=A, SetIdentifier=null]',
  },
  { name: 'values without a TTL', given: { Name: 'b.pay.com', Type: 'A', ResourceRecords: [{ Value: '10.0.0.1' }] }, says: 'found none' },
  { name: 'an alias with a TTL', given: { ...aliasTo('Z1', 'b.com'), TTL: 60 }, says: 'found more than one' },
  { name: 'an alias with values', given: { ...existing, ...aliasTo('Z1', 'b.com') }, says: 'found more than one' },
  { name: 'a weight without an identifier', given: { ...existing, Weight: 1 }, says: "Missing field 'SetIdentifier'" },
  { name: 'an identifier without a policy', given: { ...existing, SetIdentifier: 'a' }, says: 'found none' },
  { name: 'a weight beyond 255', given: { ...weighted(existing, 'a'), Weight: 256 }, says: 'Weight' },
  { name: 'a TTL below zero', given: { ...existing, TTL: -1 }, says: 'TTL' },
];

test.each(invalid)('a set with $name is refused as input', async ({ given, says }) => {
  await using simulated = await simulation();
  const { change } = await zone(simulated);
  const { code, message } = await refusal(change(create(given)));
  expect(code).toBe('InvalidInput');
  expect(message).toContain(says);
});

test('an empty batch is refused', async () => {
  await using simulated = await simulation();
  const { change } = await zone(simulated);
  expect(await refusal(change())).toMatchObject({ code: 'InvalidInput' });
});

test("a zone's own NS and SOA records stay, and may be set anew", async () => {
  await using simulated = await simulation();
  const { route53, id, change } = await zone(simulated);
  const { ResourceRecordSets = [] } = await route53.listResourceRecordSets({ HostedZoneId: id });
  const messages = [
    'A HostedZone must contain at least one NS record for the zone itself.',
    'A HostedZone must contain exactly one SOA record.',
  ];
  for (const [index, own] of ResourceRecordSets.entries()) {
    expect((await refusal(change(remove(own)))).message).toContain(messages[index]);
    await change(upsert({ ...own, TTL: 60 }));
  }
});

describe('an alias to an endpoint', () => {
  test('names the zone of its regional or a zonal entry, and no other', async () => {
    await using simulated = await simulation();
    const { connect, subnets, consumerEC2 } = await published(simulated);
    const service = { ServiceName: 'com.amazonaws.eu-west-1.s3', PrivateDnsEnabled: true };
    const [made, s3] = [await connect({ SubnetIds: [subnets[0].id, subnets[1].id] }), await connect(service)];
    const { change, list } = await zone(simulated);
    expect((await refusal(change(create(aliasTo('Z1', 'not-yet.com'))))).message).toContain('but that target was not found');
    simulated.clock.advance(60_000);
    const entries = async (id: string) =>
      (await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] })).VpcEndpoints?.[0]?.DnsEntries ?? [];
    const [regional, zonal] = await entries(made.VpcEndpointId);
    const target = ({ HostedZoneId = '', DnsName = '' } = {}, name: string) => aliasTo(HostedZoneId, DnsName, name);
    await change(create(target(regional, 'pay.com')), create(target(zonal, 'az1.pay.com')));
    expect(await list()).toEqual([`pay.com. A → ${regional?.DnsName}.`, `az1.pay.com. A → ${zonal?.DnsName}.`]);
    const refused = async (given: Set) => (await refusal(change(create(given)))).message;
    const lies = 'but the alias target name does not lie within the target zone';
    expect(await refused(aliasTo('Z2', regional?.DnsName ?? '', 'b.pay.com'))).toContain(lies);
    expect(await refused(aliasTo(regional?.HostedZoneId ?? '', 'vpce-0none.vpce.amazonaws.com', 'b.pay.com'))).toContain(lies);
    expect(await refused({ ...target(regional, 'b.pay.com'), Type: 'AAAA' })).toContain('but that target was not found');
    const ofS3 = await entries(s3.VpcEndpointId);
    const hidden = ofS3.find(({ DnsName }) => DnsName === 's3.eu-west-1.amazonaws.com');
    expect(await refused(target(hidden, 'b.pay.com'))).toContain(lies);
    const wildcard = ofS3.find(({ DnsName }) => DnsName?.startsWith('*.vpce-'));
    const below = { ...wildcard, DnsName: wildcard?.DnsName?.replace('*', 'bucket') };
    await change(create(target(wildcard, 's3.pay.com')), create(target(below as never, 'bucket.pay.com')));
    expect((await list()).filter((each) => each.includes('s3'))).toHaveLength(2);
  });

  test('of the zone itself needs a target that an earlier change made', async () => {
    await using simulated = await simulation();
    const { change, id } = await zone(simulated);
    const own = create(aliasTo(id.replace('/hostedzone/', ''), 'a.pay.com'));
    expect((await refusal(change(own, create(existing)))).message).toContain('but that target was not found');
    await change(create(existing), own);
    await change(remove({ ...own.ResourceRecordSet, Name: 'PAY.com', Type: 'A' }));
  });
});

test('a list comes in order of labels, types and identifiers, in pages that name the next', async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2 });
  const { route53, id, change } = await zone(simulated);
  const sets = [
    set('b.pay.com', 'TXT', '"x"'),
    set('b.pay.com', 'A', '10.0.0.1'),
    set('a.b.pay.com', 'A', '10.0.0.1'),
    set('*.pay.com', 'A', '10.0.0.1'),
    set('a-b.pay.com', 'A', '10.0.0.1'),
    weighted(set('w.pay.com', 'A', '10.0.0.2'), 'two'),
    weighted(set('w.pay.com', 'A', '10.0.0.1'), 'one'),
  ];
  await change(...sets.map(create));
  const seen: string[] = [];
  let start = {};
  for (let more = true; more; ) {
    const page = await route53.listResourceRecordSets({ HostedZoneId: id, ...start });
    expect(page.MaxItems).toBe(2);
    seen.push(
      ...(page.ResourceRecordSets ?? []).map(({ Name, Type, SetIdentifier }) => [Name, Type, SetIdentifier].filter(Boolean).join(' ')),
    );
    start = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
    more = page.IsTruncated ?? false;
  }
  expect(seen).toEqual([
    'pay.com. NS',
    'pay.com. SOA',
    '\\052.pay.com. A',
    'a-b.pay.com. A',
    'b.pay.com. A',
    'b.pay.com. TXT',
    'a.b.pay.com. A',
    'w.pay.com. A one',
    'w.pay.com. A two',
  ]);
  const one = await route53.listResourceRecordSets({
    HostedZoneId: id,
    StartRecordName: 'B.pay.com',
    StartRecordType: 'CNAME',
    MaxItems: 1,
  });
  expect(one.ResourceRecordSets?.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(['b.pay.com. TXT']);
  expect(await refusal(route53.listResourceRecordSets({ HostedZoneId: id, StartRecordType: 'A' }))).toMatchObject({ code: 'InvalidInput' });
});
