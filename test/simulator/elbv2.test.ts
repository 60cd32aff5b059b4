import type { CreateLoadBalancerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { clientsOf, present } from './elbv2-client.ts';
import { exampleWorld, provider } from './probe-scene.ts';
import { refusal } from './support/simulation.ts';

const vpcID = 'vpc-0a000000000000001';
const subnets = ['subnet-0a000000000000001', 'subnet-0a000000000000002', 'subnet-0a000000000000003'] as const;
const instances = ['i-0a000000000000001', 'i-0a000000000000002', 'i-0a000000000000003'] as const;

/** The provider of the example world, whose NLB and target group are both named "payments". */
async function setting(settings: object = {}) {
  const { simulator, clock } = await exampleWorld(settings);
  const clients = clientsOf(provider, simulator);
  const [loadBalancer] = [...simulator.world.loadBalancers.values()];
  const [targetGroup] = [...simulator.world.targetGroups.values()];
  return {
    simulator,
    clock,
    ...clients,
    loadBalancer: present(loadBalancer),
    targetGroup: present(targetGroup),
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await simulator.close();
    },
  };
}
type Setting = Awaited<ReturnType<typeof setting>>;

const newNLB: CreateLoadBalancerCommandInput = { Name: 'orders', Type: 'network', Scheme: 'internal', Subnets: [subnets[0]] };

test('a load balancer is provisioning, then active, with an interface of its own in each zone', async () => {
  await using given = await setting();
  const { elbv2, ec2, clock, simulator } = given;
  const { LoadBalancers } = await elbv2.createLoadBalancer({ ...newNLB, Tags: [{ Key: 'team', Value: 'orders' }] });
  const made = present(LoadBalancers?.[0]);
  const arn = present(made.LoadBalancerArn);
  expect(arn).toMatch(/^arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer\/net\/orders\/[0-9a-f]{16}$/);
  const zoneName = simulator.world.zoneName(provider, 'euw1-az1');
  expect(made).toMatchObject({
    State: { Code: 'provisioning' },
    Type: 'network',
    DNSName: `orders-${arn.slice(-16)}.elb.eu-west-1.amazonaws.com`,
    CanonicalHostedZoneId: 'Z2IFOLAFXWLO4F',
    AvailabilityZones: [{ ZoneName: zoneName, SubnetId: subnets[0] }],
  });
  const publish = () => ec2.createVpcEndpointServiceConfiguration({ NetworkLoadBalancerArns: [arn] });
  expect(await refusal(publish())).toMatchObject({ code: 'InvalidParameter' });
  clock.advance(120_000);
  const after = await elbv2.describeLoadBalancers({ Names: ['orders'] });
  expect(after.LoadBalancers?.[0]?.State?.Code).toBe('active');
  const Filters = [{ Name: 'description', Values: [`ELB net/orders/${arn.slice(-16)}`] }];
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ Filters });
  expect(NetworkInterfaces).toMatchObject([{ SubnetId: subnets[0], InterfaceType: 'network_load_balancer', RequesterManaged: true }]);
  const { TagDescriptions } = await elbv2.describeTags({ ResourceArns: [arn] });
  expect(TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'team', Value: 'orders' }] }]);
  await publish();
});

test('a zone added by SetSubnets serves, and can be offered, only after a while', async () => {
  await using given = await setting();
  const { elbv2, ec2, clock, loadBalancer } = given;
  await elbv2.setSubnets({ LoadBalancerArn: loadBalancer.arn, Subnets: subnets.slice(0, 2) });
  const { ServiceConfiguration } = await ec2.createVpcEndpointServiceConfiguration({ NetworkLoadBalancerArns: [loadBalancer.arn] });
  expect(ServiceConfiguration?.AvailabilityZoneIds).toEqual(['euw1-az1', 'euw1-az2']);
  const { AvailabilityZones } = await elbv2.setSubnets({ LoadBalancerArn: loadBalancer.arn, Subnets: [...subnets] });
  expect(AvailabilityZones?.map(({ SubnetId }) => SubnetId).sort()).toEqual([...subnets]);
  const resync = async () => {
    await ec2.modifyVpcEndpointServiceConfiguration({ ServiceId: ServiceConfiguration?.ServiceId });
    const { ServiceConfigurations } = await ec2.describeVpcEndpointServiceConfigurations({});
    return ServiceConfigurations?.[0]?.AvailabilityZoneIds?.length;
  };
  expect(await resync()).toBe(2);
  clock.advance(120_000);
  expect(await resync()).toBe(3);
});

test('a load balancer in an endpoint service cannot be deleted; deleting one that is not there succeeds', async () => {
  await using given = await setting();
  const { elbv2, ec2, clock, loadBalancer, simulator } = given;
  const { ServiceConfiguration } = await ec2.createVpcEndpointServiceConfiguration({ NetworkLoadBalancerArns: [loadBalancer.arn] });
  const remove = () => elbv2.deleteLoadBalancer({ LoadBalancerArn: loadBalancer.arn });
  expect(await refusal(remove())).toMatchObject({
    code: 'ResourceInUseException',
    message: expect.stringContaining('cannot be deleted because it is currently associated with another service') as string,
  });
  await ec2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [present(ServiceConfiguration?.ServiceId)] });
  clock.advance(5_000);
  await remove();
  await remove();
  expect([simulator.world.loadBalancers.size, simulator.world.listeners.size]).toEqual([0, 0]);
  const left = await ec2.describeNetworkInterfaces({ Filters: [{ Name: 'interface-type', Values: ['network_load_balancer'] }] });
  expect(left.NetworkInterfaces).toEqual([]);
});

test('defaults are complete: no cross-zone on the load balancer, inherited by the target group', async () => {
  await using given = await setting();
  const { elbv2, loadBalancer, targetGroup } = given;
  const ofLoadBalancer = await elbv2.describeLoadBalancerAttributes({ LoadBalancerArn: loadBalancer.arn });
  expect(ofLoadBalancer.Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'false' });
  const ofTargetGroup = await elbv2.describeTargetGroupAttributes({ TargetGroupArn: targetGroup.arn });
  expect(ofTargetGroup.Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' });
  expect(ofTargetGroup.Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' });
  await elbv2.modifyTargetGroupAttributes({
    TargetGroupArn: targetGroup.arn,
    Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
  });
  const after = await elbv2.describeTargetGroupAttributes({ TargetGroupArn: targetGroup.arn });
  expect(after.Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
});

describe('the health of a target', () => {
  const cases: readonly { name: string; change: (given: Setting) => unknown; expected: object }[] = [
    { name: 'that answers', change: () => undefined, expected: { State: 'healthy' } },
    {
      name: 'whose instance does not listen',
      change: ({ simulator }) => (present(simulator.world.instances.get(instances[1])).listening = new Set([80])),
      expected: { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' },
    },
    {
      name: 'told to be unhealthy',
      change: ({ targetGroup }) => (present(targetGroup.targets.get(`${instances[1]}:8443`)).healthy = false),
      expected: { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' },
    },
    {
      name: 'whose instance is stopped',
      change: ({ ec2 }) => ec2.stopInstances({ InstanceIds: [instances[1]] }),
      expected: { State: 'unused', Reason: 'Target.InvalidState' },
    },
    {
      name: 'in a zone that the load balancer does not have',
      change: ({ elbv2, loadBalancer }) => elbv2.setSubnets({ LoadBalancerArn: loadBalancer.arn, Subnets: [subnets[0]] }),
      expected: { State: 'unused', Reason: 'Target.NotInUse' },
    },
    {
      name: 'of a group that no listener forwards to',
      change: ({ elbv2, simulator }) => elbv2.deleteListener({ ListenerArn: present([...simulator.world.listeners.keys()][0]) }),
      expected: { State: 'unused', Reason: 'Target.NotInUse' },
    },
    {
      name: 'that is being deregistered',
      change: ({ elbv2, targetGroup }) => elbv2.deregisterTargets({ TargetGroupArn: targetGroup.arn, Targets: [{ Id: instances[1] }] }),
      expected: { State: 'draining', Reason: 'Target.DeregistrationInProgress' },
    },
  ];
  test.each(cases)('$name', async ({ change, expected }) => {
    await using given = await setting();
    await change(given);
    const Targets = [{ Id: instances[1], Port: 8443 }];
    const { TargetHealthDescriptions } = await given.elbv2.describeTargetHealth({ TargetGroupArn: given.targetGroup.arn, Targets });
    expect(TargetHealthDescriptions?.[0]?.TargetHealth).toMatchObject(expected);
  });
});

test('a target is initial, then healthy; deregistered it drains, then is not registered', async () => {
  await using given = await setting();
  const { elbv2, clock, targetGroup, simulator } = given;
  const target = { Id: instances[0], Port: 9000 };
  present(simulator.world.instances.get(instances[0])).listening = 'all';
  const state = async () => {
    const { TargetHealthDescriptions } = await elbv2.describeTargetHealth({ TargetGroupArn: targetGroup.arn, Targets: [target] });
    return TargetHealthDescriptions?.[0]?.TargetHealth?.Reason ?? TargetHealthDescriptions?.[0]?.TargetHealth?.State;
  };
  await elbv2.registerTargets({ TargetGroupArn: targetGroup.arn, Targets: [target] });
  expect(await state()).toBe('Elb.RegistrationInProgress');
  clock.advance(30_000);
  expect(await state()).toBe('healthy');
  await elbv2.deregisterTargets({ TargetGroupArn: targetGroup.arn, Targets: [target] });
  expect(await state()).toBe('Target.DeregistrationInProgress');
  clock.advance(300_000);
  expect(await state()).toBe('Target.NotRegistered');
});

test('health says no zone of an instance, and of an address the zone it was registered with', async () => {
  await using given = await setting();
  const { elbv2, targetGroup } = given;
  const ofInstances = await elbv2.describeTargetHealth({ TargetGroupArn: targetGroup.arn });
  expect(ofInstances.TargetHealthDescriptions?.map(({ Target }) => Target?.AvailabilityZone)).toEqual([undefined, undefined, undefined]);
  const { TargetGroups } = await elbv2.createTargetGroup({ Name: 'ips', TargetType: 'ip', Protocol: 'TCP', Port: 80, VpcId: vpcID });
  const TargetGroupArn = present(TargetGroups?.[0]?.TargetGroupArn);
  await elbv2.registerTargets({ TargetGroupArn, Targets: [{ Id: '10.10.1.9' }, { Id: '192.168.1.1', AvailabilityZone: 'all' }] });
  const ofAddresses = await elbv2.describeTargetHealth({ TargetGroupArn });
  expect(ofAddresses.TargetHealthDescriptions?.map(({ Target }) => Target?.AvailabilityZone)).toEqual([undefined, 'all']);
});

describe('a refusal has the code of AWS', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/none/0123456789abcdef';
  const cases: readonly { name: string; call: (given: Setting) => Promise<unknown>; code: string }[] = [
    {
      name: 'an absent load balancer',
      call: ({ elbv2 }) => elbv2.describeLoadBalancers({ Names: ['none'] }),
      code: 'LoadBalancerNotFoundException',
    },
    {
      name: 'an absent target group',
      call: ({ elbv2 }) => elbv2.describeTargetHealth({ TargetGroupArn: arn }),
      code: 'TargetGroupNotFoundException',
    },
    {
      name: 'an absent listener',
      call: ({ elbv2 }) => elbv2.deleteListener({ ListenerArn: arn.replace('targetgroup', 'listener/net') }),
      code: 'ListenerNotFoundException',
    },
    {
      name: 'a name twice',
      call: ({ elbv2 }) => elbv2.createLoadBalancer({ ...newNLB, Name: 'payments' }),
      code: 'DuplicateLoadBalancerNameException',
    },
    {
      name: 'an absent subnet',
      call: ({ elbv2 }) => elbv2.createLoadBalancer({ ...newNLB, Subnets: ['subnet-0'] }),
      code: 'SubnetNotFoundException',
    },
    { name: 'a bad name', call: ({ elbv2 }) => elbv2.createLoadBalancer({ ...newNLB, Name: '-x' }), code: 'ValidationError' },
    {
      name: 'groups on a load balancer made without',
      call: ({ elbv2, loadBalancer }) =>
        elbv2.setSecurityGroups({ LoadBalancerArn: loadBalancer.arn, SecurityGroups: ['sg-0a000000000000001'] }),
      code: 'InvalidConfigurationRequestException',
    },
    {
      name: 'a second listener on a port',
      call: ({ elbv2, loadBalancer, targetGroup }) =>
        elbv2.createListener({
          LoadBalancerArn: loadBalancer.arn,
          Port: 443,
          Protocol: 'TCP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup.arn }],
        }),
      code: 'DuplicateListenerException',
    },
    {
      name: 'a target group in use',
      call: ({ elbv2, targetGroup }) => elbv2.deleteTargetGroup({ TargetGroupArn: targetGroup.arn }),
      code: 'ResourceInUseException',
    },
    {
      name: 'an instance that is not there',
      call: ({ elbv2, targetGroup }) => elbv2.registerTargets({ TargetGroupArn: targetGroup.arn, Targets: [{ Id: 'i-0' }] }),
      code: 'InvalidTargetException',
    },
    {
      name: 'an unknown attribute',
      call: ({ elbv2, loadBalancer }) =>
        elbv2.modifyLoadBalancerAttributes({ LoadBalancerArn: loadBalancer.arn, Attributes: [{ Key: 'x', Value: 'y' }] }),
      code: 'ValidationError',
    },
    {
      name: '21 ARNs',
      call: ({ elbv2 }) => elbv2.describeLoadBalancers({ LoadBalancerArns: Array<string>(21).fill(arn) }),
      code: 'ValidationError',
    },
    {
      name: 'an action that is no forward',
      call: ({ elbv2, loadBalancer }) =>
        elbv2.createListener({
          LoadBalancerArn: loadBalancer.arn,
          Port: 80,
          Protocol: 'TCP',
          DefaultActions: [{ Type: 'fixed-response' }],
        }),
      code: 'ValidationError',
    },
  ];
  test.each(cases)('$name: $code', async ({ call, code }) => {
    await using given = await setting();
    expect(await refusal(call(given))).toMatchObject({ code });
  });
});

test('security groups on a load balancer made with one, and whether they hold for PrivateLink', async () => {
  await using given = await setting();
  const { elbv2 } = given;
  const { LoadBalancers } = await elbv2.createLoadBalancer({ ...newNLB, SecurityGroups: ['sg-0a000000000000001'] });
  const made = present(LoadBalancers?.[0]);
  expect(made.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe('on');
  const set = await elbv2.setSecurityGroups({
    LoadBalancerArn: made.LoadBalancerArn,
    SecurityGroups: ['sg-0a000000000000001'],
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
  });
  expect(set.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe('off');
});

test('load balancers come in pages, with a marker until the last', async () => {
  await using given = await setting({ pageSize: 2 });
  const { elbv2 } = given;
  for (const Name of ['one', 'two']) await elbv2.createLoadBalancer({ ...newNLB, Name });
  const first = await elbv2.describeLoadBalancers({});
  const second = await elbv2.describeLoadBalancers({ Marker: present(first.NextMarker) });
  expect([first.LoadBalancers?.length, second.LoadBalancers?.length, second.NextMarker]).toEqual([2, 1, undefined]);
});

test('listeners forward by weight, and target groups are found by their load balancer', async () => {
  await using given = await setting();
  const { elbv2, loadBalancer, targetGroup } = given;
  const { TargetGroups } = await elbv2.createTargetGroup({ Name: 'canary', Protocol: 'TCP', Port: 8443, VpcId: vpcID });
  const canary = present(TargetGroups?.[0]?.TargetGroupArn);
  const groups = [
    { TargetGroupArn: targetGroup.arn, Weight: 9 },
    { TargetGroupArn: canary, Weight: 1 },
  ];
  const made = await elbv2.createListener({
    LoadBalancerArn: loadBalancer.arn,
    Port: 8443,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
  });
  expect(made.Listeners?.[0]?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups).toEqual(groups);
  const used = await elbv2.describeTargetGroups({ LoadBalancerArn: loadBalancer.arn });
  expect(used.TargetGroups?.map(({ TargetGroupName }) => TargetGroupName).sort()).toEqual(['canary', 'payments']);
  expect((await elbv2.describeListeners({ LoadBalancerArn: loadBalancer.arn })).Listeners).toHaveLength(2);
});

test('a gateway load balancer has a listener without port, and no DNS name', async () => {
  await using given = await setting();
  const { elbv2 } = given;
  const { LoadBalancers } = await elbv2.createLoadBalancer({ Name: 'inspect', Type: 'gateway', Subnets: [subnets[0]] });
  const { TargetGroups } = await elbv2.createTargetGroup({ Name: 'appliances', Protocol: 'GENEVE', Port: 6081, VpcId: vpcID });
  const { Listeners } = await elbv2.createListener({
    LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }],
  });
  expect(LoadBalancers?.[0]?.LoadBalancerArn).toContain(':loadbalancer/gwy/inspect/');
  expect([LoadBalancers?.[0]?.DNSName, Listeners?.[0]?.Port, Listeners?.[0]?.Protocol]).toEqual([undefined, undefined, undefined]);
});
