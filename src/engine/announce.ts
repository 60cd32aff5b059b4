import type { Condition } from '../core/conditions.ts';
import type { CommonSpec, CommonStatus, KindStatus, Live } from '../kinds/kind.ts';
import type { AnyKind, Engine } from './engine.ts';

export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Conditions whose turn to False is worth a Warning while the object may stay Ready. */
const watched = new Set(['ZonesServing', 'ZonesCovered', 'PrivateDNSReady', 'PrivateDNSVerified', 'PrincipalsSynced', 'Drifted']);

/** Events for what changed between two statuses: transitions only, so that an object at rest is silent. */
export function transitions(before: readonly Condition[], after: readonly Condition[]): Announcement[] {
  const announcements: Announcement[] = [];
  const stalled = after.some((condition) => condition.type === 'Stalled');
  for (const condition of after) {
    const previous = before.find((one) => one.type === condition.type);
    const { reason, message } = condition;
    if (condition.type === 'Ready' && (previous?.status !== condition.status || previous.reason !== reason)) {
      announcements.push({ type: condition.status === 'Unknown' || stalled ? 'Warning' : 'Normal', reason, message });
    } else if (watched.has(condition.type) && turned(previous?.status, condition.status)) {
      announcements.push({ type: isGood(condition) ? 'Normal' : 'Warning', reason, message });
    }
  }
  return announcements;
}

/** Between True and False: what was unknown before has not turned. */
function turned(before: Condition['status'] | undefined, after: Condition['status']): boolean {
  return (before === 'True' && after === 'False') || (before === 'False' && after === 'True');
}

function isGood(condition: Condition): boolean {
  return condition.type === 'Drifted' ? condition.status !== 'True' : condition.status === 'True';
}

export function announce(
  engine: Engine,
  {
    kind,
    before,
    after,
    events,
  }: {
    kind: AnyKind;
    before: Live<CommonSpec, CommonStatus>;
    after: Live<CommonSpec, CommonStatus>;
    events: NonNullable<KindStatus<CommonStatus>['events']>;
  },
): void {
  for (const one of [...transitions(before.status.conditions ?? [], after.status.conditions ?? []), ...events]) {
    engine.announce(kind.resource, after, one);
  }
}
