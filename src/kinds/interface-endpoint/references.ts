import type { AnyObject, Objects, Reference } from '../kind.ts';
import { recordAt, textAt } from './service.ts';

const endpointService = {
  group: 'privatelink-operator.io',
  version: 'v1alpha1',
  kind: 'EndpointService',
  plural: 'endpointservices',
  namespaced: true,
} as const;

/** An EndpointService concerns the endpoints that refer to it and those that use its name. */
export const references: readonly Reference[] = [{ on: endpointService, affects: affectedBy }];

function affectedBy(service: AnyObject, objects: Objects): readonly string[] {
  const name = textAt(service.status, 'serviceName');
  return objects
    .all('InterfaceEndpoint')
    .filter(
      (endpoint) =>
        refersTo(endpoint, service) ||
        (name !== undefined &&
          (textAt(endpoint.status, 'serviceName') === name || textAt(recordAt(endpoint.spec, 'service'), 'name') === name)),
    )
    .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
    .toSorted();
}

function refersTo(endpoint: AnyObject, { metadata }: AnyObject): boolean {
  const reference = recordAt(recordAt(endpoint.spec, 'service'), 'endpointServiceRef');
  return (
    reference !== undefined &&
    textAt(reference, 'name') === metadata.name &&
    (textAt(reference, 'namespace') ?? endpoint.metadata.namespace) === metadata.namespace
  );
}
