import type { TestProject } from 'vitest/node';
import { startControlPlane } from './control-plane.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kubeconfig: string;
    readonly kubectl: string;
    readonly helm: string;
  }
}

/** One control plane for the whole of a test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const controlPlane = await startControlPlane((line) => process.stderr.write(`${line}\n`));
  project.provide('kubeconfig', controlPlane.kubeconfig);
  project.provide('kubectl', controlPlane.tools.kubectl);
  project.provide('helm', controlPlane.tools.helm);
  return () => controlPlane.stop();
}
