import type { KubeRequest, Transport } from '../../src/kube/transport.ts';

/** Objects of one test carry it, so that the operators of several tests can share an API server. */
export const testLabel = 'test';

/** Shows an operator only the objects of its own test: its lists and watches of our kinds and of Services get a label selector. */
export function selecting(inner: Transport, id: string): Transport {
  const collection =
    /^\/(apis\/privatelink-operator\.io\/v1alpha1|api\/v1)\/(endpointservices|interfaceendpoints|privatelinkaccesses|services)$/;
  const narrowed = (call: KubeRequest): KubeRequest =>
    call.method === 'GET' && collection.test(call.path) ? { ...call, query: { ...call.query, labelSelector: `${testLabel}=${id}` } } : call;
  return { request: (call) => inner.request(narrowed(call)), stream: (call) => inner.stream(narrowed(call)), close: () => inner.close() };
}
