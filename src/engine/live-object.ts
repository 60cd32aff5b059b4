import type { KubeObject } from '../kube/resource.ts';
import type { CommonSpec, CommonStatus, Live } from '../kinds/kind.ts';
import type { AnyKind } from './engine.ts';
import { checkSpec } from './spec-check.ts';

/**
 * An object of the API server's as the kinds see it: optional metadata filled in, defaults of the schema applied. A spec that the
 * schema refuses is passed on as it is; admission says so before any kind looks at it.
 */
export function liveObject(kind: AnyKind, raw: KubeObject): Live<CommonSpec, CommonStatus> {
  const parsed = checkSpec(kind, raw.spec);
  const { metadata } = raw;
  return {
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      uid: metadata.uid ?? '',
      generation: metadata.generation ?? 1,
      resourceVersion: metadata.resourceVersion ?? '',
      creationTimestamp: metadata.creationTimestamp ?? '',
      ...(metadata.deletionTimestamp === undefined ? {} : { deletionTimestamp: metadata.deletionTimestamp }),
      annotations: metadata.annotations ?? {},
      labels: metadata.labels ?? {},
      finalizers: metadata.finalizers ?? [],
    },
    spec: parsed.success ? parsed.data : (raw.spec as CommonSpec),
    status: (raw.status ?? {}) as Partial<CommonStatus>,
  };
}
