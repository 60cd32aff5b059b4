import { EC2 } from '@aws-sdk/client-ec2';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { resource as endpointService } from '../../../src/kinds/endpoint-service/schema.ts';
import { interfaceEndpoint } from '../../../src/kinds/interface-endpoint/index.ts';
import type { InterfaceEndpointStatus } from '../../../src/kinds/interface-endpoint/schema.ts';
import { namespaceResource } from '../../../src/engine/engine.ts';
import { createKubeClient, type KubeClient } from '../../../src/kube/client.ts';
import type { KubeObject } from '../../../src/kube/resource.ts';
import { createTransport } from '../../../src/kube/transport.ts';
import { startSimulator, type Simulator } from '../../../src/simulator/index.ts';
import type { Endpoint, LoadBalancer, Subnet, Vpc } from '../../../src/simulator/world.ts';
import { operatorAccount, type TestOperator } from '../../harness/operator.ts';
import { asPerson } from '../../harness/person.ts';
import { testLabel } from '../../harness/selecting-transport.ts';
import { type Time, virtualTime } from '../../harness/time.ts';
import { addGroup, admit, addLoadBalancer, addSubnet, addVpc } from '../../simulator/support/records.ts';
import { provider, region } from '../../simulator/support/simulation.ts';

const resource = interfaceEndpoint.resource;

type Ask = () => Promise<Look> | Look;
interface Look {
  readonly holds: boolean;
  readonly seen: unknown;
}

/**
 * A simulated AWS and the operator with the InterfaceEndpoint kind alone, so that a test says itself what an EndpointService reports. Both live
 * in one virtual time, at AWS's own durations.
 */
export interface Stage extends AsyncDisposable {
  readonly simulator: Simulator;
  /** Asks again and again until it holds; says what was seen last where it never does. */
  until(ask: Ask, what: string): Promise<void>;
  operator(): TestOperator;
  restart(): Promise<void>;
  scene(name: string): Promise<Scene>;
}

/** One namespace and one VPC with three subnets, and a service of another account to reach. */
export interface Scene {
  readonly namespace: string;
  readonly vpc: Vpc;
  readonly subnets: readonly [Subnet, Subnet, Subnet];
  readonly ec2: EC2;
  readonly providerEC2: EC2;
  readonly serviceID: string;
  readonly serviceName: string;
  readonly loadBalancer: LoadBalancer;
  create(spec?: Record<string, unknown>, name?: string): Promise<KubeObject>;
  edit(patch: object, name?: string): Promise<void>;
  remove(name?: string): Promise<void>;
  get(name?: string): Promise<(KubeObject & { readonly status?: Partial<InterfaceEndpointStatus> }) | undefined>;
  /** Waits until the condition reads `status/reason`; answers its message. */
  shows(type: string, expected: string, name?: string): Promise<string>;
  gone(name?: string): Promise<void>;
  /** Endpoints of this VPC that are not going or gone. */
  endpoints(): readonly Endpoint[];
  endpoint(): Endpoint;
  /** Writes to AWS about this VPC's endpoints. */
  writes(): readonly string[];
  publish(namespace: string, service: { readonly spec?: object; readonly status: object }): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const time = virtualTime();
  // Many scenes share one account; how throttling is borne, and a service too new to be connected to, is another test's matter.
  const settings = { throttling: false, serviceUnreadyMs: 0 };
  const simulator = await startSimulator({ settings, clock: time.clocks.simulator });
  time.begin(simulator);
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(inject('kubeconfig'));
  const transport = createTransport(kubeconfig);
  const people = createKubeClient(time.observe(asPerson(transport), inject('kubeconfig')), time.clocks.operator);
  const clusterID = `c${Math.floor(performance.timeOrigin)}`;
  const start = (): Promise<TestOperator> =>
    time.launch({
      kubeconfig: inject('operatorKubeconfig'),
      endpoint: simulator.url,
      clusterID,
      kinds: [interfaceEndpoint],
      test: clusterID,
    });
  let operator = await start();
  const until = (ask: Ask, what: string): Promise<void> => waitUntil(time, ask, what);
  return {
    simulator,
    until,
    operator: () => operator,
    restart: async () => {
      await time.during(operator.stop());
      operator = await start();
    },
    scene: (name) => openScene({ simulator, people, until, labels: { [testLabel]: clusterID } }, `${name}-${clusterID}`),
    [Symbol.asyncDispose]: async () => {
      await time.during(operator.stop());
      time.end();
      await transport.close();
      await simulator.close();
    },
  };
}

interface Shared extends Pick<Stage, 'simulator' | 'until'> {
  readonly people: KubeClient;
  /** Of every object that the operator is to see. */
  readonly labels: Readonly<Record<string, string>>;
}

async function openScene({ simulator, people, until, labels }: Shared, namespace: string): Promise<Scene> {
  const { world } = simulator;
  const account = (accessKeyId: string): EC2 =>
    new EC2({ endpoint: simulator.url, region, credentials: { accessKeyId, secretAccessKey: 'secret' } });
  const [ec2, providerEC2] = [account(operatorAccount), account(provider)];
  const zoneIDs = ['euw1-az1', 'euw1-az2', 'euw1-az3'] as const;
  const loadBalancer = addLoadBalancer(world, zoneIDs);
  const { ServiceConfiguration: service } = await providerEC2.createVpcEndpointServiceConfiguration({
    NetworkLoadBalancerArns: [loadBalancer.arn],
    AcceptanceRequired: false,
  });
  const [serviceID, serviceName] = [service?.ServiceId ?? '', service?.ServiceName ?? ''];
  await providerEC2.modifyVpcEndpointServicePermissions({
    ServiceId: serviceID,
    AddAllowedPrincipals: [`arn:aws:iam::${operatorAccount}:root`],
  });
  const vpc = addVpc(world, { account: operatorAccount });
  admit(world, addGroup(world, vpc, 'app'), '10.0.0.0/16');
  const [first, second, third] = zoneIDs.map((zoneID) => addSubnet(world, vpc, { zoneID }));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three subnets are made');
  await people.create(namespaceResource, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const named = (name = 'orders') => ({ metadata: { name, namespace } });
  const get: Scene['get'] = async (name) => (await people.get(resource, named(name))) as Awaited<ReturnType<Scene['get']>>;
  const endpoints = (): readonly Endpoint[] => {
    world.settle();
    return [...world.endpoints.values()].filter((one) => one.vpcID === vpc.id && one.state !== 'deleting' && one.state !== 'deleted');
  };
  const spec = {
    service: { name: serviceName },
    vpc: { id: vpc.id },
    subnets: [{ zoneIDs: zoneIDs.slice(0, 2) }],
    securityGroups: [{ name: 'app' }],
  };
  return {
    namespace,
    vpc,
    subnets: [first, second, third],
    ec2,
    providerEC2,
    serviceID,
    serviceName,
    loadBalancer,
    get,
    endpoints,
    create: (change = {}, name) =>
      people.create(resource, {
        apiVersion: `${resource.group}/${resource.version}`,
        kind: resource.kind,
        metadata: { ...named(name).metadata, labels },
        spec: { ...spec, ...change },
      }),
    edit: async (patch, name) => void (await people.patch(resource, named(name), patch)),
    remove: (name) => people.delete(resource, named(name)),
    shows: async (type, expected, name) => {
      const find = async () => (await get(name))?.status?.conditions?.find((one) => one.type === type);
      await until(async () => {
        const found = await find();
        return { holds: `${found?.status}/${found?.reason}` === expected, seen: found };
      }, `${type} to read ${expected}`);
      return (await find())?.message ?? '';
    },
    gone: (name) =>
      until(async () => ({ holds: (await get(name)) === undefined, seen: (await get(name))?.status }), 'the object to be gone'),
    endpoint: () => {
      const [only, ...more] = endpoints();
      if (only === undefined || more.length > 0) throw new Error(`${more.length + (only === undefined ? 0 : 1)} endpoints`);
      return only;
    },
    writes: () => {
      const ids = [...world.endpoints.values()].filter((one) => one.vpcID === vpc.id).map((one) => one.id);
      const about = (parameters: object): boolean => [vpc.id, ...ids].some((id) => JSON.stringify(parameters).includes(id));
      return simulator.journal
        .filter((entry) => !/^(Describe|Get|Assume)/.test(entry.action) && about(entry.parameters))
        .map((entry) => entry.action);
    },
    publish: async (where, { spec: serviceSpec = {}, status }) => {
      const made = await people.create(endpointService, {
        apiVersion: `${resource.group}/${resource.version}`,
        kind: 'EndpointService',
        metadata: { name: 'pay', namespace: where, labels },
        spec: { loadBalancers: [{ name: 'nlb' }], acceptance: { required: false }, ...serviceSpec },
      });
      await people.patchStatus(endpointService, made, { conditions: [], ...status });
    },
  };
}

async function waitUntil(time: Time, ask: Ask, what: string): Promise<void> {
  for (let waited = 0; waited < time.patience; waited += time.step) {
    await time.pass(waited === 0 ? 0 : time.step);
    if ((await ask()).holds) return;
  }
  throw new Error(`waited in vain for ${what}; last seen: ${JSON.stringify((await ask()).seen)}`);
}
