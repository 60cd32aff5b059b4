import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { resolve } from '../../src/simulator/resolver/resolve.ts';
import { isReady } from '../harness/scenario.ts';
import { domain, hub, hubVPC, type ManyVPCs, manyVPCsScenarios } from './support/many-vpcs.ts';

const { begin } = manyVPCsScenarios();

const second = 1_000;

/** Asks every VPC's resolver for the name, and answers the VPCs in which it leads nowhere: at a zone's own name that is an empty answer, below it NXDOMAIN. */
function withoutName(on: ManyVPCs, dnsName = domain): readonly string[] {
  return Object.entries(on.vpcs).flatMap(([account, ids]) =>
    ids.filter((vpcID) => resolve(on.simulator.world, { account, vpcID, dnsName }).result !== 'answered'),
  );
}

/** What each VPC's resolver answers. */
function answers(on: ManyVPCs, dnsName = domain): Readonly<Record<string, readonly string[]>> {
  const all = Object.entries(on.vpcs).flatMap(([account, ids]) =>
    ids.map((vpcID) => {
      const answer = resolve(on.simulator.world, { account, vpcID, dnsName });
      return [vpcID, answer.result === 'answered' ? answer.values.toSorted() : [answer.message]] as const;
    }),
  );
  return Object.fromEntries(all);
}

/** The addresses of the endpoint's interfaces. */
function addresses({ simulator: { world } }: ManyVPCs, endpointID: unknown): readonly string[] {
  return [...world.networkInterfaces.values()]
    .filter((one) => one.endpointID === endpointID)
    .map(({ privateAddress }) => privateAddress)
    .toSorted();
}

/**
 * Asks everywhere once a second until it is so, and for two minutes after it, and then until all have the name. Answers how long each VPC was without,
 * in seconds: asked in the wrong moment, a resolver remembers for a quarter of an hour that there was nothing.
 */
async function gapsUntil(on: ManyVPCs, isSo: () => Promise<boolean>): Promise<Readonly<Record<string, number>>> {
  const gaps: Record<string, number> = {};
  let left = 120;
  for (let waited = 0; waited < 1_800 && left > 0; waited += 1) {
    await on.pass(second);
    const without = withoutName(on);
    for (const id of without) gaps[id] = (gaps[id] ?? 0) + 1;
    if ((left > 1 || without.length === 0) && (await isSo())) left -= 1;
  }
  if (left > 0) throw new Error('it did not come about within half an hour');
  return gaps;
}

async function isReadyNow(on: ManyVPCs, object: KubeObject): Promise<boolean> {
  const seen = await on.read(object);
  return seen !== undefined && isReady(seen);
}

describe('a resolver in every VPC, asked every second', () => {
  test('never loses the name while a zone is made, changed and deleted, but for the one VPC that a zone must have', async () => {
    const on = await begin();
    const endpoint = await on.create(on.hubEndpoint());
    const { status } = await on.until(endpoint, 'ready', isReady);
    expect(withoutName(on)).toEqual([]);

    const zone = await on.create(on.zone());
    const made = await gapsUntil(on, () => isReadyNow(on, zone));
    const [first] = on.vpcs[hub]?.filter((id) => id !== hubVPC).toSorted() ?? [];
    expect(Object.keys(made)).toEqual([first]);
    const expected = addresses(on, status['endpointID']);
    expect(answers(on)).toEqual(
      Object.fromEntries(
        Object.values(on.vpcs)
          .flat()
          .map((id) => [id, expected]),
      ),
    );

    const other = await on.create(on.endpoint('other', { accessRef: { name: on.consumer } }));
    const otherSeen = await on.until(other, 'ready', isReady);
    await on.edit(zone, { spec: { records: [{ name: '@', endpointRef: { name: 'other' } }] } });
    const movedTo = addresses(on, otherSeen.status['endpointID']);
    const changed = await gapsUntil(on, () => isReadyNow(on, zone));
    expect(changed).toEqual({});
    expect(answers(on)[hubVPC]).toEqual(movedTo);

    await on.remove(zone);
    const deleted = await gapsUntil(on, async () => (await on.read(zone)) === undefined);
    expect(Object.keys(deleted)).toEqual([first]);
    process.stdout.write(`without the name, in seconds: while made ${JSON.stringify(made)}, while deleted ${JSON.stringify(deleted)}\n`);
  });

  test('never loses the name while a zone with the record is taken over', async () => {
    const on = await begin();
    const endpoint = await on.create(on.hubEndpoint());
    const { status } = await on.until(endpoint, 'ready', isReady);
    const { regional = '', hostedZoneID = '' } = status['dns'] as { readonly regional?: string; readonly hostedZoneID?: string };
    const route53 = on.route53(hub);
    const { HostedZone } = await route53.createHostedZone({
      Name: domain,
      CallerReference: 'theirs',
      VPC: { VPCId: hubVPC, VPCRegion: 'eu-west-1' },
    });
    const Id = String(HostedZone?.Id);
    await on.pass(second);
    const AliasTarget = { DNSName: regional, HostedZoneId: hostedZoneID, EvaluateTargetHealth: false };
    const Changes = [{ Action: 'CREATE' as const, ResourceRecordSet: { Name: domain, Type: 'A' as const, AliasTarget } }];
    await route53.changeResourceRecordSets({ HostedZoneId: Id, ChangeBatch: { Changes } });
    await on.pass(40 * second);
    const zone = await on.create(on.zone({ existing: { hostedZoneID: Id.replace('/hostedzone/', '') } }));
    expect(await gapsUntil(on, () => isReadyNow(on, zone))).toEqual({});
    expect(new Set(Object.values(answers(on)).map((one) => one.join()))).toEqual(new Set([addresses(on, status['endpointID']).join()]));
  });
});

describe('the private names of a service', () => {
  const rows: Readonly<
    Record<
      string,
      { readonly service: string; readonly domain: string; readonly names: readonly string[]; readonly missing: readonly string[] }
    >
  > = {
    "Amazon S3's": {
      service: 's3',
      domain: 's3.eu-west-1.amazonaws.com',
      names: ['s3.eu-west-1.amazonaws.com', 'bucket.s3.eu-west-1.amazonaws.com'],
      missing: ['*.s3-accesspoint.eu-west-1.amazonaws.com'],
    },
    "ECR's for Docker": {
      service: 'ecr.dkr',
      domain: 'dkr.ecr.eu-west-1.amazonaws.com',
      names: ['dkr.ecr.eu-west-1.amazonaws.com', '222222222222.dkr.ecr.eu-west-1.amazonaws.com'],
      missing: [],
    },
  };

  test.each(Object.entries(rows))(
    '%s lead to the endpoint, at the domain and below it, and at rest nothing is written',
    async (_whose, row) => {
      const on = await begin();
      const endpoint = await on.create(on.hubEndpoint({ service: { awsService: row.service } }));
      const { status } = await on.until(endpoint, 'ready', isReady);
      const records = ['@', '*'].map((name) => ({ name, endpointRef: { name: 'secrets' } }));
      const zone = await on.create(on.zone({ domain: row.domain, records }));
      const seen = await on.until(zone, 'ready', isReady);
      // An association is listed at once, and answered by within a minute.
      await on.pass(60 * second);
      const there = addresses(on, status['endpointID']).join();
      for (const name of row.names) expect(new Set(Object.values(answers(on, name)).map((one) => one.join()))).toEqual(new Set([there]));
      expect(seen.status['namesNotHosted'] ?? []).toEqual(expect.arrayContaining([...row.missing]));
      expect(seen.status['namesNotHosted'] ?? []).not.toContain(row.domain);
      const before = on.writes().length;
      await on.pass(25 * 60 * second);
      expect(on.writes().slice(before)).toEqual([]);
    },
  );

  test('lead to one zone only where a record names it, and a name beside the service may be written out', async () => {
    const on = await begin();
    const endpoint = await on.create(on.hubEndpoint());
    const { status } = await on.until(endpoint, 'ready', isReady);
    const zones = status['zones'] as readonly { readonly zoneID: string; readonly ipv4Address: string }[];
    const records = [
      { name: '@', endpointRef: { name: 'secrets' } },
      ...zones.map(({ zoneID }) => ({ name: zoneID, endpointRef: { name: 'secrets', zoneID } })),
      { name: 'dualstack', type: 'A', values: ['10.9.9.9'], ttlSeconds: 60 },
    ];
    const zone = await on.create(on.zone({ records }));
    await on.until(zone, 'ready', isReady);
    await on.pass(60 * second);
    for (const { zoneID, ipv4Address } of zones) expect(answers(on, `${zoneID}.${domain}`)[hubVPC]).toEqual([ipv4Address]);
    expect(answers(on, `dualstack.${domain}`)[hubVPC]).toEqual(['10.9.9.9']);
    const before = on.writes().length;
    await on.pass(25 * 60 * second);
    expect(on.writes().slice(before)).toEqual([]);
  });
});
