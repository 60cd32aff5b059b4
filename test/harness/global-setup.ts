import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startControlPlane } from './control-plane.ts';
import { buildBundle } from './operator-process.ts';
import { followRun, operator } from './run/follow-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the people who use the cluster: its administrator's. */
    readonly kubeconfig: string;
    /** Of the operator, a user of its own. */
    readonly operatorKubeconfig: string;
    readonly kubectl: string;
    readonly helm: string;
    /** The operator's, built from the sources as they are. */
    readonly bundle: string;
    /** Where scenarios leave what is judged when all have run. */
    readonly runFolder: string;
  }
}

/** One control plane and one bundle for the whole of a test run, and at its end a verdict on what only the whole run can show. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'privatelink-operator-run-'));
  const controlPlane = await startControlPlane(say, { auditFolder: folder });
  const run = await followRun({ kubeconfig: controlPlane.kubeconfig, folder });
  project.provide('kubeconfig', controlPlane.kubeconfig);
  project.provide('operatorKubeconfig', await controlPlane.addUser(operator.user, ['system:masters']));
  project.provide('kubectl', controlPlane.tools.kubectl);
  project.provide('helm', controlPlane.tools.helm);
  project.provide('runFolder', folder);
  const bundle = buildBundle();
  project.provide('bundle', bundle.path);
  return async () => {
    try {
      const whole = await isWholeRun(project);
      if (!whole) say('only a part of the integration tests has run: whether each action of deploy/iam is used was not checked');
      const offences = await run.offences(whole);
      if (offences.length > 0) throw new Error(`the run as a whole:\n${offences.join('\n')}`);
    } finally {
      bundle.remove();
      await run.close();
      await controlPlane.stop();
      rmSync(folder, { recursive: true });
    }
  };
}

/** Every file of the project, and no choice of tests by name. */
async function isWholeRun(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles();
  const run = new Set(project.vitest.state.getTestModules().map(({ moduleId }) => moduleId));
  return project.vitest.config.testNamePattern === undefined && testFiles.every((file) => run.has(file));
}
