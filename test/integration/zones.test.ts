import { afterEach, describe, expect, test } from 'vitest';
import { probeAll } from '../../src/simulator/probe.ts';
import { isReady, type Scenario, scenario } from '../harness/scenario.ts';

type Zones = Readonly<Record<string, 'Serving' | 'Degraded' | 'NotServing' | 'Unknown'>>;

interface Variant {
  /** What the provider's team does to its load balancers after everything is connected. */
  readonly change: (
    team: Scenario['aws']['provider']['elb'],
    arns: { readonly loadBalancer: string; readonly targetGroup: string },
  ) => Promise<void>;
  readonly provider: Zones;
  readonly summaries: { readonly provider: string; readonly consumer: string };
}

const crossZone = (value: string) => [{ Key: 'load_balancing.cross_zone.enabled', Value: value }];
const targets = (...numbers: readonly number[]) => numbers.map((number) => ({ Id: `i-0a00000000000000${number}` }));

const variants: Record<string, Variant> = {
  'targets in every zone': {
    change: async () => undefined,
    provider: { 'euw1-az1': 'Serving', 'euw1-az2': 'Serving', 'euw1-az3': 'Serving' },
    summaries: { provider: '3/3', consumer: '2/2' },
  },
  'no targets in two zones and cross-zone off': {
    change: async (elb, { targetGroup }) => void (await elb.deregisterTargets({ TargetGroupArn: targetGroup, Targets: targets(1, 2) })),
    provider: { 'euw1-az1': 'NotServing', 'euw1-az2': 'NotServing', 'euw1-az3': 'Serving' },
    summaries: { provider: '1/3', consumer: '1/2' },
  },
  'load balancer off but target group on': {
    change: async (elb, { targetGroup }) => {
      await elb.deregisterTargets({ TargetGroupArn: targetGroup, Targets: targets(1, 2) });
      await elb.modifyTargetGroupAttributes({ TargetGroupArn: targetGroup, Attributes: crossZone('true') });
    },
    provider: { 'euw1-az1': 'Serving', 'euw1-az2': 'Serving', 'euw1-az3': 'Serving' },
    summaries: { provider: '3/3', consumer: '2/2' },
  },
  'load balancer on but target group off': {
    change: async (elb, { loadBalancer, targetGroup }) => {
      await elb.modifyLoadBalancerAttributes({ LoadBalancerArn: loadBalancer, Attributes: crossZone('true') });
      await elb.modifyTargetGroupAttributes({ TargetGroupArn: targetGroup, Attributes: crossZone('false') });
      await elb.deregisterTargets({ TargetGroupArn: targetGroup, Targets: targets(2) });
    },
    provider: { 'euw1-az1': 'Serving', 'euw1-az2': 'NotServing', 'euw1-az3': 'Serving' },
    summaries: { provider: '2/3', consumer: '1/2' },
  },
};

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

describe('both sides and the network agree on every zone', () => {
  test.each(Object.entries(variants))('%s', async (_sentence, variant) => {
    const on = (current = await scenario());
    const service = await on.create(on.service('payments'));
    const endpoint = await on.create(
      on.endpoint('payments', { service: { endpointServiceRef: { name: 'payments', namespace: on.provider } } }),
    );
    const before = await on.until(endpoint, 'ready with both zones', (seen) => isReady(seen) && seen.status['zoneSummary'] === '2/2');
    const { LoadBalancers = [] } = await on.aws.provider.elb.describeLoadBalancers({ Names: ['payments'] });
    const { TargetGroups = [] } = await on.aws.provider.elb.describeTargetGroups({ Names: ['payments'] });

    await variant.change(on.aws.provider.elb, {
      loadBalancer: LoadBalancers[0]?.LoadBalancerArn ?? '',
      targetGroup: TargetGroups[0]?.TargetGroupArn ?? '',
    });

    const provider = await on.until(
      service,
      `${variant.summaries.provider} zones`,
      (seen) => seen.status['zoneSummary'] === variant.summaries.provider,
    );
    const consumer = await on.until(
      endpoint,
      `${variant.summaries.consumer} zones`,
      (seen) => seen.status['zoneSummary'] === variant.summaries.consumer,
    );
    const zones = provider.status['zones'] as readonly { readonly zoneID: string; readonly state: string }[];
    expect(Object.fromEntries(zones.map(({ zoneID, state }) => [zoneID, state]))).toEqual(variant.provider);
    const dns = before.status['dns'] as { readonly regional: string };
    const answers = probeAll(on.simulator.world, {
      account: '222222222222',
      vpcID: String(before.status['vpcID']),
      dnsName: dns.regional,
      port: 443,
    });
    const serving = consumer.status['zones'] as readonly { readonly zoneID: string; readonly serving: string }[];
    const probed = answers.map(({ zoneID = '', result }) => [zoneID, result === 'connected' ? 'True' : 'False'] as const);
    expect(Object.fromEntries(probed)).toEqual(Object.fromEntries(serving.map((zone) => [zone.zoneID, zone.serving])));
  });
});
