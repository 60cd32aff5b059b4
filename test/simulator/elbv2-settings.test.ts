import type { CreateListenerCommandInput, CreateLoadBalancerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { clientsOf, present } from './elbv2-client.ts';
import { exampleWorld, provider } from './probe-scene.ts';
import { refusal } from './support/simulation.ts';

const vpcID = 'vpc-0a000000000000001';
const subnets = ['subnet-0a000000000000001', 'subnet-0a000000000000002', 'subnet-0a000000000000003'] as const;
const newNLB: CreateLoadBalancerCommandInput = { Name: 'orders', Type: 'network', Scheme: 'internal', Subnets: [subnets[0]] };
const newTargetGroup = { Name: 'orders', Protocol: 'TCP', Port: 80, VpcId: vpcID, TargetType: 'ip' } as const;
const tag = (Key: string) => ({ Key, Value: 'x' });

async function setting() {
  const { simulator } = await exampleWorld();
  const clients = clientsOf(provider, simulator);
  const [loadBalancer] = [...simulator.world.loadBalancers.values()];
  const [targetGroup] = [...simulator.world.targetGroups.values()];
  const [listener] = [...simulator.world.listeners.values()];
  return {
    simulator,
    ...clients,
    loadBalancer: present(loadBalancer),
    targetGroup: present(targetGroup),
    listener: present(listener),
    async [Symbol.asyncDispose]() {
      clients[Symbol.dispose]();
      await simulator.close();
    },
  };
}
type Setting = Awaited<ReturnType<typeof setting>>;

interface Refused {
  readonly name: string;
  readonly call: (given: Setting) => Promise<unknown>;
  readonly code: string;
  readonly says: string;
}

const refused: readonly Refused[] = [
  {
    name: 'subnets of which one lacks the address',
    call: ({ elbv2, loadBalancer }) =>
      elbv2.setSubnets({
        LoadBalancerArn: loadBalancer.arn,
        SubnetMappings: [{ SubnetId: subnets[0] }, { SubnetId: subnets[1], PrivateIPv4Address: '10.10.9.9' }],
      }),
    code: 'ValidationError',
    says: '10.10.9.9',
  },
  {
    name: 'a load balancer whose second address is taken',
    call: ({ elbv2 }) =>
      elbv2.createLoadBalancer({
        Name: 'orders',
        Type: 'network',
        SubnetMappings: [
          { SubnetId: subnets[0], PrivateIPv4Address: '10.10.1.99' },
          { SubnetId: subnets[1], PrivateIPv4Address: '10.10.2.4' },
        ],
      }),
    code: 'ValidationError',
    says: '10.10.2.4',
  },
  {
    name: 'another address for a node that stays',
    call: ({ elbv2, loadBalancer }) =>
      elbv2.setSubnets({
        LoadBalancerArn: loadBalancer.arn,
        SubnetMappings: [{ SubnetId: subnets[0], PrivateIPv4Address: '10.10.1.99' }],
      }),
    code: 'ValidationError',
    says: 'cannot be changed',
  },
  {
    name: 'a subnet that is nearly full',
    call: ({ elbv2, simulator }) => {
      const { usedAddresses } = present(simulator.world.subnets.get(subnets[0]));
      for (let last = 20; last < 252; last += 1) usedAddresses.add(`10.10.1.${last}`);
      for (let last = 5; last < 18; last += 1) usedAddresses.add(`10.10.1.${last}`);
      return elbv2.createLoadBalancer(newNLB);
    },
    code: 'InvalidSubnetException',
    says: '8 free IP addresses',
  },
  {
    name: 'an Application Load Balancer in one zone',
    call: ({ elbv2 }) => elbv2.createLoadBalancer({ Name: 'orders', Subnets: [subnets[0]] }),
    code: 'ValidationError',
    says: 'At least two subnets',
  },
  {
    name: 'a scheme for a Gateway Load Balancer',
    call: ({ elbv2 }) => elbv2.createLoadBalancer({ ...newNLB, Type: 'gateway' }),
    code: 'ValidationError',
    says: 'Scheme',
  },
  {
    name: 'another load balancer of the same name',
    call: async ({ elbv2 }) => {
      await elbv2.createLoadBalancer(newNLB);
      return elbv2.createLoadBalancer({ ...newNLB, Subnets: [subnets[1]] });
    },
    code: 'DuplicateLoadBalancerNameException',
    says: 'orders',
  },
  {
    name: 'a load balancer as it was made once, after it has changed',
    call: async ({ elbv2 }) => {
      const { LoadBalancers } = await elbv2.createLoadBalancer(newNLB);
      await elbv2.setSubnets({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn, Subnets: [subnets[1]] });
      return elbv2.createLoadBalancer(newNLB);
    },
    code: 'DuplicateLoadBalancerNameException',
    says: 'orders',
  },
  {
    name: 'a tag twice',
    call: ({ elbv2 }) => elbv2.createLoadBalancer({ ...newNLB, Tags: [tag('a'), tag('a')] }),
    code: 'DuplicateTagKeysException',
    says: "'a'",
  },
  {
    name: 'more than 50 tags',
    call: ({ elbv2, targetGroup }) =>
      elbv2.addTags({ ResourceArns: [targetGroup.arn], Tags: Array.from({ length: 51 }, (_, index) => tag(`k${index}`)) }),
    code: 'TooManyTagsException',
    says: '50',
  },
  {
    name: 'a tag of AWS',
    call: ({ elbv2, targetGroup }) => elbv2.addTags({ ResourceArns: [targetGroup.arn], Tags: [tag('aws:x')] }),
    code: 'ValidationError',
    says: 'aws:x',
  },
  {
    name: 'what is no load balancer’s ARN',
    call: ({ elbv2, targetGroup }) => elbv2.describeLoadBalancers({ LoadBalancerArns: [targetGroup.arn] }),
    code: 'ValidationError',
    says: 'is not a valid load balancer ARN',
  },
  {
    name: 'the deletion of what is no target group’s ARN',
    call: ({ elbv2 }) => elbv2.deleteTargetGroup({ TargetGroupArn: 'orders' }),
    code: 'ValidationError',
    says: 'is not a valid target group ARN',
  },
  {
    name: 'fewer secondary addresses than there are',
    call: async ({ elbv2, loadBalancer: { arn: LoadBalancerArn } }) => {
      const set = (Value: string) => ({ LoadBalancerArn, Attributes: [{ Key: 'secondary_ips.auto_assigned.per_subnet', Value }] });
      await elbv2.modifyLoadBalancerAttributes(set('2'));
      return elbv2.modifyLoadBalancerAttributes(set('1'));
    },
    code: 'ValidationError',
    says: 'cannot be lowered',
  },
  {
    name: 'health checks every second',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, HealthCheckIntervalSeconds: 1 }),
    code: 'ValidationError',
    says: 'between 5 and 300',
  },
  {
    name: 'one failure that counts',
    call: ({ elbv2, targetGroup }) => elbv2.modifyTargetGroup({ TargetGroupArn: targetGroup.arn, UnhealthyThresholdCount: 1 }),
    code: 'ValidationError',
    says: 'between 2 and 10',
  },
  {
    name: 'a time-out beyond the interval',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, HealthCheckTimeoutSeconds: 60, HealthCheckIntervalSeconds: 30 }),
    code: 'ValidationError',
    says: 'smaller than or equal to the interval',
  },
  {
    name: 'health checks by UDP',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, HealthCheckProtocol: 'UDP' }),
    code: 'ValidationError',
    says: 'UDP',
  },
  {
    name: 'a path for health checks by TCP',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, HealthCheckPath: '/up' }),
    code: 'ValidationError',
    says: 'path',
  },
  {
    name: 'health checks on no port',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, HealthCheckPort: '99999' }),
    code: 'ValidationError',
    says: '99999',
  },
  {
    name: 'targets with IPv6 addresses, which the simulator does not have',
    call: ({ elbv2 }) => elbv2.createTargetGroup({ ...newTargetGroup, IpAddressType: 'ipv6' }),
    code: 'ValidationError',
    says: 'ipv6',
  },
  {
    name: 'an idle time-out of a day',
    call: ({ elbv2, listener }) =>
      elbv2.modifyListenerAttributes({
        ListenerArn: listener.arn,
        Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '86400' }],
      }),
    code: 'ValidationError',
    says: '86400',
  },
];

/** Everything that a call could have changed, as a text. */
function picture({ simulator: { world } }: Setting): string {
  const { loadBalancers, listeners, targetGroups, networkInterfaces, subnets: all } = world;
  return JSON.stringify([loadBalancers, listeners, targetGroups, networkInterfaces, all], (_key, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );
}

describe('ELBv2 refuses', () => {
  test.each(refused)('$name', async ({ call, code, says }) => {
    await using given = await setting();
    const { code: actual, message } = await refusal(call(given));
    expect(actual).toBe(code);
    expect(message).toContain(says);
  });

  test.each(refused.slice(0, 2))('$name, and changes nothing', async ({ call }) => {
    await using given = await setting();
    await given.elbv2.setSubnets({ LoadBalancerArn: given.loadBalancer.arn, Subnets: [subnets[2]] });
    const before = picture(given);
    await refusal(call(given));
    expect(picture(given)).toBe(before);
  });
});

test('what is created again with the same settings is there once, as ELBv2 has no client tokens', async () => {
  await using given = await setting();
  const { elbv2, loadBalancer, targetGroup, simulator } = given;
  const listener: CreateListenerCommandInput = {
    LoadBalancerArn: loadBalancer.arn,
    Port: 444,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup.arn }],
  };
  const create = async () => [
    (await elbv2.createLoadBalancer(newNLB)).LoadBalancers?.[0]?.LoadBalancerArn,
    (await elbv2.createTargetGroup(newTargetGroup)).TargetGroups?.[0]?.TargetGroupArn,
    (await elbv2.createListener(listener)).Listeners?.[0]?.ListenerArn,
  ];
  expect(await create()).toEqual(await create());
  const { loadBalancers, targetGroups, listeners } = simulator.world;
  expect([loadBalancers.size, targetGroups.size, listeners.size]).toEqual([2, 2, 2]);
});

test('a listener’s idle time-out is 350 seconds until it is set', async () => {
  await using given = await setting();
  const { elbv2, listener } = given;
  const read = async () => (await elbv2.describeListenerAttributes({ ListenerArn: listener.arn })).Attributes;
  expect(await read()).toEqual([{ Key: 'tcp.idle_timeout.seconds', Value: '350' }]);
  await elbv2.modifyListenerAttributes({
    ListenerArn: listener.arn,
    Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '60' }],
  });
  expect(await read()).toEqual([{ Key: 'tcp.idle_timeout.seconds', Value: '60' }]);
});

test('health checks that turn to HTTP ask for "/", and turn back', async () => {
  await using given = await setting();
  const { elbv2, targetGroup } = given;
  const turn = async (HealthCheckProtocol: 'HTTP' | 'TCP') => {
    const { TargetGroups } = await elbv2.modifyTargetGroup({ TargetGroupArn: targetGroup.arn, HealthCheckProtocol });
    return TargetGroups?.[0]?.HealthCheckPath;
  };
  expect([await turn('HTTP'), await turn('TCP')]).toEqual(['/', undefined]);
});
