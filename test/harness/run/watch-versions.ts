import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { resources } from '../../../scripts/crds.ts';
import { collectionPath, type ResourceType } from '../../../src/kube/resource.ts';
import { createTransport, type KubeStream, type Transport } from '../../../src/kube/transport.ts';
import type { Write } from './audit.ts';
import type { Version } from './spec-offences.ts';

/** A watch over every kind of ours, from before the first test on. */
export interface VersionWatch {
  /** All versions up to the last of the writes. Rejects where a watch ended early: it has not seen everything then. */
  until(writes: readonly Write[]): Promise<readonly Version[]>;
  close(): Promise<void>;
}

/** Longer than any test run, in seconds. */
const wholeRun = '7200';
const patience = 10_000;

export async function watchVersions(kubeconfigPath: string): Promise<VersionWatch> {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(kubeconfigPath);
  const transport = createTransport(kubeconfig);
  const watches = await Promise.all(resources.map((resource) => watch(transport, resource)));
  return {
    until: async (writes) => {
      for (const one of watches) await one.reach(writes);
      return watches.flatMap(({ versions }) => versions);
    },
    close: async () => {
      for (const one of watches) one.closing();
      await transport.close();
    },
  };
}

async function watch(transport: Transport, resource: ResourceType) {
  const path = collectionPath(resource);
  const { body } = await transport.request({ method: 'GET', path });
  const { metadata } = JSON.parse(body) as { readonly metadata: { readonly resourceVersion: string } };
  const stream = await transport.stream({
    method: 'GET',
    path,
    query: { watch: 'true', resourceVersion: metadata.resourceVersion, timeoutSeconds: wholeRun },
  });
  if (stream.status !== 200) throw new Error(`cannot watch ${resource.plural}: ${stream.body}`);
  const versions: Version[] = [];
  let ended: unknown;
  let closing = false;
  void follow(stream, (version) => versions.push({ plural: resource.plural, ...version })).then(
    () => (ended ??= new Error('the API server closed it')),
    (error: unknown) => closing || (ended ??= error),
  );
  const reach = async (writes: readonly Write[]): Promise<void> => {
    const last = writes.filter(({ plural }) => plural === resource.plural).reduce((high, write) => max(high, write.resourceVersion), 0n);
    const deadline = performance.now() + patience;
    while (versions.reduce((high, version) => max(high, version.resourceVersion), 0n) < last) {
      if (ended !== undefined) throw new Error(`the watch over ${resource.plural} ended before the run did`, { cause: ended });
      if (performance.now() > deadline) throw new Error(`the watch over ${resource.plural} did not bring version ${last}`);
      await sleep(20);
    }
  };
  return { versions, reach, closing: () => (closing = true) };
}

function max(high: bigint, version: string): bigint {
  return BigInt(version) > high ? BigInt(version) : high;
}

interface Watched {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name: string; readonly namespace?: string } & Omit<Version, 'plural' | 'object'> };
}

async function follow({ chunks }: KubeStream, found: (version: Omit<Version, 'plural'>) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((one) => one !== '')) {
      const { type, object } = JSON.parse(line) as Watched;
      if (type === 'ERROR') throw new Error(line);
      const { name, namespace = '', uid, resourceVersion, generation, managedFields } = object.metadata;
      found({ object: `${namespace}/${name}`, uid, resourceVersion, generation, managedFields });
    }
  }
}
