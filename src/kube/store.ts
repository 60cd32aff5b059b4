import { remember } from '../core/remember.ts';
import { type KubeObject, keyOf } from './resource.ts';

export type Change =
  | { readonly type: 'added'; readonly object: KubeObject }
  | { readonly type: 'updated'; readonly object: KubeObject; readonly old: KubeObject }
  | { readonly type: 'deleted'; readonly object: KubeObject };

/** More than are deleted while a write's answer may be on its way. */
const deletionsRemembered = 1_000;

/**
 * The last known objects of one type. Newer wins, whether it comes from the watch or from the answer to our own write, so that
 * a pass never decides on a state that we have already replaced.
 */
export class Store {
  readonly #objects = new Map<string, KubeObject>();
  /** What was deleted, so that a late answer to a write cannot bring it back. */
  readonly #deleted = new Map<string, string>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #onError: (error: unknown) => void;

  /** A listener that throws is told to `onError`; it spoils neither the store nor what the others hear. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  list(): readonly KubeObject[] {
    return [...this.#objects.values()];
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes an object in, from the watch or from a write's answer, unless something newer of it is known. */
  observe(observed: KubeObject): void {
    const key = keyOf(observed);
    const old = this.#objects.get(key);
    if (old !== undefined && !isNewer(observed, old)) return;
    if (old === undefined && observed.metadata.uid !== undefined && this.#deleted.get(key) === observed.metadata.uid) return;
    const object = withSpecOf(old, observed);
    this.#objects.set(key, object);
    this.#deleted.delete(key);
    this.#tell(old === undefined ? { type: 'added', object } : { type: 'updated', object, old });
  }

  remove(object: KubeObject): void {
    const key = keyOf(object);
    const old = this.#objects.get(key);
    if (old !== undefined && old.metadata.uid !== object.metadata.uid) return;
    if (object.metadata.uid !== undefined) remember(this.#deleted, [key, object.metadata.uid], deletionsRemembered);
    if (!this.#objects.delete(key)) return;
    this.#tell({ type: 'deleted', object });
  }

  /**
   * Takes in a whole list as of a resourceVersion: what it does not hold has been deleted, unless it is newer, for a list may come from a
   * server that is behind. What a list says is told as differences only.
   */
  replace(objects: readonly KubeObject[], resourceVersion: string): void {
    const present = new Map(objects.map((object) => [keyOf(object), object]));
    for (const [key, old] of this.#objects) {
      const now = present.get(key);
      const listed = now !== undefined && now.metadata.uid === old.metadata.uid;
      if (!listed && !isNewer(old, { metadata: { resourceVersion } })) this.remove(old);
    }
    for (const object of objects) this.observe(object);
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

/** A spec of one generation never changes: kept as it is, nobody has to work out again what follows from it. */
function withSpecOf(old: KubeObject | undefined, object: KubeObject): KubeObject {
  if (old?.spec === undefined || object.metadata.generation === undefined) return object;
  const isSame = old.metadata.uid === object.metadata.uid && old.metadata.generation === object.metadata.generation;
  return isSame ? { ...object, spec: old.spec } : object;
}

interface Versioned {
  readonly metadata: Pick<KubeObject['metadata'], 'resourceVersion'>;
}

/** By resourceVersion, which Kubernetes lets clients compare as whole numbers within one type (KEP-5504), of another incarnation too. */
function isNewer(object: Versioned, than: Versioned): boolean {
  const [a, b] = [object.metadata.resourceVersion ?? '', than.metadata.resourceVersion ?? ''];
  if (a === b) return false;
  return a.length === b.length ? a > b : a.length > b.length;
}
