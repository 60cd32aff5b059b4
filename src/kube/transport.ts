import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { KubeUnreachableError } from './errors.ts';

export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}
export interface KubeResponse {
  readonly status: number;
  readonly body: string;
}
export interface KubeStream {
  readonly status: number;
  /** The error body when the status is not 200; else empty. */
  readonly body: string;
  /** Chunks of text as they come; ends when the server closes, throws when the connection breaks. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The wire to the API server. Small, because tests put another one in its place. Both functions throw only `KubeUnreachableError`. */
export interface Transport {
  request(call: KubeRequest): Promise<KubeResponse>;
  stream(call: KubeRequest): Promise<KubeStream>;
  close(): Promise<void>;
}

const userAgent = 'privatelink-operator';
/**
 * Requests at once; each watch has a connection of its own beside them. Hence HTTP/1: with HTTP/2 one frozen connection would silence all
 * watches, and undici 8.12 throws past every handler when it destroys one that streams were just taken from.
 */
const connections = 16;

/**
 * One connection pool for everything. The stock client makes a new pool for every request and never closes it; so we use
 * client-node's KubeConfig for what it does well (kubeconfig, token refresh, exec plug-ins) and send by ourselves.
 */
export function createTransport(config: KubeConfig): Transport {
  const pool = new Pool(config);
  const send = async (call: KubeRequest, options: { readonly watch: boolean }): Promise<Dispatcher.ResponseData> => {
    const { dispatcher, headers, server } = await pool.take(options.watch);
    const query = new URLSearchParams(call.query).toString();
    return request(`${server}${call.path}${query === '' ? '' : `?${query}`}`, {
      method: call.method,
      dispatcher,
      headers: {
        ...headers,
        accept: 'application/json',
        'user-agent': userAgent,
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
      ...(options.watch ? { bodyTimeout: 0 } : {}),
    });
  };
  const reach = async <T>(call: KubeRequest, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new KubeUnreachableError(`${call.method} ${call.path}`, error);
    }
  };
  return {
    request: (call) =>
      reach(call, async () => {
        const response = await send(call, { watch: false });
        return { status: response.statusCode, body: await response.body.text() };
      }),
    stream: (call) =>
      reach(call, async () => {
        const response = await send(call, { watch: true });
        if (response.statusCode !== 200) return { status: response.statusCode, body: await response.body.text(), chunks: response.body };
        return { status: 200, body: '', chunks: response.body };
      }),
    close: () => pool.close(),
  };
}

interface Taken {
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly server: string;
}

interface Agents {
  readonly requests: Dispatcher;
  readonly watches: Dispatcher;
}

/** The two agents, renewed when the certificates change on disk. */
class Pool {
  readonly #config: KubeConfig;
  #identity = '';
  #closed = false;
  #current: Agents | undefined;

  constructor(config: KubeConfig) {
    this.#config = config;
  }

  async take(watch: boolean): Promise<Taken> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    // Else a late call would open a pool that nobody closes.
    if (this.#closed) throw new Error('the connection pool is closed');
    const cluster = this.#config.getCurrentCluster();
    if (cluster === null) throw new Error('the kubeconfig names no cluster');
    const { requests, watches } = this.#agents(options, cluster.proxyUrl);
    return { dispatcher: watch ? watches : requests, headers: headersOf(options), server: cluster.server.replace(/\/$/, '') };
  }

  #agents(options: RequestOptions, proxy: string | undefined): Agents {
    const connect = {
      ca: options.ca,
      cert: options.cert,
      key: options.key,
      servername: options.servername,
      rejectUnauthorized: options.rejectUnauthorized ?? true,
    };
    const identity = JSON.stringify(
      [connect.ca, connect.cert, connect.key, connect.servername, connect.rejectUnauthorized, proxy].map(String),
    );
    if (identity === this.#identity && this.#current !== undefined) return this.#current;
    const retired = this.#current;
    const tls = Object.fromEntries(Object.entries(connect).filter(([, value]) => value !== undefined));
    const create = (limit: number | null): Dispatcher =>
      proxy === undefined
        ? new Agent({ connect: tls, connections: limit, allowH2: false })
        : new ProxyAgent({ uri: proxy, requestTls: tls, connections: limit, allowH2: false });
    this.#identity = identity;
    this.#current = { requests: create(connections), watches: create(null) };
    // Graceful: calls under way on the old certificates may finish.
    void retired?.requests.close();
    void retired?.watches.close();
    return this.#current;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#current?.requests.destroy();
    await this.#current?.watches.destroy();
  }
}

function headersOf(options: RequestOptions): Record<string, string> {
  const headers = Object.fromEntries(
    Object.entries((options.headers ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
  return typeof options.auth === 'string'
    ? { ...headers, authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` }
    : headers;
}
