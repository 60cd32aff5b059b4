import type { TestProject } from 'vitest/node';
import { startControlPlane } from './control-plane.ts';
import { buildBundle } from './operator-process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kubeconfig: string;
    readonly kubectl: string;
    readonly helm: string;
    /** The operator's, built from the sources as they are. */
    readonly bundle: string;
  }
}

/** One control plane and one bundle for the whole of a test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const controlPlane = await startControlPlane((line) => process.stderr.write(`${line}\n`));
  project.provide('kubeconfig', controlPlane.kubeconfig);
  project.provide('kubectl', controlPlane.tools.kubectl);
  project.provide('helm', controlPlane.tools.helm);
  const bundle = buildBundle();
  project.provide('bundle', bundle.path);
  return async () => {
    bundle.remove();
    await controlPlane.stop();
  };
}
