import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, scenario } from '../harness/scenario.ts';

const execute = promisify(execFile);

interface Ending {
  readonly ok: boolean;
  readonly words: string;
  readonly seconds: number;
}

/** `helm install --wait` of a chart that holds these objects. */
async function install(objects: readonly KubeObject[], { namespace, timeout }: { namespace: string; timeout: number }): Promise<Ending> {
  const folder = mkdtempSync(join(tmpdir(), 'wait-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: wait\nversion: 1.0.0\n');
  for (const [index, object] of objects.entries()) writeFileSync(join(folder, 'templates', `${index}.yaml`), JSON.stringify(object));
  const target = ['--kubeconfig', inject('kubeconfig'), '--namespace', namespace];
  const begun = performance.now();
  const ending = (ok: boolean, words: string): Ending => ({ ok, words, seconds: (performance.now() - begun) / 1000 });
  try {
    const { stdout } = await execute(inject('helm'), ['install', 'wait', folder, ...target, '--wait', '--timeout', `${timeout}s`]);
    return ending(true, stdout);
  } catch (error) {
    return ending(false, error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error));
  }
}

describe('helm install --wait on a chart of our objects', () => {
  test('waits through creation, and returns once all of them are ready', async () => {
    await using scene = await scenario({ settings: { endpointPendingMs: 3_000 } });
    const service = scene.service('payments');
    const endpoint = scene.endpoint('payments', { service: { endpointServiceRef: { name: 'payments', namespace: scene.provider } } });
    const { ok, words, seconds } = await install([service, endpoint], { namespace: scene.consumer, timeout: 60 });
    expect(words).toContain('STATUS: deployed');
    expect(ok).toBe(true);
    expect(seconds).toBeGreaterThan(3);
    for (const object of [service, endpoint]) expect(await scene.read(object)).toSatisfy(isReady);
  });

  test('fails long before its time-out for an endpoint that was rejected while the others are ready', async () => {
    await using scene = await scenario();
    const service = scene.service('payments', { acceptance: { rules: [{ name: 'shop', accounts: ['222222222222'], action: 'Reject' }] } });
    const rejected = scene.endpoint('rejected', { service: { endpointServiceRef: { name: 'payments', namespace: scene.provider } } });
    const current = scene.endpoint('current');
    const { ok, words, seconds } = await install([service, rejected, current], { namespace: scene.consumer, timeout: 100 });
    expect(ok).toBe(false);
    expect(words).toMatch(/InterfaceEndpoint\/\S*rejected.*Failed/);
    expect(seconds).toBeLessThan(50);
    for (const object of [service, current]) expect(await scene.read(object)).toSatisfy(isReady);
    const seen = await scene.until(rejected, 'stalled', (one) => condition(one, 'Stalled')?.status === 'True');
    expect(condition(seen, 'Ready')?.reason).toBe('Rejected');
  });

  test('does not take an object for ready in the moment between its creation and the first pass', async () => {
    await using scene = await scenario();
    const { metadata, ...untouched } = scene.endpoint('untouched');
    // The operator of a scenario sees the labelled objects only.
    const unseen = { ...untouched, metadata: { name: metadata.name } };
    const { ok, words } = await install([unseen], { namespace: scene.consumer, timeout: 4 });
    expect(ok).toBe(false);
    expect(words).toMatch(/untouched.*InProgress/);
  });
});
