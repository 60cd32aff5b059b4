import { type ActionBase, type Plan, tryName } from '../core/plan.ts';
import { type Situation, summaryConditions } from '../core/readiness.ts';
import type {
  ActionOutcome,
  CommonFacts,
  CommonSpec,
  CommonStatus,
  Input,
  KindStatus,
  Live,
  Outcome,
  Refusal,
  View,
} from '../kinds/kind.ts';
import { isRefusal } from './access.ts';
import { applyAction, heldOutcome } from './apply.ts';
import { type Admission, admit } from './admission.ts';
import type { AnyKind, Engine } from './engine.ts';
import { announce } from './announce.ts';
import { finalizer } from './finalizer.ts';
import { liveObject } from './live-object.ts';
import { composeStatus, keepStatus } from './status.ts';
import { pauseRequested, reconcileRequest } from './annotations.ts';

/** When to come back, in milliseconds; undefined when only an event can make it worth while. */
export type Next = number | undefined;

type Object = Live<CommonSpec, CommonStatus>;

/**
 * One pass over one object: admit, observe, plan, record the intent, apply, write the status once. Throws for a failed call to
 * the API server (the queue backs off) and for defects; an AWS failure is data.
 */
export async function reconcile(engine: Engine, kind: AnyKind, key: string): Promise<Next> {
  const raw = engine.store(kind.resource.kind).get(key);
  if (raw === undefined) return undefined;
  try {
    return await reconcileObject(engine, kind, liveObject(kind, raw));
  } finally {
    // What this pass remembers of an object that went meanwhile would stay for ever.
    const { uid } = raw.metadata;
    if (uid !== undefined && engine.store(kind.resource.kind).get(key)?.metadata.uid !== uid) engine.memory.forget(uid);
  }
}

async function reconcileObject(engine: Engine, kind: AnyKind, object: Object): Promise<Next> {
  const deleting = object.metadata.deletionTimestamp !== undefined;
  if (deleting && !object.metadata.finalizers.includes(finalizer)) return undefined;
  if (deleting && !pauseRequested(object) && !ownsAnything(kind, object)) {
    // Every create is recorded first, and the removal carries the resourceVersion: nothing recorded is nothing made.
    await engine.objects.removeFinalizer(kind.resource, object, finalizer);
    return undefined;
  }
  const admission = await admit(engine, kind, object);
  if (admission.verdict !== 'admitted') return notAdmitted(engine, { kind, object, admission });
  if (!deleting && !object.metadata.finalizers.includes(finalizer)) {
    // The store brings the object back with its finalizer; only then is anything written to AWS.
    await engine.objects.addFinalizer(kind.resource, object, finalizer);
    return 0;
  }
  return new Pass(engine, kind, { object, admission }).run();
}

async function notAdmitted(
  engine: Engine,
  { kind, object, admission }: { kind: AnyKind; object: Object; admission: Exclude<Admission, { verdict: 'admitted' }> },
): Promise<Next> {
  const previous = object.status.conditions ?? [];
  const kept = previous.filter((condition) => !['Ready', 'Reconciling', 'Stalled', 'Paused'].includes(condition.type));
  const summary = summaryConditions(whileDeleting(object, admission.situation), previous);
  engine.memory.summarised(object.metadata.uid, summary, engine.clock.now());
  const paused =
    admission.verdict === 'paused' ? [{ type: 'Paused', status: 'True' as const, reason: 'Paused', message: admission.message }] : [];
  const stamp = { now: engine.clock.wallTime(), reconcileRequest: undefined, keepGeneration: admission.situation.row === 'unchanged' };
  const after = await writeStatus(engine, { kind, object, status: keepStatus(object, [...summary, ...paused, ...kept], stamp) });
  announce(engine, { kind, before: object, after, events: [] });
  return admission.requeueAfter;
}

function whileDeleting(object: Object, situation: Situation): Situation {
  return object.metadata.deletionTimestamp !== undefined && 'message' in situation
    ? { row: 'deleting', message: situation.message }
    : situation;
}

function ownsAnything(kind: AnyKind, object: Object): boolean {
  const { status } = object;
  return (
    status.pendingCreate !== undefined ||
    kind.fleet.idOf({ conditions: [], ...status }) !== undefined ||
    kind.leavesBehind?.(status) === true
  );
}

/** The part of a pass that has an account, a Region and leave to write. */
class Pass {
  readonly #engine: Engine;
  readonly #kind: AnyKind;
  readonly #view: View;
  readonly #admission: Extract<Admission, { verdict: 'admitted' }>;
  #object: Object;

  constructor(
    engine: Engine,
    kind: AnyKind,
    { object, admission }: { object: Object; admission: Extract<Admission, { verdict: 'admitted' }> },
  ) {
    this.#engine = engine;
    this.#kind = kind;
    this.#object = object;
    this.#view = admission.view;
    this.#admission = admission;
  }

  async run(): Promise<Next> {
    const { memory } = this.#engine;
    const { uid } = this.#object.metadata;
    if (this.#object.status.pendingCreate !== undefined) memory.inherit(uid, this.#object.status.pendingCreate.token);
    const facts = await this.#kind.observe(this.#object, this.#view, memory.facts(uid));
    memory.observed(uid, facts, facts.resource.state === 'unknown' ? undefined : (facts.readAt ?? this.#engine.clock.now()));
    const plan = this.#kind.plan(this.#input(facts));
    if (plan.done === true && this.#object.metadata.deletionTimestamp !== undefined) {
      await this.#engine.objects.removeFinalizer(this.#kind.resource, this.#object, finalizer);
      return undefined;
    }
    const outcomes = await this.#apply(plan);
    await this.#writeStatus(facts, plan, outcomes);
    return this.#next(plan, outcomes);
  }

  #input(facts: CommonFacts): Input<CommonSpec, CommonStatus, CommonFacts> {
    const { identity, accountID, region, periods } = this.#view;
    const recent = this.#admission.recent();
    return { object: this.#object, facts, identity, accountID, region, periods, recent, now: this.#engine.clock.now() };
  }

  async #apply(plan: Plan<ActionBase>): Promise<ActionOutcome<ActionBase>[]> {
    const { memory, clock } = this.#engine;
    const { uid } = this.#object.metadata;
    const outcomes: ActionOutcome<ActionBase>[] = [];
    for (const action of plan.actions) {
      const held = heldOutcome(action, memory.recent(uid), clock.now());
      if (held !== undefined) {
        outcomes.push({ action, outcome: held });
        continue;
      }
      await this.#recordIntent(action);
      if (action.destructive === true) await this.#confirm();
      const aws = action.place === undefined ? this.#admission.aws : this.#admission.portsAt(action.place);
      const handlers = this.#kind.apply;
      const outcome = isRefusal(aws)
        ? refused(action, aws)
        : await applyAction(action, { uid, now: () => clock.now(), memory, handlers, aws });
      outcomes.push({ action, outcome });
    }
    return outcomes;
  }

  /** The write carries the resourceVersion, so it also proves that the object is as we know it. */
  async #recordIntent(action: ActionBase): Promise<void> {
    if (action.intent === undefined || action.intent.token === this.#object.status.pendingCreate?.token) return;
    const status = {
      ...this.#object.status,
      pendingCreate: action.intent,
      attempt: action.intent.attempt,
      accountID: this.#view.accountID,
      region: this.#view.region,
    };
    this.#object = await writeStatus(this.#engine, { kind: this.#kind, object: this.#object, status });
  }

  /** What cannot be undone is done only for the object that is there now, in the state for which it was planned. */
  async #confirm(): Promise<void> {
    const live = await this.#engine.objects.read(this.#kind.resource, this.#object);
    const { uid, generation, deletionTimestamp } = this.#object.metadata;
    const same = live !== undefined && live.metadata.uid === uid && live.metadata.generation === generation;
    const deleting = live?.metadata.deletionTimestamp !== undefined;
    if (!same || deleting !== (deletionTimestamp !== undefined))
      throw new Error(`${this.#kind.resource.kind} ${this.#object.metadata.name} is no longer as this pass knows it`);
  }

  async #writeStatus(facts: CommonFacts, plan: Plan<ActionBase>, outcomes: readonly ActionOutcome<ActionBase>[]): Promise<void> {
    const kindStatus: KindStatus<CommonStatus> = this.#kind.status(this.#input(facts), plan, outcomes);
    this.#engine.memory.summarised(this.#object.metadata.uid, kindStatus.conditions, this.#engine.clock.now());
    const { accountID, region } = this.#view;
    const stamp = {
      now: this.#engine.clock.wallTime(),
      accountID,
      region,
      reconcileRequest: reconcileRequest(this.#object),
    };
    const before = this.#object;
    this.#object = await writeStatus(this.#engine, { kind: this.#kind, object: before, status: composeStatus(before, kindStatus, stamp) });
    announce(this.#engine, { kind: this.#kind, before, after: this.#object, events: kindStatus.events ?? [] });
  }

  #next(plan: Plan<ActionBase>, outcomes: readonly ActionOutcome<ActionBase>[]): number {
    const now = this.#engine.clock.now();
    const { tries } = this.#engine.memory.recent(this.#object.metadata.uid);
    const waits = outcomes.map(({ action, outcome }) =>
      outcome.result === 'done' ? this.#view.periods.pending : Math.max(0, (tries[tryName(action)]?.notBefore ?? now) - now),
    );
    return Math.min(plan.requeueAfter, ...waits);
  }
}

/** The access was there when this pass looked through it, and has gone since. */
function refused({ type }: ActionBase, { reason, message }: Refusal): Outcome {
  return { result: 'failed', failure: { class: 'denied', code: reason, message, call: type } };
}

/** One status write, and none where nothing differs. Returns the object as it is then. */
async function writeStatus(
  engine: Engine,
  { kind, object, status }: { kind: AnyKind; object: Object; status: Record<string, unknown> },
): Promise<Object> {
  const written = await engine.objects.writeStatus(kind.resource, object, status);
  return written === undefined ? object : liveObject(kind, written);
}
