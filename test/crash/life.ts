import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'undici';
import type { Simulator } from '../../src/simulator/index.ts';
import { type OperatorProcess, startOperatorProcess } from '../harness/operator-process.ts';
import { isSelected, testLabel } from '../harness/selecting-transport.ts';
import type { Cluster } from './cluster.ts';
import type { CrashPoint } from './crash-point.ts';
import { type Arrival, awsEffect, kubeEffect } from './effect.ts';
import { Gate } from './gate.ts';
import { startReverseProxy } from './reverse-proxy.ts';

/** One process of the operator, from its start to its end, behind a gate of its own. */
export interface Life {
  readonly gate: Gate;
  /** Milliseconds since its passes began and its last effect was over; 0 while its stores are being filled. */
  restingFor(): number;
  output(): string;
  /** Kills it where it is still alive; `inOrder` lets it end by itself. */
  end(how?: 'inOrder'): Promise<void>;
}

export interface Setting {
  readonly cluster: Cluster;
  readonly simulator: Simulator;
  /** Label of the objects that it is shown, and its clusterID. */
  readonly id: string;
  /** Told of every effect once it has been carried out. */
  readonly written: (arrival: Arrival) => void;
}

/** As the harness's operator, but in a hurry; the grace is still longer than the simulated AWS hides anything. */
const env = {
  LIST_PERIOD_MS: '500',
  RARE_PERIOD_MS: '1000',
  PENDING_PERIOD_MS: '150',
  VISIBILITY_GRACE_MS: '1500',
};

const toSimulators = new Agent();
let lives = 0;
const alive = new Set<OperatorProcess>();
// Else an interrupted run would leave its operators behind.
process.on('exit', () => {
  for (const operator of alive) void operator.kill();
});

export async function begin({ cluster, simulator, id, written }: Setting, point?: CrashPoint): Promise<Life> {
  // Nothing arrives at the gate, and so nothing kills, before there is a process.
  const gate = new Gate(point, () => operator.kill());
  const kube = await startReverseProxy(cluster.apiServer, (arrival) =>
    gate.pass(narrowed(arrival, id), kubeEffect(arrival), () => written(arrival)),
  );
  const aws = await startReverseProxy({ origin: simulator.url, dispatcher: toSimulators }, (arrival) =>
    gate.pass(arrival.url, awsEffect(arrival), () => written(arrival)),
  );
  const operator = startOperatorProcess(cluster.bundle, {
    kubeconfig: kubeconfigFor(kube.url, join(cluster.folder, `${(lives += 1)}.kubeconfig`)),
    endpoint: aws.url,
    clusterID: id,
    // Starting is most of what a run costs.
    env: { ...env, NODE_COMPILE_CACHE: join(cluster.folder, 'compiled'), NODE_OPTIONS: '--max-semi-space-size=32' },
  });
  alive.add(operator);
  let watchingSince: number | undefined;
  return {
    gate,
    restingFor: () => {
      if (operator.output().includes('"msg":"watching"')) watchingSince ??= performance.now();
      return watchingSince === undefined ? 0 : Math.min(performance.now() - watchingSince, gate.quietFor());
    },
    output: operator.output,
    end: async (how) => {
      await (how === 'inOrder' ? operator.stop() : operator.kill());
      alive.delete(operator);
      await kube.close();
      await aws.close();
    },
  };
}

/** An operator is shown the objects and namespaces of its own run. */
function narrowed({ method, url }: { readonly method: string; readonly url: string }, id: string): string {
  const { pathname, searchParams } = new URL(url, 'http://gate');
  if (!isSelected({ method, path: pathname }) && !(method === 'GET' && pathname === '/api/v1/namespaces')) return url;
  searchParams.set('labelSelector', `${testLabel}=${id}`);
  return `${pathname}?${searchParams.toString()}`;
}

function kubeconfigFor(server: string, file: string): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'gate', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'operator', user: {} }],
    contexts: [{ name: 'gate', context: { cluster: 'gate', user: 'operator' } }],
    'current-context': 'gate',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
