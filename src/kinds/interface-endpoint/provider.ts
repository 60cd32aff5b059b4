import type { AnyObject, Objects } from '../kind.ts';
import type { ProviderZone } from './facts.ts';
import type { InterfaceEndpointSpec } from './schema.ts';
import { admitsConsumer, textAt } from './service.ts';

/**
 * What the provider's own report says of its zones, where the service is one of our objects, by reference or by its name, and
 * admits this namespace. Undefined where nobody may tell.
 */
export function providerZones(
  endpoint: { readonly spec: InterfaceEndpointSpec; readonly namespace: string; readonly serviceName: string | undefined },
  objects: Objects,
): readonly ProviderZone[] | undefined {
  const service = providerOf(endpoint, objects);
  if (
    service === undefined ||
    textAt(service.status, 'serviceName') !== endpoint.serviceName ||
    !admitsConsumer(service, endpoint.namespace, objects)
  )
    return undefined;
  const zones = (service.status as { readonly zones?: unknown } | undefined)?.zones;
  return Array.isArray(zones) ? zones.flatMap(zoneOf).toSorted((a, b) => (a.zoneID < b.zoneID ? -1 : 1)) : undefined;
}

function providerOf(
  {
    spec,
    namespace,
    serviceName,
  }: { readonly spec: InterfaceEndpointSpec; readonly namespace: string; readonly serviceName: string | undefined },
  objects: Objects,
): AnyObject | undefined {
  const reference = spec.service.endpointServiceRef;
  if (reference !== undefined) return objects.get('EndpointService', reference.namespace ?? namespace, reference.name);
  if (serviceName === undefined) return undefined;
  const named = objects
    .all('EndpointService')
    .filter((service) => textAt(service.status, 'serviceName') === serviceName && admitsConsumer(service, namespace, objects));
  return named.toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))[0];
}

function pathOf({ metadata }: AnyObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

const states = ['Serving', 'Degraded', 'NotServing', 'Unknown'] as const;

function zoneOf(value: unknown): readonly ProviderZone[] {
  const zoneID = textAt(value, 'zoneID');
  if (zoneID === undefined) return [];
  const state = states.find((one) => one === textAt(value, 'state')) ?? 'Unknown';
  return [{ zoneID, state, reason: textAt(value, 'reason') ?? '', message: textAt(value, 'message') ?? '' }];
}
