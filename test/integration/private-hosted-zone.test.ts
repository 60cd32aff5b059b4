import { describe, expect, test } from 'vitest';
import { condition, isReady } from '../harness/scenario.ts';
import { accessName, addVPC, domain, hub, hubVPC, spokes, manyVPCsScenarios } from './support/many-vpcs.ts';
import {
  associated,
  authorized,
  countsOf,
  recordsOf,
  route53Writes,
  tag,
  tagsOf,
  untilCalled,
  vpcOf,
  zonesLeft,
} from './support/zones-seen.ts';

const minute = 60_000;
const { begin, beginWithZone } = manyVPCsScenarios();

describe('one zone over nine VPCs in three accounts', () => {
  test('costs one call a VPC of its own account, three a foreign one, and leaves no authorisation behind', async () => {
    const { on, zone } = await beginWithZone();
    const seen = await on.until(zone, 'ready', isReady);
    expect(seen.status['vpcSummary']).toBe('9/9');
    expect(countsOf(route53Writes(on))).toEqual({
      CreateHostedZone: 1,
      ChangeTagsForResource: 1,
      ChangeResourceRecordSets: 1,
      CreateVPCAssociationAuthorization: 6,
      AssociateVPCWithHostedZone: 8,
      DeleteVPCAssociationAuthorization: 6,
    });
    expect(await associated(on, seen)).toEqual(Object.values(on.vpcs).flat().toSorted());
    expect(await authorized(on, seen)).toEqual([]);
  });

  test('is at rest with a handful of reads in ten minutes, and no write', async () => {
    const { on, zone } = await beginWithZone();
    await on.until(zone, 'ready', isReady);
    await on.pass(20 * minute);
    const before = on.simulator.journal.length;
    await on.pass(10 * minute);
    const calls = on.simulator.journal.slice(before).filter(({ service }) => service === 'route53');
    expect([...new Set(calls.map(({ action }) => action))].toSorted()).toEqual([
      'GetHostedZone',
      'ListResourceRecordSets',
      'ListTagsForResources',
      'ListVPCAssociationAuthorizations',
    ]);
    // The simulator's pages are small.
    expect(calls.length).toBeLessThanOrEqual(6);
  });

  test('goes VPC by VPC, then its records, then itself', async () => {
    const { on, zone } = await beginWithZone();
    await on.until(zone, 'ready', isReady);
    const before = on.writes().length;
    await on.remove(zone);
    await on.untilGone(zone);
    const writes = on
      .writes()
      .slice(before)
      .map(({ action }) => action);
    expect(writes).toEqual([...Array<string>(8).fill('DisassociateVPCFromHostedZone'), 'ChangeResourceRecordSets', 'DeleteHostedZone']);
    expect(zonesLeft(on)).toEqual([]);
  });

  test('is left behind, marked as released, where the spec says so', async () => {
    const { on, zone } = await beginWithZone({ deletionPolicy: 'Retain' });
    const seen = await on.until(zone, 'ready', isReady);
    await on.remove(zone);
    await on.untilGone(zone);
    expect(zonesLeft(on)).toEqual([seen.status['hostedZoneID']]);
    expect(await associated(on, seen)).toHaveLength(9);
  });
});

describe('VPC 10', () => {
  test('costs one tag: it is associated within 75 seconds, and goes again on the second look without it', async () => {
    const { on, zone } = await beginWithZone();
    const seen = await on.until(zone, 'ready', isReady);
    const id = addVPC(on.simulator, { account: spokes[0], number: 50, tags: {} });
    await on.pass(minute);
    const began = on.now();
    tag(on, id, true);
    const sent = await untilCalled(on, 'AssociateVPCWithHostedZone', id);
    expect(sent - began).toBeLessThanOrEqual(75_000);
    await on.until(zone, 'associated', (one) => vpcOf(one, id)?.['state'] === 'Associated' && isReady(one));
    tag(on, id, false);
    await on.until(zone, 'gone again', (one) => vpcOf(one, id) === undefined, 400);
    expect(await associated(on, seen)).not.toContain(id);
    expect(await authorized(on, seen)).toEqual([]);
  });

  test('stays while a look-up fails or finds nothing at all', async () => {
    const { on, zone } = await beginWithZone();
    const seen = await on.until(zone, 'ready', isReady);
    const all = await associated(on, seen);
    const lift = on.simulator.faults.add({
      action: 'DescribeVpcs',
      outcome: { error: 'InternalError', status: 500 },
    });
    await on.pass(10 * minute);
    lift();
    for (const id of on.vpcs[spokes[0]] ?? []) tag(on, id, false);
    await on.pass(10 * minute);
    expect(await associated(on, seen)).toEqual(all);
    expect(route53Writes(on)).not.toContain('DisassociateVPCFromHostedZone');
  });

  test('is never the last to go', async () => {
    const { on, zone } = await beginWithZone({ vpcs: [{ id: hubVPC }] }, { vpcsOf: { [hub]: 1 } });
    const seen = await on.until(zone, 'ready', isReady);
    await on.edit(zone, { spec: { vpcs: [{ id: on.vpcs[hub]?.[1] }] } });
    await on.until(zone, 'moved', (one) => isReady(one) && vpcOf(one, hubVPC) === undefined);
    expect(await associated(on, seen)).toEqual([on.vpcs[hub]?.[1]]);
  });
});

describe('one account denied', () => {
  test('is named with the VPC and the action, all others are done, and it heals', async () => {
    const denied = spokes[1];
    const { on, zone } = await beginWithZone(
      {},
      {
        before: ({ faults }) =>
          faults.add({
            action: 'AssociateVPCWithHostedZone',
            account: denied,
            outcome: {
              error: 'AccessDenied',
              status: 403,
              message: 'User is not authorized to perform: route53:AssociateVPCWithHostedZone',
            },
          }),
      },
    );
    const seen = await on.until(
      zone,
      '6/9',
      (one) => one.status['vpcSummary'] === '6/9' && condition(one, 'Ready')?.reason === 'AccessDenied',
    );
    const [first = ''] = on.vpcs[denied] ?? [];
    expect(vpcOf(seen, first)).toMatchObject({ state: 'Failed', reason: 'AccessDenied', accountID: denied });
    expect(String(vpcOf(seen, first)?.['message'])).toContain(`in account ${denied}`);
    expect(condition(seen, 'Ready')?.message).toContain('AssociateVPCWithHostedZone');
    on.simulator.faults.clear();
    const healed = await on.until(zone, 'ready', isReady);
    expect(await authorized(on, healed)).toEqual([]);
  });

  test('whose VPCs cannot even be looked up holds up no other', async () => {
    const on = await begin();
    await on.until(await on.create(on.hubEndpoint()), 'ready', isReady);
    const shared = { tags: { privatelink: 'shared' } };
    const known = { ...shared, accessRef: { name: accessName(on, spokes[1]) } };
    const zone = await on.create(on.zone({ vpcs: [shared, { ...shared, accessRef: { name: 'nowhere' } }, known] }));
    const seen = await on.until(
      zone,
      '6/6',
      (one) => one.status['vpcSummary'] === '6/6' && condition(one, 'Ready')?.reason === 'AccessNotFound',
    );
    expect(await associated(on, seen)).toEqual([...(on.vpcs[hub] ?? []), ...(on.vpcs[spokes[1]] ?? [])].toSorted());
  });
});

describe('what belongs to others', () => {
  test('stays: a record of the same name is named and left alone', async () => {
    const { on, zone } = await beginWithZone({ records: [{ name: '@', endpointRef: { name: 'secrets' } }] });
    const seen = await on.until(zone, 'ready', isReady);
    const theirs = { Name: `az1.${domain}`, Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value: '10.1.1.1' }] };
    const HostedZoneId = String(seen.status['hostedZoneID']);
    await on
      .route53(hub)
      .changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: theirs }] } });
    await on.edit(zone, {
      spec: {
        records: [
          { name: '@', endpointRef: { name: 'secrets' } },
          { name: 'az1', type: 'A', values: ['10.2.2.2'] },
        ],
      },
    });
    const conflict = await on.until(zone, 'conflict', (one) => condition(one, 'Ready')?.reason === 'RecordConflict');
    expect(condition(conflict, 'Ready')?.message).toContain(`az1.${domain}. has a record of type A that we have not written`);
    await on.remove(zone);
    await on.until(zone, 'in use', (one) => condition(one, 'Ready')?.message.startsWith('InUse') === true);
    await on
      .route53(hub)
      .changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet: theirs }] } });
    await on.untilGone(zone);
  });

  test('stays: a zone of the same name in one of the VPCs is named with its owner, and the other VPCs go on', async () => {
    const taken = spokes[0];
    const { on, zone } = await beginWithZone({}, { before: () => undefined });
    const [id = ''] = on.vpcs[taken] ?? [];
    await on.route53(taken).createHostedZone({ Name: domain, CallerReference: 'theirs', VPC: { VPCId: id, VPCRegion: 'eu-west-1' } });
    const seen = await on.until(
      zone,
      '8/9',
      (one) => one.status['vpcSummary'] === '8/9' && condition(one, 'Ready')?.reason === 'ZoneInTheWay',
    );
    expect(String(vpcOf(seen, id)?.['message'])).toMatch(new RegExp(`${id} has Z[A-Z0-9]+ of ${taken} of the name`));
  });
});

describe('a zone that somebody else has made', () => {
  async function beginWithTheirs(spec: object) {
    const on = await begin();
    const endpoint = await on.create(on.hubEndpoint());
    await on.until(endpoint, 'ready', isReady);
    const { HostedZone } = await on
      .route53(hub)
      .createHostedZone({ Name: domain, CallerReference: 'theirs', VPC: { VPCId: hubVPC, VPCRegion: 'eu-west-1' } });
    const hostedZoneID = String(HostedZone?.Id).replace('/hostedzone/', '');
    await on.pass(1_000);
    const theirs = { Name: `old.${domain}`, Type: 'TXT' as const, TTL: 60, ResourceRecords: [{ Value: '"theirs"' }] };
    await on.route53(hub).changeResourceRecordSets({
      HostedZoneId: hostedZoneID,
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: theirs }] },
    });
    await on.pass(minute);
    const zone = await on.create(on.zone({ existing: { hostedZoneID }, ...spec }));
    return { on, zone, hostedZoneID };
  }

  test('is taken over: tagged, completed, and left behind when its object goes', async () => {
    const { on, zone, hostedZoneID } = await beginWithTheirs({});
    const seen = await on.until(zone, 'ready', isReady);
    expect(seen.status['hostedZoneID']).toBe(hostedZoneID);
    expect(await associated(on, seen)).toEqual(Object.values(on.vpcs).flat().toSorted());
    expect(recordsOf(on, seen)).toEqual([`A ${domain}.`, `NS ${domain}.`, `SOA ${domain}.`, `TXT old.${domain}.`]);
    expect(route53Writes(on)).not.toContain('CreateHostedZone');
    await on.remove(zone);
    await on.untilGone(zone);
    expect(zonesLeft(on)).toEqual([hostedZoneID]);
    const again = await on.create(on.zone({ existing: { hostedZoneID } }));
    await on.until(again, 'ready again', isReady);
    expect(tagsOf(on, seen)).not.toContain('privatelink-operator.io/released');
  });

  test('is only looked at where the spec says Observe, and what differs is told', async () => {
    const { on, zone, hostedZoneID } = await beginWithTheirs({
      managementPolicy: 'Observe',
      records: [{ name: 'old', type: 'TXT', values: ['"theirs"'], ttlSeconds: 60 }],
    });
    const seen = await on.until(zone, 'differs', (one) => condition(one, 'Drifted')?.status === 'True');
    expect(condition(seen, 'Ready')).toMatchObject({ status: 'False', reason: 'Differs' });
    await on.edit(zone, { spec: { vpcs: [{ id: hubVPC }] } });
    await on.until(zone, 'as the spec has it', isReady);
    await on.remove(zone);
    await on.untilGone(zone);
    expect([zonesLeft(on), route53Writes(on)]).toEqual([[hostedZoneID], []]);
  });

  test.each<[string, object, string]>([
    ['is not there', { existing: { hostedZoneID: 'Z0NOSUCHZONE' } }, 'ZoneNotFound'],
    ['hosts another domain', { domain: 'other.example.com' }, 'OtherDomain'],
  ])('is not written to if it %s', async (_what, spec, reason) => {
    const { on, zone } = await beginWithTheirs(spec);
    const seen = await on.until(zone, reason, (one) => condition(one, 'Ready')?.reason === reason);
    expect([seen.status['hostedZoneID'], route53Writes(on)]).toEqual([undefined, []]);
    await on.remove(zone);
    await on.untilGone(zone);
  });
});
