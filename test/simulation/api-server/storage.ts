import type { JsonObject } from './json.ts';
import { metaOf, text, withMeta } from './object-meta.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One object as of one revision. `object` of a deletion is the last one, with the resourceVersion of the deletion. */
export class Version {
  readonly revision: number;
  readonly type: ChangeType;
  readonly namespace: string;
  readonly object: JsonObject;
  /** What is stored is not yet what is read: defaults came in by reading. Then even an update that changes nothing is a write. */
  readonly stale: boolean;
  #text: string | undefined;

  constructor({ revision, type, namespace, object, stale }: Pick<Version, 'revision' | 'type' | 'namespace' | 'object' | 'stale'>) {
    this.revision = revision;
    this.type = type;
    this.namespace = namespace;
    this.object = object;
    this.stale = stale;
  }

  /** The object's JSON, made once. */
  get text(): string {
    return (this.#text ??= JSON.stringify(this.object));
  }
}

/** All versions of all objects of one type since the last compaction, as etcd keeps them. Keys are `namespace/name` or `name`. */
export class Table {
  readonly #chains = new Map<string, Version[]>();
  #keys: readonly string[] | undefined;
  #log: Version[] = [];

  /** Undefined where there is none, now or as of that revision. */
  get(key: string, asOf = Infinity): Version | undefined {
    const last = this.#chains.get(key)?.findLast(({ revision }) => revision <= asOf);
    return last?.type === 'DELETED' ? undefined : last;
  }

  /** Keys in their order, with the objects that there are or were. */
  *entries({ prefix, asOf }: { readonly prefix: string; readonly asOf: number }): Generator<readonly [string, Version]> {
    this.#keys ??= [...this.#chains.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    for (const key of this.#keys) {
      if (!key.startsWith(prefix)) continue;
      const version = this.get(key, asOf);
      if (version !== undefined) yield [key, version];
    }
  }

  put(key: string, version: Version): void {
    const chain = this.#chains.get(key);
    if (chain === undefined) {
      this.#keys = undefined;
      this.#chains.set(key, [version]);
    } else chain.push(version);
    this.#log.push(version);
  }

  /** The changes after `since`, in order. */
  changes(since: number): readonly Version[] {
    const first = this.#log.findLastIndex(({ revision }) => revision <= since) + 1;
    return this.#log.slice(first);
  }

  /** Forgets the changes before `revision`, and versions that nobody can ask for any more. */
  compact(revision: number): void {
    this.#log = this.#log.filter((change) => change.revision >= revision);
    for (const [key, chain] of this.#chains) {
      const base = chain.findLastIndex((version) => version.revision < revision);
      const left = chain.slice(chain[base]?.type === 'DELETED' ? base + 1 : Math.max(base, 0));
      if (left.length > 0) this.#chains.set(key, left);
      else {
        this.#chains.delete(key);
        this.#keys = undefined;
      }
    }
  }
}

export interface Write {
  readonly key: string;
  readonly type: ChangeType;
  readonly object: JsonObject;
  readonly stale?: boolean;
}

/** One key space with one counter of revisions for all types, which are their resourceVersions. */
export class Storage {
  /** Of the newest change. Zero means "any" to clients, so it is never in use. */
  revision = 1;
  /** Changes before it are forgotten. */
  oldest = 0;
  readonly #tables = new Map<string, Table>();

  table(type: string): Table {
    let table = this.#tables.get(type);
    if (table === undefined) this.#tables.set(type, (table = new Table()));
    return table;
  }

  commit(table: Table, { key, type, object, stale = false }: Write): Version {
    this.revision += 1;
    const metadata: JsonObject = { ...metaOf(object), resourceVersion: String(this.revision) };
    const version = new Version({
      revision: this.revision,
      type,
      namespace: text(metadata['namespace']),
      object: withMeta(object, metadata),
      stale,
    });
    table.put(key, version);
    return version;
  }

  /** Whether the state as of this revision can still be told. */
  keeps(revision: number): boolean {
    return revision >= this.oldest - 1;
  }

  compact(revision: number): void {
    this.oldest = Math.max(this.oldest, revision);
    for (const table of this.#tables.values()) table.compact(this.oldest);
  }
}
