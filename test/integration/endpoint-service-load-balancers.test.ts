import { describe, expect, test } from 'vitest';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import { condition, isReady, type Scenario } from '../harness/scenario.ts';
import { addBalancer, balancerARN, balancerNamed, configuration, setZones } from './support/provider-team.ts';
import { minute, scenarios, serviceID, writesSince } from './support/scenarios.ts';

const open = scenarios();
const resolved = 'LoadBalancersResolved';
const services: ResourceType = { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true };

async function published(on: Scenario, loadBalancers: readonly object[]): Promise<{ readonly object: KubeObject; readonly id: string }> {
  const object = await on.create(on.service('payments', { loadBalancers }));
  return { object, id: serviceID(await on.until(object, 'ready', isReady)) };
}

const balancersOf = async (on: Scenario, id: string): Promise<readonly string[]> =>
  (await configuration(on, id))?.NetworkLoadBalancerArns ?? [];

describe('a load balancer', () => {
  test('by ARN', async () => {
    const on = await open();
    const arn = await balancerARN(on, 'payments');
    const { id } = await published(on, [{ arn }]);
    expect(await balancersOf(on, id)).toEqual([arn]);
  });

  test('by name, one that does not exist is told until it is made and active', async () => {
    const on = await open();
    const object = await on.create(on.service('payments', { loadBalancers: [{ name: 'later' }] }));
    const seen = await on.until(object, 'not found', (one) => condition(one, resolved)?.reason === 'LoadBalancerNotFound');
    expect(condition(seen, resolved)?.message).toContain('named later');
    const { LoadBalancerArn: arn } = await addBalancer(on, 'later');
    await on.until(object, 'told to be provisioned', (one) => condition(one, resolved)?.reason === 'LoadBalancerNotActive');
    expect(await balancersOf(on, serviceID(await on.until(object, 'ready', isReady)))).toEqual([arn]);
  });

  test('by tags: none matches, then two do, each told in words and nothing made; one it becomes', async () => {
    const on = await open();
    const object = await on.create(on.service('payments', { loadBalancers: [{ tags: { app: 'pay' } }] }));
    const none = await on.until(object, 'none', (one) => condition(one, resolved)?.reason === 'LoadBalancerNotFound');
    expect(condition(none, resolved)?.message).toContain('tagged app=pay');
    const blue = await addBalancer(on, 'blue', { tags: { app: 'pay' } });
    const green = await addBalancer(on, 'green', { tags: { app: 'pay' } });
    const two = await on.until(object, 'two', (one) => condition(one, resolved)?.reason === 'LoadBalancerAmbiguous');
    expect(condition(two, resolved)?.message).toMatch(/^2 load balancers match .*blue, green/);
    expect(on.calls(/^Create/)).toEqual([]);
    await on.aws.provider.elb.removeTags({ ResourceArns: [green.LoadBalancerArn], TagKeys: ['app'] });
    expect(await balancersOf(on, serviceID(await on.until(object, 'ready', isReady)))).toEqual([blue.LoadBalancerArn]);
  });

  test('by serviceRef: the Service may come later, and its host name later still', async () => {
    const on = await open();
    const object = await on.create(on.service('payments', { loadBalancers: [{ serviceRef: { name: 'web' } }] }));
    await on.until(object, 'no Service', (one) => condition(one, resolved)?.reason === 'ServiceNotFound');
    const web = await on.client.create(services, webService(on));
    await on.until(object, 'no host name', (one) => condition(one, resolved)?.reason === 'ServiceNotReady');
    const { LoadBalancerArn: arn = '', DNSName: hostname = '' } = await balancerNamed(on, 'payments');
    await giveHostName(on, web, hostname.toLowerCase());
    expect(await balancersOf(on, serviceID(await on.until(object, 'ready', isReady)))).toEqual([arn]);
  });
});

function webService(on: Scenario): KubeObject {
  const { metadata } = on.service('web');
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'LoadBalancer', ports: [{ port: 443 }] } };
}

async function giveHostName(on: Scenario, service: KubeObject, hostname: string): Promise<void> {
  const now = await on.client.get(services, service);
  if (now !== undefined) await on.client.patchStatus(services, now, { loadBalancer: { ingress: [{ hostname }] } });
}

describe('a load balancer that is replaced by another', () => {
  test('with the same tags: the new one is added, the old one taken out after two listings without it', async () => {
    const on = await open();
    const old = await addBalancer(on, 'old', { tags: { app: 'pay' } });
    const { object, id } = await published(on, [{ tags: { app: 'pay' } }]);
    const next = await addBalancer(on, 'next');
    await on.pass(3 * minute);
    const before = on.writes().length;
    await on.aws.provider.elb.removeTags({ ResourceArns: [old.LoadBalancerArn], TagKeys: ['app'] });
    await on.aws.provider.elb.addTags({ ResourceArns: [next.LoadBalancerArn], Tags: [{ Key: 'app', Value: 'pay' }] });
    await on.pass(5 * minute);
    expect(on.writes().slice(before)).toMatchObject([
      { action: 'ModifyVpcEndpointServiceConfiguration', parameters: { AddNetworkLoadBalancerArns: [next.LoadBalancerArn] } },
      { action: 'ModifyVpcEndpointServiceConfiguration', parameters: { RemoveNetworkLoadBalancerArns: [old.LoadBalancerArn] } },
    ]);
    expect(await balancersOf(on, id)).toEqual([next.LoadBalancerArn]);
    expect(isReady((await on.read(object)) ?? fail())).toBe(true);
  });

  test('behind the same Service: the status of the Service decides', async () => {
    const on = await open();
    const web = await on.client.create(services, webService(on));
    await giveHostName(on, web, (await balancerNamed(on, 'payments')).DNSName ?? '');
    const { id } = await published(on, [{ serviceRef: { name: 'web' } }]);
    const next = await addBalancer(on, 'next');
    await on.pass(3 * minute);
    await giveHostName(on, web, next.DNSName ?? '');
    await on.pass(5 * minute);
    expect(await balancersOf(on, id)).toEqual([next.LoadBalancerArn]);
  });
});

function fail(): never {
  throw new Error('the object is gone');
}

describe('a zone that the load balancer gains', () => {
  test('is taken in by an empty modification, sent again after five minutes while AWS has not taken it, and then no more', async () => {
    const on = await open();
    await addBalancer(on, 'growing', { zones: ['euw1-az1'] });
    const { id } = await published(on, [{ name: 'growing' }]);
    const before = on.writes().length;
    await setZones(on, 'growing', ['euw1-az1', 'euw1-az2']);
    await on.pass(30 * minute);
    const sent = on.writes().slice(before);
    expect(sent.map(({ action, parameters }) => ({ action, parameters }))).toEqual(
      [1, 2].map(() => ({ action: 'ModifyVpcEndpointServiceConfiguration', parameters: { ServiceId: id } })),
    );
    const [first, second] = sent.map(({ time }) => time);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(5 * minute);
    expect((await configuration(on, id))?.AvailabilityZoneIds).toEqual(['euw1-az1', 'euw1-az2']);
  });

  test('while the five minutes run, another zone is another set and is asked for at once', async () => {
    const on = await open();
    await addBalancer(on, 'growing', { zones: ['euw1-az1'] });
    await published(on, [{ name: 'growing' }]);
    const before = on.writes().length;
    await setZones(on, 'growing', ['euw1-az1', 'euw1-az2']);
    await on.pass(2 * minute);
    await setZones(on, 'growing', ['euw1-az1', 'euw1-az2', 'euw1-az3']);
    await on.pass(2 * minute);
    expect(writesSince(on, before)).toHaveLength(2);
    await on.pass(30 * minute);
    expect(writesSince(on, before)).toHaveLength(3);
  });
});

test('the zone of an IP target is that of its subnet', async () => {
  const on = await open();
  const { LoadBalancerArn } = await addBalancer(on, 'addresses', { zones: ['euw1-az1', 'euw1-az2'] });
  const { elb } = on.aws.provider;
  const group = { Name: 'addresses', Protocol: 'TCP', Port: 8443, VpcId: 'vpc-0a000000000000001', TargetType: 'ip' } as const;
  const { TargetGroups: [{ TargetGroupArn = '' } = {}] = [] } = await elb.createTargetGroup(group);
  const server = on.simulator.world.instances.get('i-0a000000000000002');
  await elb.registerTargets({ TargetGroupArn, Targets: [{ Id: server?.privateAddress }] });
  await elb.createListener({ LoadBalancerArn, Port: 443, Protocol: 'TCP', DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
  const object = await on.create(on.service('payments', { loadBalancers: [{ name: 'addresses' }] }));
  const seen = await on.until(object, 'half of its zones serve', (one) => isReady(one) && one.status['zoneSummary'] === '1/2');
  expect(seen.status['zones']).toMatchObject([
    { zoneID: 'euw1-az1', state: 'NotServing', targets: { registered: 0 } },
    { zoneID: 'euw1-az2', state: 'Serving', targets: { registered: 1, healthy: 1 } },
  ]);
});
