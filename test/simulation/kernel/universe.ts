import { createAws } from '../../../src/aws/clients.ts';
import type { AuditEntry } from '../../../src/aws/audit.ts';
import type { Config } from '../../../src/config.ts';
import { type RunningEngine, startEngine } from '../../../src/engine/start.ts';
import { kinds } from '../../../src/kinds/index.ts';
import { createKubeClient } from '../../../src/kube/client.ts';
import { type KubeObject, keyOf } from '../../../src/kube/resource.ts';
import { createSimulatedAws, type SimulatedAws } from '../../../src/simulator/index.ts';
import type { Settings } from '../../../src/simulator/settings.ts';
import type { Log } from '../../../src/telemetry/log.ts';
import { createMetrics, type Metrics } from '../../../src/telemetry/metrics.ts';
import { ApiServer } from '../api-server/api-server.ts';
import { servedTypes } from '../api-server/served-types.ts';
import { type AwsBackend, type AwsRequest, directBackend } from './aws-backend.ts';
import { type AwsWeather, awsWeather } from './aws-weather.ts';
import { awsWire } from './aws-wire.ts';
import { type Chance, chance } from './chance.ts';
import type { Process } from './effects.ts';
import { kubeWire } from './kube-wire.ts';
import { type Mishap, Mishaps } from './mishaps.ts';
import { type MachineClock, machineClock } from './process-clock.ts';
import { Timeline } from './timeline.ts';
import { Watches } from './watches.ts';

export const operatorAccount = '333333333333';
/** When every simulated world begins: a Monday in UTC. */
const beginning = Date.UTC(2026, 0, 5);
const minute = 60_000;

export interface UniverseOptions {
  readonly seed: number;
  readonly mishaps: readonly Mishap[];
  readonly clusterID: string;
  readonly settings: Partial<Settings>;
  /** Straight to the handlers unless given. */
  readonly backend?: (aws: SimulatedAws) => AwsBackend;
  readonly observer: Observer;
}

/** Told of what happens, as it happens. */
export interface Observer {
  /** Before a write of the operator's is carried out by AWS. */
  awsWrite(request: AwsRequest): void;
  /** A write of the operator's was refused before AWS looked at it. */
  awsRefused(request: AwsRequest): void;
  /** A live read of one object has been answered. */
  liveRead(path: string): void;
  audit(entry: AuditEntry): void;
  /** A pass ended in a defect of ours, or a log line at error. */
  complaint(fields: object, message: string): void;
}

/** A whole world in one process: an API server, AWS, time, and the operator as it ships but for its two wires, its clock and chance. */
export interface Universe {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly mishaps: Mishaps;
  readonly server: ApiServer;
  /** The objects that are there now, by `kind/namespace/name`. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly aws: SimulatedAws;
  readonly metrics: Metrics;
  readonly machine: MachineClock;
  readonly weather: Pick<AwsWeather, 'readsFail'>;
  /** The present life of the operator. */
  readonly life: Life;
  /** SIGKILL, and a new process a moment later. */
  crash(): void;
  /** Nothing goes wrong any more; what lasts a while ends. */
  calm(): void;
}

export interface Life extends Process {
  readonly engine: RunningEngine;
  /** 1 for the first process. */
  readonly number: number;
  readonly begunAt: number;
}

// One registry for all lives: what it counts says nothing here, and making one costs more than a life's first second.
const metrics = createMetrics();

export function createUniverse(options: UniverseOptions): Universe {
  const timeline = new Timeline(beginning);
  const dice = chance(options.seed);
  const mishaps = new Mishaps(options.mishaps);
  const machine = machineClock(timeline);
  const aws = createSimulatedAws({ settings: options.settings, clock: { now: () => timeline.now, sleep: () => neverSleeps() } });
  let uids = 0;
  const newUID = (): string => `00000000-0000-4000-8000-${String((uids += 1)).padStart(12, '0')}`;
  const server = new ApiServer({ now: () => timeline.now, newUID, types: servedTypes });
  const objects = new Map<string, KubeObject>();
  server.onCommit(({ type, resource, object }) => {
    // The model's JSON is an object of the API server's, which nothing can say of JSON but a cast.
    const now = object as unknown as KubeObject;
    const key = `${resource.kind}/${keyOf(now)}`;
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, now);
  });
  const watches = new Watches(server);
  const weather = awsWeather(timeline);
  const backend = options.backend?.(aws) ?? directBackend(aws);
  let lives = 0;
  const start = (): Life => {
    const number = (lives += 1);
    let alive = true;
    const process: Process = {
      get alive() {
        return alive;
      },
      crash: () => {
        if (!alive) return;
        alive = false;
        watches.closeOf(process);
        timeline.after(dice.whole(200, 3_000), 'the process starts again', () => (universe.life = start()));
      },
    };
    const around = { timeline, chance: dice, mishaps, process };
    const clock = machine.forProcess(() => alive);
    const wire = awsWire({
      around,
      backend,
      weather,
      onWrite: (request) => options.observer.awsWrite(request),
      onRefusal: (request) => options.observer.awsRefused(request),
    });
    const connect = createAws({
      clock,
      region: 'eu-west-1',
      sessionName: options.clusterID,
      requestTimeout: minute,
      credentials: async () => ({ accessKeyId: operatorAccount, secretAccessKey: 'none' }),
      connect: wire,
      audit: (entry) => options.observer.audit(entry),
      onCall: ({ call, outcome }) => metrics.awsCall({ call, outcome }),
    });
    const engine = startEngine({
      config: configOf(options.clusterID),
      clock,
      random: () => dice.next(),
      client: createKubeClient(kubeWire({ around, server, watches, onLiveRead: (path) => options.observer.liveRead(path) }), clock),
      aws: connect,
      kinds,
      log: logOf(options.observer),
      metrics,
      instance: 'simulated',
    });
    return Object.assign(process, { engine, number, begunAt: timeline.now });
  };
  const bookmark = (): void => {
    watches.bookmark();
    timeline.after(minute, 'bookmarks', bookmark);
  };
  timeline.after(minute, 'bookmarks', bookmark);
  const universe: { -readonly [Name in keyof Universe]: Universe[Name] } = {
    timeline,
    chance: dice,
    mishaps,
    server,
    objects,
    aws,
    metrics,
    machine,
    weather,
    life: start(),
    crash: () => universe.life.crash(),
    calm: () => {
      mishaps.lift();
      weather.clear();
      machine.setRate(1);
    },
  };
  return universe;
}

function neverSleeps(): Promise<never> {
  throw new Error('simulated AWS delays nothing here: the wire does');
}

function configOf(clusterID: string): Config {
  return {
    clusterID,
    region: 'eu-west-1',
    awsEndpoint: undefined,
    awsEndpoints: {},
    periods: { listing: minute, rare: 5 * minute, pending: 30_000, grace: 5 * minute },
    requestTimeout: minute,
    workers: 4,
    healthPort: 0,
    healthHost: '127.0.0.1',
    logLevel: 'error',
  };
}

function logOf({ complaint }: Observer): Log {
  const nothing = (): void => undefined;
  return { debug: nothing, info: nothing, warn: nothing, error: complaint };
}
