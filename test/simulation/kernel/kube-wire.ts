import { KubeUnreachableError } from '../../../src/kube/errors.ts';
import type { KubeRequest, KubeResponse, Transport } from '../../../src/kube/transport.ts';
import type { ApiServer } from '../api-server/api-server.ts';
import { arrive, type Surroundings } from './effects.ts';
import type { MishapKind } from './mishaps.ts';
import type { Watches } from './watches.ts';

export interface KubeWireOptions {
  readonly around: Surroundings;
  readonly server: ApiServer;
  readonly watches: Watches;
  /** Told when a read of one object has been answered. */
  readonly onLiveRead: (path: string) => void;
}

/** One process's wire to the API server: requests take a while, and may meet mishaps. */
export function kubeWire(options: KubeWireOptions): Transport {
  const { around, watches } = options;
  const { timeline, chance } = around;
  const way = (): number => chance.whole(1, 20);
  return {
    request: (call) =>
      new Promise((resolve, reject) => {
        const unreachable = (why: unknown): void => reject(new KubeUnreachableError(`${call.method} ${call.path}`, why));
        call.signal?.addEventListener('abort', () => unreachable(call.signal?.reason), { once: true });
        const label = `${call.method} ${call.path}`;
        const arriving: Arriving = { call, label, way, resolve, unreachable };
        if (call.method === 'GET' && chance.happens(0.8)) return requestArrives(options, arriving);
        timeline.after(way(), label, () => {
          // What a dead process had sent may still be on the way, or not.
          if (around.process.alive || chance.happens(0.5)) requestArrives(options, arriving);
        });
      }),
    stream: (call) =>
      new Promise((resolve, reject) => {
        call.signal?.addEventListener('abort', () => reject(new KubeUnreachableError(`watch ${call.path}`, call.signal?.reason)), {
          once: true,
        });
        timeline.after(way(), `watch ${call.path}`, () => around.process.alive && resolve(watches.open(around, call)));
      }),
    close: async () => undefined,
  };
}

interface Arriving {
  readonly call: KubeRequest;
  readonly label: string;
  readonly way: () => number;
  readonly resolve: (response: KubeResponse) => void;
  readonly unreachable: (why: unknown) => void;
}

function requestArrives({ around, server, onLiveRead }: KubeWireOptions, { call, label, way, resolve, unreachable }: Arriving): void {
  const isWrite = call.method !== 'GET';
  const isList = !isWrite && !/\/[^/]+\/[^/]+$/.test(call.path.replace(/^\/(api|apis\/[^/]+)\/[^/]+/, ''));
  const met = around.mishaps.meet(isWrite ? 'kube write' : 'kube read');
  // A live read of one object is answered by etcd's quorum; a list may come from a cache that is behind.
  const mishap = met === 'list from the past' && !isList ? undefined : met;
  if (mishap !== undefined && around.process.alive) around.mishaps.hit(mishap);
  if (mishap === 'write lost' || mishap === 'read lost') return later(around, way, () => unreachable('the connection was cut'));
  const refusal = refusals[mishap as keyof typeof refusals];
  if (refusal !== undefined) return later(around, way, () => resolve(refusal));
  const asOf = mishap === 'list from the past' ? Math.max(1, server.revision - around.chance.whole(1, 10)) : undefined;
  arrive(around, {
    label,
    effect: isWrite,
    commit: () => server.request(call, asOf),
    answer: (response) => {
      if (mishap === 'write unanswered') return;
      if (mishap === 'write reply lost') unreachable('the connection was cut');
      else {
        if (!isWrite && !isList) onLiveRead(call.path);
        resolve(response);
      }
    },
    way,
  });
}

function later({ timeline, process }: Surroundings, way: () => number, run: () => void): void {
  timeline.after(way(), 'kube failure', () => process.alive && run());
}

const refusals: Readonly<Partial<Record<MishapKind, KubeResponse>>> = {
  conflict: refused(409, 'Conflict', 'the object has been modified; please apply your changes to the latest version and try again'),
  'write refused with 500': refused(500, 'InternalError', 'etcdserver: leader changed'),
  'read refused with 503': refused(503, 'ServiceUnavailable', 'apiserver is shutting down'),
};

function refused(code: number, reason: string, message: string): KubeResponse {
  return { status: code, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code }) };
}
