import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { probe } from '../simulator/probe.ts';
import { type Simulator, startSimulator } from '../simulator/index.ts';
import type { JournalEntry } from '../simulator/journal.ts';
import { applyWorldFile, parseWorldFile } from '../simulator/world-file.ts';
import { type ControlPlane, startControlPlane } from '../../test/harness/control-plane.ts';
import { createCluster } from './demo/cluster.ts';
import { createNarrator, type Narrator } from './demo/narrator.ts';
import { type OperatorProcess, startOperator } from './demo/operator-process.ts';
import { tellStory } from './demo/story.ts';

/** AWS in minutes is the demo's in moments; what depends on them is the same. */
const hurried = {
  endpointPendingMs: 1_000,
  endpointModifyMs: 500,
  endpointDeletingMs: 1_500,
  createVisibleMs: 300,
  tagFilterLagMs: 500,
  tombstoneMs: 1_500,
  serviceDeletingMs: 500,
  serviceUnreadyMs: 500,
  connectionVisibleMs: 300,
  targetInitialMs: 300,
  targetDrainingMs: 500,
};
const operatorSettings = {
  LIST_PERIOD_MS: '1000',
  RARE_PERIOD_MS: '2000',
  PENDING_PERIOD_MS: '300',
  VISIBILITY_GRACE_MS: '3000',
  HEALTH_HOST: '127.0.0.1',
  HEALTH_PORT: '0',
};
const operatorAccount = '333333333333';
const consumer = { account: '222222222222', region: 'eu-west-1' };
const provider = { account: '111111111111', region: 'eu-west-1' };

const root = join(import.meta.dirname, '..', '..');
const keep = process.argv.includes('--keep');
/** Leaves the operator out: the demo must then fail, or it would show nothing. */
const withoutOperator = process.argv.includes('--without-operator');

process.exitCode = await main();

async function main(): Promise<number> {
  const narrator = createNarrator((line) => process.stdout.write(`${line}\n`));
  const folder = mkdtempSync(join(tmpdir(), 'privatelink-operator-demo-'));
  const closing: (() => Promise<void>)[] = [];
  try {
    const props = await raise(narrator, folder, closing);
    await tellStory(props.stage);
    if (props.operator?.exited() !== undefined) throw new Error(`the operator ended with ${props.operator.exited()}`);
    narrator.say(`AWS calls by the operator: ${countByAction(props.stage.operatorCalls())}`);
    if (keep) await stayUp(narrator, props.controlPlane, props.simulator);
    return 0;
  } catch (error) {
    process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(tail(join(folder, 'operator.log')));
    return 1;
  } finally {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Props {
  readonly stage: Parameters<typeof tellStory>[0];
  readonly operator: OperatorProcess | undefined;
  readonly controlPlane: ControlPlane;
  readonly simulator: Simulator;
}

async function raise(narrator: Narrator, folder: string, closing: (() => Promise<void>)[]): Promise<Props> {
  narrator.chapter('A control plane, a simulated AWS with two accounts, and the operator');
  execFileSync(process.execPath, [join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
  const controlPlane = await startControlPlane(narrator.say);
  closing.push(() => controlPlane.stop());
  const file = parseWorldFile(readFileSync(join(root, 'examples', 'simulator', 'world.yaml'), 'utf8'));
  const simulator = await startSimulator({ settings: { ...file.settings, ...hurried } });
  closing.push(() => simulator.close());
  applyWorldFile(file, simulator.world);
  narrator.say(`simulated AWS at ${simulator.url}`);
  const credentials = { AWS_ACCESS_KEY_ID: operatorAccount, AWS_SECRET_ACCESS_KEY: 'none' };
  const env = {
    ...operatorSettings,
    ...credentials,
    KUBECONFIG: controlPlane.kubeconfig,
    CLUSTER_ID: 'demo',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: simulator.url,
  };
  const operator = withoutOperator ? undefined : startOperator(join(root, 'dist', 'operator.mjs'), env, join(folder, 'operator.log'));
  if (operator !== undefined) closing.push(() => operator.stop());
  const owner = new ElasticLoadBalancingV2Client({
    endpoint: simulator.url,
    region: provider.region,
    credentials: { accessKeyId: provider.account, secretAccessKey: 'none' },
  });
  closing.push(async () => owner.destroy());
  const { world, journal } = simulator;
  return {
    controlPlane,
    simulator,
    operator,
    stage: {
      cluster: createCluster(controlPlane.tools.kubectl, controlPlane.kubeconfig, root),
      narrator,
      provider: owner,
      probe: (dnsName, port) => probe(world, { ...consumer, vpcID: consumerVPC(simulator), dnsName, port }),
      operatorCalls: () =>
        journal.filter(({ account, principal }) => account === operatorAccount || principal.includes('assumed-role/privatelink-')),
      zoneOf: (instanceID) => world.subnets.get(world.instances.get(instanceID)?.subnetID ?? '')?.zoneID ?? '',
      remaining: () => [
        ...[...world.endpoints.values()].filter(({ state }) => state !== 'deleted').map(({ id }) => id),
        ...[...world.endpointServices.values()].filter(({ state }) => state !== 'Deleted').map(({ id }) => id),
      ],
    },
  };
}

function consumerVPC({ world }: Simulator): string {
  const vpc = [...world.vpcs.values()].find(({ account, tags }) => account === consumer.account && tags.get('Name') === 'shop');
  if (vpc === undefined) throw new Error('examples/simulator/world.yaml has no VPC named shop in the consumer account');
  return vpc.id;
}

function countByAction(calls: readonly JournalEntry[]): string {
  const counts = new Map<string, number>();
  for (const { action } of calls) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
}

function tail(logFile: string): string {
  try {
    return `Last lines of the operator's log:\n${readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n')}\n`;
  } catch {
    // It was never started.
    return 'The operator was not started.\n';
  }
}

function stayUp(narrator: Narrator, { kubeconfig }: ControlPlane, { url }: Simulator): Promise<void> {
  narrator.say(
    `\nStill up, until Ctrl-C:\n  export KUBECONFIG=${kubeconfig}\n  export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=${consumer.account} AWS_SECRET_ACCESS_KEY=none AWS_REGION=${consumer.region}`,
  );
  return new Promise((resolve) => process.once('SIGINT', () => resolve()));
}
