import { collectionPath, objectPath, type ResourceType } from '../../../src/kube/resource.ts';
import { isObject, type JsonObject } from '../api-server/json.ts';
import { metaOf } from '../api-server/object-meta.ts';
import { servedTypes } from '../api-server/served-types.ts';
import type { KindName, Target } from './step.ts';

/** Where one history happens: a namespace of its own, whose name its cluster-scoped objects begin with. */
export interface Place {
  readonly namespace: string;
  object(at: NamedTarget, body: JsonObject): JsonObject;
  isLast(kind: KindName, line: string): boolean;
}

/** `end` is the object whose deletion ends the watches. */
export type NamedTarget = Omit<Target, 'name'> & { readonly name: Target['name'] | 'end' };

function typeOf(kind: KindName): ResourceType {
  const type = servedTypes.find((one) => one.kind === kind);
  if (type === undefined) throw new Error(`${kind} is not served`);
  return type;
}

export const collection = (kind: KindName, namespace: string): string => collectionPath(typeOf(kind), namespace);

export function pathOf({ namespace }: Place, at: NamedTarget): string {
  return objectPath(typeOf(at.kind), { name: nameOf(namespace, at), namespace });
}

function nameOf(namespace: string, { kind, name }: NamedTarget): string {
  if (kind === 'Namespace' && name === 'a') return namespace;
  return typeOf(kind).namespaced ? name : `${namespace}-${name}`;
}

export function placeAt(namespace: string): Place {
  return {
    namespace,
    object: (at, body) => {
      const { group, version, kind, namespaced } = typeOf(at.kind);
      // A name of its own choice must be the history's own all the same.
      const { name: chosen } = metaOf(body);
      const renamed = typeof chosen === 'string' && !namespaced ? { name: `${namespace}-${chosen}` } : {};
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const metadata = { name: nameOf(namespace, at), ...(namespaced ? { namespace } : {}), ...metaOf(body), ...renamed };
      const regarding = isObject(body['regarding']) ? { regarding: { namespace, ...body['regarding'] } } : {};
      return { apiVersion, kind, ...body, ...regarding, metadata };
    },
    isLast: (kind, line) =>
      kind === 'Namespace'
        ? line.includes('"end":"') && line.includes(`"name":"${namespace}"`)
        : line.startsWith('{"type":"DELETED"') &&
          line.includes(`"name":"${nameOf(namespace, { kind, name: 'end' })}"`) &&
          line.includes(namespace),
  };
}
