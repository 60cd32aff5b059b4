import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { KubeUnreachableError } from '../../src/kube/errors.ts';
import { createTransport, type Transport } from '../../src/kube/transport.ts';

const folder = mkdtempSync(join(tmpdir(), 'transport-'));
const open: { server?: Server; transport?: Transport } = {};
afterEach(async () => {
  vi.useRealTimers();
  await open.transport?.close();
  open.server?.closeAllConnections();
  open.server?.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A server on this machine, and our transport to it. */
async function setUp(handle: (request: IncomingMessage, response: ServerResponse) => void, user: object = {}) {
  const server = (open.server = createServer(handle));
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true }],
    users: [{ name: 'u', ...user }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  const transport = (open.transport = createTransport(config));
  return { transport, server, connections: () => connections };
}
const get = { method: 'GET', path: '/api' } as const;

test('two hundred requests share at most sixteen connections, which are used again', async () => {
  const { transport, connections } = await setUp((_request, response) => setTimeout(() => response.end('{}'), 2));
  const all = async (): Promise<void> => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => transport.request(get)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  };
  await all();
  const first = connections();
  expect(first).toBeLessThanOrEqual(16);
  await all();
  expect(connections()).toBe(first);
});

test('each watch has a connection of its own, so that twenty of them leave the requests theirs', async () => {
  const { transport } = await setUp((request, response) => {
    if (request.url === '/api') response.end('{}');
    else response.write('{"type":"BOOKMARK"}\n');
  });
  const stop = new AbortController();
  const watches = await Promise.all(
    Array.from({ length: 20 }, () => transport.stream({ method: 'GET', path: '/watch', signal: stop.signal })),
  );
  expect(watches.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect((await transport.request(get)).status).toBe(200);
  stop.abort();
});

test('a token that was renewed on disk is sent from then on', async () => {
  const tokenFile = join(folder, 'token');
  const seen: (string | undefined)[] = [];
  writeFileSync(tokenFile, 'first');
  const { transport } = await setUp(
    (request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    },
    { authProvider: { name: 'tokenFile', config: { tokenFile } } },
  );
  vi.useFakeTimers({ toFake: ['Date'] });
  await transport.request(get);
  writeFileSync(tokenFile, 'second');
  vi.setSystemTime(Date.now() + 61_000);
  await transport.request(get);
  expect(seen).toEqual(['Bearer first', 'Bearer second']);
});

describe('where no answer comes', () => {
  const failing: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    'because the connection breaks before it': (request) => request.socket.destroy(),
    'because the connection breaks within it': (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => request.socket.destroy(), 10);
    },
  };
  test.each(Object.entries(failing))('%s, the error says what was asked', async (_why, handle) => {
    const { transport } = await setUp(handle);
    const error = await transport.request(get).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KubeUnreachableError);
    expect((error as Error).message).toMatch(/^GET \/api: no answer from the API server: /);
  });

  test('because nobody listens, the error says so', async () => {
    const { transport, server } = await setUp(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    await expect(transport.request(get)).rejects.toThrow('ECONNREFUSED');
    await expect(transport.stream(get)).rejects.toThrow(KubeUnreachableError);
  });

  test('because the caller gave up, the connection is given back', async () => {
    const { transport } = await setUp((request, response) => {
      if (request.url === '/api') response.end('{}');
    });
    const stop = new AbortController();
    const waiting = Array.from({ length: 32 }, () => transport.request({ method: 'GET', path: '/never', signal: stop.signal }));
    setTimeout(() => stop.abort(new Error('enough')), 20);
    expect((await Promise.allSettled(waiting)).every(({ status }) => status === 'rejected')).toBe(true);
    expect((await transport.request(get)).status).toBe(200);
  });
});

test('a watch that breaks throws, and one that ends just ends', async () => {
  const { transport } = await setUp((request, response) => {
    response.write('{}\n');
    setTimeout(() => (request.url === '/breaks' ? request.socket.destroy() : response.end()), 10);
  });
  const drain = async (path: string): Promise<string> => {
    const { chunks } = await transport.stream({ method: 'GET', path });
    let text = '';
    for await (const chunk of chunks) text += new TextDecoder().decode(chunk);
    return text;
  };
  await expect(drain('/ends')).resolves.toBe('{}\n');
  await expect(drain('/breaks')).rejects.toThrow();
});

test('a closed transport sends nothing more', async () => {
  const { transport } = await setUp((_request, response) => response.end('{}'));
  await transport.request(get);
  await transport.close();
  const again = await transport.request(get).catch((reason: unknown) => reason);
  expect(again).toBeInstanceOf(KubeUnreachableError);
});
