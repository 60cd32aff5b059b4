import type { z } from 'zod';
import type { CallName, Input as CallInput, Output as CallOutput, ReadCall, Writes } from '../aws/ports.ts';
import type { Condition, Detail } from '../core/conditions.ts';
import type { Failure, Outcome } from '../core/outcome.ts';
import type { Identity } from '../core/ownership.ts';
import type { ActionBase, Place, Plan } from '../core/plan.ts';
import type { Fact, Reading } from '../core/reading.ts';
import type { Recent } from '../core/recent.ts';
import type { PendingCreate } from '../core/tokens.ts';
import type { Lookup } from './common/lookup.ts';

/**
 * The one interface. A kind is a folder of six small files (schema, observe, plan, apply, status, index) that fill it in;
 * one engine runs them all, so: every function is idempotent, none waits or sleeps, "requested" is not "done", and what was
 * not observed is not acted upon.
 */
export interface Kind<Spec extends CommonSpec, Status extends CommonStatus, Facts extends CommonFacts, Action extends ActionBase> {
  readonly resource: Resource<Spec>;
  /** Other objects whose change concerns objects of this kind. */
  readonly references: readonly Reference[];
  /** A reason in words why a spec that the schema takes cannot be carried out, or undefined. Checked before anything else. Pure. */
  refuse?(spec: Spec): Refusal | undefined;
  /** Reads only. Never throws for an AWS failure: every fact is unknown, absent or present. `previous` is what it last returned in this process. */
  observe(object: Live<Spec, Status>, view: View, previous: Facts | undefined): Promise<Facts>;
  /** Pure and total. One stage. */
  plan(input: Input<Spec, Status, Facts>): Plan<Action>;
  /** One action is one AWS call. May branch on nothing but the action and the reply. An AwsError that it throws becomes a failed outcome. */
  readonly apply: { readonly [T in Action['type']]: (action: Extract<Action, { readonly type: T }>, aws: Writes) => Promise<Outcome> };
  /** Pure. The kind's own part of the status; the engine adds what `CommonStatus` lists, and times to conditions. */
  status(input: Input<Spec, Status, Facts>, plan: Plan<Action>, outcomes: readonly ActionOutcome<Action>[]): KindStatus<Status>;
  /** Accesses beside `spec.accessRef` that the object has parts behind, or may have: they are kept while it needs them. Pure. */
  accesses?(object: { readonly spec: Spec; readonly status: Partial<Status> }): readonly AccessUse[];
  /** Whether status tells of something of ours besides the AWS thing it stands for: the object does not go before it has gone. Pure. */
  leavesBehind?(status: Partial<Status>): boolean;
  /**
   * The AWS thing that an object stands for, and how all of its type are listed, so that a change seen in the listing wakes the object.
   * Without a listing, where AWS cannot list by tag, it is read by ID alone.
   */
  readonly fleet: { readonly listing?: FleetListing; idOf(status: Status): string | undefined };
}

export interface Resource<Spec> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly spec: z.ZodType<Spec>;
  readonly status: z.ZodType;
  readonly columns: readonly Column[];
  /** Fields that `kubectl get --field-selector` may ask for. */
  readonly selectableFields: readonly string[];
  /** What `kubectl explain` says of the kind. */
  readonly description: string;
}
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'boolean';
  readonly jsonPath: string;
  /** 0 is shown always, 1 with `-o wide`. */
  readonly priority?: 0 | 1;
}

/** `affects` answers the keys (`namespace/name`) of this kind's objects that a change of `changed` concerns. */
export interface Reference {
  readonly on: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly plural: string;
    readonly namespaced: boolean;
  };
  affects(changed: AnyObject, objects: Objects): readonly string[];
}

/** Which access, and into which account it led when it was first used. */
export interface AccessUse {
  readonly accessRef: string;
  readonly accountID: string | undefined;
}

export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
}
export interface Live<Spec, Status> {
  readonly metadata: Metadata;
  readonly spec: Spec;
  readonly status: Partial<Status>;
}
export interface AnyObject {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly uid?: string | undefined;
    readonly deletionTimestamp?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** What every spec has, in words the engine acts upon. */
export interface CommonSpec {
  readonly region?: string | undefined;
  readonly accessRef?: { readonly name: string } | undefined;
}
/** `resource` is the object's own AWS resource; when it was last known decides how long an old status may stand. */
export interface CommonFacts {
  readonly resource: Fact<unknown>;
  /** When it was read, where that may be longer ago than the listing's period. */
  readonly readAt?: number | undefined;
}

/** What the engine keeps in every kind's status. */
export interface CommonStatus {
  readonly observedGeneration?: number | undefined;
  readonly accountID?: string | undefined;
  readonly region?: string | undefined;
  readonly conditions: readonly Condition[];
  readonly pendingCreate?: PendingCreate | undefined;
  /** The number of the last create recorded. */
  readonly attempt?: number | undefined;
  readonly tagKeys?: readonly string[] | undefined;
  readonly lastHandledReconcileAt?: string | undefined;
}

/**
 * What a kind computes: its own fields, its conditions without times, and whether the recorded create may be cleared because a read has shown the resource.
 * With `keepGeneration` the edit that this generation carries has not been carried out, so no reader may take it for done.
 */
export type KindStatus<Status extends CommonStatus> = Omit<
  Status,
  'observedGeneration' | 'accountID' | 'region' | 'conditions' | 'pendingCreate' | 'attempt' | 'lastHandledReconcileAt'
> & {
  readonly conditions: readonly Detail[];
  readonly createSeen: boolean;
  readonly keepGeneration?: boolean;
  /** Transitions worth an Event besides those of conditions. */
  readonly events?: readonly { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }[];
};

export interface Input<Spec, Status, Facts> {
  readonly object: Live<Spec, Status>;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly accountID: string;
  readonly region: string;
  readonly recent: Recent;
  readonly now: number;
  readonly periods: Periods;
}
export interface ActionOutcome<Action> {
  readonly action: Action;
  readonly outcome: Outcome;
}

/** Operator settings, in milliseconds. */
export interface Periods {
  /** Between two listings of the fleet, and between two readings of what changes often, such as target health. */
  readonly listing: number;
  /** Between two readings of what changes rarely. */
  readonly rare: number;
  /** Between two readings by ID of a resource that we have just written to. */
  readonly pending: number;
  /** How long AWS may hide what it has made. */
  readonly grace: number;
}

/** What `observe` sees of the world, bound to the object's account, Region and moment. */
export interface View {
  readonly now: number;
  readonly identity: Identity;
  readonly accountID: string;
  readonly region: string;
  readonly periods: Periods;
  readonly recent: Recent;
  readonly objects: Objects;
  /** One read of AWS, all pages merged into the reply's list. Answered from memory when no older than `maxAge`, and begun no earlier than `after`. */
  read<C extends ReadCall>(call: C, input: CallInput<C>, age: Age): Promise<Reading<CallOutput<C>>>;
  /** The fleet's listing of everything that carries this cluster's owner tag: proves presence only, unless `after` is asked for. */
  list<C extends ReadCall, Raw extends object>(listing: FleetListing<C, Raw>, age: Age): Promise<Reading<readonly Raw[]>>;
  failure(call: CallName, code: string, message: string): Failure;
  /** The same eyes in another account or Region, if the object's namespace may use the access. */
  at(place: Place): Promise<Lookup<Pick<View, 'accountID' | 'region' | 'read'>>>;
}
export interface Age {
  readonly maxAge: number;
  readonly after?: number;
}

/** How everything of one AWS type that carries an owner tag is listed. One constant a type: the engine tells listings apart by it. */
export interface FleetListing<C extends ReadCall = ReadCall, Raw extends object = object> {
  readonly call: C;
  /** The question whose answer is all that carries this cluster's owner tag. */
  input(clusterID: string): CallInput<C>;
  items(output: CallOutput<C>): readonly Raw[];
  idOf(raw: Raw): string | undefined;
}

/** Kubernetes objects from the watched stores. */
export interface Objects {
  get(kind: string, namespace: string | undefined, name: string): AnyObject | undefined;
  all(kind: string): readonly AnyObject[];
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
}

export type { Condition, Detail, Fact, Lookup, Outcome, Reading };
