import { createAws } from '../../../../src/aws/clients.ts';
import type { Clock } from '../../../../src/core/clock.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { createFleet } from '../../../../src/engine/fleet.ts';
import { Memory } from '../../../../src/engine/memory.ts';
import { createReader } from '../../../../src/engine/reader.ts';
import { reconcile } from '../../../../src/engine/reconcile.ts';
import { interfaceEndpoint } from '../../../../src/kinds/interface-endpoint/index.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from '../../../../src/kinds/interface-endpoint/schema.ts';
import type { AnyObject, Live } from '../../../../src/kinds/kind.ts';
import { equalJSON } from '../../../../src/kube/merge-patch.ts';
import type { KubeObject } from '../../../../src/kube/resource.ts';
import type { JournalEntry } from '../../../../src/simulator/journal.ts';
import type { Settings } from '../../../../src/simulator/settings.ts';
import { type Published, published } from '../../../simulator/support/published.ts';
import { addGroup, admit } from '../../../simulator/support/records.ts';
import { calm, consumer, region, type Simulation, simulation } from '../../../simulator/support/simulation.ts';
import { periods } from './builders.ts';

type Raw = KubeObject & { spec: Record<string, unknown>; status?: Record<string, unknown> };

/** One interface endpoint's object under the real passes of the engine, against the simulated AWS, on virtual time. The API server alone is played. */
export interface Bench extends AsyncDisposable {
  readonly place: Published;
  readonly simulation: Simulation;
  readonly object: () => Live<InterfaceEndpointSpec, InterfaceEndpointStatus> | undefined;
  readonly others: AnyObject[];
  /** Status writes so far. */
  statusWrites(): number;
  /** Passes as the queue would make them, until so many milliseconds have passed. */
  run(milliseconds: number): Promise<void>;
  pass(): Promise<number | undefined>;
  edit(spec: Record<string, unknown>): void;
  remove(): void;
  restart(): void;
  writes(): readonly JournalEntry[];
  ready(): string;
  condition(type: string): string;
}

export interface BenchOptions {
  readonly settings?: Partial<Settings>;
  readonly acceptance?: boolean;
  readonly spec?: Record<string, unknown>;
}

export async function bench({ settings, acceptance, spec }: BenchOptions = {}): Promise<Bench> {
  const world = await simulation({ ...calm, ...settings });
  const place = await published(world, { acceptance: acceptance ?? false });
  admit(world.simulator.world, addGroup(world.simulator.world, place.vpc, 'app'), '10.0.0.0/16');
  Object.assign(place.vpc, { enableDnsSupport: true, enableDnsHostnames: true });
  const first = {
    service: { name: place.serviceName },
    vpc: { id: place.vpc.id },
    subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az2'] }],
    securityGroups: [{ name: 'app' }],
  };
  let version = 1;
  let statusWrites = 0;
  const others: AnyObject[] = [];
  let raw: Raw | undefined = {
    apiVersion: 'privatelink-operator.io/v1alpha1',
    kind: 'InterfaceEndpoint',
    metadata: {
      name: 'orders',
      namespace: 'team',
      uid: 'uid-1',
      generation: 1,
      resourceVersion: '1',
      finalizers: [],
      creationTimestamp: new Date(world.clock.now()).toISOString(),
    },
    spec: { ...first, ...spec },
  };
  const change = (next: Partial<Raw>): Raw => {
    if (raw === undefined) throw new Error('the object is gone');
    version += 1;
    raw = { ...raw, ...next, metadata: { ...raw.metadata, ...next.metadata, resourceVersion: String(version) } };
    return raw;
  };
  const clock: Clock = { now: () => world.clock.now(), wallTime: () => world.clock.now(), setTimer: () => () => undefined };
  const aws = createAws({
    clock,
    endpoint: world.simulator.url,
    region,
    sessionName: 'test',
    credentials: async () => ({ accessKeyId: consumer, secretAccessKey: 'secret' }),
  });
  const start = (): Engine => {
    const reader = createReader({ clock });
    return {
      clock,
      config: { clusterID: 'c1', region, periods },
      kinds: [interfaceEndpoint],
      memory: new Memory(clock.now()),
      reader,
      fleet: createFleet({ clock, random: () => 0, reader, clusterID: 'c1', period: periods.listing, onChange: () => undefined }),
      references: {
        get: (kind, namespace, name) =>
          others.find((one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name),
        all: (kind) => others.filter((one) => one.kind === kind),
        namespaceLabels: () => ({}),
      },
      objects: {
        read: async () => raw,
        addFinalizer: async (_resource, _object, finalizer) =>
          void change({ metadata: { ...(raw as Raw).metadata, finalizers: [finalizer] } }),
        removeFinalizer: async () => {
          raw = undefined;
        },
        writeStatus: async (_resource, object, status) => {
          if (equalJSON(JSON.parse(JSON.stringify(object.status ?? {})), JSON.parse(JSON.stringify(status)))) return undefined;
          statusWrites += 1;
          return change({ status: JSON.parse(JSON.stringify(status)) as Record<string, unknown> });
        },
      },
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      store: () => ({ get: () => raw, list: () => (raw === undefined ? [] : [raw]) }),
      ports: (access) => aws.ports(access, region),
      catchUp: async () => undefined,
      announce: () => undefined,
    };
  };
  let engine = start();
  const pass = (): Promise<number | undefined> => reconcile(engine, interfaceEndpoint, 'team/orders');
  const find = (type: string) =>
    ((raw?.status?.['conditions'] ?? []) as InterfaceEndpointStatus['conditions']).find((one) => one.type === type);
  return {
    place,
    simulation: world,
    others,
    object: () => raw as unknown as Live<InterfaceEndpointSpec, InterfaceEndpointStatus> | undefined,
    statusWrites: () => statusWrites,
    pass,
    run: async (milliseconds) => {
      const until = world.clock.now() + milliseconds;
      while (world.clock.now() < until && raw !== undefined) {
        const next = await pass();
        // The fleet wakes an object no later than its next listing.
        world.clock.advance(Math.min(Math.max(next ?? periods.listing, 100), periods.listing, Math.max(until - world.clock.now(), 1)));
      }
    },
    edit: (next) =>
      void change({
        spec: { ...(raw as Raw).spec, ...next },
        metadata: { ...(raw as Raw).metadata, generation: ((raw as Raw).metadata.generation ?? 1) + 1 },
      }),
    remove: () => void change({ metadata: { ...(raw as Raw).metadata, deletionTimestamp: new Date(world.clock.now()).toISOString() } }),
    restart: () => {
      engine = start();
    },
    writes: () => world.simulator.journal.filter((entry) => entry.account === consumer && !/^(Describe|Get)/.test(entry.action)),
    ready: () => `${find('Ready')?.status}/${find('Ready')?.reason}`,
    condition: (type) => `${find(type)?.status}/${find(type)?.reason}: ${find(type)?.message}`,
    [Symbol.asyncDispose]: async () => {
      aws.destroy();
      await world[Symbol.asyncDispose]();
    },
  };
}
