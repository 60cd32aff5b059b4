import type { AnyObject, Objects, Reference } from '../kind.ts';
import { listAt, recordAt, textAt } from './service.ts';

const ours = { group: 'privatelink-operator.io', version: 'v1alpha1', namespaced: true } as const;
const endpointService = { ...ours, kind: 'EndpointService', plural: 'endpointservices' } as const;
const privateHostedZone = { ...ours, kind: 'PrivateHostedZone', plural: 'privatehostedzones' } as const;

/**
 * An EndpointService concerns the endpoints that refer to it and those that use its name; a PrivateHostedZone those whose deletion it
 * may hold, and those that wait to have a name for themselves. Whom it no longer concerns it does not name, hence all that wait.
 */
export const references: readonly Reference[] = [
  { on: endpointService, affects: affectedByService },
  { on: privateHostedZone, affects: affectedByZone },
];

function affectedByService(service: AnyObject, objects: Objects): readonly string[] {
  const name = textAt(service.status, 'serviceName');
  return keys(
    objects,
    (endpoint) =>
      refersTo(endpoint, service) ||
      (name !== undefined &&
        (textAt(endpoint.status, 'serviceName') === name || textAt(recordAt(endpoint.spec, 'service'), 'name') === name)),
  );
}

function affectedByZone(zone: AnyObject, objects: Objects): readonly string[] {
  return keys(
    objects,
    (endpoint) =>
      waitsForPrivateDNS(endpoint) ||
      (endpoint.metadata.deletionTimestamp !== undefined && endpoint.metadata.namespace === zone.metadata.namespace),
  );
}

function waitsForPrivateDNS({ status }: AnyObject): boolean {
  return listAt(status, 'conditions').some((one) => textAt(one, 'type') === 'PrivateDNSReady' && textAt(one, 'status') !== 'True');
}

function keys(objects: Objects, isAffected: (endpoint: AnyObject) => boolean): readonly string[] {
  return objects
    .all('InterfaceEndpoint')
    .filter(isAffected)
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
