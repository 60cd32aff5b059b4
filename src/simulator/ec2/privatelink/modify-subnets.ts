import type { ModifyVpcEndpointRequest } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import type { Endpoint, Subnet } from '../../world.ts';
import type { Attachment } from './endpoint-interfaces.ts';
import { invalidParameter } from './errors.ts';
import type { OfferedService } from './offered-service.ts';
import { checkFreeAddresses, checkZones, chosenSubnets } from './subnets.ts';

export interface SubnetChange {
  /** IDs of subnets whose interface goes; a subnet with a newly designated address is in both lists. */
  readonly detached: readonly string[];
  readonly attached: readonly Attachment[];
}

interface Subject {
  readonly endpoint: Endpoint;
  readonly service: OfferedService;
  readonly caller: Caller;
}

type Input = Pick<ModifyVpcEndpointRequest, 'AddSubnetIds' | 'RemoveSubnetIds' | 'SubnetConfigurations'>;

/** Which interfaces a Modify takes away and makes, once all of it is known to be allowed. */
export function subnetChange(input: Input, subject: Subject): SubnetChange {
  const { endpoint, service, caller } = subject;
  const { AddSubnetIds: added = [], RemoveSubnetIds: removed = [], SubnetConfigurations: configured = [] } = input;
  if (added.length + removed.length + configured.length === 0) return { detached: [], attached: [] };
  if (endpoint.type !== 'Interface') throw invalidParameter(`The subnets of endpoints of type ${endpoint.type} cannot be changed.`);
  const stranger = removed.find((id) => !endpoint.subnets.has(id));
  if (stranger !== undefined) throw invalidParameter(`The subnet ${stranger} is not associated with ${endpoint.id}.`);
  const attached = chosenSubnets({ SubnetIds: added, SubnetConfigurations: configured }, endpoint.vpcID, caller);
  const replaced = attached.filter(({ subnet }) => endpoint.subnets.has(subnet.id) && !added.includes(subnet.id));
  // A subnet to be removed still counts: add and remove in one zone in one call is refused.
  const remaining = attachedSubnets(subject).filter(({ id }) => !replaced.some(({ subnet }) => subnet.id === id));
  checkZones([...remaining, ...attached.map(({ subnet }) => subnet)], { ...service, zoneIDs: zonesFor(remaining, service) }, caller);
  checkFreeAddresses(attached.filter((attachment) => !replaced.includes(attachment)));
  return { detached: [...removed, ...replaced.map(({ subnet }) => subnet.id)], attached };
}

function attachedSubnets({ endpoint, caller }: Subject): Subnet[] {
  return [...endpoint.subnets.keys()].flatMap((id) => caller.world.subnets.get(id) ?? []);
}

/** A zone that the provider has given up does not stand in the way of what is attached there already. */
function zonesFor(attached: readonly Subnet[], { zoneIDs }: OfferedService): string[] {
  return [...zoneIDs, ...attached.map(({ zoneID }) => zoneID)];
}
