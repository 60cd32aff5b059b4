import { describe, expect, test } from 'vitest';
import { targetKey } from '../../src/simulator/elbv2/targets.ts';
import { newListener } from '../../src/simulator/elbv2/new-listener.ts';
import { newLoadBalancer } from '../../src/simulator/elbv2/new-load-balancer.ts';
import { newTargetGroup } from '../../src/simulator/elbv2/new-target-group.ts';
import { newSecurityGroup } from '../../src/simulator/ec2/network/new-security-group.ts';
import { probeAll } from '../../src/simulator/probe.ts';
import type { LoadBalancer, World } from '../../src/simulator/world.ts';
import { present } from './elbv2-client.ts';
import type { Scene } from './probe-scene.ts';
import { consumer, provider, scene, shopGroup, shopVPC } from './probe-scene.ts';

const crossZone = 'load_balancing.cross_zone.enabled';
const caller = (world: World) => ({ world, account: provider, region: 'eu-west-1', principal: `arn:aws:iam::${provider}:root` });

/** Deregisters the targets of the given zones, as a bad rollout would. */
async function empty({ provider: { elbv2 }, targetGroup }: Scene, ...zones: readonly number[]): Promise<void> {
  const Targets = zones.map((zone) => ({ Id: `i-0a00000000000000${zone}`, Port: 8443 }));
  await elbv2.deregisterTargets({ TargetGroupArn: targetGroup.arn, Targets });
}

/** Replaces the instances by their addresses, in a target group of its own behind the listener. */
async function byAddress({ world, provider: { elbv2 }, loadBalancer }: Scene, ...zones: readonly number[]): Promise<void> {
  const { TargetGroups } = await elbv2.createTargetGroup({
    Name: 'addresses',
    TargetType: 'ip',
    Protocol: 'TCP',
    Port: 8443,
    VpcId: loadBalancer.vpcID,
  });
  const arn = present(TargetGroups?.[0]?.TargetGroupArn);
  const Targets = zones.map((zone) => ({ Id: present(world.instances.get(`i-0a00000000000000${zone}`)).privateAddress }));
  await elbv2.registerTargets({ TargetGroupArn: arn, Targets });
  const [listener] = [...world.listeners.keys()];
  await elbv2.modifyListener({ ListenerArn: listener, DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }] });
}

interface Variant {
  readonly name: string;
  readonly change: (scene: Scene) => Promise<void> | void;
  readonly port?: number;
  /** Through zones 2 and 3. */
  readonly expected: readonly string[];
}

const variants: readonly Variant[] = [
  { name: 'targets in every zone', change: () => undefined, expected: ['connected', 'connected'] },
  { name: 'zones 1 and 2 empty, cross-zone off', change: (given) => empty(given, 1, 2), expected: ['empty-reply', 'connected'] },
  {
    name: 'zones 1 and 2 empty, load balancer off but target group on',
    change: async (given) => {
      await empty(given, 1, 2);
      await given.provider.elbv2.modifyTargetGroupAttributes({
        TargetGroupArn: given.targetGroup.arn,
        Attributes: [{ Key: crossZone, Value: 'true' }],
      });
    },
    expected: ['connected', 'connected'],
  },
  {
    name: 'zones 1 and 2 empty, load balancer on, target group inherits',
    change: async (given) => {
      await empty(given, 1, 2);
      await given.provider.elbv2.modifyLoadBalancerAttributes({
        LoadBalancerArn: given.loadBalancer.arn,
        Attributes: [{ Key: crossZone, Value: 'true' }],
      });
    },
    expected: ['connected', 'connected'],
  },
  {
    name: 'zones 1 and 2 empty, load balancer on, target group off',
    change: async (given) => {
      await empty(given, 1, 2);
      given.loadBalancer.attributes.set(crossZone, 'true');
      await given.provider.elbv2.modifyTargetGroupAttributes({
        TargetGroupArn: given.targetGroup.arn,
        Attributes: [{ Key: crossZone, Value: 'false' }],
      });
    },
    expected: ['empty-reply', 'connected'],
  },
  {
    name: 'a second listener whose target group is empty',
    change: ({ world, loadBalancer, endpoint }) => {
      const group = newTargetGroup(
        { name: 'empty', targetType: 'instance', protocol: 'TCP', port: 1, vpcID: loadBalancer.vpcID, tags: new Map() },
        caller(world),
      );
      const forwards = [{ targetGroupARN: group.arn, weight: 1 }];
      newListener({ loadBalancerARN: loadBalancer.arn, port: 8443, protocol: 'TCP', forwards, tags: new Map() }, caller(world));
      endpoint.securityGroupIDs = [open(world)];
    },
    port: 8443,
    expected: ['empty-reply', 'empty-reply'],
  },
  { name: 'IP targets in zone 2 only', change: (given) => byAddress(given, 2), expected: ['connected', 'empty-reply'] },
  {
    name: 'all targets of zone 2 unhealthy: it fails open, to nobody who answers',
    change: ({ world }) => void (present(world.instances.get('i-0a000000000000002')).listening = new Set()),
    expected: ['no-answer', 'connected'],
  },
  {
    name: 'the instance of zone 3 stopped',
    change: async ({ provider: { ec2 } }) => {
      await ec2.stopInstances({ InstanceIds: ['i-0a000000000000003'] });
    },
    expected: ['connected', 'no-answer'],
  },
  {
    name: 'a port without a listener',
    change: ({ world, endpoint }) => void (endpoint.securityGroupIDs = [open(world)]),
    port: 80,
    expected: ['refused', 'refused'],
  },
  {
    name: "the endpoint's security group does not admit the client",
    change: ({ world }) => void (present(world.securityGroups.get(shopGroup)).rules = []),
    expected: ['timed-out', 'timed-out'],
  },
  {
    name: "the load balancer's security group does not admit the client",
    change: ({ world, loadBalancer }) => void (loadBalancer.securityGroupIDs = [closed(world)]),
    expected: ['timed-out', 'timed-out'],
  },
  {
    name: "the load balancer's security group does not admit the client, and is not enforced on PrivateLink",
    change: ({ world, loadBalancer }) => {
      loadBalancer.securityGroupIDs = [closed(world)];
      loadBalancer.enforceInboundRulesOnPrivateLink = 'off';
    },
    expected: ['connected', 'connected'],
  },
  {
    name: 'zone 3 disabled on the load balancer',
    change: async ({ provider: { elbv2 }, loadBalancer }) => {
      await elbv2.setSubnets({ LoadBalancerArn: loadBalancer.arn, Subnets: ['subnet-0a000000000000001', 'subnet-0a000000000000002'] });
    },
    expected: ['connected', 'timed-out'],
  },
];

function closed(world: World): string {
  return newSecurityGroup({ vpcID: 'vpc-0a000000000000001', name: 'closed', description: 'admits nobody' }, caller(world)).id;
}

function open(world: World): string {
  const group = newSecurityGroup({ vpcID: shopVPC, name: 'open', description: 'admits all' }, { ...caller(world), account: consumer });
  group.rules.push({
    id: 'sgr-0',
    direction: 'ingress',
    protocol: '-1',
    fromPort: -1,
    toPort: -1,
    source: { cidr: '0.0.0.0/0' },
    description: '',
  });
  return group.id;
}

describe('through zones 2 and 3 one meets', () => {
  test.each(variants)('$name: $expected', async ({ change, port, expected }) => {
    await using given = await scene();
    await change(given);
    given.clock.advance(30_000);
    expect(given.results(port)).toEqual(expected);
  });
});

test('an interface is pinned for life: of two NLBs in a zone, the empty one gives empty replies through it', async () => {
  let second: LoadBalancer | undefined;
  await using given = await scene((world, first) => {
    const placements = [...first.zones.values()].map(({ subnetID }) => ({
      subnet: present(world.subnets.get(subnetID)),
      address: undefined,
    }));
    const parts = {
      name: 'second',
      type: 'network',
      scheme: 'internal',
      vpcID: first.vpcID,
      ipAddressType: 'ipv4',
      state: 'active',
      securityGroupIDs: [],
    } as const;
    second = newLoadBalancer({ ...parts, securityGroupIDs: [], placements, tags: new Map() }, caller(world));
    const group = newTargetGroup(
      { name: 'second', targetType: 'instance', protocol: 'TCP', port: 8443, vpcID: first.vpcID, tags: new Map() },
      caller(world),
    );
    newListener(
      { loadBalancerARN: second.arn, port: 443, protocol: 'TCP', forwards: [{ targetGroupARN: group.arn, weight: 1 }], tags: new Map() },
      caller(world),
    );
    return [second];
  });
  const pinned = [...given.endpoint.subnets.values()].map(({ loadBalancerARN }) =>
    loadBalancerARN === second?.arn ? 'empty-reply' : 'connected',
  );
  expect(given.results()).toEqual(pinned);
  for (const [subnetID, attached] of given.endpoint.subnets)
    given.endpoint.subnets.set(subnetID, { ...attached, loadBalancerARN: second?.arn });
  expect(given.results()).toEqual(['empty-reply', 'empty-reply']);
});

test('the answers say in words what happened, and where', async () => {
  await using given = await scene();
  expect(given.connect({ zoneID: 'euw1-az2' })).toEqual({
    result: 'connected',
    zoneID: 'euw1-az2',
    message: 'connected via zone euw1-az2 to i-0a000000000000002:8443',
  });
  await empty(given, 2);
  expect(given.connect({ zoneID: 'euw1-az2' }).message).toBe(
    'empty reply (reset by the NLB node of payments in euw1-az2: target group payments has no target in euw1-az2, and cross-zone is off)',
  );
});

test('a zonal name, in the zone names of the consumer, always leads to its zone', async () => {
  await using given = await scene();
  const {
    world,
    consumer: { ec2 },
    endpoint,
  } = given;
  const { VpcEndpoints } = await ec2.describeVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
  const names = (VpcEndpoints?.[0]?.DnsEntries ?? []).map(({ DnsName }) => present(DnsName));
  for (const zoneID of ['euw1-az2', 'euw1-az3']) {
    const zonal = present(names.find((name) => name.includes(`-${world.zoneName(consumer, zoneID)}.`)));
    const answers = Array.from({ length: 5 }, () => given.connect({ dnsName: zonal }).zoneID);
    expect(new Set(answers)).toEqual(new Set([zoneID]));
    expect(probeAll(world, { account: consumer, vpcID: shopVPC, dnsName: zonal, port: 443 })).toHaveLength(1);
  }
});

test('the regional name leads to every zone in turn, at random', async () => {
  await using given = await scene();
  const zones = new Set(Array.from({ length: 40 }, () => given.connect().zoneID));
  expect(zones).toEqual(new Set(['euw1-az2', 'euw1-az3']));
});

test('names of nothing, and places of nobody', async () => {
  await using given = await scene();
  expect(given.connect({ dnsName: 'pay.example.com' }).result).toBe('name-not-found');
  expect(given.connect({ zoneID: 'euw1-az1' }).result).toBe('name-not-found');
  expect(given.connect({ dnsName: 'kms.eu-west-1.amazonaws.com' }).message).toBe(
    `timed out (kms.eu-west-1.amazonaws.com is a public address, and ${shopVPC} has no way out)`,
  );
  expect(() => given.connect({ vpcID: 'vpc-0' })).toThrow('no such place');
  expect(() => given.connect({ account: provider })).toThrow('no such place');
  const elsewhere = given.connect({ account: provider, vpcID: 'vpc-0a000000000000001' });
  expect(elsewhere).toMatchObject({ result: 'timed-out', message: expect.stringContaining('no route') as string });
});

test('a rejected connection is cut', async () => {
  await using given = await scene();
  const [service] = [...given.world.endpointServices.keys()];
  await given.provider.ec2.rejectVpcEndpointConnections({ ServiceId: service, VpcEndpointIds: [given.endpoint.id] });
  expect(given.connect()).toMatchObject({ result: 'timed-out', message: `timed out (${given.endpoint.id} is rejected)` });
});

test("private names work in the endpoint's VPC once private DNS is on, and AWS answers behind its own", async () => {
  await using given = await scene();
  const {
    consumer: { ec2 },
    clock,
  } = given;
  const made = await ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: shopVPC,
    ServiceName: 'com.amazonaws.eu-west-1.kms',
    SubnetIds: ['subnet-0b000000000000002'],
    SecurityGroupIds: [shopGroup],
    PrivateDnsEnabled: true,
  });
  expect(given.connect({ dnsName: 'kms.eu-west-1.amazonaws.com' }).result).toBe('timed-out');
  clock.advance(60_000);
  expect(given.connect({ dnsName: 'kms.eu-west-1.amazonaws.com' })).toMatchObject({ result: 'connected', zoneID: 'euw1-az2' });
  await ec2.modifyVpcEndpoint({ VpcEndpointId: present(made.VpcEndpoint?.VpcEndpointId), PrivateDnsEnabled: false });
  clock.advance(60_000);
  expect(given.connect({ dnsName: 'kms.eu-west-1.amazonaws.com' }).result).toBe('timed-out');
});

test('rules that name a group admit its members only', async () => {
  await using given = await scene();
  const group = present(given.world.securityGroups.get(shopGroup));
  group.rules = group.rules.map((rule) => ({ ...rule, source: { groupID: 'sg-0clients' } }));
  expect(given.connect().result).toBe('timed-out');
  expect(given.connect({ sourceSecurityGroupIDs: ['sg-0clients'] }).result).toBe('connected');
});

test('an unhealthy target gets nothing while its zone has a healthy one', async () => {
  await using given = await scene();
  const { targetGroup } = given;
  targetGroup.targets.set(targetKey('i-0a000000000000002', 9), {
    id: 'i-0a000000000000002',
    port: 9,
    zone: undefined,
    registeredAt: 0,
    drainingSince: undefined,
    healthy: true,
  });
  const answers = Array.from({ length: 20 }, () => given.connect({ zoneID: 'euw1-az2' }).result);
  expect(new Set(answers)).toEqual(new Set(['connected']));
});
