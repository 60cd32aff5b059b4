import type { CommonSpec, CommonStatus, Live } from '../kinds/kind.ts';

const pausedAnnotation = 'privatelink-operator.io/paused';
const reconcileAnnotation = 'privatelink-operator.io/reconcile-requested-at';

export function pauseRequested(object: Live<CommonSpec, CommonStatus>): boolean {
  const value = object.metadata.annotations[pausedAnnotation];
  return value !== undefined && value !== 'false';
}

/** The value of reconcile-requested-at, answered in `status.lastHandledReconcileAt`. */
export function reconcileRequest(object: Live<CommonSpec, CommonStatus>): string | undefined {
  return object.metadata.annotations[reconcileAnnotation];
}

/** Whether somebody asks for a pass with fresh eyes that no pass has answered yet. */
export function freshPassRequested(object: Live<CommonSpec, CommonStatus>): boolean {
  const request = reconcileRequest(object);
  return request !== undefined && request !== object.status.lastHandledReconcileAt;
}
