import type { Route53 } from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { addVpc } from './support/records.ts';
import { calm, consumer, provider, refusal, simulation } from './support/simulation.ts';
import { makeZone, vpcOf } from './support/zones.ts';

test('a private zone has its VPC, its own records and a change that is through after a while', async () => {
  await using simulated = await simulation();
  const { clock, simulator } = simulated;
  const route53 = simulated.route53(consumer);
  const vpc = addVpc(simulator.world);
  const config = { Comment: 'ours', PrivateZone: true };
  const made = await route53.createHostedZone({ Name: 'Pay.Example.COM', CallerReference: '1', VPC: vpcOf(vpc), HostedZoneConfig: config });
  expect(made.HostedZone).toEqual({
    Id: made.HostedZone?.Id,
    Name: 'pay.example.com.',
    CallerReference: '1',
    Config: config,
    ResourceRecordSetCount: 2,
  });
  expect(made.VPC).toEqual(vpcOf(vpc));
  expect(made.DelegationSet).toBeUndefined();
  expect(made.HostedZone?.Id).toMatch(/^\/hostedzone\/Z[A-Z0-9]{20}$/);
  const id = made.ChangeInfo?.Id ?? '';
  expect(id).toMatch(/^\/change\/C/);
  expect(made.ChangeInfo).toEqual({ Id: id, Status: 'PENDING', SubmittedAt: new Date(clock.now()) });
  clock.advance(29_999);
  expect((await route53.getChange({ Id: id })).ChangeInfo?.Status).toBe('PENDING');
  clock.advance(1);
  expect((await route53.getChange({ Id: id })).ChangeInfo?.Status).toBe('INSYNC');
  const read = await route53.getHostedZone({ Id: made.HostedZone?.Id });
  expect(read).toMatchObject({ HostedZone: made.HostedZone, VPCs: [vpcOf(vpc)] });
  const { ResourceRecordSets } = await route53.listResourceRecordSets({ HostedZoneId: made.HostedZone?.Id });
  expect(ResourceRecordSets?.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(['pay.example.com. NS', 'pay.example.com. SOA']);
});

test('a public zone has name servers and no VPC', async () => {
  await using simulated = await simulation();
  const route53 = simulated.route53(consumer);
  const made = await route53.createHostedZone({ Name: 'example.com', CallerReference: '1' });
  expect(made.DelegationSet?.NameServers).toHaveLength(4);
  expect(made.HostedZone?.Config).toEqual({ PrivateZone: false });
  const read = await route53.getHostedZone({ Id: made.HostedZone?.Id });
  expect(read.VPCs).toBeUndefined();
});

test('a caller reference is used up for ever, within its account', async () => {
  await using simulated = await simulation();
  const route53 = simulated.route53(consumer);
  const made = await route53.createHostedZone({ Name: 'example.com', CallerReference: 'once' });
  const again = { code: 'HostedZoneAlreadyExists', status: 409 };
  expect(await refusal(route53.createHostedZone({ Name: 'example.org', CallerReference: 'once' }))).toMatchObject(again);
  await route53.deleteHostedZone({ Id: made.HostedZone?.Id });
  simulated.clock.advance(3_600_000);
  expect(await refusal(route53.createHostedZone({ Name: 'example.com', CallerReference: 'once' }))).toMatchObject(again);
  await simulated.route53(provider).createHostedZone({ Name: 'example.com', CallerReference: 'once' });
});

interface Known {
  readonly route53: Route53;
  readonly foreign: Route53;
  readonly zoneID: string;
  readonly foreignVPC: string;
}

const region = 'eu-west-1';

const refusals: readonly {
  readonly name: string;
  readonly call: (known: Known) => Promise<unknown>;
  readonly code: string;
  readonly status?: number;
}[] = [
  { name: 'an unknown zone', call: ({ route53 }) => route53.getHostedZone({ Id: 'Z1' }), code: 'NoSuchHostedZone', status: 404 },
  {
    name: 'a read of a foreign zone',
    call: ({ foreign, zoneID }) => foreign.getHostedZone({ Id: zoneID }),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: 'a list of the records of a foreign zone',
    call: ({ foreign, zoneID }) => foreign.listResourceRecordSets({ HostedZoneId: zoneID }),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: 'the deletion of a foreign zone',
    call: ({ foreign, zoneID }) => foreign.deleteHostedZone({ Id: zoneID }),
    code: 'AccessDenied',
    status: 403,
  },
  { name: 'an unknown change', call: ({ route53 }) => route53.getChange({ Id: 'C1' }), code: 'NoSuchChange', status: 404 },
  {
    name: 'a name that is none',
    call: ({ route53 }) => route53.createHostedZone({ Name: 'a..b', CallerReference: '1' }),
    code: 'InvalidDomainName',
  },
  {
    name: 'a label that is too long',
    call: ({ route53 }) => route53.createHostedZone({ Name: `${'a'.repeat(64)}.com`, CallerReference: '1' }),
    code: 'InvalidDomainName',
  },
  {
    name: 'a private zone without a VPC',
    call: ({ route53 }) => route53.createHostedZone({ Name: 'a.com', CallerReference: '1', HostedZoneConfig: { PrivateZone: true } }),
    code: 'InvalidInput',
  },
  {
    name: 'a VPC without its Region',
    call: ({ route53 }) => route53.createHostedZone({ Name: 'a.com', CallerReference: '1', VPC: { VPCId: 'vpc-1' } }),
    code: 'InvalidInput',
  },
  {
    name: 'a VPC that does not exist',
    call: ({ route53 }) => route53.createHostedZone({ Name: 'a.com', CallerReference: '1', VPC: { VPCId: 'vpc-1', VPCRegion: region } }),
    code: 'InvalidVPCId',
  },
  {
    name: 'a foreign VPC',
    call: ({ route53, foreignVPC }) =>
      route53.createHostedZone({ Name: 'a.com', CallerReference: '1', VPC: { VPCId: foreignVPC, VPCRegion: region } }),
    code: 'InvalidVPCId',
  },
  {
    name: 'a VPC in another Region than it is',
    call: ({ foreign, foreignVPC }) =>
      foreign.createHostedZone({ Name: 'a.com', CallerReference: '1', VPC: { VPCId: foreignVPC, VPCRegion: 'us-west-2' } }),
    code: 'InvalidVPCId',
  },
  {
    name: 'a zone ID without a name to start at',
    call: ({ route53 }) => route53.listHostedZonesByName({ HostedZoneId: 'Z1' }),
    code: 'InvalidInput',
  },
  { name: 'a page of nothing', call: ({ route53 }) => route53.listHostedZones({ MaxItems: 0 }), code: 'InvalidInput' },
  {
    name: 'tags of a health check',
    call: ({ route53 }) => route53.listTagsForResource({ ResourceType: 'healthcheck', ResourceId: 'x' }),
    code: 'NoSuchHealthCheck',
    status: 404,
  },
  {
    name: 'a change of no tag',
    call: ({ route53, zoneID }) => route53.changeTagsForResource({ ResourceType: 'hostedzone', ResourceId: zoneID }),
    code: 'InvalidInput',
  },
  {
    name: 'eleven tags at once',
    call: ({ route53, zoneID }) =>
      route53.changeTagsForResource({
        ResourceType: 'hostedzone',
        ResourceId: zoneID,
        AddTags: Array.from({ length: 11 }, (_, index) => ({ Key: `${index}`, Value: '' })),
      }),
    code: 'InvalidInput',
  },
];

describe('Route 53 refuses', () => {
  test.each(refusals)('$name', async ({ call, code, status = 400 }) => {
    await using simulated = await simulation();
    const [route53, foreign] = [simulated.route53(consumer), simulated.route53(provider)];
    const { Id } = await makeZone(route53, 'example.com');
    const vpc = addVpc(simulated.simulator.world, { account: provider });
    expect(await refusal(call({ route53, foreign, zoneID: Id, foreignVPC: vpc.id }))).toMatchObject({ code, status });
  });

  test('one zone more than an account may have', async () => {
    await using simulated = await simulation({ ...calm, hostedZonesPerAccount: 1 });
    const route53 = simulated.route53(consumer);
    const zone = await makeZone(route53, 'a.com');
    expect(await refusal(makeZone(route53, 'b.com'))).toMatchObject({ code: 'TooManyHostedZones' });
    await route53.deleteHostedZone({ Id: zone.Id });
    await makeZone(route53, 'b.com');
  });
});

test('a zone that has records cannot be deleted, and DNS answers from a deleted one until that is through', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const route53 = simulated.route53(consumer);
  const vpc = addVpc(world);
  const { Id } = await makeZone(route53, 'example.com', [vpc]);
  const record = { Name: 'www.example.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] } as const;
  const change = (action: 'CREATE' | 'DELETE') =>
    route53.changeResourceRecordSets({
      HostedZoneId: Id,
      ChangeBatch: { Changes: [{ Action: action, ResourceRecordSet: { ...record, ResourceRecords: [{ Value: '10.0.0.1' }] } }] },
    });
  await change('CREATE');
  simulated.clock.advance(30_000);
  world.settle();
  expect(await refusal(route53.deleteHostedZone({ Id }))).toMatchObject({ code: 'HostedZoneNotEmpty', status: 400 });
  await change('DELETE');
  const { ChangeInfo } = await route53.deleteHostedZone({ Id });
  expect(await refusal(route53.getHostedZone({ Id }))).toMatchObject({ code: 'NoSuchHostedZone' });
  const [zone] = [...world.hostedZones.values()];
  expect([...(zone?.answering.vpcIDs ?? [])]).toEqual([vpc.id]);
  simulated.clock.advance(30_000);
  world.settle();
  expect((await route53.getChange({ Id: ChangeInfo?.Id })).ChangeInfo?.Status).toBe('INSYNC');
  expect([...(zone?.answering.vpcIDs ?? [])]).toEqual([]);
  expect(world.hostedZones.size).toBe(0);
});

test('a comment is replaced, and left out deleted', async () => {
  await using simulated = await simulation();
  const route53 = simulated.route53(consumer);
  const { Id } = await makeZone(route53, 'example.com');
  expect((await route53.updateHostedZoneComment({ Id, Comment: 'a <b>' })).HostedZone?.Config?.Comment).toBe('a <b>');
  expect((await route53.updateHostedZoneComment({ Id })).HostedZone?.Config?.Comment).toBeUndefined();
});

test('tags are added, replaced and taken away, and listed by zone', async () => {
  await using simulated = await simulation();
  const route53 = simulated.route53(consumer);
  const [one, two] = [await makeZone(route53, 'a.com'), await makeZone(route53, 'b.com')];
  const bare = (id: string): string => id.replace('/hostedzone/', '');
  const tag = { ResourceType: 'hostedzone', ResourceId: bare(one.Id) } as const;
  await route53.changeTagsForResource({
    ...tag,
    AddTags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  });
  await route53.changeTagsForResource({ ...tag, AddTags: [{ Key: 'b', Value: '3' }], RemoveTagKeys: ['a', 'none'] });
  const Tags = [{ Key: 'b', Value: '3' }];
  expect((await route53.listTagsForResource(tag)).ResourceTagSet).toEqual({ ...tag, Tags });
  const { ResourceTagSets } = await route53.listTagsForResources({ ResourceType: 'hostedzone', ResourceIds: [bare(two.Id), bare(one.Id)] });
  expect(ResourceTagSets).toEqual([
    { ...tag, ResourceId: bare(two.Id), Tags: [] },
    { ...tag, Tags },
  ]);
});

describe('lists of zones', () => {
  const names = ['b.example.com', 'example.com', 'a.example.com', 'a-b.example.com', 'example.org'];

  test('by ID come in pages, each with the ID that the next begins with', async () => {
    await using simulated = await simulation({ ...calm, pageSize: 2 });
    const route53 = simulated.route53(consumer);
    const made = [];
    for (const name of names) made.push((await makeZone(route53, name)).Id);
    await makeZone(simulated.route53(provider), 'foreign.com');
    const seen: string[] = [];
    let marker: string | undefined;
    do {
      const page = await route53.listHostedZones({ Marker: marker });
      expect(page).toMatchObject({ MaxItems: 2, IsTruncated: page.NextMarker !== undefined });
      seen.push(...(page.HostedZones ?? []).map(({ Id = '' }) => Id));
      marker = page.NextMarker;
    } while (marker !== undefined);
    expect(seen).toEqual(made.sort());
    expect((await route53.getHostedZoneCount({})).HostedZoneCount).toBe(names.length);
  });

  test('may leave the public ones out', async () => {
    await using simulated = await simulation();
    const route53 = simulated.route53(consumer);
    await makeZone(route53, 'public.com');
    const { Id } = await makeZone(route53, 'private.com', [addVpc(simulated.simulator.world)]);
    const { HostedZones } = await route53.listHostedZones({ HostedZoneType: 'PrivateHostedZone' });
    expect(HostedZones?.map((zone) => zone.Id)).toEqual([Id]);
  });

  test('by name are in order of the labels reversed, from a name on, in pages', async () => {
    await using simulated = await simulation({ ...calm, pageSize: 2 });
    const route53 = simulated.route53(consumer);
    for (const name of names) await makeZone(route53, name);
    const seen: string[] = [];
    let next: { DNSName?: string; HostedZoneId?: string } = { DNSName: 'A-B.example.com' };
    do {
      const page = await route53.listHostedZonesByName(next);
      expect(page).toMatchObject(next);
      seen.push(...(page.HostedZones ?? []).map(({ Name = '' }) => Name));
      next = page.IsTruncated ? { DNSName: page.NextDNSName ?? '', HostedZoneId: page.NextHostedZoneId ?? '' } : {};
    } while (next.DNSName !== undefined);
    expect(seen).toEqual(['a-b.example.com.', 'a.example.com.', 'b.example.com.', 'example.org.']);
  });

  test('are late, and so is a read by ID for a moment', async () => {
    await using simulated = await simulation({ ...calm, hostedZoneListLagMs: 10_000, createVisibleMs: 2_000 });
    const route53 = simulated.route53(consumer);
    const vpc = addVpc(simulated.simulator.world);
    const { Id } = await makeZone(route53, 'example.com', [vpc]);
    const counts = async (): Promise<readonly (number | undefined)[]> => [
      (await route53.listHostedZones({})).HostedZones?.length,
      (await route53.listHostedZonesByName({ DNSName: 'example.com' })).HostedZones?.length,
      (await route53.listHostedZonesByVPC(vpcOf(vpc) as never)).HostedZoneSummaries?.length,
    ];
    expect(await refusal(route53.getHostedZone({ Id }))).toMatchObject({ code: 'NoSuchHostedZone' });
    simulated.clock.advance(2_000);
    expect((await route53.getHostedZone({ Id })).HostedZone?.Id).toBe(Id);
    expect(await counts()).toEqual([0, 0, 0]);
    simulated.clock.advance(8_000);
    expect(await counts()).toEqual([1, 1, 1]);
    await route53.deleteHostedZone({ Id });
    simulated.clock.advance(9_999);
    expect(await counts()).toEqual([1, 1, 1]);
    simulated.clock.advance(1);
    expect(await counts()).toEqual([0, 0, 0]);
  });
});
