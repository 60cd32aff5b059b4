import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { collectionPath, type KubeObject, type ResourceType } from '../../../src/kube/resource.ts';
import { createTransport } from '../../../src/kube/transport.ts';
import type { Seen } from '../../harness/scenario.ts';

/** Every version of a namespace's objects of one type, by a watch of the test's own that the operator's clock knows nothing of. */
export interface History {
  /** All versions of one object so far, once the watch has brought this one; its end where the version is undefined. */
  of(name: string, version: string | undefined): Promise<readonly Seen[]>;
  stop(): Promise<void>;
}

interface WatchEvent {
  readonly type: string;
  readonly object: KubeObject;
}

export async function record(resource: ResourceType, namespace: string): Promise<History> {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(inject('kubeconfig'));
  const transport = createTransport(kubeconfig);
  const path = collectionPath(resource, namespace);
  const { body } = await transport.request({ method: 'GET', path });
  const { metadata } = JSON.parse(body) as { readonly metadata: { readonly resourceVersion: string } };
  const stop = new AbortController();
  const query = { watch: 'true', allowWatchBookmarks: 'false', resourceVersion: metadata.resourceVersion };
  const stream = await transport.stream({ method: 'GET', path, query, signal: stop.signal });
  const versions: Seen[] = [];
  let heard = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const { type, object } of events(stream.chunks)) {
      // What a deletion ends with is the version before it, with another resourceVersion.
      versions.push({ ...object, kind: type === 'DELETED' ? 'Deleted' : object.kind } as Seen);
      heard.resolve();
      heard = Promise.withResolvers();
    }
  })().catch(() => undefined); // only our own stop breaks it; whoever waits for a version then waits in vain and times out
  return {
    of: async (name, version) => {
      const own = (): readonly Seen[] => versions.filter(({ metadata }) => metadata.name === name);
      const isLast = ({ kind, metadata }: Seen): boolean =>
        version === undefined ? kind === 'Deleted' : metadata.resourceVersion === version;
      while (!own().some(isLast)) await heard.promise;
      return own();
    },
    stop: async () => {
      stop.abort();
      await reading;
      await transport.close();
    },
  };
}

async function* events(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield JSON.parse(part) as WatchEvent;
  }
}
