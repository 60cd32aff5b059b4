import type { KubeRequest, Transport } from '../../src/kube/transport.ts';

/** Objects of one test carry it, so that the operators of several tests can share an API server. */
export const testLabel = 'test';

const collection =
  /^\/(apis\/privatelink-operator\.io\/v1alpha1|api\/v1)\/(endpointservices|interfaceendpoints|privatehostedzones|privatelinkaccesses|services)$/;

/** Whether a list or watch at this path is to be narrowed to what one test has labelled: our kinds and Services. */
export function isSelected({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'GET' && collection.test(path);
}

/** Shows an operator only the objects of its own test. */
export function selecting(inner: Transport, id: string): Transport {
  const narrowed = (call: KubeRequest): KubeRequest =>
    isSelected(call) ? { ...call, query: { ...call.query, labelSelector: `${testLabel}=${id}` } } : call;
  return { request: (call) => inner.request(narrowed(call)), stream: (call) => inner.stream(narrowed(call)), close: () => inner.close() };
}
