import type { TargetGroup, TargetTypeEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { KubeObject } from '../../../src/kube/resource.ts';
import { probe } from '../../../src/simulator/probe.ts';
import type { Endpoint } from '../../../src/simulator/world.ts';
import { isReady, type Scenario, type Seen } from '../../harness/scenario.ts';

/** Numbers are the provider's zones; the consumer's VPC has the second and the third. */
const providerSubnet = (number: number): string => `subnet-0a00000000000000${number}`;
const instanceID = (number: number): string => `i-0a00000000000000${number}`;
const crossZoneKey = 'load_balancing.cross_zone.enabled';

/** What the provider's team can do to its load balancers. Names are theirs; numbers are zones. */
export class ProviderTeam {
  readonly #on: Scenario;

  constructor(on: Scenario) {
    this.#on = on;
  }

  async loadBalancer(name: string): Promise<string> {
    const { LoadBalancers = [] } = await this.#on.aws.provider.elb.describeLoadBalancers({ Names: [name] });
    return LoadBalancers[0]?.LoadBalancerArn ?? '';
  }

  async targetGroup(name: string): Promise<TargetGroup> {
    const { TargetGroups: [group = {}] = [] } = await this.#on.aws.provider.elb.describeTargetGroups({ Names: [name] });
    return group;
  }

  async register(group: string, ...zones: readonly number[]): Promise<void> {
    const { TargetGroupArn, TargetType } = await this.targetGroup(group);
    await this.#on.aws.provider.elb.registerTargets({ TargetGroupArn, Targets: this.#targets(TargetType, zones) });
  }

  async deregister(group: string, ...zones: readonly number[]): Promise<void> {
    const { TargetGroupArn, TargetType } = await this.targetGroup(group);
    await this.#on.aws.provider.elb.deregisterTargets({ TargetGroupArn, Targets: this.#targets(TargetType, zones) });
  }

  async addTargetGroup(name: string, targetType: TargetTypeEnum = 'instance'): Promise<void> {
    await this.#on.aws.provider.elb.createTargetGroup({
      Name: name,
      TargetType: targetType,
      Protocol: 'TCP',
      Port: 8443,
      VpcId: 'vpc-0a000000000000001',
    });
  }

  async addListener(loadBalancer: string, port: number, group: string): Promise<void> {
    await this.#on.aws.provider.elb.createListener({
      LoadBalancerArn: await this.loadBalancer(loadBalancer),
      Port: port,
      Protocol: 'TCP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: (await this.targetGroup(group)).TargetGroupArn }],
    });
  }

  /** Has the listener on 443 forward to these groups, by weight. */
  async forward(loadBalancer: string, weights: Readonly<Record<string, number>>): Promise<void> {
    const { elb } = this.#on.aws.provider;
    const { Listeners = [] } = await elb.describeListeners({ LoadBalancerArn: await this.loadBalancer(loadBalancer) });
    const TargetGroups = await Promise.all(
      Object.entries(weights).map(async ([name, Weight]) => ({
        TargetGroupArn: (await this.targetGroup(name)).TargetGroupArn,
        Weight,
      })),
    );
    const ListenerArn = Listeners.find(({ Port }) => Port === 443)?.ListenerArn;
    await elb.modifyListener({ ListenerArn, DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] });
  }

  async addLoadBalancer(name: string, ...zones: readonly number[]): Promise<void> {
    await this.#on.aws.provider.elb.createLoadBalancer({
      Name: name,
      Type: 'network',
      Scheme: 'internal',
      Subnets: zones.map(providerSubnet),
    });
  }

  async setZones(loadBalancer: string, ...zones: readonly number[]): Promise<void> {
    await this.#on.aws.provider.elb.setSubnets({
      LoadBalancerArn: await this.loadBalancer(loadBalancer),
      Subnets: zones.map(providerSubnet),
    });
  }

  async groupCrossZone(group: string, value: string): Promise<void> {
    const { TargetGroupArn } = await this.targetGroup(group);
    await this.#on.aws.provider.elb.modifyTargetGroupAttributes({
      TargetGroupArn,
      Attributes: [{ Key: crossZoneKey, Value: value }],
    });
  }

  async balancerCrossZone(loadBalancer: string, value: string): Promise<void> {
    await this.#on.aws.provider.elb.modifyLoadBalancerAttributes({
      LoadBalancerArn: await this.loadBalancer(loadBalancer),
      Attributes: [{ Key: crossZoneKey, Value: value }],
    });
  }

  /** The port that health checks try; targets answer on 8443 alone. */
  async checkHealthOn(group: string, port: string): Promise<void> {
    await this.#on.aws.provider.elb.modifyTargetGroup({
      TargetGroupArn: (await this.targetGroup(group)).TargetGroupArn,
      HealthCheckPort: port,
    });
  }

  /** Lets the zone's instance answer on the port, or on none. */
  listen(zone: number, port?: number): void {
    const instance = this.#on.simulator.world.instances.get(instanceID(zone));
    if (instance !== undefined) instance.listening = new Set(port === undefined ? [] : [port]);
  }

  /** An application load balancer in all zones, to be a target. */
  async registerALB(group: string): Promise<void> {
    const { elb } = this.#on.aws.provider;
    const { LoadBalancers: [made] = [] } = await elb.createLoadBalancer({
      Name: 'web',
      Type: 'application',
      Scheme: 'internal',
      Subnets: [1, 2, 3].map(providerSubnet),
    });
    const { TargetGroupArn } = await this.targetGroup(group);
    await elb.registerTargets({ TargetGroupArn, Targets: [{ Id: made?.LoadBalancerArn }] });
  }

  #targets(type: TargetTypeEnum | undefined, zones: readonly number[]): { Id: string }[] {
    const { instances } = this.#on.simulator.world;
    return zones.map((zone) => ({
      Id: type === 'ip' ? (instances.get(instanceID(zone))?.privateAddress ?? '') : instanceID(zone),
    }));
  }
}

export interface Pair {
  readonly service: KubeObject;
  readonly endpoint: KubeObject;
}

/** An EndpointService and an InterfaceEndpoint that refers to it, connected. */
export async function connected(on: Scenario, specs: { readonly service?: object; readonly endpoint?: object } = {}): Promise<Pair> {
  const service = await on.create(on.service('payments', specs.service));
  const reference = { endpointServiceRef: { name: 'payments', namespace: on.provider } };
  const endpoint = await on.create(on.endpoint('payments', { service: reference, ...specs.endpoint }));
  await on.until(endpoint, 'ready', isReady);
  return { service, endpoint };
}

export interface ProviderZone {
  readonly zoneID: string;
  readonly state: string;
  readonly reason: string;
  readonly message: string;
}
export interface ConsumerZone {
  readonly zoneID: string;
  readonly attached: boolean;
  readonly serving: string;
  readonly reason: string;
  readonly message: string;
}
export const providerZones = ({ status }: Seen): readonly ProviderZone[] => status['zones'] as readonly ProviderZone[];
export const consumerZones = ({ status }: Seen): readonly ConsumerZone[] => status['zones'] as readonly ConsumerZone[];

/** So many connections in a row: the choice of target group and target is the world's. */
const tries = 10;

/**
 * Everything that a client in the consumer's VPC can meet through each attached zone: on every port that a listener has, and
 * whichever of the zone's load balancers the interface happens to be pinned to.
 */
export function probed(on: Scenario, seen: Seen): Readonly<Record<string, readonly string[]>> {
  const { world } = on.simulator;
  const endpoint = world.endpoints.get(String(seen.status['endpointID'])) as Endpoint;
  const { regional: dnsName } = seen.status['dns'] as { readonly regional: string };
  const published = [...world.endpointServices.values()].flatMap(({ loadBalancerARNs }) => loadBalancerARNs);
  const answers = [...endpoint.subnets].map(([subnetID, attached]) => {
    const zoneID = world.subnets.get(subnetID)?.zoneID ?? '';
    const here = published.filter((arn) => world.loadBalancers.get(arn)?.zones.has(zoneID));
    const results = here.flatMap((loadBalancerARN) => {
      endpoint.subnets.set(subnetID, { ...attached, loadBalancerARN });
      const ports = [...world.listeners.values()].filter((listener) => listener.loadBalancerARN === loadBalancerARN);
      return ports.flatMap(({ port }) =>
        Array.from({ length: tries }, () => {
          const { result, message } = probe(world, { account: endpoint.account, vpcID: endpoint.vpcID, dnsName, port, zoneID });
          return message.includes('no target is healthy') ? 'connected by luck' : result;
        }),
      );
    });
    endpoint.subnets.set(subnetID, attached);
    return [zoneID, [...new Set(results)].toSorted()] as const;
  });
  return Object.fromEntries(answers);
}
