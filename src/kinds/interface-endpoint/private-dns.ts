import type { Fact } from '../../core/reading.ts';
import type { Endpoint } from './endpoint.ts';
import type { VpcDNS } from './facts.ts';

export type PrivateDNS =
  | { readonly state: 'off' | 'on' | 'toDisable' | 'toEnable' }
  /** AWS would refuse, or the name would not resolve: `message` says what to change. */
  | { readonly state: 'held'; readonly message: string }
  | { readonly state: 'waiting'; readonly message: string };

/** Private DNS goes on only once the endpoint is accepted and available and the VPC can resolve the name; it goes off at once. */
export function privateDNS(wanted: boolean, endpoint: Endpoint, vpc: Fact<VpcDNS>): PrivateDNS {
  if (!wanted) return { state: endpoint.privateDNS ? 'toDisable' : 'off' };
  if (vpc.state === 'present' && !(vpc.value.support && vpc.value.hostnames))
    return { state: 'held', message: attributesOff(endpoint.vpcID, vpc.value) };
  if (endpoint.privateDNS) return { state: 'on' };
  if (endpoint.state !== 'available')
    return { state: 'waiting', message: `Private DNS goes on once ${endpoint.id} is accepted and available.` };
  if (vpc.state !== 'present')
    return {
      state: 'waiting',
      message: `Cannot tell whether ${endpoint.vpcID} resolves private names${vpc.state === 'unknown' ? `: ${vpc.failure.message}` : '.'}`,
    };
  return { state: 'toEnable' };
}

function attributesOff(vpcID: string, { support, hostnames }: VpcDNS): string {
  const off = [support ? [] : ['enableDnsSupport'], hostnames ? [] : ['enableDnsHostnames']].flat();
  return `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off in ${vpcID}, so its private name cannot resolve there. Turn ${off.length === 1 ? 'it' : 'them'} on in the VPC.`;
}
