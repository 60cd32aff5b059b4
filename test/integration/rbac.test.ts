import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { asPerson } from '../harness/person.ts';
import { helm, type Rendered } from '../chart/support/helm.ts';
import { live, namespaces, type Run } from './support/rbac-scene.ts';
import { tokenOf, writeKubeconfig } from './support/service-account.ts';

/** What a user sees first when the operator may not do this one thing. A pair without a row, or a row without a pair, fails. */
const symptoms: Readonly<Record<string, string>> = {
  'list namespaces': 'the operator starts',
  'watch namespaces': 'the service is ready',
  'list services': 'the operator starts',
  'watch services': 'the service is ready',
  'get endpointservices.privatelink-operator.io': 'the service is gone',
  'list endpointservices.privatelink-operator.io': 'the operator starts',
  'watch endpointservices.privatelink-operator.io': 'the service is ready',
  'patch endpointservices.privatelink-operator.io': 'the service is ready',
  'patch endpointservices/status.privatelink-operator.io': 'the service is ready',
  'get interfaceendpoints.privatelink-operator.io': 'the endpoint is gone',
  'list interfaceendpoints.privatelink-operator.io': 'the operator starts',
  'watch interfaceendpoints.privatelink-operator.io': 'the endpoint is ready',
  'patch interfaceendpoints.privatelink-operator.io': 'the endpoint is ready',
  'patch interfaceendpoints/status.privatelink-operator.io': 'the endpoint is ready',
  'get privatehostedzones.privatelink-operator.io': 'the zone is gone',
  'list privatehostedzones.privatelink-operator.io': 'the operator starts',
  'watch privatehostedzones.privatelink-operator.io': 'the zone is ready',
  'patch privatehostedzones.privatelink-operator.io': 'the zone is ready',
  'patch privatehostedzones/status.privatelink-operator.io': 'the zone is ready',
  'list privatelinkaccesses.privatelink-operator.io': 'the operator starts',
  'watch privatelinkaccesses.privatelink-operator.io': 'the access tells of its users',
  'patch privatelinkaccesses.privatelink-operator.io': 'the access is held',
  'patch privatelinkaccesses/status.privatelink-operator.io': 'the access tells of its users',
  'create events.events.k8s.io': 'events are written',
};

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const role = (await helm())
  .template({ clusterID: 'cluster' })
  .find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'release-privatelink-operator') as Rendered & {
  readonly rules: readonly Rule[];
};
/** One rule a pair, by a name such as `patch endpointservices/status.privatelink-operator.io`. */
const pairs = new Map(
  role.rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => ({ apiGroups: [group], resources: [resource], verbs: [verb] }))),
      ),
    )
    .map((rule): [string, Rule] => [
      `${rule.verbs[0]} ${rule.resources[0]}${rule.apiGroups[0] === '' ? '' : `.${rule.apiGroups[0]}`}`,
      rule,
    ]),
);
const whole = 'the whole role';
const runs = new Map<string, Run>();
const folder = mkdtempSync(join(tmpdir(), 'rbac-'));

/** All at once, each with objects, a simulated AWS and a service account of its own. */
beforeAll(async () => {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(inject('kubeconfig'));
  const transport = createTransport(kubeconfig);
  const client = createKubeClient(asPerson(transport), systemClock);
  await Promise.all(
    [whole, ...pairs.keys()].map(async (missing, index) => {
      const id = `rbac-${process.pid}-${index}`;
      const rules = [...pairs].filter(([pair]) => pair !== missing).map(([, rule]) => rule);
      await createAccount(client, id, rules);
      const file = join(folder, id);
      writeKubeconfig(file, inject('kubeconfig'), await tokenOf(transport, { namespace: 'default', name: id }));
      runs.set(missing, await live(client, { id, kubeconfig: file }));
    }),
  );
  await transport.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const rbac = (kind: string, plural: string): ResourceType => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind,
  plural,
  namespaced: false,
});

async function createAccount(client: KubeClient, name: string, rules: readonly Rule[]): Promise<void> {
  const metadata = { name };
  await client.create(
    { ...namespaces, kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true },
    { metadata: { name, namespace: 'default' } },
  );
  await client.create(rbac('ClusterRole', 'clusterroles'), { metadata, rules } as Rendered);
  await client.create(rbac('ClusterRoleBinding', 'clusterrolebindings'), {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'default' }],
  } as Rendered);
}

describe("the operator's ClusterRole", () => {
  test('suffices', () => {
    expect(runs.get(whole)).toEqual({ failed: undefined, complaints: expect.not.stringContaining('forbidden') as string });
  });

  test('names resources and verbs one by one, and no Secrets', () => {
    expect(JSON.stringify(role.rules)).not.toMatch(/\*|secrets/);
  });

  test('has a row here for each of its pairs', () => {
    expect([...pairs.keys()].toSorted()).toEqual(Object.keys(symptoms).toSorted());
  });

  test.each([...pairs])('is needed to %s', (pair, { verbs: [verb], resources: [resource] }) => {
    const { failed, complaints } = runs.get(pair) ?? { failed: 'no run', complaints: '' };
    expect(failed).toBe(symptoms[pair]);
    expect(complaints).toContain(`cannot ${verb} resource "${resource}"`);
  });
});
