import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { crd, resources } from '../../scripts/crds.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import { collectionPath, type KubeObject } from '../../src/kube/resource.ts';
import { createTransport, type Transport } from '../../src/kube/transport.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { systemClock } from '../../src/system-clock.ts';
import { type ControlPlane, startControlPlane } from '../harness/control-plane.ts';
import { startTestOperator, type TestOperator } from '../harness/operator.ts';
import { asPerson } from '../harness/person.ts';

/** An API server of its own, whose CRDs have no rules: what it stores is like what was stored before a rule came to be. */
let controlPlane: ControlPlane;
let transport: Transport;
let client: KubeClient;
let simulator: Simulator;
let operator: TestOperator;

beforeAll(async () => {
  controlPlane = await startControlPlane(() => undefined, { withCRDs: false });
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(controlPlane.kubeconfig);
  transport = createTransport(kubeconfig);
  client = createKubeClient(asPerson(transport), systemClock);
  for (const resource of resources) {
    const body = withoutRules(crd(resource));
    await transport.request({ method: 'POST', path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', body });
    await vi.waitFor(async () => expect((await transport.request({ method: 'GET', path: collectionPath(resource) })).status).toBe(200), {
      timeout: 30_000,
      interval: 50,
    });
  }
  simulator = await startSimulator();
  operator = await startTestOperator({
    kubeconfig: controlPlane.kubeconfig,
    endpoint: simulator.url,
    clusterID: 'refused',
    test: undefined,
  });
});
afterAll(async () => {
  await operator.stop();
  await simulator.close();
  await transport.close();
  await controlPlane.stop();
});

function withoutRules(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRules);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'x-kubernetes-validations');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutRules(inner)]));
}

const service = { loadBalancers: [{ name: 'payments' }] };
const rule = { name: 'near', accounts: ['222222222222'], action: 'Accept', regions: ['eu-west-1'] };
const notifications = [{ topicARN: 'arn:aws:sns:eu-west-1:111111111111:pl', events: ['Connect'] }];
const endpoint = {
  service: { awsService: 'kms' },
  vpc: { id: 'vpc-0123456789abcdef0' },
  subnets: [{ id: 'subnet-0123456789abcdef0' }],
  securityGroups: [{ id: 'sg-0123456789abcdef0' }],
};

const refusals = {
  EndpointService: {
    gatewayRef: { ...service, loadBalancers: [{ gatewayRef: { name: 'web' } }] },
    notifications: { ...service, notifications },
    existing: { ...service, existing: { serviceID: 'vpce-svc-0123456789abcdef0' } },
    managementPolicy: { ...service, managementPolicy: 'Observe' },
    regions: { ...service, acceptance: { rules: [rule] } },
    supportedIPAddressTypes: { ...service, supportedIPAddressTypes: ['ipv4', 'ipv6'] },
  },
  InterfaceEndpoint: {
    notifications: { ...endpoint, notifications },
    existing: { ...endpoint, existing: { endpointID: 'vpce-0123456789abcdef0' } },
    managementPolicy: { ...endpoint, managementPolicy: 'Observe' },
    autoAccept: { ...endpoint, autoAccept: true },
    onlyForInboundResolver: { ...endpoint, privateDNS: { enabled: true, onlyForInboundResolver: true } },
    recordIPType: { ...endpoint, privateDNS: { enabled: true, recordIPType: 'ipv4' } },
    ipAddressType: { ...endpoint, ipAddressType: 'dualstack' },
  },
};
const kinds = { EndpointService: endpointServices, InterfaceEndpoint: interfaceEndpoints };

describe.each(['EndpointService', 'InterfaceEndpoint'] as const)('%s', (kind) => {
  const resource = kinds[kind];
  const object = (name: string, spec: object): KubeObject => ({
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec,
  });

  test.each(Object.entries(refusals[kind]))('%s past the rules: refused in words, and deleted without an AWS call', async (field, spec) => {
    const made = await client.create(resource, object(field.toLowerCase(), spec));
    await vi.waitFor(
      async () => {
        const { status } = (await client.get(resource, made)) ?? {};
        const { conditions } = status as { readonly conditions: readonly object[] };
        const said = { reason: 'NotSupported', message: expect.stringContaining(field) as string };
        expect(conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False', ...said }));
        expect(conditions).toContainEqual(expect.objectContaining({ type: 'Stalled', status: 'True', ...said }));
      },
      { timeout: 15_000, interval: 50 },
    );
    await client.delete(resource, made);
    await vi.waitFor(async () => expect(await client.get(resource, made)).toBeUndefined(), { timeout: 15_000, interval: 50 });
    expect([...simulator.journal]).toEqual([]);
  });
});
