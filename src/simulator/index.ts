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

export interface Simulator extends AsyncDisposable {
  /** The one endpoint URL of all APIs and Regions. */
  readonly url: string;
  readonly world: World;
  readonly journal: readonly JournalEntry[] & { clear(): void };
  readonly faults: { add(rule: FaultRule): () => void; clear(): void };
  /** HTTP requests that have arrived and are not answered, without those that wait for the world's clock to move. */
  inFlight(): number;
  /** Those that wait for the world's clock to move. */
  waiting(): number;
  /** Runs a call without HTTP. Rejects with `ApiError`, or `ConnectionDropped` where a fault leaves it unanswered. */
  handle(call: InProcessCall): Promise<object>;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  readonly settings?: Partial<Settings>;
  readonly clock?: Clock;
  /** A free port unless given. */
  readonly port?: number;
}

/** Starts a simulated AWS with an empty world, on a loopback port. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = createWorld({ ...defaultSettings, ...options.settings }, options.clock ?? systemClock);
  const engine = createEngine(world);
  const { server, open } = createHttpServer(world, engine);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    journal: Object.assign(engine.journal.entries, { clear: engine.journal.clear }),
    faults: engine.faults,
    ...open,
    handle: async ({ service, action, input, account, region, principal = `arn:aws:iam::${account}:root` }) => {
      const caller = { world, account, region, principal };
      return (await engine.perform({ service, action, caller, read: () => input })).reply;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
