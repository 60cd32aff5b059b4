import type { Aws } from '../aws/clients.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import type { AnyObject, CommonStatus, FleetListing, Objects } from '../kinds/kind.ts';
import type { KubeClient } from '../kube/client.ts';
import { isConflict, isNotFound } from '../kube/errors.ts';
import { createEventRecorder } from '../kube/events.ts';
import { Reflector } from '../kube/reflector.ts';
import { type KubeObject, keyOf, type ResourceType } from '../kube/resource.ts';
import type { Change } from '../kube/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { accessesBeside, keepAccess } from './access-keeper.ts';
import { type AnyKind, accessResource, type Engine, namespaceResource } from './engine.ts';
import { createFleet } from './fleet.ts';
import { Memory } from './memory.ts';
import { createObjectWrites } from './object-writes.ts';
import { Queue } from './queue.ts';
import { createReader } from './reader.ts';
import { reconcile } from './reconcile.ts';

export interface EngineOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: () => number;
  readonly client: KubeClient;
  readonly aws: Aws;
  readonly kinds: readonly AnyKind[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly instance: string;
}

export interface RunningEngine {
  /** Resolves once every store has been filled; passes begin then. */
  readonly synced: Promise<void>;
  /** Milliseconds since the quietest watch last heard from the API server. */
  silence(): number;
  /** Keys that are ready and passes that run. */
  load(): { readonly ready: number; readonly running: number };
  /** Takes no new work, waits for the calls under way, and closes the watches. */
  stop(): Promise<void>;
}

/** Wires stores, queue, listing and kinds together, and starts them. */
export function startEngine(options: EngineOptions): RunningEngine {
  const { config, clock, random, client, aws, kinds, log, metrics } = options;
  const reflectors = createReflectors(options);
  const reflectorOf = (kind: string): Reflector => {
    const reflector = reflectors.get(kind);
    if (reflector === undefined) throw new Error(`kind ${kind} is not watched`);
    return reflector;
  };
  const storeOf = (kind: string): Reflector['store'] => reflectorOf(kind).store;
  const recorder = createEventRecorder({
    client,
    clock,
    instance: options.instance,
    onError: (error) => log.warn({ err: error }, 'an event could not be written'),
  });
  const reader = createReader({ clock });
  const fleet = createFleet({
    clock,
    random,
    reader,
    clusterID: config.clusterID,
    period: config.periods.listing,
    onChange: ({ listing, ids }) => wakeOwners(listing, ids),
  });
  const engine: Engine = {
    clock,
    config,
    kinds,
    memory: new Memory(clock.now()),
    reader,
    fleet,
    references: createObjects(storeOf),
    objects: createObjectWrites(client, storeOf),
    log,
    store: storeOf,
    catchUp: async (resource) => {
      for (const object of (await client.list(resource)).items) storeOf(resource.kind).observe(object);
    },
    ports: (access, region, identity) => aws.ports(access, region, identity),
    announce: (resource, object, announcement) => recorder.record(resource, object, announcement),
  };
  // A watch that is late, or has lost an event, would have the same conflict happen again and again.
  const refresh = async (queued: string): Promise<void> => {
    const [kind = '', key = ''] = queued.split('|', 2);
    const { resource, store } = reflectorOf(kind);
    const known = store.get(key);
    if (known === undefined) return;
    const live = await client.get(resource, known);
    if (live === undefined) store.remove(known);
    else store.observe(live);
  };
  const queue = new Queue({
    clock,
    random,
    workers: config.workers,
    work: async (key) => {
      try {
        return await work(engine, metrics, key);
      } catch (error) {
        if (isConflict(error) || isNotFound(error)) await refresh(key);
        throw error;
      }
    },
    onError: (key, error) =>
      isConflict(error) || isNotFound(error)
        ? log.debug({ key }, 'the object changed under a pass; once more')
        : log.error({ key, err: error }, 'a pass failed; it will be tried again'),
  });
  const wakeOwners = (listing: FleetListing, ids: readonly string[]): void => {
    for (const kind of kinds.filter((one) => one.fleet.listing === listing)) {
      for (const object of storeOf(kind.resource.kind).list()) {
        const id = kind.fleet.idOf({ conditions: [], ...(object.status as Partial<CommonStatus> | undefined) });
        if (id === undefined || ids.includes(id)) queue.add(queueKey(kind.resource.kind, keyOf(object)));
      }
    }
  };
  for (const reflector of reflectors.values()) reflector.start();
  // Nobody is woken before every store is filled: without the accesses, for one, an object would be taken for the operator's own account's.
  const synced = Promise.all([...reflectors.values()].map((reflector) => reflector.synced)).then(() => {
    for (const [kind, reflector] of reflectors) reflector.store.subscribe((change) => wake(engine, queue, { kind, change }));
    enqueueAll(engine, queue);
  });
  return {
    synced,
    silence: () => Math.max(...[...reflectors.values()].map((reflector) => reflector.silence())),
    load: () => queue.load(),
    stop: async () => {
      fleet.stop();
      await queue.stop();
      await recorder.flush();
      await Promise.all([...reflectors.values()].map((reflector) => reflector.stop()));
    },
  };
}

/** One watch for each kind that we own or that one of ours refers to. */
function createReflectors({ kinds, client, clock, random, log }: EngineOptions): Map<string, Reflector> {
  const resources: ResourceType[] = [
    ...kinds.map((kind) => kind.resource),
    ...kinds.flatMap((kind) => kind.references.map((reference) => reference.on)),
    accessResource,
    namespaceResource,
  ];
  return new Map(
    resources.map((resource) => {
      const onError = (error: unknown): void => log.warn({ err: error, kind: resource.kind }, 'a watch ended; it is taken up again');
      return [resource.kind, new Reflector({ client, resource, clock, random, onError })];
    }),
  );
}

function createObjects(storeOf: (kind: string) => Reflector['store']): Objects {
  return {
    get: (kind, namespace, name) => storeOf(kind).get(namespace === undefined ? name : `${namespace}/${name}`),
    all: (kind) => storeOf(kind).list(),
    namespaceLabels: (namespace) => {
      const found = storeOf(namespaceResource.kind).get(namespace);
      return found === undefined ? undefined : (found.metadata.labels ?? {});
    },
  };
}

function queueKey(kind: string, key: string): string {
  return `${kind}|${key}`;
}

async function work(engine: Engine, metrics: Metrics, queued: string): Promise<number | undefined> {
  const [kindName = '', key = ''] = queued.split('|', 2);
  if (kindName === accessResource.kind) {
    await keepAccess(engine, key);
    return undefined;
  }
  const kind = engine.kinds.find((one) => one.resource.kind === kindName);
  if (kind === undefined) throw new Error(`no kind ${kindName}`);
  const begun = engine.clock.now();
  try {
    const next = await reconcile(engine, kind, key);
    metrics.reconciled({ kind: kindName, result: 'ok', milliseconds: engine.clock.now() - begun });
    return next;
  } catch (error) {
    metrics.reconciled({ kind: kindName, result: 'error', milliseconds: engine.clock.now() - begun });
    throw error;
  }
}

/** Every object, of one namespace where one is given, and every access. */
function enqueueAll(engine: Engine, queue: Queue, namespace?: string): void {
  for (const kind of engine.kinds) {
    for (const object of engine.store(kind.resource.kind).list())
      if (namespace === undefined || object.metadata.namespace === namespace) queue.add(queueKey(kind.resource.kind, keyOf(object)));
  }
  for (const access of engine.store(accessResource.kind).list()) queue.add(queueKey(accessResource.kind, keyOf(access)));
}

/** Which keys a change in one store concerns: the object itself, those that refer to it, and those whose access it decides. */
function wake(engine: Engine, queue: Queue, { kind, change }: { readonly kind: string; readonly change: Change }): void {
  const own = engine.kinds.some((one) => one.resource.kind === kind) || kind === accessResource.kind;
  const gone = incarnationLost(change);
  if (gone !== undefined) engine.memory.forget(gone);
  if (own && concernsIt(change)) queue.add(queueKey(kind, keyOf(change.object)));
  for (const one of engine.kinds) {
    for (const reference of one.references.filter(({ on }) => on.kind === kind)) {
      for (const key of reference.affects(change.object as AnyObject, engine.references)) queue.add(queueKey(one.resource.kind, key));
    }
  }
  if (kind === accessResource.kind && concernsIt(change)) enqueueAll(engine, queue);
  if (kind === namespaceResource.kind && relabelled(change)) enqueueAll(engine, queue, change.object.metadata.name);
  // Another accessRef frees one access and needs another; so does the first and the last finalizer, and a part that comes or goes.
  if (own && kind !== accessResource.kind && (concernsIt(change) || movesBetweenAccesses(engine, { kind, change })))
    for (const access of engine.store(accessResource.kind).list()) queue.add(queueKey(accessResource.kind, keyOf(access)));
}

/** Our own status writes come back through the watch; only what a person or another controller changed is worth a pass. */
function concernsIt(change: Change): boolean {
  if (change.type !== 'updated') return true;
  const signature = ({ metadata }: KubeObject): string =>
    JSON.stringify([metadata.uid, metadata.generation, metadata.deletionTimestamp, metadata.annotations, metadata.finalizers]);
  return signature(change.object) !== signature(change.old);
}

function movesBetweenAccesses({ kinds }: Engine, { kind: name, change }: { readonly kind: string; readonly change: Change }): boolean {
  const kind = kinds.find((one) => one.resource.kind === name);
  if (kind === undefined || change.type !== 'updated') return false;
  return JSON.stringify(accessesBeside(kind, change.object)) !== JSON.stringify(accessesBeside(kind, change.old));
}

function relabelled(change: Change): boolean {
  return change.type !== 'updated' || JSON.stringify(change.object.metadata.labels) !== JSON.stringify(change.old.metadata.labels);
}

/** The UID of what is no more. */
function incarnationLost(change: Change): string | undefined {
  if (change.type === 'deleted') return change.object.metadata.uid;
  return change.type === 'updated' && change.old.metadata.uid !== change.object.metadata.uid ? change.old.metadata.uid : undefined;
}
