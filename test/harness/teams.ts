import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeClient } from '../../src/kube/client.ts';
import type { KubeObject, ResourceType } from '../../src/kube/resource.ts';
import { resource as endpointServices } from '../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../src/kinds/interface-endpoint/schema.ts';
import { resource as privateHostedZones } from '../../src/kinds/private-hosted-zone/schema.ts';
import { resource as privateLinkAccesses } from '../../src/kinds/privatelink-access/schema.ts';
import type { World } from '../../src/simulator/world.ts';
import { loadWorld } from '../../src/simulator/world-file.ts';
import { testLabel } from './selecting-transport.ts';

/** The two teams of examples/simulator/world.yaml, each with an account, a namespace of this test's, and objects to put into it. */
export interface Teams {
  readonly provider: string;
  readonly consumer: string;
  /** A PrivateLinkAccess from each namespace to its team's account. */
  readonly accesses: readonly KubeObject[];
  service(name: string, spec?: object): KubeObject;
  endpoint(name: string, spec?: object): KubeObject;
}

export const accounts = { provider: '111111111111', consumer: '222222222222' } as const;

const roles = {
  provider: { role: 'privatelink-provider', externalID: 'payments-team' },
  consumer: { role: 'privatelink-consumer', externalID: 'shop-team' },
} as const;

const resources: Readonly<Record<string, ResourceType>> = {
  EndpointService: endpointServices,
  InterfaceEndpoint: interfaceEndpoints,
  PrivateHostedZone: privateHostedZones,
  PrivateLinkAccess: privateLinkAccesses,
};
const worldFile = join(import.meta.dirname, '..', '..', 'examples', 'simulator', 'world.yaml');

export function loadTeams(world: World): void {
  loadWorld(readFileSync(worldFile, 'utf8'), world);
}

export function resourceOf({ kind = '' }: KubeObject): ResourceType {
  const resource = resources[kind];
  if (resource === undefined) throw new Error(`no resource for kind ${kind}`);
  return resource;
}

export function teamsOf(id: string): Teams {
  const namespaces = { provider: `${id}-provider`, consumer: `${id}-consumer` };
  const labels = { [testLabel]: id };
  return {
    ...namespaces,
    accesses: Object.entries(roles).map(([team, { role, externalID }]) => {
      const [name, account] = [namespaces[team as keyof typeof roles], accounts[team as keyof typeof roles]];
      return {
        apiVersion: 'privatelink-operator.io/v1alpha1',
        kind: 'PrivateLinkAccess',
        metadata: { name, labels },
        spec: { namespaces: { names: [name] }, roleARN: `arn:aws:iam::${account}:role/${role}`, externalID },
      };
    }),
    service: (name, spec = {}) => ({
      apiVersion: 'privatelink-operator.io/v1alpha1',
      kind: 'EndpointService',
      metadata: { name, namespace: namespaces.provider, labels },
      spec: {
        loadBalancers: [{ name: 'payments' }],
        allowedPrincipals: [`arn:aws:iam::${accounts.consumer}:root`],
        allowedConsumers: { namespaces: { from: 'All' } },
        acceptance: { rules: [{ name: 'shop', accounts: [accounts.consumer], action: 'Accept' }] },
        connectionsOnDelete: 'Reject',
        ...spec,
      },
    }),
    endpoint: (name, spec = {}) => ({
      apiVersion: 'privatelink-operator.io/v1alpha1',
      kind: 'InterfaceEndpoint',
      metadata: { name, namespace: namespaces.consumer, labels },
      spec: {
        service: { awsService: 'secretsmanager' },
        vpc: { tags: { Name: 'shop' } },
        subnets: [{ tags: { tier: 'private' } }],
        securityGroups: [{ name: 'vpce-shared' }],
        ...spec,
      },
    }),
  };
}

/** Creates namespaces and accesses. */
export async function admit(client: KubeClient, id: string): Promise<void> {
  const { provider, consumer, accesses } = teamsOf(id);
  const labels = { [testLabel]: id };
  const core: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
  for (const name of [provider, consumer]) await client.create(core, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  for (const access of accesses) await client.create(resourceOf(access), access);
}
