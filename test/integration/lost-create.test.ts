import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import { createTransport, type Transport } from '../../src/kube/transport.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { loadWorld } from '../../src/simulator/world-file.ts';
import { systemClock } from '../../src/system-clock.ts';
import { type ControlPlane, startControlPlane } from '../harness/control-plane.ts';
import { type OperatorProcess, startOperatorProcess } from '../harness/operator-process.ts';
import { hurried } from '../harness/time.ts';

/** An API server of its own: the operator as it ships watches all of it. */
let controlPlane: ControlPlane;
let transport: Transport;
let client: KubeClient;

beforeAll(async () => {
  controlPlane = await startControlPlane(() => undefined);
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(controlPlane.kubeconfig);
  transport = createTransport(kubeconfig);
  client = createKubeClient(transport, systemClock);
});
afterAll(async () => {
  await transport.close();
  await controlPlane.stop();
});

interface Kind {
  readonly resource: ResourceType;
  readonly object: KubeObject;
  readonly create: string;
  /** State and tags of every AWS resource of this kind that ever was. */
  everMade(simulator: Simulator): readonly { readonly state: string; readonly tags: ReadonlyMap<string, string> }[];
}

const owner = { apiVersion: 'privatelink-operator.io/v1alpha1' };
const kinds: Record<string, Kind> = {
  InterfaceEndpoint: {
    resource: interfaceEndpoints,
    create: 'CreateVpcEndpoint',
    everMade: ({ world }) => [...world.endpoints.values()],
    object: {
      ...owner,
      kind: 'InterfaceEndpoint',
      metadata: { name: 'secrets', namespace: 'default' },
      spec: {
        service: { awsService: 'secretsmanager' },
        vpc: { tags: { Name: 'shop' } },
        subnets: [{ tags: { tier: 'private' } }],
        securityGroups: [{ name: 'vpce-shared' }],
        tags: { team: 'first' },
      },
    },
  },
  EndpointService: {
    resource: endpointServices,
    create: 'CreateVpcEndpointServiceConfiguration',
    everMade: ({ world }) => [...world.endpointServices.values()],
    object: {
      ...owner,
      kind: 'EndpointService',
      metadata: { name: 'payments', namespace: 'default' },
      spec: { loadBalancers: [{ name: 'payments' }], tags: { team: 'first' } },
    },
  },
};

/** The operator's own account has it all: the world of the example, under one account. */
const world = readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'simulator', 'world.yaml'), 'utf8');

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`expected within 40 s: ${what}`);
    await sleep(20);
  }
}

/** Up to the moment at which AWS has made the resource and nobody alive knows. */
async function loseTheReply(
  kind: Kind,
  clusterID: string,
): Promise<{ readonly simulator: Simulator; readonly start: () => OperatorProcess }> {
  const account = kind.create === 'CreateVpcEndpoint' ? '222222222222' : '111111111111';
  const simulator = await startSimulator({ settings: { ...hurried, tagFilterLagMs: 10_000, emptyFirstPages: true, pageSize: 2 } });
  loadWorld(world, simulator.world);
  simulator.faults.add({ action: kind.create, nth: 1, outcome: 'drop-after-commit' });
  const start = (): OperatorProcess =>
    startOperatorProcess(inject('bundle'), {
      kubeconfig: controlPlane.kubeconfig,
      endpoint: simulator.url,
      clusterID,
      env: { AWS_ACCESS_KEY_ID: account },
    });
  const operator = start();
  await client.create(kind.resource, kind.object);
  await until('a create whose reply is lost', () =>
    simulator.journal.find(({ action, dropped }) => action === kind.create && dropped === 'after'),
  );
  await operator.kill();
  return { simulator, start };
}

describe.each(Object.entries(kinds))(
  '%s: the reply to a create is lost, and the operator is killed before it can try again',
  (name, kind) => {
    test('one resource ever existed, under one token, and an edit made meanwhile is carried out after', async () => {
      const { simulator, start } = await loseTheReply(kind, `lost-${name}`);
      await client.patch(kind.resource, kind.object, { spec: { tags: { team: 'second' } } });
      const operator = start();
      await until('the edited tag on the only resource', () => {
        const made = kind.everMade(simulator);
        return made.some(({ tags }) => tags.get('team') === 'second') ? made : undefined;
      });
      await operator.stop();

      expect(kind.everMade(simulator)).toHaveLength(1);
      const creates = simulator.journal.filter(({ action }) => action === kind.create).map(({ parameters }) => JSON.stringify(parameters));
      expect(creates.length).toBeGreaterThanOrEqual(2);
      expect(new Set(creates).size).toBe(1);

      const again = start();
      await client.delete(kind.resource, kind.object);
      await until('the object is gone', async () => ((await client.get(kind.resource, kind.object)) === undefined ? true : undefined));
      await again.stop();
      await simulator.close();
    });

    test('the object is deleted meanwhile: nothing is left, and the finalizer left only after a read had proven it', async () => {
      const { simulator, start } = await loseTheReply(kind, `gone-${name}`);
      await client.delete(kind.resource, kind.object);
      const operator = start();
      const statesAtTheEnd = await until('the object is gone', async () =>
        (await client.get(kind.resource, kind.object)) === undefined
          ? kind.everMade(simulator).map(({ state }) => state.toLowerCase())
          : undefined,
      );
      await operator.stop();

      expect(statesAtTheEnd).toEqual(['deleted']);
      const creates = simulator.journal.filter(({ action }) => action === kind.create).map(({ parameters }) => JSON.stringify(parameters));
      expect(new Set(creates).size).toBe(1);
      await simulator.close();
    });
  },
);
