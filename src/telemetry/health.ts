import { createServer, type Server } from 'node:http';

/** What the probes ask. Neither fails for an outage of AWS: a restart would not mend it. */
export interface Health {
  /** Every watch is alive. */
  live(): boolean;
  /** Every store has been filled once. */
  ready(): boolean;
  metrics(): Promise<string>;
}

/** Serves /healthz, /readyz and /metrics. Resolves once it listens; port 0 takes a free one, no host means every address. */
export async function serveHealth(
  health: Health,
  address: { readonly host: string | undefined; readonly port: number },
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (ok: boolean): void => {
      response.writeHead(ok ? 200 : 503, { 'content-type': 'text/plain' }).end(ok ? 'ok\n' : 'not ok\n');
    };
    if (request.url === '/healthz') return answer(health.live());
    if (request.url === '/readyz') return answer(health.ready());
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    health.metrics().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, address);
  const bound = server.address();
  return { port: typeof bound === 'object' && bound !== null ? bound.port : address.port, close: () => close(server) };
}

function listen(server: Server, { host, port }: { readonly host: string | undefined; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
