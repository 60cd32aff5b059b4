import type { Failure } from '../../core/outcome.ts';
import type { InterfaceEndpointInput } from './assessment.ts';
import { zoneConflict } from './zone-conflict.ts';
import type { Endpoint } from './endpoint.ts';
import type { VpcDNS } from './facts.ts';
import { ruleWords, type ShutOut, shutOut, shutOutWords } from './shut-out.ts';

export type PrivateDNS =
  | { readonly state: 'off' | 'toDisable' | 'toEnable' }
  /** What goes wrong all the same, in sentences; undefined where that cannot be told now. */
  | { readonly state: 'on'; readonly warnings: readonly string[] | undefined }
  /** AWS would refuse, or the name would lead nowhere: `message` says what to change. */
  | { readonly state: 'held'; readonly message: string }
  /** With a failure where something that it depends on could not be read. */
  | { readonly state: 'waiting'; readonly message: string; readonly failure?: Failure };

/**
 * Private DNS goes on only once the endpoint is accepted and available, the VPC can resolve the name, and all of the VPC is let in
 * where it leads. It goes off at once, but never by itself.
 */
export function privateDNS({ object, facts }: InterfaceEndpointInput, endpoint: Endpoint): PrivateDNS {
  const { enabled, force = false } = object.spec.privateDNS;
  if (!enabled) return { state: endpoint.privateDNS ? 'toDisable' : 'off' };
  const { vpcDNS } = facts;
  if (vpcDNS.state === 'present' && !(vpcDNS.value.support && vpcDNS.value.hostnames))
    return { state: 'held', message: attributesOff(endpoint.vpcID, vpcDNS.value) };
  const out = shutOut(facts, endpoint);
  if (endpoint.privateDNS) return { state: 'on', warnings: timeOuts(out, endpoint) };
  const conflict = zoneConflict(facts, endpoint);
  if (conflict !== undefined) return conflict;
  if (!force && out.known && out.cidrs.length > 0) return { state: 'held', message: wouldTimeOut(out.cidrs, endpoint) };
  if (endpoint.state !== 'available')
    return { state: 'waiting', message: `Private DNS goes on once ${endpoint.id} is accepted and available.` };
  if (vpcDNS.state === 'unknown')
    return {
      state: 'waiting',
      message: `Cannot tell whether ${endpoint.vpcID} resolves private names: ${vpcDNS.failure.message}`,
      failure: vpcDNS.failure,
    };
  if (vpcDNS.state === 'absent') return { state: 'waiting', message: `Cannot tell whether ${endpoint.vpcID} resolves private names.` };
  if (!force && !out.known) return { ...out, state: 'waiting' };
  return { state: 'toEnable' };
}

function attributesOff(vpcID: string, { support, hostnames }: VpcDNS): string {
  const off = [support ? [] : ['enableDnsSupport'], hostnames ? [] : ['enableDnsHostnames']].flat();
  return `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off in ${vpcID}, so its private name cannot resolve there. Turn ${off.length === 1 ? 'it' : 'them'} on in the VPC.`;
}

/** The name that leads elsewhere now would lead to where nobody answers: a black hole for these. */
function wouldTimeOut(cidrs: readonly string[], endpoint: Endpoint): string {
  return `${shutOutWords(cidrs, endpoint)}: with private DNS on, connections from there would time out. Add an inbound rule for ${cidrs.join(', ')} on ${ruleWords(endpoint.serviceName)}, or set spec.privateDNS.force to true if nobody there needs the service.`;
}

function timeOuts(out: ShutOut, endpoint: Endpoint): readonly string[] | undefined {
  if (!out.known) return undefined;
  if (out.cidrs.length === 0) return [];
  return [
    `${shutOutWords(out.cidrs, endpoint)}: connections from there time out. Add an inbound rule on ${ruleWords(endpoint.serviceName)} if somebody there needs the service.`,
  ];
}
