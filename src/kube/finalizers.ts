import type { KubeClient } from './client.ts';
import type { KubeObject, ResourceType } from './resource.ts';

type Finalized = { readonly metadata: Pick<KubeObject['metadata'], 'name' | 'namespace' | 'resourceVersion' | 'finalizers'> };

/** Adds one finalizer, leaving everyone else's; a conflict if the object has changed meanwhile. */
export function addFinalizer(
  client: KubeClient,
  resource: ResourceType,
  { object, finalizer }: { readonly object: Finalized; readonly finalizer: string },
): Promise<KubeObject> {
  const { resourceVersion, finalizers = [] } = object.metadata;
  return client.patch(resource, object, { metadata: { resourceVersion, finalizers: [...finalizers, finalizer] } });
}

/** Takes one finalizer away, leaving everyone else's; a conflict if the object has changed meanwhile. */
export function removeFinalizer(
  client: KubeClient,
  resource: ResourceType,
  { object, finalizer }: { readonly object: Finalized; readonly finalizer: string },
): Promise<KubeObject> {
  const { resourceVersion, finalizers = [] } = object.metadata;
  return client.patch(resource, object, { metadata: { resourceVersion, finalizers: finalizers.filter((one) => one !== finalizer) } });
}
