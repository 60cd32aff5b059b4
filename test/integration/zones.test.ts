import { afterEach, describe, expect, test } from 'vitest';
import { condition, type Scenario, type Seen, scenario } from '../harness/scenario.ts';
import { connected, consumerZones, type Pair, probed, ProviderTeam, providerZones } from './support/zone-scene.ts';

type State = 'Serving' | 'Degraded' | 'NotServing' | 'Unknown';

interface Variant {
  /** What the provider has beside the NLB `payments` of the example, before anything is connected. */
  readonly before?: (team: ProviderTeam) => Promise<void>;
  readonly loadBalancers?: readonly object[];
  /** What the provider's team does to its load balancers after everything is connected. */
  readonly change?: (team: ProviderTeam) => unknown;
  /** The provider's verdict by zone, in order. */
  readonly provider: readonly State[];
  readonly summaries: { readonly provider: string; readonly consumer: string };
  /** What clients in the consumer's second and third zone meet. */
  readonly probe: readonly [string, string];
  /** Words that the reports of both sides have for a zone that fails: what, where, and what to do. */
  readonly words?: readonly string[];
  readonly heal?: (team: ProviderTeam) => unknown;
}

const variants: Record<string, Variant> = {
  'targets in every zone': {
    provider: ['Serving', 'Serving', 'Serving'],
    summaries: { provider: '3/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
  },
  'no targets in two zones and cross-zone off': {
    change: (team) => team.deregister('payments', 1, 2),
    provider: ['NotServing', 'NotServing', 'Serving'],
    summaries: { provider: '1/3', consumer: '1/2' },
    probe: ['empty-reply', 'connected'],
    words: [
      'NLB payments',
      'listener 443',
      'no target in euw1-az2',
      'cross-zone is off',
      '2 targets of group payments are draining',
      'Add a target to group payments or turn cross-zone on',
    ],
    heal: (team) => team.groupCrossZone('payments', 'true'),
  },
  'load balancer off but target group on': {
    change: async (team) => {
      await team.deregister('payments', 1, 2);
      await team.groupCrossZone('payments', 'true');
    },
    provider: ['Serving', 'Serving', 'Serving'],
    summaries: { provider: '3/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
  },
  'load balancer on but target group off': {
    change: async (team) => {
      await team.balancerCrossZone('payments', 'true');
      await team.groupCrossZone('payments', 'false');
      await team.deregister('payments', 2);
    },
    provider: ['Serving', 'NotServing', 'Serving'],
    summaries: { provider: '2/3', consumer: '1/2' },
    probe: ['empty-reply', 'connected'],
    words: ['NLB payments', 'listener 443', 'euw1-az2', 'turn cross-zone on'],
    heal: (team) => team.groupCrossZone('payments', 'use_load_balancer_configuration'),
  },
  'two listeners, one empty': {
    before: async (team) => {
      await team.addTargetGroup('admin');
      await team.addListener('payments', 9443, 'admin');
      await team.register('admin', 1, 2, 3);
    },
    change: (team) => team.deregister('admin', 1, 2, 3),
    provider: ['NotServing', 'NotServing', 'NotServing'],
    summaries: { provider: '0/3', consumer: '0/2' },
    probe: ['connected empty-reply', 'connected empty-reply'],
    words: ['NLB payments', 'listener 9443', 'no target in euw1-az2', 'Add a target'],
    heal: (team) => team.register('admin', 1, 2, 3),
  },
  'two load balancers in a zone, one empty': {
    before: async (team) => {
      await team.addLoadBalancer('second', 1, 2, 3);
      await team.addTargetGroup('second');
      await team.addListener('second', 443, 'second');
      await team.register('second', 1, 2, 3);
    },
    loadBalancers: [{ name: 'payments' }, { name: 'second' }],
    change: (team) => team.deregister('second', 2),
    provider: ['Serving', 'NotServing', 'Serving'],
    summaries: { provider: '2/3', consumer: '1/2' },
    probe: ['connected empty-reply', 'connected'],
    words: ['NLB second', 'listener 443', 'no target in euw1-az2', 'Add a target'],
    heal: (team) => team.register('second', 2),
  },
  'targets by address': {
    change: async (team) => {
      await team.addTargetGroup('addresses', 'ip');
      await team.register('addresses', 1, 2, 3);
      await team.forward('payments', { addresses: 1 });
    },
    provider: ['Serving', 'Serving', 'Serving'],
    summaries: { provider: '3/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
  },
  'targets by address in one zone only': {
    change: async (team) => {
      await team.addTargetGroup('addresses', 'ip');
      await team.register('addresses', 3);
      await team.forward('payments', { addresses: 1 });
    },
    provider: ['NotServing', 'NotServing', 'Serving'],
    summaries: { provider: '1/3', consumer: '1/2' },
    probe: ['empty-reply', 'connected'],
    words: ['NLB payments', 'listener 443', 'no target in euw1-az2', 'turn cross-zone on'],
    heal: (team) => team.balancerCrossZone('payments', 'true'),
  },
  'targets by address in one zone only, with cross-zone on': {
    change: async (team) => {
      await team.addTargetGroup('addresses', 'ip');
      await team.register('addresses', 3);
      await team.balancerCrossZone('payments', 'true');
      await team.forward('payments', { addresses: 1 });
    },
    provider: ['Serving', 'Serving', 'Serving'],
    summaries: { provider: '3/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
  },
  'all targets of a zone dead: the node sends to them all the same': {
    change: (team) => team.listen(2),
    provider: ['Serving', 'Degraded', 'Serving'],
    summaries: { provider: '2/3', consumer: '1/2' },
    probe: ['no-answer', 'connected'],
    words: ['NLB payments', 'listener 443', 'euw1-az2', 'fails open', 'Mend the health check or the targets of group payments'],
    heal: (team) => team.listen(2, 8443),
  },
  'a health check that fails though the targets answer': {
    change: (team) => team.checkHealthOn('payments', '9999'),
    provider: ['Degraded', 'Degraded', 'Degraded'],
    summaries: { provider: '0/3', consumer: '0/2' },
    probe: ['connected by luck', 'connected by luck'],
    words: ['NLB payments', 'listener 443', 'euw1-az2', 'fails open', 'Mend the health check or the targets of group payments'],
    heal: (team) => team.checkHealthOn('payments', 'traffic-port'),
  },
  'the only target that is left is in a zone that the load balancer does not have': {
    before: async (team) => {
      await team.setZones('payments', 2, 3);
      await team.groupCrossZone('payments', 'true');
    },
    change: (team) => team.deregister('payments', 2, 3),
    provider: ['NotServing', 'NotServing'],
    summaries: { provider: '0/2', consumer: '0/2' },
    probe: ['empty-reply', 'empty-reply'],
    words: [
      'NLB payments',
      'listener 443',
      'consumers in euw1-az2',
      'AWS does not use 1 target of group payments: stopped, or in a zone that the NLB does not have',
    ],
    heal: (team) => team.register('payments', 2),
  },
  'a weighted forward with one empty group': {
    before: async (team) => {
      await team.addTargetGroup('canary');
      await team.forward('payments', { payments: 1, canary: 1 });
      await team.register('canary', 1, 2, 3);
    },
    change: (team) => team.deregister('canary', 3),
    provider: ['Serving', 'Serving', 'NotServing'],
    summaries: { provider: '2/3', consumer: '1/2' },
    probe: ['connected', 'connected empty-reply'],
    words: ['NLB payments', 'listener 443', 'group canary', 'no target in euw1-az3', 'Add a target'],
    heal: (team) => team.forward('payments', { payments: 1, canary: 0 }),
  },
  'an empty group that weighs nothing': {
    change: async (team) => {
      await team.addTargetGroup('canary');
      await team.forward('payments', { payments: 1, canary: 0 });
    },
    provider: ['Serving', 'Serving', 'Serving'],
    summaries: { provider: '3/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
  },
  'all groups weigh nothing': {
    change: (team) => team.forward('payments', { payments: 0 }),
    provider: ['NotServing', 'NotServing', 'NotServing'],
    summaries: { provider: '0/3', consumer: '0/2' },
    probe: ['empty-reply', 'empty-reply'],
    words: ['NLB payments', 'listener 443', 'euw1-az2', 'weight'],
    heal: (team) => team.forward('payments', { payments: 1 }),
  },
  'an ALB as target: its zones are not told': {
    before: async (team) => {
      await team.addTargetGroup('albs', 'alb');
      await team.forward('payments', { albs: 1 });
      await team.registerALB('albs');
    },
    provider: ['Unknown', 'Unknown', 'Unknown'],
    summaries: { provider: '0/3', consumer: '2/2' },
    probe: ['connected', 'connected'],
    words: ['NLB payments', 'listener 443', 'AWS does not tell in which zone', 'Turn cross-zone on'],
  },
};

const minute = 60_000;
/** How long AWS may take to show a change of its own; then one listing must be enough. */
const settled = 2 * minute;
const oneListing = minute / 1000 + 5;

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

async function opened({
  before,
  loadBalancers,
}: Pick<Variant, 'before' | 'loadBalancers'>): Promise<Pair & { on: Scenario; team: ProviderTeam }> {
  const on = (current = await scenario({ time: 'virtual' }));
  const team = new ProviderTeam(on);
  await before?.(team);
  await on.pass(settled);
  await admit(on, 9443);
  const pair = await connected(on, loadBalancers === undefined ? {} : { service: { loadBalancers } });
  await on.pass(settled);
  return { ...pair, on, team };
}

/** The consumer's team admits one more port to its endpoint. */
const admit = (on: Scenario, port: number): Promise<unknown> =>
  on.aws.consumer.ec2.authorizeSecurityGroupIngress({
    GroupId: 'sg-0b000000000000001',
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '10.20.0.0/16' }] }],
  });

const reads = (summary: string) => (seen: Seen) => seen.status['zoneSummary'] === summary;

describe('both sides and the network agree on every zone', () => {
  test.each(Object.entries(variants))('%s', async (_sentence, variant) => {
    const { on, team, service, endpoint } = await opened(variant);
    const writes = on.writes().length;

    await variant.change?.(team);
    await on.pass(settled);

    const provider = await on.until(service, variant.summaries.provider, reads(variant.summaries.provider), oneListing);
    const consumer = await on.until(endpoint, variant.summaries.consumer, reads(variant.summaries.consumer), oneListing);
    expect(providerZones(provider).map(({ state }) => state)).toEqual(variant.provider);
    const answers = probed(on, consumer);
    expect(Object.values(answers).map((results) => results.join(' '))).toEqual(variant.probe);
    for (const { zoneID, serving, message } of consumerZones(consumer)) {
      if (serving !== 'Unknown') expect(answers[zoneID]?.join() === 'connected' ? 'True' : 'False', zoneID).toBe(serving);
      else expect(message).toContain('it counts as covered');
    }
    const failing = providerZones(provider).map((zone) => zone.state !== 'Serving' && zone.message);
    for (const word of variant.words ?? []) {
      expect(failing.join('\n')).toContain(word);
      expect(condition(provider, 'ZonesServing')?.message).toContain(word);
      expect(condition(consumer, 'ZonesServing')?.message).toContain(word);
    }

    if (variant.heal === undefined) return;
    await variant.heal(team);
    const whole = `${variant.provider.length}/${variant.provider.length}`;
    // A new target is healthy to AWS only after half a minute.
    await on.pass(on.simulator.world.settings.targetInitialMs);
    await on.until(service, 'all zones again', reads(whole), oneListing);
    const healed = await on.until(endpoint, 'both zones again', reads('2/2'), 5);
    expect(Object.values(probed(on, healed)).flat()).toEqual(['connected', 'connected']);
    expect(on.writes().slice(writes)).toEqual([]);
  });
});

const dropped = (seen: Seen) => seen.status['droppedSubnets'];
const shopSubnet = 'subnet-0b000000000000002';

test('a zone that the provider does not have is left out and named, and attached once it has it', async () => {
  const { on, team, service, endpoint } = await opened({ before: (team) => team.setZones('payments', 1, 3) });
  const provider = await on.until(service, 'both its zones', reads('2/2'));
  expect(providerZones(provider).map(({ zoneID }) => zoneID)).toEqual(['euw1-az1', 'euw1-az3']);
  const without = await on.until(endpoint, 'one zone', reads('1/2'));
  expect(dropped(without)).toMatchObject([{ id: shopSubnet, zoneID: 'euw1-az2', reason: 'ZoneNotOffered' }]);
  expect(condition(without, 'Ready')).toMatchObject({ status: 'True' });
  for (const word of [shopSubnet, 'euw1-az2', 'not offered', 'Ask its owner to add the zone'])
    expect(condition(without, 'ZonesCovered')?.message).toContain(word);
  expect(probed(on, without)).toEqual({ 'euw1-az3': ['connected'] });

  const writes = on.writes().length;
  await team.setZones('payments', 1, 2, 3);
  await on.until(service, 'three zones', reads('3/3'));
  const whole = await on.until(endpoint, 'both zones', reads('2/2'));
  expect(dropped(whole)).toBeUndefined();
  expect(probed(on, whole)).toEqual({ 'euw1-az2': ['connected'], 'euw1-az3': ['connected'] });
  // AWS shows a zone that it does not let the service take in yet, and is asked again, but not before five minutes have passed.
  const [early, late, attach, ...more] = on.writes().slice(writes);
  expect([early, late]).toMatchObject(Array.from({ length: 2 }, () => ({ action: 'ModifyVpcEndpointServiceConfiguration' })));
  expect((late?.time ?? 0) - (early?.time ?? 0)).toBeGreaterThanOrEqual(5 * minute);
  expect(attach).toMatchObject({ action: 'ModifyVpcEndpoint', parameters: { AddSubnetIds: [shopSubnet] } });
  expect(more).toEqual([]);
});

test('a zone that the provider gives up stays attached, and both say that nothing answers there', async () => {
  const { on, team, service, endpoint } = await opened({});
  const writes = on.writes().length;
  await team.setZones('payments', 1, 3);
  await on.until(service, 'two zones', reads('2/2'), oneListing);
  const seen = await on.until(endpoint, 'one of two', reads('1/2'), oneListing);
  expect(consumerZones(seen)).toMatchObject([
    { zoneID: 'euw1-az2', attached: true, serving: 'False', reason: 'ProviderHasNoZone' },
    { zoneID: 'euw1-az3', attached: true, serving: 'True' },
  ]);
  for (const word of ['euw1-az2', 'no load balancer', 'Ask its owner to enable the zone'])
    expect(condition(seen, 'ZonesServing')?.message).toContain(word);
  expect(probed(on, seen)['euw1-az3']).toEqual(['connected']);
  await on.pass(10 * minute);
  expect(on.writes().slice(writes)).toEqual([]);
});

test('a load balancer that is still provisioning is waited for, and its zones do not count against the others meanwhile', async () => {
  const { on, team, service, endpoint } = await opened({});
  await team.addLoadBalancer('second', 1, 2, 3);
  await on.edit(service, { spec: { loadBalancers: [{ name: 'payments' }, { name: 'second' }] } });
  const waiting = await on.until(service, 'that it waits', (seen) => condition(seen, 'LoadBalancersResolved')?.status === 'False');
  expect(condition(waiting, 'LoadBalancersResolved')).toMatchObject({ reason: 'LoadBalancerNotActive' });
  expect(condition(waiting, 'LoadBalancersResolved')?.message).toContain('NLB second is provisioning');
  expect(waiting.status['zoneSummary']).toBe('3/3');
  expect((await on.read(endpoint))?.status['zoneSummary']).toBe('2/2');

  await team.addTargetGroup('second');
  await team.addListener('second', 443, 'second');
  await team.register('second', 1, 3);
  await on.until(service, 'the empty zone', reads('2/3'));
  await on.until(endpoint, 'the empty zone', reads('1/2'));
});
