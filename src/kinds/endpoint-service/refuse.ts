import type { Refusal } from '../kind.ts';
import type { EndpointServiceSpec } from './schema.ts';

/** What a later version will do. The schema refuses it already; what was stored before it did is caught here. */
export function refuse(spec: EndpointServiceSpec): Refusal | undefined {
  const asked = [
    spec.notifications !== undefined && 'spec.notifications',
    spec.existing !== undefined && 'spec.existing',
    spec.managementPolicy === 'Observe' && 'spec.managementPolicy: Observe',
    spec.privateDNS?.verification !== undefined && 'spec.privateDNS.verification',
    spec.loadBalancers.some(({ gatewayRef }) => gatewayRef !== undefined) && 'spec.loadBalancers gatewayRef',
    (spec.acceptance.rules ?? []).some(({ regions }) => regions !== undefined) && 'spec.acceptance.rules regions',
    (spec.supportedIPAddressTypes ?? []).some((type) => type !== 'ipv4') && 'spec.supportedIPAddressTypes other than ipv4',
  ].filter((one) => one !== false);
  return asked.length === 0
    ? undefined
    : {
        reason: 'NotSupported',
        message: `This version does not carry out ${asked.join(', ')}. Remove it; nothing is done for this object until then.`,
      };
}
