import type { ServedType } from './served-types.ts';
import type { Part } from './strategy.ts';

/** What a path names: a collection, of one namespace or of all, or an object or its status. */
export interface RequestInfo {
  readonly type: ServedType;
  readonly namespace: string;
  readonly name: string;
  readonly part: Part;
}

/** The types by `group/version/plural`, for look-ups by path. */
export class Routes {
  readonly #types: ReadonlyMap<string, ServedType>;

  constructor(types: readonly ServedType[]) {
    this.#types = new Map(types.map((type) => [`${type.group}/${type.version}/${type.plural}`, type]));
  }

  /** Undefined where the server has nothing at this path. */
  resolve(path: string): RequestInfo | undefined {
    const [, root, ...rest] = path.includes('%') ? path.split('/').map(decodeURIComponent) : path.split('/');
    const group = root === 'apis' ? (rest.shift() ?? '') : '';
    const version = rest.shift() ?? '';
    const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
    const namespace = inNamespace ? (rest[1] ?? '') : '';
    const [plural = '', name = '', subresource, ...more] = inNamespace ? rest.slice(2) : rest;
    const type = this.#types.get(`${group}/${version}/${plural}`);
    if (type === undefined || more.length > 0 || (subresource !== undefined && subresource !== 'status')) return undefined;
    if (inNamespace && !type.namespaced) return undefined;
    return { type, namespace, name, part: subresource === 'status' ? 'status' : 'main' };
  }
}
