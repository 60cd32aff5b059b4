import type { KubeClient } from '../kube/client.ts';
import { addFinalizer, removeFinalizer } from '../kube/finalizers.ts';
import type { Store } from '../kube/store.ts';
import type { ObjectWrites } from './engine.ts';

/** The answer to each write goes straight to the store, so that the next pass knows it before the watch does. */
export function createObjectWrites(client: KubeClient, storeOf: (kind: string) => Store): ObjectWrites {
  return {
    read: (resource, object) => client.get(resource, object),
    addFinalizer: async (resource, object, finalizer) =>
      storeOf(resource.kind).observe(await addFinalizer(client, resource, { object, finalizer })),
    removeFinalizer: async (resource, object, finalizer) => {
      const left = await removeFinalizer(client, resource, { object, finalizer });
      // With its last finalizer the object is gone; one more pass before the watch says so would repeat a recorded create.
      const isGone = left.metadata.deletionTimestamp !== undefined && (left.metadata.finalizers ?? []).length === 0;
      if (isGone) storeOf(resource.kind).remove(left);
      else storeOf(resource.kind).observe(left);
    },
    writeStatus: async (resource, object, status) => {
      const written = await client.patchStatus(resource, object, status);
      if (written !== undefined) storeOf(resource.kind).observe(written);
      return written;
    },
  };
}
