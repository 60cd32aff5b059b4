import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, request as send } from 'undici';
import type { Arrival } from './effect.ts';

export interface Upstream {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
}

/** What becomes of one request. */
export interface Passage {
  /** Where it goes; undefined where it never gets there. */
  readonly url: string | undefined;
  /** Called when the reply has come, with its HTTP status; answers whether the client gets it. */
  replied(status: number): boolean;
  /** Called when the client has been sent the whole of it. */
  delivered(): void;
}

export interface ReverseProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes requests on as they are, and streams what comes back: a watch is not held up. */
export async function startReverseProxy(upstream: Upstream, pass: (arrival: Arrival) => Passage): Promise<ReverseProxy> {
  const server = createServer((request, response) => {
    // Either side may break off: a killed process, or a server that is closed at the end. The other then sees the same.
    exchange({ request, response, upstream }, pass).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: Upstream;
}

async function exchange({ request, response, upstream }: Exchange, pass: (arrival: Arrival) => Passage): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const body = await bodyOf(request);
  const passage = pass({ method, url, body: body.toString() });
  if (passage.url === undefined) return void response.destroy();
  const gone = new AbortController();
  // A read may end with its reader, and a watch must; what writes goes on once it is sent.
  if (method === 'GET') response.once('close', () => gone.abort());
  const reply = await send(`${upstream.origin}${passage.url}`, {
    method: method as Dispatcher.HttpMethod,
    headers: withoutHops(request.headers),
    body: body.length === 0 ? null : body,
    dispatcher: upstream.dispatcher,
    signal: gone.signal,
    bodyTimeout: 0,
  });
  if (!passage.replied(reply.statusCode)) {
    await reply.body.dump();
    return void response.destroy();
  }
  response.writeHead(reply.statusCode, withoutHops(reply.headers));
  // A watch begins with its head; what it watches may come much later.
  response.flushHeaders();
  await pipeline(reply.body, response);
  passage.delivered();
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Those that are about one connection are not passed on to the other. */
function withoutHops(headers: Headers): Record<string, string | string[]> {
  const hops = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined || hops.has(name) ? [] : [[name, value]])),
  );
}
