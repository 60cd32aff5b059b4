import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { applyWorldFile, parseWorldFile } from '../../simulator/world-file.ts';
import { type ControlPlane, startControlPlane } from '../../../test/harness/control-plane.ts';
import { controlPlaneBinaries } from '../../../test/harness/control-plane/binaries.ts';
import { createCluster } from './cluster.ts';
import type { Narrator } from './narrator.ts';
import { startOperator } from './operator-process.ts';
import type { Play } from './play.ts';
import { hurried, operatorAccount, operatorEnvironment } from './settings.ts';
import type { Stage } from './stage.ts';

export interface Stagehands {
  /** For the operator's bundle and log. */
  readonly folder: string;
  /** Takes what must be ended again. */
  readonly started: AsyncDisposableStack;
  /** Ends the demo at once. */
  readonly ending: AbortController;
  readonly withoutOperator: boolean;
  readonly play: Play;
}

/** Everything that runs, and what a person needs to look at it. */
export interface Theatre {
  readonly stage: Stage;
  readonly kubectl: string;
  readonly kubeconfig: string;
}

const root = join(import.meta.dirname, '..', '..', '..');

/** Starts the control plane, the simulated AWS and the operator. */
export async function raise(narrator: Narrator, stagehands: Stagehands): Promise<Theatre> {
  const { folder, started, ending, withoutOperator, play } = stagehands;
  narrator.chapter(play.title);
  const [controlPlane, bundle] = await Promise.all([raiseControlPlane(narrator, started), buildBundle(folder, ending.signal)]);
  narrator.say(`Kubernetes    kube-apiserver and etcd at ${controlPlane.server}`);
  const simulator = await raiseSimulator(started, play.world);
  narrator.say(`AWS           simulated at ${simulator.url}: ${play.cast}`);
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

async function raiseSimulator(started: AsyncDisposableStack, world: string): Promise<Simulator> {
  const file = parseWorldFile(readFileSync(join(root, 'examples', 'simulator', world), 'utf8'));
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
  return {
    narrator,
    cluster: createCluster({ program: tools.kubectl, kubeconfig, folder: root, signal: stagehands.ending.signal }),
    world,
    awsEndpoint: url,
    operatorCalls: () =>
      journal.filter(({ account, principal }) => account === operatorAccount || principal.includes('assumed-role/privatelink-')),
  };
}
