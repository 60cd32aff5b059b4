import type { AnyObject, Objects, Refusal } from '../kinds/kind.ts';
import { matchesLabels, type LabelSelector } from '../core/label-selector.ts';

/** Whose credentials carry an object's calls: the operator's own where no role is named. */
export interface AccessScope {
  readonly roleARN: string | undefined;
  readonly externalID: string | undefined;
  /** The PrivateLinkAccess it comes from. */
  readonly accessName: string | undefined;
}
export const ownAccess: AccessScope = { roleARN: undefined, externalID: undefined, accessName: undefined };

/** The reason of the one refusal that passes by itself: the watch is late with the namespace. */
export const namespaceUnknown = 'NamespaceUnknown';

/** The parts of a PrivateLinkAccess that decide; its schema has checked them. */
interface AccessSpec {
  readonly namespaces: { readonly names?: readonly string[]; readonly selector?: LabelSelector };
  readonly roleARN: string;
  readonly externalID?: string;
}

/**
 * The access of one object: the one it names, if that matches its namespace; else the only one that matches; none matching
 * means the operator's own role. Several matching without a name is refused, for a guess would be somebody else's account.
 * One that is being deleted still serves, so that what it made can be cleaned up.
 */
export function resolveAccess(
  object: { readonly namespace: string; readonly accessRef: string | undefined },
  objects: Objects,
): AccessScope | Refusal {
  const labels = objects.namespaceLabels(object.namespace);
  const accesses = objects.all('PrivateLinkAccess');
  const named = ({ metadata }: AnyObject): boolean => object.accessRef === undefined || metadata.name === object.accessRef;
  if (labels === undefined && accesses.some((access) => named(access) && specOf(access).namespaces.selector !== undefined)) {
    const message = `Namespace ${object.namespace} has not been seen yet, so it is not known which PrivateLinkAccess its labels choose. Nothing is written to AWS until then.`;
    return { reason: namespaceUnknown, message };
  }
  const matching = accesses.filter((access) => admits(specOf(access), object.namespace, labels));
  if (object.accessRef !== undefined) {
    const [found] = matching.filter(named);
    if (found !== undefined) return scopeOf(found);
    const message = `PrivateLinkAccess ${object.accessRef} does not exist or does not admit namespace ${object.namespace}. Ask the cluster's administrator to create it or to add the namespace to its spec.namespaces.`;
    return { reason: 'AccessNotFound', message };
  }
  const [first, ...others] = matching;
  if (first === undefined) return ownAccess;
  if (others.length === 0) return scopeOf(first);
  const names = matching.map((access) => access.metadata.name).sort();
  return {
    reason: 'AccessAmbiguous',
    message: `Namespace ${object.namespace} may use ${names.length} PrivateLinkAccess objects (${names.join(', ')}). Name one in spec.accessRef.name; nothing is written to AWS until then.`,
  };
}

export function isRefusal(access: AccessScope | Refusal): access is Refusal {
  return 'reason' in access;
}

function admits(spec: AccessSpec, namespace: string, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (spec.namespaces.names !== undefined) return spec.namespaces.names.includes(namespace);
  return spec.namespaces.selector !== undefined && labels !== undefined && matchesLabels(spec.namespaces.selector, labels);
}

function scopeOf(access: AnyObject): AccessScope {
  const spec = specOf(access);
  return { roleARN: spec.roleARN, externalID: spec.externalID, accessName: access.metadata.name };
}

function specOf(access: AnyObject): AccessSpec {
  return access.spec as AccessSpec;
}
