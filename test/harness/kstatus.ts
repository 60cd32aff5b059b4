export type KStatus = 'InProgress' | 'Failed' | 'Current' | 'Terminating';

interface Resource {
  readonly metadata: { readonly generation?: number | undefined; readonly deletionTimestamp?: string | undefined };
  readonly status?: {
    readonly observedGeneration?: number | undefined;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[] | undefined;
  };
}

/**
 * What kstatus concludes of a custom resource, and with it Helm 4's `--wait`, Flux and `kubectl` plug-ins (kubernetes-sigs/cli-utils,
 * pkg/kstatus/status/{core,generic,status}.go): deletion first, then the generation, then Reconciling and Stalled in the order of
 * the list, then Ready; an object that has none of these is Current.
 */
export function kstatus({ metadata, status = {} }: Resource): KStatus {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (status.observedGeneration !== undefined && status.observedGeneration !== metadata.generation) return 'InProgress';
  const { conditions = [] } = status;
  const abnormal = conditions.find(({ type, status: now }) => (type === 'Reconciling' || type === 'Stalled') && now === 'True');
  if (abnormal !== undefined) return abnormal.type === 'Stalled' ? 'Failed' : 'InProgress';
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True' ? 'Current' : 'InProgress';
}
