import type { KubeRequest, Transport } from '../../src/kube/transport.ts';

const fieldManager = 'person';

/** The wire of a person's tool: what it writes goes under a field manager of its own, as kubectl's does, so that managedFields tell it from the operator's. */
export function asPerson(inner: Transport): Transport {
  const signed = (call: KubeRequest): KubeRequest =>
    call.query?.['fieldManager'] === undefined ? call : { ...call, query: { ...call.query, fieldManager } };
  return { request: (call) => inner.request(signed(call)), stream: (call) => inner.stream(call), close: () => inner.close() };
}
