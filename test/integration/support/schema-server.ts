import { randomBytes } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { createTransport, type Transport } from '../../../src/kube/transport.ts';
import type { SchemaCase } from './schema-cases.ts';

/** What the API server says of a spec: accepted, or refused for each of these causes. */
export interface Verdict {
  readonly accepted: boolean;
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

export interface SchemaServer {
  /** Dry runs, but for the object that an edit begins from, which is deleted after. */
  judge(one: SchemaCase, by: 'create' | 'apply', group?: string): Promise<Verdict>;
  installCRD(crd: object): Promise<void>;
  deleteCRD(name: string): Promise<void>;
  close(): Promise<void>;
}

const plurals = {
  EndpointService: 'endpointservices',
  InterfaceEndpoint: 'interfaceendpoints',
  PrivateHostedZone: 'privatehostedzones',
  PrivateLinkAccess: 'privatelinkaccesses',
} as const;
const ours = 'privatelink-operator.io';

export function schemaServer(): SchemaServer {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(inject('kubeconfig'));
  const transport = createTransport(kubeconfig);
  return {
    judge: (one, by, group = ours) => judge(transport, { one, by, group }),
    installCRD: (crd) => installCRD(transport, crd),
    deleteCRD: async (name) =>
      void (await transport.request({ method: 'DELETE', path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}` })),
    close: () => transport.close(),
  };
}

interface Judging {
  readonly one: SchemaCase;
  readonly by: 'create' | 'apply';
  readonly group: string;
}

async function judge(transport: Transport, { one, by, group }: Judging): Promise<Verdict> {
  const name = `case-${randomBytes(5).toString('hex')}`;
  const namespaced = one.kind !== 'PrivateLinkAccess';
  const collection = `/apis/${group}/v1alpha1${namespaced ? '/namespaces/default' : ''}/${plurals[one.kind]}`;
  const object = (spec: object) => ({
    apiVersion: `${group}/v1alpha1`,
    kind: one.kind,
    metadata: { name, ...(namespaced ? { namespace: 'default' } : {}) },
    spec,
  });
  const strict = { fieldValidation: 'Strict', fieldManager: 'test' };
  if (one.from === undefined) {
    return by === 'create'
      ? verdictOf(
          await transport.request({ method: 'POST', path: collection, query: { ...strict, dryRun: 'All' }, body: object(one.spec) }),
        )
      : verdictOf(
          await transport.request({
            method: 'PATCH',
            path: `${collection}/${name}`,
            query: { ...strict, dryRun: 'All' },
            contentType: 'application/apply-patch+yaml',
            body: object(one.spec),
          }),
        );
  }
  const from = await transport.request({
    method: 'PATCH',
    path: `${collection}/${name}`,
    query: strict,
    contentType: 'application/apply-patch+yaml',
    body: object(one.from),
  });
  if (from.status >= 300) throw new Error(`what it was before is refused already: ${from.body}`);
  const verdict = verdictOf(
    await transport.request({
      method: 'PATCH',
      path: `${collection}/${name}`,
      query: { ...strict, dryRun: 'All' },
      contentType: 'application/apply-patch+yaml',
      body: object(one.spec),
    }),
  );
  await transport.request({ method: 'DELETE', path: `${collection}/${name}` });
  return verdict;
}

function verdictOf({ status, body }: { readonly status: number; readonly body: string }): Verdict {
  const parsed = JSON.parse(body) as {
    readonly message?: string;
    readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
  };
  const causes = (parsed.details?.causes ?? []).map(({ field = '', message = '' }) => ({ field, message }));
  // That other rules could not be looked at says nothing about the spec.
  return {
    accepted: status < 300,
    message: parsed.message ?? '',
    causes: causes.filter(({ message }) => !message.includes('some validation rules were not checked')),
  };
}

async function installCRD(transport: Transport, crd: object): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const created = await transport.request({ method: 'POST', path, body: crd });
  if (created.status >= 300) throw new Error(created.body);
  const { metadata } = crd as { readonly metadata: { readonly name: string } };
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await transport.request({ method: 'GET', path: `${path}/${metadata.name}` });
    const { status } = JSON.parse(body) as {
      readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
    };
    if (status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True') === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${metadata.name} was not established`);
}
