import { type Condition, type Detail, stampConditions } from '../core/conditions.ts';
import type { CommonSpec, CommonStatus, KindStatus, Live } from '../kinds/kind.ts';

export interface StatusStamp {
  readonly now: number;
  readonly accountID: string | undefined;
  readonly region: string | undefined;
  readonly reconcileRequest: string | undefined;
}

/**
 * The whole status after a pass: the kind's part, with the engine's. A recorded create stays until a read has shown what it
 * made; the account and the Region stay as first seen.
 */
export function composeStatus(
  object: Live<CommonSpec, CommonStatus>,
  kindStatus: KindStatus<CommonStatus>,
  stamp: StatusStamp,
): Record<string, unknown> {
  const before: Partial<CommonStatus> = object.status;
  const { conditions, createSeen, keepGeneration, events: _events, ...fields } = kindStatus;
  const pendingCreate = createSeen ? undefined : before.pendingCreate;
  const generation = keepGeneration === true ? before.observedGeneration : object.metadata.generation;
  return compact({
    ...fields,
    observedGeneration: generation,
    accountID: before.accountID ?? stamp.accountID,
    region: before.region ?? stamp.region,
    attempt: before.attempt,
    pendingCreate,
    lastHandledReconcileAt: stamp.reconcileRequest ?? before.lastHandledReconcileAt,
    conditions: stamped({
      details: conditions,
      object,
      generation: object.metadata.generation,
      now: stamp.now,
      keepGeneration: keepGeneration === true,
    }),
  });
}

/** The status of an object that nothing could be found out about: what it had, with other conditions. */
export function keepStatus(
  object: Live<CommonSpec, CommonStatus>,
  details: readonly Detail[],
  stamp: Pick<StatusStamp, 'now' | 'reconcileRequest'> & { readonly keepGeneration: boolean },
): Record<string, unknown> {
  const generation = stamp.keepGeneration ? object.status.observedGeneration : object.metadata.generation;
  return compact({
    ...object.status,
    observedGeneration: generation,
    lastHandledReconcileAt: stamp.reconcileRequest ?? object.status.lastHandledReconcileAt,
    conditions: stamped({ details, object, generation: object.metadata.generation, now: stamp.now, keepGeneration: stamp.keepGeneration }),
  });
}

interface Stamping {
  readonly details: readonly Detail[];
  readonly object: Live<CommonSpec, CommonStatus>;
  readonly generation: number;
  readonly now: number;
  readonly keepGeneration: boolean;
}

/** With `keepGeneration`, a summary carried over keeps its generation and time too, or `kubectl wait` would take an old Ready for a new one. */
function stamped({ details, object, generation, now, keepGeneration }: Stamping): Condition[] {
  const previous = object.status.conditions ?? [];
  const conditions = stampConditions(details, previous, { now, generation });
  if (!keepGeneration) return conditions;
  return conditions.map((condition) => {
    const before = previous.find((one) => one.type === condition.type);
    if (condition.type !== 'Ready' || before === undefined) return condition;
    const { observedGeneration, lastTransitionTime } = before;
    return { ...condition, observedGeneration, ...(before.status === condition.status ? { lastTransitionTime } : {}) };
  });
}

function compact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
