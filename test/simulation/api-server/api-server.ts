import type { ResourceType } from '../../../src/kube/resource.ts';
import type { KubeRequest, KubeResponse } from '../../../src/kube/transport.ts';
import type { JsonObject } from './json.ts';
import { list } from './list.ts';
import { isTerminating } from './namespace.ts';
import { keyOf, Registry } from './registry.ts';
import { type RequestInfo, Routes } from './request-info.ts';
import type { ServedType } from './served-types.ts';
import { expired, failure, namespaceTerminating, notFound, qualified } from './status.ts';
import { type ChangeType, Storage, type Version } from './storage.ts';

export interface ApiServerOptions {
  /** Milliseconds of the epoch. */
  readonly now: () => number;
  readonly newUID: () => string;
  /** `servedTypes`, unless a test wants fewer. */
  readonly types: readonly ServedType[];
}

/** One event of a watch; `line` is what goes over the wire, with its line end. */
export interface WatchLine {
  readonly revision: number;
  readonly type: ChangeType;
  readonly line: string;
}

export interface Commit {
  readonly revision: number;
  readonly type: ChangeType;
  readonly resource: ResourceType;
  readonly object: JsonObject;
}

/**
 * A small model of the Kubernetes API server, in memory: requests are carried out at once, one after the other. It has the verbs that the
 * operator and people in tests use, on the types it serves; whatever else is asked of it throws. Its answers are compared with the
 * real one's by `npm run simulate:model`. Left out: managedFields, CEL rules, selectors, and controllers (no garbage is collected, no
 * namespace ends).
 */
export class ApiServer {
  readonly #storage = new Storage();
  readonly #routes: Routes;
  readonly #registries: ReadonlyMap<ServedType, Registry>;
  readonly #listeners: ((commit: Commit) => void)[] = [];
  readonly #types: readonly ServedType[];

  constructor({ now, newUID, types }: ApiServerOptions) {
    const onCommit = (resource: ServedType, { revision, type, object }: Version): void => {
      for (const listener of this.#listeners) listener({ revision, type, resource, object });
    };
    const storage = this.#storage;
    this.#types = types;
    this.#routes = new Routes(types);
    this.#registries = new Map(
      types.flatMap((type) =>
        type.strategy === undefined
          ? []
          : [[type, new Registry({ type, strategy: type.strategy, storage, now, newUID, onCommit })] as const],
      ),
    );
  }

  /** The newest resourceVersion. */
  get revision(): number {
    return this.#storage.revision;
  }

  /** `asOf`: a get or list is answered with the state as of that resourceVersion, as by a cache that lags. */
  request(call: KubeRequest, asOf?: number): KubeResponse {
    const info = this.#routes.resolve(call.path);
    if (info === undefined) return { status: 404, body: '404 page not found\n' };
    refuseUnmodelled(call);
    switch (call.method) {
      case 'GET':
        return this.#read(info, call, asOf);
      case 'POST':
        return this.#create(info, wireForm(call.body));
      case 'PATCH':
        return this.#registry(info)?.patch(info, wireForm(call.body), info.part) ?? methodNotAllowed;
      case 'DELETE':
        return this.#registry(info)?.delete(info, wireForm(call.body)) ?? methodNotAllowed;
    }
  }

  /** What a watch of this collection is told after the resourceVersion `since`, in order; `gone` where that has been compacted. */
  changes(path: string, since: number): readonly WatchLine[] | 'gone' {
    const info = this.#routes.resolve(path);
    if (info === undefined) throw new Error(`no watch of ${path}`);
    if (!this.#storage.keeps(since)) return 'gone';
    const changes = this.#storage.table(qualified(info.type)).changes(since);
    return changes
      .filter(({ namespace }) => info.namespace === '' || namespace === info.namespace)
      .map((version) => ({
        revision: version.revision,
        type: version.type,
        line: `{"type":"${version.type}","object":${version.text}}\n`,
      }));
  }

  /** Calls the listener after each change. */
  onCommit(listener: (commit: Commit) => void): void {
    this.#listeners.push(listener);
  }

  /** Forgets the changes before this resourceVersion: watches and pages from before it get 410. */
  compact(revision: number): void {
    this.#storage.compact(revision);
  }

  #registry({ type, name }: RequestInfo): Registry | undefined {
    return name === '' ? undefined : this.#registries.get(type);
  }

  #read(info: RequestInfo, { query = {} }: KubeRequest, asOf: number | undefined): KubeResponse {
    const table = this.#storage.table(qualified(info.type));
    if (info.name === '') {
      const options = { limit: Number(query['limit'] ?? 0), token: query['continue'] ?? '', asOf };
      return list(this.#storage, table, { info, options });
    }
    if (asOf !== undefined && !this.#storage.keeps(asOf)) return expired(`The resourceVersion for the provided read is too old: ${asOf}`);
    const version = table.get(keyOf(info), asOf);
    return version === undefined ? notFound(info.type, info.name) : { status: 200, body: version.text };
  }

  #create({ type, namespace, name }: RequestInfo, body: JsonObject): KubeResponse {
    const registry = this.#registries.get(type);
    if (registry === undefined || name !== '' || type.namespaced !== (namespace !== '')) return methodNotAllowed;
    return registry.create(namespace, { body, admit: (called) => this.#refusedByNamespace(type, { namespace, name: called }) });
  }

  /** Nothing is made in a namespace that is not there, or that is going. */
  #refusedByNamespace(type: ServedType, at: { readonly namespace: string; readonly name: string }): KubeResponse | undefined {
    if (!type.namespaced) return undefined;
    const namespaces = this.#types.find(({ group, kind }) => group === '' && kind === 'Namespace');
    if (namespaces === undefined) return undefined;
    const namespace = this.#storage.table(qualified(namespaces)).get(at.namespace);
    if (namespace === undefined) return notFound(namespaces, at.namespace);
    return isTerminating(namespace.object) ? namespaceTerminating(type, at) : undefined;
  }
}

const modelled: ReadonlySet<string> = new Set(['limit', 'continue', 'fieldManager']);

/** Better an error than an answer that the real server would not give. */
function refuseUnmodelled({ method, path, query = {}, contentType }: KubeRequest): void {
  for (const key of Object.keys(query)) if (!modelled.has(key)) throw new Error(`the model does not know ${key}: ${method} ${path}`);
  if (method === 'PATCH' && contentType !== 'application/merge-patch+json')
    throw new Error(`the model knows merge patches only, not ${contentType ?? 'JSON'}: ${path}`);
}

/** A body as it comes out of the wire: without what is undefined, and nobody else's. */
function wireForm(body: unknown): JsonObject {
  return body === undefined ? {} : (JSON.parse(JSON.stringify(body)) as JsonObject);
}

const methodNotAllowed = failure({
  code: 405,
  reason: 'MethodNotAllowed',
  message: 'the server does not allow this method on the requested resource',
});
