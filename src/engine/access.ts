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

/** An object as far as it decides whose credentials it needs; `accountID` is where it was first seen. */
export interface AccessUser {
  readonly namespace: string;
  readonly accessRef: string | undefined;
  readonly accountID: string | undefined;
}

/**
 * Whether the object could no longer be cleaned up without this access: it resolves to it; or it resolves to none now, and this is
 * one that it names or that admits it, into the account that it was made in. Then one that is being deleted is not needed beside
 * another that is as good.
 */
export function needsAccess(user: AccessUser, access: AnyObject, objects: Objects): boolean {
  const resolved = resolveAccess(user, objects);
  if (!isRefusal(resolved)) return resolved.accessName === access.metadata.name;
  const asGood = objects.all('PrivateLinkAccess').filter((one) => leadsHome(user, one, objects));
  const staying = asGood.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return (staying.length > 0 ? staying : asGood).some(({ metadata }) => metadata.name === access.metadata.name);
}

function leadsHome({ namespace, accessRef, accountID }: AccessUser, access: AnyObject, objects: Objects): boolean {
  const spec = specOf(access);
  const mayServe =
    accessRef === undefined ? admits(spec, namespace, objects.namespaceLabels(namespace)) : access.metadata.name === accessRef;
  return mayServe && accountID !== undefined && spec.roleARN.split(':')[4] === accountID;
}

export function isRefusal(access: object): access is Refusal {
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
