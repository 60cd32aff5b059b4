import type { Refusal } from '../kind.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

/** What a later version will do. Most of it the schema refuses already; an object stored before is caught here. */
export function refuse(spec: InterfaceEndpointSpec): Refusal | undefined {
  const open: Readonly<Record<string, unknown>> = { ...spec };
  const names: Readonly<Record<string, unknown>> = { ...spec.privateDNS };
  const asked = [
    isAsked(open['notifications']) && 'spec.notifications',
    isAsked(open['existing']) && 'spec.existing',
    open['managementPolicy'] === 'Observe' && 'spec.managementPolicy: Observe',
    open['autoAccept'] === true && 'spec.autoAccept',
    names['onlyForInboundResolver'] === true && 'spec.privateDNS.onlyForInboundResolver',
    names['force'] === true && 'spec.privateDNS.force',
    isAsked(open['ipAddressType']) && open['ipAddressType'] !== 'ipv4' && `spec.ipAddressType: ${String(open['ipAddressType'])}`,
  ].filter((one) => one !== false);
  if (asked.length > 0) return { reason: 'NotSupported', message: `This version does not carry out ${asked.join(', ')}. Remove it; nothing is done for this object until then.` };
  return spec.policyJSON === undefined || isObject(spec.policyJSON) ? undefined : { reason: 'InvalidSpec', message: 'spec.policyJSON is not a JSON object. Correct it, or write the policy under spec.policy.' };
}

function isAsked(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
