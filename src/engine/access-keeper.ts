import type { KubeObject } from '../kube/resource.ts';
import { stampConditions } from '../core/conditions.ts';
import type { AccessUse, CommonSpec, CommonStatus } from '../kinds/kind.ts';
import { type AccessUser, needsAccess } from './access.ts';
import { accessResource, type AnyKind, type Engine } from './engine.ts';
import { finalizer } from './finalizer.ts';

/**
 * Keeps a PrivateLinkAccess alive while objects need it: without it, what they made in its account could no longer be deleted.
 * It holds a finalizer from its first user on, and says in its status how many there are.
 */
export async function keepAccess(engine: Engine, name: string): Promise<void> {
  const access = engine.store(accessResource.kind).get(name);
  if (access === undefined) return;
  const users = usersOf(engine, access);
  const held = access.metadata.finalizers?.includes(finalizer) ?? false;
  const deleting = access.metadata.deletionTimestamp !== undefined;
  if (users.length > 0 && !held && !deleting) return engine.objects.addFinalizer(accessResource, access, finalizer);
  if (users.length === 0 && held) return engine.objects.removeFinalizer(accessResource, access, finalizer);
  await engine.objects.writeStatus(accessResource, access, accessStatus(engine, access, users));
}

function accessStatus(engine: Engine, access: KubeObject, users: readonly string[]): Record<string, unknown> {
  const before = (access.status ?? {}) as Partial<CommonStatus>;
  const generation = access.metadata.generation ?? 1;
  const deleting = access.metadata.deletionTimestamp !== undefined;
  const used =
    users.length === 0
      ? 'Used by no object.'
      : `Used by ${users.length} object${users.length === 1 ? '' : 's'}, among them ${users.slice(0, 3).join(', ')}.`;
  const message = deleting ? `${used} Delete them first, or deletion waits.` : used;
  const detail = { type: 'Ready', status: 'True' as const, reason: deleting ? 'InUse' : 'Available', message };
  return {
    ...before,
    observedGeneration: generation,
    inUseBy: users.length,
    conditions: stampConditions([detail], before.conditions ?? [], { now: engine.clock.wallTime(), generation }),
  };
}

/** Objects that have, or may have, something in this access's account. */
function usersOf(engine: Engine, access: KubeObject): string[] {
  return engine.kinds.flatMap((kind) =>
    engine
      .store(kind.resource.kind)
      .list()
      .filter((object) => object.metadata.finalizers?.includes(finalizer) === true)
      .filter((object) => accessUsers(kind, object).some((user) => needsAccess(user, access, engine.references)))
      .map((object) => `${kind.resource.kind} ${object.metadata.namespace}/${object.metadata.name}`)
      .sort(),
  );
}

/** The object itself, and each part of it that lies behind an access of its own. */
function accessUsers(kind: AnyKind, object: KubeObject): readonly AccessUser[] {
  const { accessRef } = (object.spec ?? {}) as CommonSpec;
  const { accountID } = (object.status ?? {}) as Partial<CommonStatus>;
  const namespace = object.metadata.namespace ?? '';
  return [{ namespace, accessRef: accessRef?.name, accountID }, ...accessesBeside(kind, object).map((use) => ({ namespace, ...use }))];
}

/** The accesses that parts of the object need beside its own. */
export function accessesBeside(kind: AnyKind, { spec, status }: KubeObject): readonly AccessUse[] {
  return kind.accesses?.({ spec: (spec ?? {}) as CommonSpec, status: (status ?? {}) as Partial<CommonStatus> }) ?? [];
}
