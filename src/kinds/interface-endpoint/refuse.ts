import type { Refusal } from '../kind.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

/** What a later version will do. The schema refuses most of it already; what was stored before it did is caught here. */
export function refuse(spec: InterfaceEndpointSpec): Refusal | undefined {
  const { privateDNS } = spec;
  const asked = [
    spec.notifications !== undefined && 'spec.notifications',
    spec.existing !== undefined && 'spec.existing',
    spec.managementPolicy === 'Observe' && 'spec.managementPolicy: Observe',
    spec.autoAccept && 'spec.autoAccept',
    privateDNS.onlyForInboundResolver !== undefined && 'spec.privateDNS.onlyForInboundResolver',
    privateDNS.recordIPType !== undefined && 'spec.privateDNS.recordIPType',
    privateDNS.force !== undefined && 'spec.privateDNS.force',
    spec.ipAddressType !== 'ipv4' && `spec.ipAddressType: ${spec.ipAddressType}`,
  ].filter((one) => one !== false);
  if (asked.length > 0)
    return {
      reason: 'NotSupported',
      message: `This version does not carry out ${asked.join(', ')}. Remove it; nothing is done for this object until then.`,
    };
  return spec.policyJSON === undefined || isJsonObject(spec.policyJSON)
    ? undefined
    : { reason: 'InvalidSpec', message: 'spec.policyJSON is not a JSON object. Correct it, or write the policy under spec.policy.' };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
