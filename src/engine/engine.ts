import type { Ports, Writes } from '../aws/ports.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ActionBase } from '../core/plan.ts';
import type { CommonFacts, CommonSpec, CommonStatus, Kind, Objects } from '../kinds/kind.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';
import type { Log } from '../telemetry/log.ts';
import type { AccessScope } from './access.ts';
import type { Announcement } from './announce.ts';
import type { Fleet } from './fleet.ts';
import type { Memory } from './memory.ts';
import type { Reader } from './reader.ts';

/** A kind as the engine handles it: its own types are its own business. */
export type AnyKind = Omit<Kind<CommonSpec, CommonStatus, CommonFacts, ActionBase>, 'apply'> & {
  readonly apply: Readonly<Record<string, (action: never, aws: Writes) => Promise<Outcome>>>;
};

/** Everything a pass needs, wired once in `start.ts`. */
export interface Engine {
  readonly clock: Clock;
  readonly config: Pick<Config, 'clusterID' | 'region' | 'periods'>;
  readonly kinds: readonly AnyKind[];
  readonly memory: Memory;
  readonly reader: Reader;
  readonly fleet: Fleet;
  /** Watched objects of every kind, for joining. */
  readonly references: Objects;
  readonly objects: ObjectWrites;
  readonly log: Log;
  store(kind: string): Store;
  /** Lists a type anew, for a decision that a late watch would spoil. Throws where the API server does not answer. */
  catchUp(resource: ResourceType): Promise<void>;
  /** `identity` names, for the audit, the object that the calls are made for. */
  ports(access: AccessScope, region: string, identity: string): Ports;
  announce(resource: ResourceType, object: { readonly metadata: KubeObject['metadata'] }, announcement: Announcement): void;
}

export interface Store {
  /** By `namespace/name`, or `name` for cluster-scoped kinds. */
  get(key: string): KubeObject | undefined;
  list(): readonly KubeObject[];
}

type Known = {
  readonly metadata: Pick<KubeObject['metadata'], 'name' | 'namespace' | 'resourceVersion' | 'finalizers'>;
  readonly status?: unknown;
};

/** The operator's writes to its own objects: metadata.finalizers and status, each with the resourceVersion that it was decided upon. Never the spec. */
export interface ObjectWrites {
  read(resource: ResourceType, object: Known): Promise<KubeObject | undefined>;
  addFinalizer(resource: ResourceType, object: Known, finalizer: string): Promise<void>;
  removeFinalizer(resource: ResourceType, object: Known, finalizer: string): Promise<void>;
  /** Writes the difference to the object's status; undefined where there is none. */
  writeStatus(resource: ResourceType, object: Known, status: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined>;
}

export const accessResource: ResourceType = {
  group: 'privatelink-operator.io',
  version: 'v1alpha1',
  kind: 'PrivateLinkAccess',
  plural: 'privatelinkaccesses',
  namespaced: false,
};
export const namespaceResource: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
