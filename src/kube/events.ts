import type { Clock } from '../core/clock.ts';
import type { KubeClient } from './client.ts';
import type { ObjectMeta, ResourceType } from './resource.ts';

export interface EventToRecord {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Writes events.k8s.io/v1 Events. Callers record transitions only; the same words about the same object are written once an hour at most. */
export interface EventRecorder {
  record(resource: ResourceType, object: { readonly metadata: ObjectMeta }, event: EventToRecord): void;
  /** Resolves once every event recorded so far has been written or given up. */
  flush(): Promise<void>;
}

const eventResource: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const controller = 'privatelink-operator.io/operator';
const quiet = 3_600_000;
const remembered = 4_096;
const longestNote = 1_000;

export interface EventRecorderOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly instance: string;
  /** An event that cannot be written never fails a pass. */
  readonly onError: (error: unknown) => void;
}

export function createEventRecorder({ client, clock, instance, onError }: EventRecorderOptions): EventRecorder {
  const said = new Map<string, number>();
  let count = 0;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    record: (resource, { metadata }, event) => {
      const now = clock.now();
      const words = [metadata.uid, event.reason, event.message].join('\n');
      if (now - (said.get(words) ?? -Infinity) < quiet) return;
      if (said.size >= remembered) said.clear();
      said.set(words, now);
      count += 1;
      const namespace = metadata.namespace ?? 'default';
      const body = {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: `${metadata.name.slice(0, 200)}.${now.toString(16)}${count.toString(16)}`, namespace },
        eventTime: microTime(now),
        type: event.type,
        reason: event.reason,
        action: event.reason,
        note: event.message.slice(0, longestNote),
        regarding: {
          apiVersion: `${resource.group}/${resource.version}`,
          kind: resource.kind,
          name: metadata.name,
          namespace: metadata.namespace ?? '',
          uid: metadata.uid ?? '',
        },
        reportingController: controller,
        reportingInstance: instance,
      };
      writing = Promise.all([writing, client.create(eventResource, body).catch(onError)]);
    },
    flush: async () => {
      await writing;
    },
  };
}

/** metav1.MicroTime wants exactly six digits of a second. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
