import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { probe } from '../../simulator/probe.ts';
import { applyWorldFile, parseWorldFile } from '../../simulator/world-file.ts';
import { type ControlPlane, startControlPlane } from '../../../test/harness/control-plane.ts';
import { controlPlaneBinaries } from '../../../test/harness/control-plane/binaries.ts';
import { createCluster } from './cluster.ts';
import type { Narrator } from './narrator.ts';
import { startOperator } from './operator-process.ts';
import { consumer, hurried, operatorAccount, operatorEnvironment, provider } from './settings.ts';
import type { Stage } from './story.ts';

export interface Stagehands {
  /** For the operator's bundle and log. */
  readonly folder: string;
  /** Takes what must be ended again. */
  readonly started: AsyncDisposableStack;
  /** Ends the demo at once. */
  readonly ending: AbortController;
  readonly withoutOperator: boolean;
}

/** Everything that runs, and what a person needs to look at it. */
export interface Theatre {
  readonly stage: Stage;
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly awsEndpoint: string;
}

const root = join(import.meta.dirname, '..', '..', '..');

/** Starts the control plane, the simulated AWS and the operator. */
export async function raise(narrator: Narrator, stagehands: Stagehands): Promise<Theatre> {
  const { folder, started, ending, withoutOperator } = stagehands;
  narrator.chapter('A control plane, a simulated AWS with two accounts, and the operator');
  const [controlPlane, bundle] = await Promise.all([raiseControlPlane(narrator, started), buildBundle(folder, ending.signal)]);
  narrator.say(`Kubernetes    kube-apiserver and etcd at ${controlPlane.server}`);
  const simulator = await raiseSimulator(started);
  narrator.say(`AWS           simulated at ${simulator.url}: provider ${provider.account}, consumer ${consumer.account}`);
  if (!withoutOperator) {
    const operator = startOperator({
      bundle,
      env: operatorEnvironment(controlPlane.kubeconfig, simulator.url),
      logFile: join(folder, 'operator.log'),
      ended: (why) => ending.abort(new Error(why)),
    });
    started.defer(() => operator.stop());
    narrator.say(`Operator      its bundle in a process of its own, with keys of a third account, ${operatorAccount}`);
  }
  return {
    stage: stageOf(narrator, { controlPlane, simulator, stagehands }),
    kubectl: controlPlane.tools.kubectl,
    kubeconfig: controlPlane.kubeconfig,
    awsEndpoint: simulator.url,
  };
}

async function raiseControlPlane(narrator: Narrator, started: AsyncDisposableStack): Promise<ControlPlane> {
  // The part that may take minutes, and leaves nothing to take down, comes first: an interruption need not wait for it.
  await controlPlaneBinaries(narrator.say);
  const starting = startControlPlane(() => undefined);
  started.defer(() =>
    starting.then(
      (controlPlane) => controlPlane.stop(),
      // It never came to be, which is what the demo then fails with.
      () => undefined,
    ),
  );
  return starting;
}

/** In a folder of its own: another demo or a test run in this tree may be building too. Answers the bundle's path. */
async function buildBundle(folder: string, signal: AbortSignal): Promise<string> {
  const place = join(folder, 'bundle');
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.ts'), place], { signal });
  return join(place, 'operator.mjs');
}

async function raiseSimulator(started: AsyncDisposableStack): Promise<Simulator> {
  const file = parseWorldFile(readFileSync(join(root, 'examples', 'simulator', 'world.yaml'), 'utf8'));
  const simulator = started.use(await startSimulator({ settings: { ...file.settings, ...hurried } }));
  applyWorldFile(file, simulator.world);
  return simulator;
}

interface Running {
  readonly controlPlane: ControlPlane;
  readonly simulator: Simulator;
  readonly stagehands: Stagehands;
}

function stageOf(narrator: Narrator, { controlPlane, simulator, stagehands }: Running): Stage {
  const { world, journal, url } = simulator;
  const { kubeconfig, tools } = controlPlane;
  const owner = new ElasticLoadBalancingV2Client({
    endpoint: url,
    region: provider.region,
    credentials: { accessKeyId: provider.account, secretAccessKey: 'none' },
  });
  stagehands.started.defer(() => owner.destroy());
  return {
    narrator,
    cluster: createCluster({ program: tools.kubectl, kubeconfig, folder: root, signal: stagehands.ending.signal }),
    provider: owner,
    probe: (dnsName) => probe(world, { ...consumer, vpcID: consumerVPC(simulator), dnsName, port: 443 }),
    operatorCalls: () =>
      journal.filter(({ account, principal }) => account === operatorAccount || principal.includes('assumed-role/privatelink-')),
    zoneOf: (instanceID) => world.subnets.get(world.instances.get(instanceID)?.subnetID ?? '')?.zoneID ?? '',
    remaining: () => [
      ...[...world.endpoints.values()].filter(({ state }) => state !== 'deleted').map(({ id }) => id),
      ...[...world.endpointServices.values()].filter(({ state }) => state !== 'Deleted').map(({ id }) => id),
      ...[...world.networkInterfaces.values()].filter(({ kind }) => kind === 'vpc_endpoint').map(({ id }) => id),
    ],
  };
}

function consumerVPC({ world }: Simulator): string {
  const vpc = [...world.vpcs.values()].find(({ account, tags }) => account === consumer.account && tags.get('Name') === 'shop');
  if (vpc === undefined) throw new Error('examples/simulator/world.yaml has no VPC named shop in the consumer account');
  return vpc.id;
}
