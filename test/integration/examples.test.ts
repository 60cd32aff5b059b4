import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { resources } from '../../scripts/crds.ts';
import { collectionPath } from '../../src/kube/resource.ts';
import { createTransport, type Transport } from '../../src/kube/transport.ts';

const root = join(import.meta.dirname, '..', '..');

interface Example {
  readonly where: string;
  readonly object: { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string } };
}

/** Every object of ours that a page or a file shows. */
function examples(): readonly Example[] {
  const pages = globSync('{*.md,docs/*.md,deploy/**/*.md}', { cwd: root }).flatMap((file) => blocksOf(file));
  const files = globSync('examples/{*,many-vpcs/*}.yaml', { cwd: root }).map((file) => ({ where: file, text: read(file) }));
  return [...pages, ...files].flatMap(({ where, text }) =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as Example['object'] & { readonly apiVersion?: string })
      .filter(({ apiVersion }) => apiVersion?.startsWith('privatelink-operator.io/'))
      .map((object) => ({ where: `${where}: ${object.kind} ${object.metadata.name}`, object })),
  );
}

function blocksOf(file: string): readonly { readonly where: string; readonly text: string }[] {
  return [...read(file).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => ({ where: file, text }));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

const all = examples();

describe('what the pages and examples/ show', () => {
  let transport: Transport;
  beforeAll(() => {
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromFile(inject('kubeconfig'));
    transport = createTransport(kubeconfig);
  });
  afterAll(() => transport.close());

  test('is found', () => {
    expect(all.filter(({ where }) => where.startsWith('README.md')).length).toBeGreaterThanOrEqual(4);
    expect(all.filter(({ where }) => where.startsWith('examples')).length).toBeGreaterThanOrEqual(9);
  });

  test.each(all)('the API server takes $where, with strict validation', async ({ object }) => {
    const resource = resources.find(({ kind }) => kind === object.kind);
    if (resource === undefined) throw new Error(`there is no kind ${object.kind}`);
    const { status, body } = await transport.request({
      method: 'POST',
      path: collectionPath(resource, resource.namespaced ? 'default' : undefined),
      query: { fieldValidation: 'Strict', dryRun: 'All' },
      // Its own namespace does not exist here.
      body: resource.namespaced ? { ...object, metadata: { ...object.metadata, namespace: 'default' } } : object,
    });
    expect(status, body).toBe(201);
  });
});
