import type { AddressInfo } from 'node:net';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { createEngine } from './engine.ts';
import type { FaultRule } from './faults.ts';
import type { JournalEntry } from './journal.ts';
import type { ServiceName } from './operations.ts';
import { createHttpServer } from './server.ts';
import type { Settings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import { createWorld } from './world-store.ts';
import type { World } from './world.ts';

/** A call made in the process instead of over HTTP: typed input in, typed reply out. */
export interface InProcessCall {
  readonly service: ServiceName;
  readonly action: string;
  readonly input: object;
  readonly account: string;
  readonly region: string;
  /** The account's root unless given. */
  readonly principal?: string;
}

/** Simulated AWS, called in the process. */
export interface SimulatedAws {
  readonly world: World;
  readonly journal: readonly JournalEntry[] & { clear(): void };
  readonly faults: { add(rule: FaultRule): () => void; clear(): void };
  /** Runs a call without HTTP. Rejects with `ApiError`, or `ConnectionDropped` where a fault leaves it unanswered. */
  handle(call: InProcessCall): Promise<object>;
  /** Serves all APIs and Regions over HTTP as well, on a free loopback port unless one is given. */
  serve(port?: number): Promise<Endpoint>;
}

/** Simulated AWS on the wire. */
export interface Endpoint extends AsyncDisposable {
  /** The one endpoint URL of all APIs and Regions. */
  readonly url: string;
  /** HTTP requests that have arrived and are not answered, without those that wait for the world's clock to move. */
  inFlight(): number;
  /** Those that wait for the world's clock to move. */
  waiting(): number;
  close(): Promise<void>;
}

export interface Simulator extends SimulatedAws, Endpoint {}

export interface SimulatedAwsOptions {
  readonly settings?: Partial<Settings>;
  readonly clock?: Clock;
}

export interface SimulatorOptions extends SimulatedAwsOptions {
  /** A free port unless given. */
  readonly port?: number;
}

/** A simulated AWS with an empty world. */
export function createSimulatedAws({ settings, clock = systemClock }: SimulatedAwsOptions = {}): SimulatedAws {
  const world = createWorld({ ...defaultSettings, ...settings }, clock);
  const engine = createEngine(world);
  return {
    world,
    journal: Object.assign(engine.journal.entries, { clear: engine.journal.clear }),
    faults: engine.faults,
    handle: async ({ service, action, input, account, region, principal = `arn:aws:iam::${account}:root` }) => {
      const caller = { world, account, region, principal };
      return (await engine.perform({ service, action, caller, read: () => input })).reply;
    },
    serve: (port = 0) => listen(createHttpServer(world, engine), port),
  };
}

/** Starts a simulated AWS with an empty world, on a loopback port. */
export async function startSimulator({ port, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  const aws = createSimulatedAws(options);
  return { ...aws, ...(await aws.serve(port)) };
}

async function listen({ server, open }: ReturnType<typeof createHttpServer>, port: number): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...open, close, [Symbol.asyncDispose]: close };
}
