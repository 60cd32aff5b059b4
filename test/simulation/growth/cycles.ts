import type { KubeObject } from '../../../src/kube/resource.ts';
import type { Universe } from '../kernel/universe.ts';
import { cast, collectionOf, manifest, type ObjectName } from '../schedule/cast.ts';
import { loadBalancerName } from './load-balancers.ts';

/** What is made again and again, and which of its role's edits it goes through before it is deleted. */
const subjects = [
  { of: 'kms', edits: [0, 4] },
  { of: 'pay', edits: [0, 2] },
] as const satisfies readonly { readonly of: ObjectName; readonly edits: readonly number[] }[];

interface Cycle {
  readonly of: ObjectName;
  readonly edit: number;
  next: 'edit' | 'delete' | 'nothing';
}

/** People who create, change and delete objects of ever new names, each step once the operator has carried out the one before. */
export class Cycles {
  /** Cycles that have come to their end. */
  done = 0;
  readonly #universe: Universe;
  readonly #open = new Map<string, Cycle>();
  #begun = 0;

  constructor(universe: Universe) {
    this.#universe = universe;
    universe.server.onCommit(({ type, object }) => this.#committed(type, object as unknown as KubeObject));
  }

  /** Cycles under way. */
  get open(): number {
    return this.#open.size;
  }

  /** Begins so many more, of each kind in turn. The ones before have to be over: they hold load balancers. */
  begin(count: number): void {
    for (const last = this.#begun + count; this.#begun < last; this.#begun += 1) {
      const subject = subjects[this.#begun % subjects.length] ?? subjects[0];
      const edit = subject.edits[(this.#begun >> 1) % subject.edits.length] ?? 0;
      const { spec, metadata, ...type } = manifest(subject.of);
      const name = `${subject.of}-${this.#begun}`;
      const balancers = subject.of === 'pay' ? { loadBalancers: [{ name: loadBalancerName((this.#begun - last + count) >> 1) }] } : {};
      const body = { ...type, metadata: { ...metadata, name }, spec: { ...(spec as object), ...balancers } };
      this.#open.set(name, { of: subject.of, edit, next: 'edit' });
      this.#ask({ method: 'POST', path: collectionOf(subject.of), body });
    }
  }

  #committed(type: string, object: KubeObject): void {
    const { name } = object.metadata;
    const cycle = this.#open.get(name);
    if (cycle === undefined) return;
    if (type === 'DELETED') {
      this.#open.delete(name);
      this.done += 1;
    } else if (cycle.next !== 'nothing' && isSettled(object)) this.#goOn(name, cycle);
  }

  #goOn(name: string, cycle: Cycle): void {
    const path = `${collectionOf(cycle.of)}/${name}`;
    const { next } = cycle;
    // Until the edit is seen in the object, its status speaks of what was there before.
    cycle.next = 'nothing';
    this.#universe.timeline.after(1, `${next} ${name}`, () => {
      if (next === 'delete') return this.#ask({ method: 'DELETE', path });
      cycle.next = 'delete';
      const spec = cast[cycle.of].edits[cycle.edit] ?? {};
      this.#ask({ method: 'PATCH', path, body: { spec }, contentType: 'application/merge-patch+json' });
    });
  }

  #ask(call: Parameters<Universe['server']['request']>[0]): void {
    const { status, body } = this.#universe.server.request(call);
    if (status >= 300) throw new Error(`${call.method} ${call.path}: ${status} ${body}`);
  }
}

/** Its present spec has been carried out. */
function isSettled({ metadata, status }: KubeObject): boolean {
  const { observedGeneration, conditions = [] } = (status ?? {}) as {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  const is = (type: string): boolean => conditions.some((one) => one.type === type && one.status === 'True');
  return observedGeneration === metadata.generation && is('Ready') && !is('Reconciling');
}
