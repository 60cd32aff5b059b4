import { describe, expect, test } from 'vitest';
import { publicTexts } from '../../src/simulator/resolver/public-texts.ts';
import { nameService, plain } from './support/name-service.ts';
import { consumer, provider, simulation } from './support/simulation.ts';
import { makeZone } from './support/zones.ts';

describe('public hosted zones', () => {
  test('answer everywhere, unless a private one of the VPC hides them', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    await names.zone('pay.com', [], [plain('pay.com', 'A', '198.51.100.1'), plain('www.pay.com', 'CNAME', 'pay.com')]);
    expect(names.answer(names.hub, 'www.pay.com')).toEqual(['198.51.100.1']);
    await names.zone('pay.com', [names.hub], [plain('pay.com', 'A', '10.0.0.1')]);
    expect(names.answer(names.hub, 'pay.com')).toEqual(['10.0.0.1']);
    expect(names.answer(names.hub, 'www.pay.com')).toBe('name-not-found');
    expect(names.answer(names.spoke, 'www.pay.com')).toEqual(['198.51.100.1']);
  });

  test('of one name: the first counts, another account’s second does not', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    await names.zone('pay.com', [], [plain('pay.com', 'A', '198.51.100.1')]);
    await makeZone(simulated.route53(provider), 'pay.com');
    names.wait();
    expect(names.answer(names.hub, 'pay.com')).toEqual(['198.51.100.1']);
  });

  test('under another count once that delegates to them', async () => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const parent = await names.zone('pay.com', [], []);
    const other = simulated.route53(provider);
    const made = await other.createHostedZone({ Name: 'sub.pay.com', CallerReference: 'sub' });
    const HostedZoneId = made.HostedZone?.Id ?? '';
    await other.changeResourceRecordSets({
      HostedZoneId,
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: plain('sub.pay.com', 'A', '198.51.100.2') }] },
    });
    names.wait();
    expect(names.answer(names.hub, 'sub.pay.com')).toBe('name-not-found');
    await names.change(parent, 'CREATE', [plain('sub.pay.com', 'NS', 'ns.elsewhere.com')]);
    expect(names.answer(names.spoke, 'sub.pay.com', 'NS')).toEqual(['ns.elsewhere.com']);
    await names.change(parent, 'UPSERT', [plain('sub.pay.com', 'NS', ...(made.DelegationSet?.NameServers ?? []))]);
    expect(names.answer(names.spoke, 'sub.pay.com')).toEqual(['198.51.100.2']);
  });
});

test('a TXT value is public in a public zone that is INSYNC, unquoted, and beside what others publish', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const route53 = simulated.route53(consumer);
  const { Id } = await makeZone(route53, 'pay.com');
  world.publicTxtRecords.set('_x.example.com', new Set(['theirs']));
  const set = plain('_X.pay.com', 'TXT', '"vpce:Abc"', '"other"');
  await route53.changeResourceRecordSets({ HostedZoneId: Id, ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: set }] } });
  expect(publicTexts('_x.pay.com', world)).toEqual([]);
  simulated.clock.advance(30_000);
  world.settle();
  expect(publicTexts('_x.pay.com', world)).toEqual(['vpce:Abc', 'other']);
  expect(publicTexts('_X.example.com', world)).toEqual(['theirs']);
  expect(publicTexts('_y.example.com', world)).toEqual([]);
});

const placements = [
  { name: 'in the public zone of its domain', zone: 'example.com', at: 'record', value: 'ours', state: 'verified' },
  { name: 'in the zone, among other values', zone: 'example.com', at: 'record', value: 'among', state: 'verified' },
  { name: 'as another value', zone: 'example.com', at: 'record', value: 'wrong', state: 'failed' },
  { name: 'at the domain itself', zone: 'example.com', at: 'domain', value: 'ours', state: 'verified' },
  { name: 'in a private zone', zone: 'private', at: 'record', value: 'ours', state: 'failed' },
] as const;

describe('a private DNS name is verified by a TXT record', () => {
  test.each(placements)('$name: $state', async ({ zone, at, value, state }) => {
    await using simulated = await simulation();
    const names = await nameService(simulated);
    const { providerEC2, serviceID, hub } = names;
    await providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, PrivateDnsName: '*.pay.example.com' });
    const read = async () =>
      (await providerEC2.describeVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] })).ServiceConfigurations?.[0]
        ?.PrivateDnsNameConfiguration;
    const { Name, Value } = (await read()) ?? {};
    const texts = { ours: [`"${Value}"`], among: ['"vpce:other"', `"${Value}"`], wrong: [`"${Value?.toUpperCase()}"`] }[value];
    const record = plain(at === 'domain' ? 'pay.example.com' : `${Name}.pay.example.com`, 'TXT', ...texts);
    await names.zone('example.com', zone === 'private' ? [hub] : [], [record]);
    await providerEC2.startVpcEndpointServicePrivateDnsVerification({ ServiceId: serviceID });
    simulated.clock.advance(60_000);
    expect((await read())?.State).toBe(state);
  });
});
