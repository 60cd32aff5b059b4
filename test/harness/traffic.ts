import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KubeRequest, KubeStream, Transport } from '../../src/kube/transport.ts';

/**
 * Whether anything is under way that can go on without time: a request to the API server, a change of ours that its watch has not brought yet, or
 * a request to AWS. While none is, a virtual clock may move.
 */
export interface Traffic {
  /** Puts a wire under observation. Versions are compared only among the wires to one API server. */
  observe(transport: Transport, server: string): Transport;
  /** Resolves once nothing is under way. */
  quiet(): Promise<void>;
  stop(): void;
}

export interface TrafficOptions {
  /** The port of the simulated AWS. */
  readonly port: number;
  /** Requests that AWS keeps waiting for the virtual clock to move. */
  waiting(): number;
  /** Calls to AWS that the operator has begun to send, whether or not a request has left yet. */
  sending(): number;
}

interface Watched {
  streams: number;
  seen: bigint;
  expected: bigint;
}

/** Turns of the event loop without anything under way until it counts as quiet: the SDK and undici take a few between two of their steps. */
const quietTurns = 8;

export function createTraffic({ port, waiting, sending }: TrafficOptions): Traffic {
  const collections = new Map<string, Watched>();
  const requests = new Set<ClientRequest>();
  let calls = 0;
  let moves = 0;
  const sent = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    if (!String(request.getHeader('host')).endsWith(`:${port}`)) return;
    requests.add(request);
    moves += 1;
    request.once('close', () => {
      requests.delete(request);
      moves += 1;
    });
  };
  diagnostics.subscribe('http.client.request.created', sent);
  const watchedOf =
    (server: string) =>
    (path: string): Watched => {
      const key = `${server}${path}`;
      const known = collections.get(key) ?? { streams: 0, seen: 0n, expected: 0n };
      collections.set(key, known);
      return known;
    };
  const busy = (): boolean =>
    calls > 0 ||
    requests.size > waiting() ||
    // The SDK reads files and asks for credentials before it opens a request.
    (requests.size === 0 && sending() > 0) ||
    [...collections.values()].some(({ streams, seen, expected }) => streams > 0 && seen < expected);
  const counted = async <T>(call: Promise<T>): Promise<T> => {
    calls += 1;
    try {
      return await call;
    } finally {
      calls -= 1;
      moves += 1;
    }
  };
  return {
    observe: (inner, server) => {
      const watchedAt = watchedOf(server);
      const request: Transport['request'] = async (call) => {
        const response = await inner.request(call);
        if (response.status < 300) note(call, response.body, watchedAt);
        return response;
      };
      const stream: Transport['stream'] = async (call) => {
        const answer = await inner.stream(call);
        return answer.status === 200 ? observed(answer, watchedAt(call.path), () => (moves += 1)) : answer;
      };
      return { request: (call) => counted(request(call)), stream: (call) => counted(stream(call)), close: () => inner.close() };
    },
    quiet: async () => {
      for (let still = 0; still < quietTurns; ) {
        const before = moves;
        await nextTurn();
        still = busy() || before !== moves ? 0 : still + 1;
      }
    },
    stop: () => void diagnostics.unsubscribe('http.client.request.created', sent),
  };
}

interface Answered {
  readonly metadata?: { readonly resourceVersion?: string; readonly namespace?: string };
  readonly items?: readonly unknown[];
}

/** A list shows what there is; a write of ours will come back through the watch of its collection. */
function note(call: KubeRequest, body: string, watchedAt: (path: string) => Watched): void {
  const { metadata, items } = JSON.parse(body) as Answered;
  if (metadata?.resourceVersion === undefined) return;
  if (items !== undefined) {
    // A list may be answered after the watch has brought what is newer.
    advance(watchedAt(call.path), metadata.resourceVersion);
    return;
  }
  if (call.method !== 'GET') expect(watchedAt(collectionOf(call)), metadata.resourceVersion);
}

function expect(watched: Watched, version: string): void {
  if (BigInt(version) > watched.expected) watched.expected = BigInt(version);
}

function advance(watched: Watched, version: string): void {
  if (BigInt(version) > watched.seen) watched.seen = BigInt(version);
}

/** The cluster-wide path of the collection that a write goes to, such as `/apis/GROUP/v1alpha1/interfaceendpoints`. */
export function collectionOf({ method, path }: Pick<KubeRequest, 'method' | 'path'>): string {
  const parts = path.replace(/\/status$/, '').split('/');
  const collection = method === 'POST' ? parts : parts.slice(0, -1);
  const at = collection.indexOf('namespaces');
  return (at > 0 && collection.length > at + 2 ? [...collection.slice(0, at), ...collection.slice(at + 2)] : collection).join('/');
}

function observed(stream: KubeStream, watched: Watched, moved: () => void): KubeStream {
  return { ...stream, chunks: follow(stream.chunks, watched, moved) };
}

/** Passes chunks on, and reads from them how far the watch has come once the reader has taken them. */
async function* follow(chunks: AsyncIterable<Uint8Array>, watched: Watched, moved: () => void): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let rest = '';
  watched.streams += 1;
  try {
    for await (const chunk of chunks) {
      yield chunk;
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter((one) => one !== '')) {
        const version = (JSON.parse(line) as { readonly object: Answered }).object.metadata?.resourceVersion;
        if (version !== undefined) advance(watched, version);
      }
      moved();
    }
  } finally {
    watched.streams -= 1;
    moved();
  }
}
