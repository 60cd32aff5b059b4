import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { createKubeClient, type KubeClient } from '../../../src/kube/client.ts';
import { createTransport } from '../../../src/kube/transport.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { type ControlPlane, startControlPlane } from '../../harness/control-plane.ts';
import { type OperatorProcess, startOperatorProcess } from '../../harness/operator-process.ts';
import { chartFolder, type Rendered } from '../../chart/support/helm.ts';
import { tokenOf, writeKubeconfig } from './service-account.ts';

/** The user of the image, unless this process may not take it on. */
export const nonRoot: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {};
export const release = { name: 'operator', namespace: 'privatelink' } as const;

/** An API server of its own with nothing on it but what the chart brings, and the bundle run as its pod would be. */
export interface Installation {
  readonly client: KubeClient;
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Helm on this API server; answers what it prints. */
  helm(...args: readonly string[]): Promise<string>;
  /** Also upgrades. */
  install(...values: readonly string[]): Promise<string>;
  /** Runs what the Deployment would: its environment, its account's token, as the image's user, in a read-only folder with nothing else in it. */
  start(env: Readonly<Record<string, string>>): Promise<OperatorProcess>;
  close(): Promise<void>;
}

interface Deployment extends Rendered {
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}
export interface PodSpec {
  readonly serviceAccountName: string;
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value: string }[] }[];
}

export async function createInstallation(): Promise<Installation> {
  const controlPlane = await startControlPlane(() => undefined, { withCRDs: false });
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(controlPlane.kubeconfig);
  const transport = createTransport(kubeconfig);
  const client = createKubeClient(transport, systemClock);
  const image = unpackedImage(inject('bundle'));
  const { kubectl, helm } = toolsOf(controlPlane);
  return {
    client,
    kubectl,
    helm,
    install: (...values) => helm('upgrade', '--install', release.name, chartFolder, '--create-namespace', ...values),
    start: async (env) => {
      const { serviceAccountName, containers } = await podOf(client);
      const account = join(image.folder, 'kubeconfig');
      const token = await tokenOf(transport, { namespace: release.namespace, name: serviceAccountName });
      writeKubeconfig(account, controlPlane.kubeconfig, token);
      chmodSync(account, 0o444);
      const settings = Object.fromEntries((containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
      return startOperatorProcess(image.bundle, {
        kubeconfig: account,
        endpoint: settings['AWS_ENDPOINT_URL'] ?? '',
        clusterID: settings['CLUSTER_ID'] ?? '',
        env: { ...settings, ...env },
        place: { node: image.node, cwd: image.app, ...nonRoot },
      });
    },
    close: async () => {
      await transport.close();
      await controlPlane.stop();
      image.remove();
    },
  };
}

export async function podOf(client: KubeClient): Promise<PodSpec> {
  const deployments = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', namespaced: true };
  const found = await client.get(deployments, {
    metadata: { name: `${release.name}-privatelink-operator`, namespace: release.namespace },
  });
  if (found === undefined) throw new Error('the chart brought no Deployment');
  return (found as Deployment).spec.template.spec;
}

const execute = promisify(execFile);

/** Never blocks: the simulated AWS may live in this very process. */
function toolsOf({ tools, kubeconfig }: ControlPlane): Pick<Installation, 'kubectl' | 'helm'> {
  const run = async (binary: string, args: readonly string[], input = ''): Promise<string> => {
    const running = execute(binary, ['--kubeconfig', kubeconfig, ...args]);
    running.child.stdin?.end(input);
    return (await running).stdout;
  };
  return {
    kubectl: (args, input) => run(tools.kubectl, args, input),
    helm: (...args) => run(tools.helm, ['--namespace', release.namespace, ...args]),
  };
}

/** The image's file system, as far as the operator needs it: Node, and the bundle alone in a folder that is not to be written to. */
function unpackedImage(built: string): {
  readonly folder: string;
  readonly node: string;
  readonly app: string;
  readonly bundle: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  const app = join(folder, 'app');
  const [node, bundle] = [join(folder, 'node'), join(app, 'operator.mjs')];
  mkdirSync(app);
  copyFileSync(process.execPath, node);
  copyFileSync(built, bundle);
  for (const [path, mode] of [[bundle, 0o444] as const, [node, 0o555] as const, [app, 0o555] as const, [folder, 0o755] as const])
    chmodSync(path, mode);
  const remove = (): void => {
    chmodSync(app, 0o755);
    rmSync(folder, { recursive: true });
  };
  return { folder, node, app, bundle, remove };
}
