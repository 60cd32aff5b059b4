import type { AuditEntry } from '../../../src/aws/audit.ts';
import type { Endpoint, EndpointService } from '../../../src/simulator/world.ts';
import type { Detail } from '../../../src/core/conditions.ts';
import type { KubeObject } from '../../../src/kube/resource.ts';
import type { AwsRequest } from '../kernel/aws-backend.ts';
import type { Universe } from '../kernel/universe.ts';
import type { Marks } from './deeds.ts';
import { accounts, clusterID, namespaces } from './setting.ts';

/** What must hold at every moment, by the names that incidents give them. */
export type InvariantName =
  | 'I1 one live resource an object'
  | 'I2 every resource has its object'
  | 'I3 nothing foreign is written to'
  | 'I4 a finalizer leaves after the resource'
  | 'I5 a live read before what cannot be undone'
  | 'what is to be retained is not deleted'
  | 'I7 no faster than the published buckets'
  | 'I7 what was refused rests before it is asked again'
  | 'I7 throttling is never a failure'
  | 'I9 each team with its own role'
  | 'no private name before the endpoint is up'
  | 'conditions never contradict each other'
  | 'no pass ends in a defect';

export interface Violation {
  readonly invariant: InvariantName;
  readonly words: string;
  /** Milliseconds from the beginning. */
  readonly at: number;
}

type Resource = Endpoint | EndpointService;

const tag = (name: string): string => `privatelink-operator.io/${name}`;
const second = 1_000;
/** How old the operator's knowledge of tags may be: a listing's age and a slow call. */
const staleTags = 180 * second;
/** From the live read of an object to the call that cannot be undone: slow answers, and a wait for its turn. */
const chainTime = 120 * second;
/** Between the state that a live read shows and its answer. */
const answerTime = 10 * second;
/** How often one and the same call may be refused in a minute: retries come after 1, 2, 4, 8, 16 and 32 seconds, and anew after a crash. */
const refusalsInAMinute = 14;

/** How many endpoints may be written to at once (aws-facts §1.2): what the process before has used of it is not known after a crash. */
const burst = 4;

/** Watches one universe, step by step. */
export class Invariants {
  readonly violations: Violation[] = [];
  readonly #marks: Marks;
  #universe: Universe | undefined;
  #begun = 0;
  /** The UID of the object that each resource was made for, and what it was called. */
  readonly #makers = new Map<string, { readonly uid: string; readonly owner: string }>();
  readonly #objects = new Set<string>();
  readonly #liveReads = new Map<string, number>();
  /** Since when what an object has made is to be left at its deletion, by UID. */
  readonly #retained = new Map<string, number>();
  /** When each call was refused in the last minute. */
  readonly #refused = new Map<string, readonly number[]>();
  #journaled = 0;
  #throttled = 0;

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** Resources that were ever made for an object. */
  get made(): number {
    return this.#makers.size;
  }

  watch(universe: Universe): void {
    this.#universe = universe;
    this.#begun = universe.timeline.now;
    universe.server.onCommit(({ type, resource, object }) => {
      const { metadata, status, spec } = object as unknown as KubeObject;
      const { uid = '', name } = metadata;
      if (type === 'ADDED') this.#objects.add(uid);
      if (type === 'DELETED' && resource.group === 'privatelink-operator.io') this.#removed(uid);
      if ((spec as { readonly deletionPolicy?: string } | undefined)?.deletionPolicy === 'Retain' && !this.#retained.has(uid))
        this.#retained.set(uid, this.#seen().timeline.now);
      this.#conditions(name, status);
    });
  }

  /** After every step. */
  check(): void {
    const { aws } = this.#seen();
    aws.world.settle();
    const living = new Map<string, string>();
    for (const resource of this.#resources()) {
      this.#noteMaker(resource);
      if (!isLive(resource)) continue;
      const uid = this.#makers.get(resource.id)?.uid;
      if (uid === undefined) continue;
      const other = living.get(uid);
      if (other !== undefined) this.#fail('I1 one live resource an object', `${other} and ${resource.id} both live for ${uid}`);
      living.set(uid, resource.id);
      this.#hasObject(resource);
      this.#nameWaits(resource);
    }
    this.#buckets();
  }

  /** Before AWS carries out a write of the operator's. */
  awsWrite({ action, input }: AwsRequest): void {
    if (action.startsWith('Create') && action !== 'CreateTags') return;
    for (const id of targetsOf(input)) {
      const resource = this.#find(id);
      if (resource === undefined) continue;
      this.#noteMaker(resource);
      const maker = this.#makers.get(id);
      const since = this.#marks.tampered.get(id);
      const foreignNow = resource.tags.get(tag('cluster')) !== clusterID && resource.tags.get(tag('released')) !== 'true';
      if (maker === undefined) this.#fail('I3 nothing foreign is written to', `${action} on ${id}, which nobody here has made`);
      else if (foreignNow && since !== undefined && this.#seen().timeline.now - since > staleTags)
        this.#fail('I3 nothing foreign is written to', `${action} on ${id}, whose tags have been another's for a while`);
      if (/^Delete(Vpc)/.test(action) && maker !== undefined) this.#wasConfirmed(action, id, maker);
    }
  }

  /** A write of the operator's was refused before AWS looked at it. */
  awsRefused({ action, input }: AwsRequest): void {
    const { now } = this.#seen().timeline;
    const call = `${action} ${JSON.stringify(input)}`;
    const times = [...(this.#refused.get(call) ?? []).filter((at) => now - at < 60 * second), now];
    this.#refused.set(call, times);
    if (times.length > refusalsInAMinute)
      this.#fail('I7 what was refused rests before it is asked again', `${call}: ${times.length} times in a minute`);
  }

  /** A live read of one object has been answered. */
  liveRead(path: string): void {
    this.#liveReads.set(path, this.#seen().timeline.now);
  }

  audit({ roleARN, identity = '' }: AuditEntry): void {
    const namespace = identity.split(' ')[1]?.split('/')[0];
    const expected = namespace === namespaces.provider ? accounts.provider : accounts.consumer;
    if (roleARN?.split(':')[4] !== expected)
      this.#fail('I9 each team with its own role', `${identity} was served under ${roleARN ?? "the operator's own identity"}`);
  }

  complaint(fields: object, message: string): void {
    const { err } = fields as { readonly err?: unknown };
    const name = err instanceof Error ? err.name : String(err);
    // What the API server refused, or did not answer, is tried again.
    if (name === 'KubeError' || name === 'KubeUnreachableError' || name === 'TimeoutError') return;
    if (err instanceof Error && /is no longer as this pass knows it/.test(err.message)) return;
    this.#fail('no pass ends in a defect', `${message}: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}`);
  }

  #seen(): Universe {
    if (this.#universe === undefined) throw new Error('nothing is watched yet');
    return this.#universe;
  }

  *#resources(): Generator<Resource> {
    const { endpoints, endpointServices } = this.#seen().aws.world;
    yield* endpoints.values();
    yield* endpointServices.values();
  }

  #find(id: string): Resource | undefined {
    const { endpoints, endpointServices } = this.#seen().aws.world;
    return endpoints.get(id) ?? endpointServices.get(id);
  }

  #noteMaker({ id, tags }: Resource): void {
    if (this.#makers.has(id)) return;
    const uid = tags.get(tag('uid'));
    if (uid === undefined || tags.get(tag('cluster')) !== clusterID) return;
    this.#makers.set(id, { uid, owner: ['kind', 'namespace', 'name'].map((name) => tags.get(tag(name)) ?? '').join('/') });
  }

  #hasObject(resource: Resource): void {
    const uid = resource.tags.get(tag('uid'));
    const ours = resource.tags.get(tag('cluster')) === clusterID && resource.tags.get(tag('released')) !== 'true';
    if (!ours || uid === undefined || this.#objects.has(uid)) return;
    this.#fail('I2 every resource has its object', `${resource.id} lives for ${uid}, which is gone`);
  }

  #removed(uid: string): void {
    this.#objects.delete(uid);
    for (const resource of this.#resources()) {
      this.#noteMaker(resource);
      const left = this.#makers.get(resource.id)?.uid === uid && resource.state.toLowerCase() !== 'deleted';
      if (left && !this.#marks.tampered.has(resource.id) && resource.tags.get(tag('released')) !== 'true')
        this.#fail('I4 a finalizer leaves after the resource', `${resource.id} is ${resource.state} as its object goes`);
    }
  }

  /** Enabled while nothing answers there, it takes the name away from whom it led to before (terraform-provider-aws 7148). */
  #nameWaits(resource: Resource): void {
    if ('privateDNSEnabled' in resource && resource.privateDNSEnabled && resource.establishedAt === undefined)
      this.#fail('no private name before the endpoint is up', `${resource.id} is ${resource.state}`);
  }

  #wasConfirmed(action: string, id: string, { uid, owner }: { readonly uid: string; readonly owner: string }): void {
    const [kind = '', namespace = '', name = ''] = owner.split('/');
    const object = this.#seen().objects.get(owner);
    if (object?.metadata.uid === uid && object.metadata.deletionTimestamp === undefined)
      this.#fail('I5 a live read before what cannot be undone', `${action} of ${id}, which nobody wants deleted`);
    const path = `/apis/privatelink-operator.io/v1alpha1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
    const read = this.#liveReads.get(path);
    if (read !== undefined && (this.#retained.get(uid) ?? read) < read - answerTime)
      this.#fail('what is to be retained is not deleted', `${action} of ${id}`);
    const age = read === undefined ? undefined : this.#seen().timeline.now - read;
    if (age === undefined || age > chainTime)
      this.#fail(
        'I5 a live read before what cannot be undone',
        `${action} of ${id}: ${age === undefined ? 'never read' : `read ${age} ms before`}`,
      );
  }

  /** What AWS itself throttled, beside what was planned to go wrong: a process that has just begun does not know what the one before has used. */
  #buckets(): void {
    const { aws, life, mishaps } = this.#seen();
    for (; this.#journaled < aws.journal.length; this.#journaled += 1) {
      const outcome = aws.journal[this.#journaled]?.outcome;
      if (typeof outcome === 'object' && /^(RequestLimitExceeded|Throttling)$/.test(outcome.code)) this.#throttled += 1;
    }
    // On a clock that runs fast a bucket seems to refill fast.
    if (this.#throttled > burst * (life.number - 1) && !mishaps.hits.has('clock twice as fast'))
      this.#fail('I7 no faster than the published buckets', `${this.#throttled} calls met an empty bucket in ${life.number} lives`);
  }

  #conditions(name: string, status: unknown): void {
    const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly Detail[] };
    const stalled = conditions.find((one) => one.type === 'Stalled' && one.status === 'True');
    if (stalled !== undefined && /limit exceeded|rate exceeded/i.test(stalled.message))
      this.#fail('I7 throttling is never a failure', `${name}: ${stalled.message}`);
    const is = (type: string): boolean => conditions.some((one) => one.type === type && one.status === 'True');
    const types = new Set(conditions.map(({ type }) => type));
    if (types.size < conditions.length || (is('Stalled') && (is('Reconciling') || is('Ready'))))
      this.#fail('conditions never contradict each other', `${name}: ${JSON.stringify(conditions)}`);
  }

  #fail(invariant: InvariantName, words: string): void {
    if (this.violations.some((one) => one.invariant === invariant)) return;
    this.violations.push({ invariant, words, at: this.#seen().timeline.now - this.#begun });
  }
}

function isLive({ state }: Resource): boolean {
  return !/^(deleting|deleted)$/i.test(state);
}

function targetsOf(input: AwsRequest['input']): readonly string[] {
  const { VpcEndpointId, ServiceId, VpcEndpointIds, ServiceIds, Resources } = input as Readonly<
    Record<string, string | readonly string[] | undefined>
  >;
  // Accepting and rejecting names endpoints of others: what is ours there is the service.
  const named = ServiceId === undefined ? [VpcEndpointId, VpcEndpointIds, ServiceIds, Resources] : [ServiceId];
  return named.flatMap((ids) => ids ?? []);
}
