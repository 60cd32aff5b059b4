import type { KubeResponse } from '../../../src/kube/transport.ts';
import type { Json, JsonObject } from './json.ts';
import type { ServedType } from './served-types.ts';

/** What is wrong with one field. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface Failure {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: JsonObject;
}

/** A `Status` body that tells of a failure. */
export function failure({ code, reason, message, details }: Failure): KubeResponse {
  return respond(code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  });
}

export const respond = (status: number, body: Json): KubeResponse => ({ status, body: JSON.stringify(body) });

/** `plural.group`, or the bare plural of the core group. */
export const qualified = ({ plural, group }: ServedType): string => (group === '' ? plural : `${plural}.${group}`);
const details = ({ group }: ServedType, name: string, kind: string): JsonObject => ({
  ...(name === '' ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind,
});

export function notFound(type: ServedType, name: string): KubeResponse {
  const message = `${qualified(type)} "${name}" not found`;
  return failure({ code: 404, reason: 'NotFound', message, details: details(type, name, type.plural) });
}

export function alreadyExists(type: ServedType, { name, deleting }: { readonly name: string; readonly deleting: boolean }): KubeResponse {
  const message = `${deleting ? 'object is being deleted: ' : ''}${qualified(type)} "${name}" already exists`;
  return failure({ code: 409, reason: 'AlreadyExists', message, details: details(type, name, type.plural) });
}

/** `by` is the plural where the store refuses, the kind where the precondition is read early. */
export function conflict(
  type: ServedType,
  { name, why, by = type.plural }: { readonly name: string; readonly why: string; readonly by?: string },
): KubeResponse {
  const message = `Operation cannot be fulfilled on ${qualified({ ...type, plural: by })} "${name}": ${why}`;
  return failure({ code: 409, reason: 'Conflict', message, details: details(type, name, by) });
}

/** `by` is the kind where a validation refuses, the plural where the store does. */
export function invalid(
  type: ServedType,
  { name, causes, by = type.kind }: { readonly name: string; readonly causes: readonly Cause[]; readonly by?: string },
): KubeResponse {
  const words = causes.map(({ field, message }) => `${field}: ${message}`);
  const message = `${qualified({ ...type, plural: by })} "${name}" is invalid: ${words.length === 1 ? words.join('') : `[${words.join(', ')}]`}`;
  return failure({
    code: 422,
    reason: 'Invalid',
    message,
    details: { ...details(type, name, by), causes: causes.map((cause) => ({ ...cause })) },
  });
}

/** An error of the storage that nobody has given a reason. */
export function storageError(message: string): KubeResponse {
  return failure({ code: 500, message });
}

export function badRequest(message: string): KubeResponse {
  return failure({ code: 400, reason: 'BadRequest', message });
}

export function namespaceTerminating(
  type: ServedType,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): KubeResponse {
  const called = name === '' ? 'Unknown' : name;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
  return failure({
    code: 403,
    reason: 'Forbidden',
    message: `${qualified(type)} "${called}" is forbidden: ${why}`,
    details: { ...details(type, called, type.plural), causes: [cause] },
  });
}

/** What a list gets whose pages' revision is no longer kept. */
export function expired(message: string): KubeResponse {
  return failure({ code: 410, reason: 'Expired', message });
}
