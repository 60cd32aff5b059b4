import type { Failure } from '../../core/outcome.ts';
import { cidrsCover } from '../common/cidr.ts';
import { admits, portOf } from './admits.ts';
import type { Endpoint } from './endpoint.ts';
import type { Facts } from './facts.ts';

/** Which of its VPC's address blocks an endpoint's security groups keep out, as far as rules tell. */
export type ShutOut =
  | { readonly known: true; readonly cidrs: readonly string[] }
  | { readonly known: false; readonly message: string; readonly failure?: Failure };

/** Rules by security group or prefix list may admit anybody: with one of them nobody is taken to be shut out. */
export function shutOut({ groups, vpcCIDRs }: Pick<Facts, 'groups' | 'vpcCIDRs'>, endpoint: Endpoint): ShutOut {
  const cannotTell = `Cannot tell whether the security groups of ${endpoint.id} admit the addresses of ${endpoint.vpcID}`;
  if (!groups.known) return { known: false, message: `${cannotTell}: ${groups.failure.message}`, failure: groups.failure };
  const admitted = admits(endpoint, groups.items);
  if (admitted === undefined) return { known: false, message: `${cannotTell}: AWS does not list all of them.` };
  if (admitted.others) return { known: true, cidrs: [] };
  if (vpcCIDRs.state === 'unknown')
    return { known: false, message: `${cannotTell}: ${vpcCIDRs.failure.message}`, failure: vpcCIDRs.failure };
  if (vpcCIDRs.state === 'absent') return { known: false, message: `${cannotTell}: AWS does not show the VPC.` };
  return { known: true, cidrs: vpcCIDRs.value.filter((cidr) => !cidrsCover(admitted.cidrs, cidr)) };
}

/** Which groups do not admit whom on which port, as the beginning of a sentence. */
export function shutOutWords(cidrs: readonly string[], { groupIDs, id, vpcID, serviceName }: Endpoint): string {
  const groups = `${groupIDs.length === 1 ? 'Security group' : 'Security groups'} ${groupIDs.join(', ')} of ${id}`;
  return `${groups} ${groupIDs.length === 1 ? 'does' : 'do'} not admit all of ${cidrs.join(', ')} of ${vpcID} on ${portOf(serviceName) === undefined ? 'any TCP port' : ruleWords(serviceName)}`;
}

/** The port that a rule to add must open. */
export function ruleWords(serviceName: string): string {
  const port = portOf(serviceName);
  return port === undefined ? "the service's TCP port" : `TCP port ${port}`;
}
