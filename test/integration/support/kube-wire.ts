import { randomBytes } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { createKubeClient, type KubeClient } from '../../../src/kube/client.ts';
import type { KubeObject, ResourceType } from '../../../src/kube/resource.ts';
import { createTransport, type KubeRequest, type KubeStream, type Transport } from '../../../src/kube/transport.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { asPerson } from '../../harness/person.ts';

export const configMaps: ResourceType = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
const namespaces: ResourceType = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };

/** A namespace of one's own on the real API server, and a client to write in it as a person does. */
export interface Place extends AsyncDisposable {
  readonly namespace: string;
  readonly client: KubeClient;
  configMap(name: string, data?: Readonly<Record<string, string>>): KubeObject;
  /** A second wire, for what is to be tested. */
  wire(): Transport;
}

export async function place(): Promise<Place> {
  const namespace = `kube-${randomBytes(4).toString('hex')}`;
  const wires: Transport[] = [];
  const wire = (): Transport => {
    const config = new KubeConfig();
    config.loadFromFile(inject('kubeconfig'));
    const transport = createTransport(config);
    wires.push(transport);
    return transport;
  };
  const client = createKubeClient(asPerson(wire()), systemClock);
  await client.create(namespaces, { metadata: { name: namespace } });
  return {
    namespace,
    client,
    configMap: (name, data) => ({ metadata: { name, namespace }, ...(data === undefined ? {} : { data }) }),
    wire,
    [Symbol.asyncDispose]: async () => void (await Promise.all(wires.map((one) => one.close()))),
  };
}

/** What a faulty network, or a server, does to a watch. */
export interface Faults {
  /** Changes a request before it is sent. */
  readonly ask?: (call: KubeRequest) => KubeRequest;
  /** Changes the answer to the n-th watch. */
  readonly answer?: (stream: KubeStream, watch: number) => KubeStream;
}

/** Every request passes, counted: whole lists, however many pages they have, and watches. */
export function faulty(inner: Transport, { ask = (call) => call, answer = (stream) => stream }: Faults) {
  const lists: KubeRequest[] = [];
  const pages: KubeRequest[] = [];
  const watches: KubeRequest[] = [];
  const transport: Transport = {
    request: (call) => {
      const asked = ask(call);
      pages.push(asked);
      if (asked.query?.['continue'] === undefined) lists.push(asked);
      return inner.request(asked);
    },
    stream: async (call): Promise<KubeStream> => {
      const asked = ask(call);
      const stream = await inner.stream(asked);
      return answer(stream, watches.push(asked) - 1);
    },
    close: () => inner.close(),
  };
  return { transport, lists, pages, watches };
}

/** A watch's events, a line each. */
export async function* linesOf({ chunks }: KubeStream): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.subarray(0, end + 1);
      rest = rest.subarray(end + 1);
    }
  }
}
