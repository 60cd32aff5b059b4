import { contains } from './ec2/network/cidr.ts';
import type { SecurityGroupRule, World } from './world.ts';

/** Who connects: an address, and the groups of the interface it is on. */
export interface Source {
  readonly address: string;
  readonly securityGroupIDs: readonly string[];
}

/** Whether any of the groups lets TCP from the source in to the port. No group at all admits nobody. */
export function admits(
  groupIDs: readonly string[],
  { source, port }: { readonly source: Source; readonly port: number },
  world: World,
): boolean {
  const rules = groupIDs.flatMap((id) => world.securityGroups.get(id)?.rules ?? []);
  return rules.some((rule) => rule.direction === 'ingress' && coversPort(rule, port) && coversSource(rule, source));
}

function coversPort({ protocol, fromPort, toPort }: SecurityGroupRule, port: number): boolean {
  return protocol === '-1' || (protocol === 'tcp' && fromPort <= port && port <= toPort);
}

function coversSource({ source: allowed }: SecurityGroupRule, { address, securityGroupIDs }: Source): boolean {
  return 'cidr' in allowed ? contains(allowed.cidr, address) : securityGroupIDs.includes(allowed.groupID);
}
