import { matchesLabels } from '../../core/label-selector.ts';
import type { Lookup } from '../common/lookup.ts';
import type { AnyObject, Objects } from '../kind.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

type Service = InterfaceEndpointSpec['service'];

interface Asking {
  readonly namespace: string;
  readonly region: string;
}

/** The full service name that a spec asks for. Pure, but for the watched objects. */
export function serviceName(service: Service, asking: Asking, objects: Objects): Lookup<string> {
  if (service.name !== undefined) return { state: 'found', value: service.name };
  if (service.awsService !== undefined) return { state: 'found', value: awsServiceName(service.awsService, asking.region) };
  const reference = service.endpointServiceRef;
  if (reference === undefined) return { state: 'missing', reason: 'ServiceNotFound', message: 'spec.service names no service.' };
  return nameByReference({ name: reference.name, namespace: reference.namespace ?? asking.namespace }, asking, objects);
}

/**
 * AWS's own services are `com.amazonaws.<region>.<service>`; in the China partition they are `cn.com.amazonaws.…`, save for the few
 * that keep the common prefix there, which are to be given by `service.name`.
 */
export function awsServiceName(service: string, region: string): string {
  return `${region.startsWith('cn-') ? 'cn.' : ''}com.amazonaws.${region}.${service}`;
}

function nameByReference(
  reference: { readonly name: string; readonly namespace: string },
  asking: Asking,
  objects: Objects,
): Lookup<string> {
  const path = `EndpointService ${reference.namespace}/${reference.name}`;
  const object = objects.get('EndpointService', reference.namespace, reference.name);
  // A service that refuses us and one that does not exist look alike from another namespace, or names could be probed.
  if (reference.namespace !== asking.namespace && (object === undefined || !admitsConsumer(object, asking.namespace, objects))) {
    return {
      state: 'missing',
      reason: 'RefNotPermitted',
      message: `${path} does not exist or does not admit namespace ${asking.namespace}. Ask its owner to widen spec.allowedConsumers.`,
    };
  }
  if (object === undefined)
    return {
      state: 'missing',
      reason: 'ServiceNotFound',
      message: `${path} does not exist. Create it or correct spec.service.endpointServiceRef.`,
    };
  const name = textAt(object.status, 'serviceName');
  if (name === undefined)
    return {
      state: 'missing',
      reason: 'ServiceNotReady',
      message: `${path} has no service name yet; this endpoint goes on as soon as it has one.`,
    };
  return { state: 'found', value: name };
}

/** Whether a service lets endpoints of a namespace refer to it: the same namespace always, others by `spec.allowedConsumers`. */
export function admitsConsumer(service: AnyObject, namespace: string, objects: Objects): boolean {
  if (service.metadata.namespace === namespace) return true;
  const namespaces = recordAt(recordAt(service.spec, 'allowedConsumers'), 'namespaces');
  const from = textAt(namespaces, 'from');
  if (from !== 'Selector') return from === 'All';
  const labels = objects.namespaceLabels(namespace);
  return labels !== undefined && matchesLabels(recordAt(namespaces, 'selector') ?? {}, labels);
}

export function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : undefined;
}
export function textAt(value: unknown, key: string): string | undefined {
  const inner = isRecord(value) ? value[key] : undefined;
  return typeof inner === 'string' ? inner : undefined;
}
export function listAt(value: unknown, key: string): readonly unknown[] {
  const inner = isRecord(value) ? value[key] : undefined;
  return Array.isArray(inner) ? inner : [];
}
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
