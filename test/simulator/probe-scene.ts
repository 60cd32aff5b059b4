import { readFileSync } from 'node:fs';
import type { Simulator } from '../../src/simulator/index.ts';
import { startSimulator } from '../../src/simulator/index.ts';
import type { ProbeAnswer } from '../../src/simulator/probe.ts';
import { probe, probeAll } from '../../src/simulator/probe.ts';
import { applyWorldFile, parseWorldFile } from '../../src/simulator/world-file.ts';
import type { Endpoint, LoadBalancer, TargetGroup, World } from '../../src/simulator/world.ts';
import { clientsOf, present } from './elbv2-client.ts';
import { calm } from './support/simulation.ts';
import type { VirtualClock } from './support/virtual-clock.ts';
import { virtualClock } from './support/virtual-clock.ts';

export const provider = '111111111111';
export const consumer = '222222222222';
export const shopVPC = 'vpc-0b000000000000001';
export const shopSubnets = ['subnet-0b000000000000002', 'subnet-0b000000000000003'];
export const shopGroup = 'sg-0b000000000000001';

/** The world of examples/simulator/world.yaml, with the NLB published, and an endpoint to it in zones 2 and 3. */
export interface Scene extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly world: World;
  readonly clock: VirtualClock;
  readonly loadBalancer: LoadBalancer;
  readonly targetGroup: TargetGroup;
  readonly endpoint: Endpoint;
  readonly provider: ReturnType<typeof clientsOf>;
  readonly consumer: ReturnType<typeof clientsOf>;
  readonly regionalName: string;
  /** Connects through each zone in turn. */
  results(port?: number): readonly string[];
  connect(changes?: Partial<Parameters<typeof probe>[1]>): ProbeAnswer;
}

export async function exampleWorld(changes: object = {}) {
  const file = parseWorldFile(readFileSync(new URL('../../examples/simulator/world.yaml', import.meta.url), 'utf8'));
  const clock = virtualClock();
  const simulator = await startSimulator({ settings: { ...file.settings, ...calm, ...changes }, clock });
  applyWorldFile(file, simulator.world);
  return { file, simulator, clock };
}

/** `prepare` changes the world before the service is published and the endpoint made, such as a second NLB. */
export async function scene(prepare: (world: World, loadBalancer: LoadBalancer) => readonly LoadBalancer[] = () => []): Promise<Scene> {
  const { simulator, clock } = await exampleWorld();
  const { world } = simulator;
  const [loadBalancer] = [...world.loadBalancers.values()];
  const [targetGroup] = [...world.targetGroups.values()];
  const [own, other] = [clientsOf(provider, simulator), clientsOf(consumer, simulator)];
  const others = prepare(world, present(loadBalancer));
  const { ServiceConfiguration: service } = await own.ec2.createVpcEndpointServiceConfiguration({
    NetworkLoadBalancerArns: [present(loadBalancer).arn, ...others.map(({ arn }) => arn)],
    AcceptanceRequired: false,
  });
  await own.ec2.modifyVpcEndpointServicePermissions({
    ServiceId: service?.ServiceId,
    AddAllowedPrincipals: [`arn:aws:iam::${consumer}:root`],
  });
  const created = await other.ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: shopVPC,
    ServiceName: present(service?.ServiceName),
    SubnetIds: shopSubnets,
    SecurityGroupIds: [shopGroup],
    PrivateDnsEnabled: false,
  });
  clock.advance(60_000);
  const { VpcEndpoints } = await other.ec2.describeVpcEndpoints({ VpcEndpointIds: [present(created.VpcEndpoint?.VpcEndpointId)] });
  const regionalName = present(VpcEndpoints?.[0]?.DnsEntries?.[0]?.DnsName);
  const request = { account: consumer, vpcID: shopVPC, dnsName: regionalName, port: 443 };
  return {
    simulator,
    world,
    clock,
    loadBalancer: present(loadBalancer),
    targetGroup: present(targetGroup),
    endpoint: present([...world.endpoints.values()][0]),
    provider: own,
    consumer: other,
    regionalName,
    results: (port = 443) => probeAll(world, { ...request, port }).map(({ result }) => result),
    connect: (changes = {}) => probe(world, { ...request, ...changes }),
    async [Symbol.asyncDispose]() {
      own[Symbol.dispose]();
      other[Symbol.dispose]();
      await simulator.close();
    },
  };
}
