import type { RequestOptions } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { Agent } from 'undici';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { startControlPlane } from '../harness/control-plane.ts';
import { buildBundle } from '../harness/operator-process.ts';
import { asPerson } from '../harness/person.ts';
import type { Upstream } from './reverse-proxy.ts';

/** What all runs share: the API server, the operator's bundle, and a folder for their files. */
export interface Cluster extends AsyncDisposable {
  /** Of the people who use the cluster. */
  readonly people: KubeClient;
  /** Where the gates send what the operators ask of the API server. */
  readonly apiServer: Upstream;
  readonly bundle: string;
  readonly folder: string;
}

export async function startCluster(say: (line: string) => void): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'privatelink-operator-crash-'));
  const bundle = buildBundle();
  const controlPlane = await startControlPlane(say);
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(controlPlane.kubeconfig);
  const transport = createTransport(kubeconfig);
  const apiServer = { origin: controlPlane.server.replace(/\/$/, ''), dispatcher: await agentOf(kubeconfig) };
  return {
    people: createKubeClient(asPerson(transport), systemClock),
    apiServer,
    bundle: bundle.path,
    folder,
    [Symbol.asyncDispose]: async () => {
      await transport.close();
      await apiServer.dispatcher.destroy();
      await controlPlane.stop();
      bundle.remove();
      rmSync(folder, { recursive: true });
    },
  };
}

async function agentOf(kubeconfig: KubeConfig): Promise<Agent> {
  const options: RequestOptions = {};
  await kubeconfig.applyToHTTPSOptions(options);
  const { ca, cert, key } = options;
  return new Agent({ connect: Object.fromEntries(Object.entries({ ca, cert, key }).filter(([, value]) => value !== undefined)) });
}
