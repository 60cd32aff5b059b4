import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { expect, inject, test } from 'vitest';
import { createKubeClient } from '../../src/kube/client.ts';
import { Reflector } from '../../src/kube/reflector.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';

const resources: readonly ResourceType[] = ['namespaces', 'services', 'configmaps', 'secrets', 'pods', 'nodes'].map((plural) => ({
  group: '',
  version: 'v1',
  kind: plural,
  plural,
  namespaced: plural !== 'namespaces' && plural !== 'nodes',
}));

test('stopped at any moment after the start, watches and connections end without a word', async () => {
  const errors: unknown[] = [];
  for (let milliseconds = 0; milliseconds < 120; milliseconds += 1) {
    const config = new KubeConfig();
    config.loadFromFile(inject('kubeconfig'));
    const transport = createTransport(config);
    const client = createKubeClient(transport, systemClock);
    const reflectors = resources.map(
      (resource) => new Reflector({ client, resource, clock: systemClock, random: Math.random, onError: (error) => errors.push(error) }),
    );
    for (const reflector of reflectors) reflector.start();
    await sleep(milliseconds);
    await Promise.all(reflectors.map((reflector) => reflector.stop()));
    await transport.close();
  }
  // What a connection says after its end comes as an uncaught exception, which fails the run.
  await sleep(200);
  expect(errors).toEqual([]);
});
