import { KubeConfig } from '@kubernetes/client-node';
import { createTransport, type KubeRequest, type KubeResponse } from '../../../src/kube/transport.ts';
import { ApiServer } from '../api-server/api-server.ts';
import { servedTypes } from '../api-server/served-types.ts';

export interface Watch {
  readonly path: string;
  readonly resourceVersion: string;
  /** The line that ends it. */
  readonly isLast: (line: string) => boolean;
}

/** An API server to compare. A watch resolves with its lines, up to the last one. */
export interface Server {
  request(call: KubeRequest): Promise<KubeResponse>;
  watch(watch: Watch): Promise<readonly string[]>;
}

/** An empty model. */
export function modelServer(): Server {
  let uids = 0;
  const server = new ApiServer({ now: Date.now, newUID: () => `model-uid-${(uids += 1)}-`, types: servedTypes });
  return {
    request: async (call) => server.request(call),
    watch: async ({ path, resourceVersion, isLast }) => {
      const changes = server.changes(path, Number(resourceVersion));
      if (changes === 'gone') return ['gone'];
      const lines = changes.map(({ line }) => line.trimEnd());
      const last = lines.findIndex(isLast);
      return last < 0 ? [...lines, 'and no end'] : lines.slice(0, last + 1);
    },
  };
}

const patience = 30_000;

export function realServer(kubeconfigPath: string): Server & { close(): Promise<void> } {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigPath);
  const transport = createTransport(config);
  return {
    request: (call) => transport.request(call),
    watch: async ({ path, resourceVersion, isLast }) => {
      const attempt = new AbortController();
      const timer = setTimeout(() => attempt.abort(), patience);
      const lines: string[] = [];
      try {
        const { status, body, chunks } = await transport.stream({
          method: 'GET',
          path,
          query: { watch: 'true', resourceVersion },
          signal: attempt.signal,
        });
        if (status !== 200) return [body];
        for await (const line of linesOf(chunks)) {
          lines.push(line);
          if (isLast(line)) return lines;
        }
        return [...lines, 'and no end'];
      } catch (error) {
        if (!attempt.signal.aborted) throw error;
        return [...lines, `and no end within ${patience / 1000} s`];
      } finally {
        clearTimeout(timer);
        attempt.abort();
      }
    },
    close: () => transport.close(),
  };
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const one of parts) if (one !== '') yield one;
  }
}
