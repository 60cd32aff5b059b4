import type { Clock } from '../core/clock.ts';
import { remember } from '../core/remember.ts';
import type { KubeClient } from './client.ts';
import type { KubeObject, ObjectMeta, ResourceType } from './resource.ts';

export interface EventToRecord {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/**
 * Writes events.k8s.io/v1 Events, one after the other, so that a storm of them leaves the connections to the passes. Callers record
 * transitions only; the same words about the same object are written once an hour at most.
 */
export interface EventRecorder {
  record(resource: ResourceType, object: { readonly metadata: ObjectMeta }, event: EventToRecord): void;
  /** Before leaving: resolves once every event recorded so far has been written; the first that cannot be ends it. */
  flush(): Promise<void>;
}

const eventResource: ResourceType = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const controller = 'privatelink-operator.io/operator';
const quiet = 3_600_000;
const remembered = 4_096;
const mostWaiting = 1_000;
/** The API server's limit, in bytes. */
const longestNote = 1_024;

export interface EventRecorderOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly instance: string;
  /** An event that cannot be written, or is one too many, never fails a pass. */
  readonly onError: (error: unknown) => void;
}

export function createEventRecorder({ client, clock, instance, onError }: EventRecorderOptions): EventRecorder {
  const said = new Map<string, number>();
  let count = 0;
  const waiting: KubeObject[] = [];
  let writing: Promise<void> | undefined;
  let leaving = false;
  const write = async (): Promise<void> => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      try {
        await client.create(eventResource, event);
      } catch (error) {
        onError(error);
        if (leaving) waiting.length = 0;
      }
    }
    writing = undefined;
  };
  return {
    record: (resource, { metadata }, event) => {
      const now = clock.now();
      const words = [metadata.uid, event.reason, event.message].join('\n');
      if (now - (said.get(words) ?? -Infinity) < quiet) return;
      if (waiting.length >= mostWaiting) return onError(new Error(`${mostWaiting} events wait to be written; dropped: ${event.reason}`));
      remember(said, [words, now], remembered);
      count += 1;
      const namespace = metadata.namespace ?? 'default';
      const time = clock.wallTime();
      const body = {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: {
          name: `${metadata.name.slice(0, 200).replace(/[^a-z0-9]+$/, '')}.${time.toString(16)}${count.toString(16)}`,
          namespace,
        },
        eventTime: microTime(time),
        type: event.type,
        reason: event.reason,
        action: event.reason,
        note: shortened(event.message, longestNote),
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
      waiting.push(body);
      writing ??= write();
    },
    flush: async () => {
      leaving = true;
      await writing;
    },
  };
}

/** metav1.MicroTime wants exactly six digits of a second. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** Cut to so many bytes of UTF-8, never within a character. */
function shortened(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, limit - 3), { stream: true })}…`;
}
