import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../../../src/kube/client.ts';
import type { KubeObject, ResourceType } from '../../../src/kube/resource.ts';
import { resource as endpointServices } from '../../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../../src/kinds/interface-endpoint/schema.ts';
import { resource as privateHostedZones } from '../../../src/kinds/private-hosted-zone/schema.ts';
import { resource as accesses } from '../../../src/kinds/privatelink-access/schema.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/index.ts';
import { loadWorld } from '../../../src/simulator/world-file.ts';
import { launchTestOperator, type TestOperator } from '../../harness/operator.ts';
import { testLabel } from '../../harness/selecting-transport.ts';
import { hurried } from '../../harness/time.ts';

/** One life of each kind, under one service account: how far it came, and what the operator complained of. */
export interface Run {
  /** The first step that did not come about; undefined where all did. */
  readonly failed: string | undefined;
  readonly complaints: string;
}

const group = { apiVersion: 'privatelink-operator.io/v1alpha1' };
const core = { group: '', version: 'v1' } as const;
export const namespaces: ResourceType = { ...core, kind: 'Namespace', plural: 'namespaces', namespaced: false };
const services: ResourceType = { ...core, kind: 'Service', plural: 'services', namespaced: true };
const events: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const worldFile = readFileSync(join(import.meta.dirname, '..', '..', '..', 'examples', 'simulator', 'world.yaml'), 'utf8');

/** Every step is something that a user would see; whatever is watched is made only after the operator has begun to watch. */
export async function live(client: KubeClient, { id, kubeconfig }: { readonly id: string; readonly kubeconfig: string }): Promise<Run> {
  const simulator = await startSimulator({ settings: hurried });
  loadWorld(worldFile, simulator.world);
  const operator = launchTestOperator({ kubeconfig, endpoint: simulator.url, clusterID: id, test: id });
  const objects = objectsOf(id);
  let failed: string | undefined;
  for (const [step, { act, look }] of Object.entries(story(client, { operator, objects, simulator }))) {
    await act?.();
    if (await within(limit, look)) continue;
    failed = step;
    break;
  }
  await operator.stop();
  await simulator.close();
  return { failed, complaints: operator.complaints.map(({ fields, message }) => `${message}: ${errorOf(fields)}`).join('\n') };
}

/** In milliseconds; a run in which nothing is missing needs a fraction of it, also beside all the others. */
const limit = 15_000;

async function within(milliseconds: number, look: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (performance.now() < deadline) {
    if (await look()) return true;
    await sleep(200);
  }
  return false;
}

interface Step {
  readonly act?: () => Promise<unknown>;
  readonly look: () => Promise<boolean>;
}

interface Stage {
  readonly operator: TestOperator & { readonly synced: Promise<void> };
  readonly objects: ReturnType<typeof objectsOf>;
  readonly simulator: Simulator;
}

function story(client: KubeClient, { operator, objects, simulator }: Stage): Readonly<Record<string, Step>> {
  let started = false;
  void operator.synced.then(() => (started = true));
  const { service, endpoint, zone, access } = objects;
  const create = async (resource: ResourceType, ...created: readonly KubeObject[]): Promise<void> => {
    for (const object of created) await client.create(resource, object);
  };
  const status = async (resource: ResourceType, object: KubeObject): Promise<Readonly<Record<string, unknown>>> =>
    ((await client.get(resource, object))?.status ?? {}) as Readonly<Record<string, unknown>>;
  const ready = async (resource: ResourceType, object: KubeObject): Promise<boolean> => {
    const { conditions = [] } = (await status(resource, object)) as { readonly conditions?: readonly { type: string; status: string }[] };
    return conditions.some(({ type, status: truth }) => type === 'Ready' && truth === 'True');
  };
  const gone = async (resource: ResourceType, object: KubeObject): Promise<boolean> => (await client.get(resource, object)) === undefined;
  return {
    'the operator starts': { look: async () => started },
    'the access tells of its users': {
      act: async () => {
        await create(namespaces, ...objects.namespaces);
        await create(accesses, ...access);
      },
      look: async () => (await status(accesses, access[0]))['inUseBy'] === 0,
    },
    'the service is ready': {
      act: async () => {
        await create(services, objects.balancer);
        const ingress = [...simulator.world.loadBalancers.values()].map(({ dnsName }) => ({ hostname: dnsName }));
        await client.patchStatus(services, objects.balancer, { loadBalancer: { ingress } });
        await create(endpointServices, service);
      },
      look: () => ready(endpointServices, service),
    },
    'the endpoint is ready': { act: () => create(interfaceEndpoints, endpoint), look: () => ready(interfaceEndpoints, endpoint) },
    'the zone is ready': { act: () => create(privateHostedZones, zone), look: () => ready(privateHostedZones, zone) },
    'the access is held': { look: async () => ((await client.get(accesses, access[0]))?.metadata.finalizers ?? []).length === 1 },
    'events are written': {
      look: async () => {
        const { items } = await client.list(events);
        return [service, endpoint].every(({ metadata }) => items.some((event) => event.metadata.namespace === metadata.namespace));
      },
    },
    'the zone is gone': { act: () => client.delete(privateHostedZones, zone), look: () => gone(privateHostedZones, zone) },
    'the endpoint is gone': { act: () => client.delete(interfaceEndpoints, endpoint), look: () => gone(interfaceEndpoints, endpoint) },
    'the service is gone': { act: () => client.delete(endpointServices, service), look: () => gone(endpointServices, service) },
  };
}

function objectsOf(id: string) {
  const [provider, consumer] = [`${id}-provider`, `${id}-consumer`];
  const labels = { [testLabel]: id };
  const accessOf = (namespace: string, account: string, [role, externalID]: readonly [string, string]): KubeObject => ({
    ...group,
    kind: 'PrivateLinkAccess',
    metadata: { name: namespace, labels },
    spec: { namespaces: { selector: { matchLabels: { team: namespace } } }, roleARN: `arn:aws:iam::${account}:role/${role}`, externalID },
  });
  return {
    namespaces: [provider, consumer].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...labels, team: name } },
    })),
    access: [
      accessOf(provider, '111111111111', ['privatelink-provider', 'payments-team']),
      accessOf(consumer, '222222222222', ['privatelink-consumer', 'shop-team']),
    ] as const,
    balancer: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'payments', namespace: provider, labels },
      spec: { type: 'LoadBalancer', ports: [{ port: 443 }] },
    } as KubeObject,
    service: {
      ...group,
      kind: 'EndpointService',
      metadata: { name: 'payments', namespace: provider, labels },
      spec: {
        loadBalancers: [{ serviceRef: { name: 'payments' } }],
        allowedPrincipals: ['arn:aws:iam::222222222222:root'],
        allowedConsumers: { namespaces: { from: 'All' } },
        acceptance: { rules: [{ name: 'shop', accounts: ['222222222222'], action: 'Accept' }] },
        connectionsOnDelete: 'Reject',
      },
    } as KubeObject,
    endpoint: {
      ...group,
      kind: 'InterfaceEndpoint',
      metadata: { name: 'payments', namespace: consumer, labels },
      spec: {
        service: { endpointServiceRef: { name: 'payments', namespace: provider } },
        vpc: { tags: { Name: 'shop' } },
        subnets: [{ tags: { tier: 'private' } }],
        securityGroups: [{ name: 'vpce-shared' }],
      },
    } as KubeObject,
    zone: {
      ...group,
      kind: 'PrivateHostedZone',
      metadata: { name: 'payments', namespace: consumer, labels },
      spec: { domain: 'pay.example.com', vpcs: [{ tags: { Name: 'shop' } }], records: [{ name: '@', endpointRef: { name: 'payments' } }] },
    } as KubeObject,
  };
}

function errorOf(fields: object): string {
  return 'err' in fields && fields.err instanceof Error ? fields.err.message : JSON.stringify(fields);
}
