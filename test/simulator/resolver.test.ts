import { describe, expect, test } from 'vitest';
import { resolve } from '../../src/simulator/resolver/resolve.ts';
import type { NameService } from './support/name-service.ts';
import { alias, nameService, plain } from './support/name-service.ts';
import { addVpc } from './support/records.ts';
import { consumer, provider, simulation } from './support/simulation.ts';
import { vpcOf } from './support/zones.ts';

const secretsManager = 'secretsmanager.eu-west-1.amazonaws.com';

/** The addresses of the endpoint's interfaces, in order of zone. */
function addresses({ consumerEC2 }: NameService) {
  return async (): Promise<string[]> => {
    const { NetworkInterfaces = [] } = await consumerEC2.describeNetworkInterfaces({
      Filters: [{ Name: 'interface-type', Values: ['vpc_endpoint'] }],
    });
    return NetworkInterfaces.map(({ PrivateIpAddress = '' }) => PrivateIpAddress);
  };
}

describe('within a private zone', () => {
  const records = [
    plain('a.pay.com', 'A', '10.0.0.1'),
    plain('deep.er.pay.com', 'A', '10.0.0.2'),
    plain('*.pay.com', 'A', '10.0.0.3'),
    plain('t.pay.com', 'TXT', '"one" "two"', '"three"'),
    plain('c.pay.com', 'CNAME', 'A.pay.com'),
    plain('out.pay.com', 'CNAME', 'elsewhere.example.com'),
    plain('lost.pay.com', 'CNAME', 'x.sub.a.pay.com'),
    plain('round.pay.com', 'CNAME', 'about.pay.com'),
    plain('about.pay.com', 'CNAME', 'round.pay.com'),
  ];
  const rows: readonly (readonly [string, string, readonly string[] | string])[] = [
    ['a.pay.com', 'A', ['10.0.0.1']],
    ['A.PAY.com.', 'A', ['10.0.0.1']],
    ['a.pay.com', 'AAAA', 'no-data'],
    ['any.pay.com', 'A', ['10.0.0.3']],
    ['any.thing.pay.com', 'A', ['10.0.0.3']],
    ['any.pay.com', 'TXT', 'no-data'],
    ['er.pay.com', 'A', 'no-data'],
    ['other.er.pay.com', 'A', 'name-not-found'],
    ['below.a.pay.com', 'A', 'name-not-found'],
    ['pay.com', 'A', 'no-data'],
    ['t.pay.com', 'TXT', ['onetwo', 'three']],
    ['c.pay.com', 'A', ['10.0.0.1']],
    ['c.pay.com', 'CNAME', ['A.pay.com']],
    ['out.pay.com', 'A', 'name-not-found'],
    ['lost.pay.com', 'A', 'name-not-found'],
    ['round.pay.com', 'A', 'no-answer'],
  ];
  test.each(rows)('%s %s is %s', async (name, type, expected) => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const id = await names.zone('pay.com', [names.hub], records);
    expect(names.answer(names.hub, name, type)).toEqual(expected);
    expect(names.answer(names.spoke, name, type)).toBe('name-not-found');
    const asked = names.ask(names.hub, name, type);
    if (Array.isArray(expected)) expect(asked).toMatchObject({ hostedZoneID: id.replace('/hostedzone/', '') });
  });
});

test('the most specific private zone alone is asked, and public DNS never after it', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  await names.zone(
    'amazonaws.com',
    [names.hub],
    [plain(secretsManager, 'A', '10.0.0.1'), plain('kms.eu-west-1.amazonaws.com', 'A', '10.0.0.2')],
  );
  expect(names.answer(names.hub, secretsManager)).toEqual(['10.0.0.1']);
  expect(names.answer(names.hub, 'sts.eu-west-1.amazonaws.com')).toBe('name-not-found');
  expect(names.answer(names.spoke, 'sts.eu-west-1.amazonaws.com')).toEqual(['203.0.113.1']);
  await names.zone(secretsManager, [names.hub], []);
  expect(names.answer(names.hub, secretsManager)).toBe('no-data');
  expect(names.answer(names.hub, `x.${secretsManager}`)).toBe('name-not-found');
  expect(names.answer(names.hub, 'kms.eu-west-1.amazonaws.com')).toEqual(['10.0.0.2']);
});

test('an alias leads to the endpoint: by its regional name to all interfaces, by a zonal one to that one', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const all = await addresses(names)();
  const [first] = names.zonal;
  if (!first) throw new Error('no zonal name');
  await names.zone(
    'pay.com',
    [names.hub, names.spoke],
    [alias('pay.com', names.regional), alias('*.pay.com', names.regional), alias('az.pay.com', first)],
  );
  for (const vpc of [names.hub, names.spoke]) {
    expect(names.answer(vpc, 'pay.com')).toEqual(all);
    expect(names.answer(vpc, 'any.pay.com')).toEqual(all);
    expect(names.answer(vpc, 'pay.com', 'AAAA')).toBe('no-data');
    const [zonal] = names.answer(vpc, 'az.pay.com');
    expect(names.answer(vpc, 'az.pay.com')).toHaveLength(1);
    expect(all).toContain(zonal);
  }
});

test('an alias within the zone answers as its target does, and one whose endpoint is gone not at all', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const id = await names.zone('pay.com', [names.hub], [plain('a.pay.com', 'A', '10.0.0.1'), alias('e.pay.com', names.regional)]);
  await names.change(id, 'CREATE', [alias('b.pay.com', { HostedZoneId: id, DnsName: 'a.pay.com' })]);
  expect(names.answer(names.hub, 'b.pay.com')).toEqual(['10.0.0.1']);
  await names.change(id, 'UPSERT', [alias('a.pay.com', { HostedZoneId: id, DnsName: 'b.pay.com' })]);
  expect(names.answer(names.hub, 'b.pay.com')).toBe('no-data');
  await names.consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [names.endpointID] });
  simulated.clock.advance(120_000);
  expect(names.answer(names.hub, 'e.pay.com')).toBe('no-data');
});

test("an endpoint's regional and zonal names are public, with private addresses", async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const elsewhere = addVpc(simulated.simulator.world, { account: provider });
  const all = await addresses(names)();
  expect(names.answer(elsewhere, names.regional.DnsName)).toEqual(all);
  expect(names.zonal.flatMap(({ DnsName }) => names.answer(elsewhere, DnsName)).sort()).toEqual([...all].sort());
  expect(names.answer(elsewhere, names.regional.DnsName, 'AAAA')).toBe('no-data');
  expect(names.answer(elsewhere, `x${names.regional.DnsName}`)).toBe('name-not-found');
});

describe('private DNS of an endpoint', () => {
  test('answers in its VPC, once the endpoint is there, for each private name and nothing beside', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    await names.connect({ ServiceName: 'com.amazonaws.eu-west-1.s3', PrivateDnsEnabled: true });
    await names.connect({ ServiceName: 'com.amazonaws.eu-west-1.ecr.dkr', PrivateDnsEnabled: true });
    expect(names.answer(names.hub, 's3.eu-west-1.amazonaws.com')).toEqual(['203.0.113.1']);
    simulated.clock.advance(60_000);
    const { hub, spoke } = names;
    expect(names.answer(hub, 's3.eu-west-1.amazonaws.com')).toEqual(names.answer(hub, 'bucket.s3.eu-west-1.amazonaws.com'));
    expect(names.answer(hub, 'x.s3-accesspoint.eu-west-1.amazonaws.com')[0]).toMatch(/^10\./);
    expect(names.answer(hub, 's3-accesspoint.eu-west-1.amazonaws.com')).toBe('no-data');
    expect(names.answer(hub, `${consumer}.dkr.ecr.eu-west-1.amazonaws.com`)[0]).toMatch(/^10\./);
    expect(names.answer(hub, 'api.ecr.eu-west-1.amazonaws.com')).toEqual(['203.0.113.1']);
    expect(names.answer(spoke, 's3.eu-west-1.amazonaws.com')).toEqual(['203.0.113.1']);
  });

  test('answers when the Modify that turned it on is through, through a later Modify too, and no more once it is off', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const { VpcEndpointId } = await names.connect({ ServiceName: 'com.amazonaws.eu-west-1.secretsmanager' });
    simulated.clock.advance(60_000);
    const modify = (change: object) => names.consumerEC2.modifyVpcEndpoint({ VpcEndpointId, ...change });
    const isPrivate = (): boolean => names.answer(names.hub, secretsManager)[0]?.startsWith('10.') ?? false;
    await modify({ PrivateDnsEnabled: true });
    simulated.clock.advance(29_999);
    expect(isPrivate()).toBe(false);
    simulated.clock.advance(1);
    expect(isPrivate()).toBe(true);
    await modify({ AddSubnetIds: [names.subnets[1].id] });
    expect(isPrivate()).toBe(true);
    simulated.clock.advance(30_000);
    await modify({ PrivateDnsEnabled: false });
    expect(isPrivate()).toBe(false);
  });
});

describe("the VPC's DNS attributes:", () => {
  const rows = [
    { enableDnsSupport: true, enableDnsHostnames: true, hosted: ['10.0.0.1'], open: ['203.0.113.1'] },
    { enableDnsSupport: true, enableDnsHostnames: false, hosted: 'name-not-found', open: ['203.0.113.1'] },
    { enableDnsSupport: false, enableDnsHostnames: true, hosted: 'no-answer', open: 'no-answer' },
    { enableDnsSupport: false, enableDnsHostnames: false, hosted: 'no-answer', open: 'no-answer' },
  ];
  test.each(rows)('support $enableDnsSupport and hostnames $enableDnsHostnames', async ({ hosted, open, ...attributes }) => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    await names.zone('pay.com', [names.hub], [plain('pay.com', 'A', '10.0.0.1')]);
    Object.assign(names.hub, attributes);
    expect(names.answer(names.hub, 'pay.com')).toEqual(hosted);
    expect(names.answer(names.hub, secretsManager)).toEqual(open);
  });
});

describe('what is not there is remembered as long as the SOA says', () => {
  test('a name, whatever is asked of it, by one VPC and not by another', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const id = await names.zone('pay.com', [names.hub, names.spoke], [plain('x.pay.com', 'A', '10.0.0.9')]);
    expect(names.answer(names.hub, 'a.pay.com')).toBe('name-not-found');
    await names.change(id, 'CREATE', [plain('a.pay.com', 'A', '10.0.0.1'), plain('a.pay.com', 'TXT', '"x"')]);
    expect(names.answer(names.spoke, 'a.pay.com')).toEqual(['10.0.0.1']);
    simulated.clock.advance(869_999);
    expect(names.answer(names.hub, 'a.pay.com')).toBe('name-not-found');
    expect(names.answer(names.hub, 'a.pay.com', 'TXT')).toBe('name-not-found');
    simulated.clock.advance(1);
    expect(names.answer(names.hub, 'a.pay.com')).toEqual(['10.0.0.1']);
  });

  test('that a name has nothing of a type, for that type alone', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const id = await names.zone('pay.com', [names.hub], []);
    expect(names.answer(names.hub, 'pay.com')).toBe('no-data');
    await names.change(id, 'CREATE', [plain('pay.com', 'A', '10.0.0.1'), plain('pay.com', 'TXT', '"x"')]);
    expect(names.answer(names.hub, 'pay.com')).toBe('no-data');
    expect(names.answer(names.hub, 'pay.com', 'TXT')).toEqual(['x']);
  });

  test('by the smaller of its TTL and its last field', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const id = await names.zone('pay.com', [names.hub], []);
    const soa = (TTL: number, minimum: number) => ({ ...plain('pay.com', 'SOA', `ns.com. admin.com. 1 7200 900 1209600 ${minimum}`), TTL });
    await names.change(id, 'UPSERT', [soa(60, 5)]);
    expect(names.answer(names.hub, 'pay.com')).toBe('no-data');
    await names.change(id, 'UPSERT', [plain('pay.com', 'A', '10.0.0.1')]);
    expect(names.answer(names.hub, 'pay.com')).toEqual(['10.0.0.1']);
  });

  test('even when the zone leaves the VPC', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const id = await names.zone(secretsManager, [names.spoke, names.hub], []);
    expect(names.answer(names.hub, `x.${secretsManager}`)).toBe('name-not-found');
    expect(names.answer(names.hub, secretsManager)).toBe('no-data');
    await names.route53.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC: vpcOf(names.hub) });
    names.wait();
    expect(names.answer(names.hub, secretsManager)).toBe('no-data');
    simulated.clock.advance(900_000);
    expect(names.answer(names.hub, secretsManager)).toEqual(['203.0.113.1']);
  });
});

test('an association counts from when it is INSYNC', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const id = await names.zone('pay.com', [names.hub], [plain('pay.com', 'A', '10.0.0.1')]);
  await names.route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC: vpcOf(names.spoke) });
  simulated.clock.advance(29_999);
  expect(names.answer(names.spoke, 'pay.com')).toBe('name-not-found');
  simulated.clock.advance(1);
  expect(names.answer(names.spoke, 'pay.com')).toEqual(['10.0.0.1']);
});

test('of weighted sets one answers, by weight, and of multi-value sets all do', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const set = (name: string, value: string, policy: object) => ({ ...plain(name, 'A', value), SetIdentifier: value, ...policy });
  await names.zone(
    'pay.com',
    [names.hub],
    [
      set('w.pay.com', '10.0.0.1', { Weight: 0 }),
      set('w.pay.com', '10.0.0.2', { Weight: 5 }),
      set('m.pay.com', '10.0.0.1', { MultiValueAnswer: true }),
      set('m.pay.com', '10.0.0.2', { MultiValueAnswer: true }),
    ],
  );
  expect(Array.from({ length: 20 }, () => names.answer(names.hub, 'w.pay.com'))).toEqual(Array.from({ length: 20 }, () => ['10.0.0.2']));
  expect(names.answer(names.hub, 'm.pay.com')).toEqual(['10.0.0.1', '10.0.0.2']);
});

test('says in words what it answered and why', async () => {
  await using simulated = await simulation();
  const names = await nameService(simulated);
  const id = (await names.zone('pay.com', [names.hub], [plain('pay.com', 'A', '10.0.0.1', '10.0.0.2')])).replace('/hostedzone/', '');
  const { hub, spoke } = names;
  expect(names.ask(hub, 'pay.com').message).toBe(`10.0.0.1, 10.0.0.2 (pay.com A in ${hub.id}, by hosted zone ${id})`);
  expect(names.ask(hub, 'a.pay.com').message).toBe(`name not found (a.pay.com A in ${hub.id}, by hosted zone ${id})`);
  expect(names.ask(spoke, 'pay.com').message).toBe(`name not found (pay.com A in ${spoke.id}, by public DNS)`);
  spoke.enableDnsSupport = false;
  expect(names.ask(spoke, 'pay.com').message).toBe(`no answer (pay.com A in ${spoke.id}: enableDnsSupport is off in ${spoke.id})`);
  expect(() => resolve(simulated.simulator.world, { account: provider, vpcID: hub.id, dnsName: 'a.com' })).toThrow(`has no VPC ${hub.id}`);
});
