import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Subnet } from '../../world.ts';
import { owned } from '../network/not-found.ts';
import { checkAddress, freeAddressCount, noFreeAddress } from './addresses.ts';
import type { Attachment } from './endpoint-interfaces.ts';
import { invalidParameter } from './errors.ts';
import type { OfferedService } from './offered-service.ts';

/** Zones that AWS does not serve from other Regions (aws-facts §4). */
const notRemote = new Set(['use1-az3', 'usw1-az2', 'apne1-az3', 'apne2-az2', 'apne2-az4']);

export interface SubnetChoice {
  readonly SubnetIds: readonly string[] | undefined;
  readonly SubnetConfigurations: readonly { readonly SubnetId?: string | undefined; readonly Ipv4?: string | undefined }[] | undefined;
}

/** The named subnets with their designated addresses: each must exist, be in the VPC, and have one address. */
export function chosenSubnets({ SubnetIds, SubnetConfigurations }: SubnetChoice, vpcID: string, caller: Caller): Attachment[] {
  const addresses = new Map((SubnetConfigurations ?? []).map(({ SubnetId = '', Ipv4 }) => [SubnetId, Ipv4]));
  if (addresses.size < (SubnetConfigurations ?? []).length) {
    throw invalidParameter('Each subnet may be named by one SubnetConfiguration only.');
  }
  const named = SubnetIds ?? [];
  const ids = [...named, ...[...addresses.keys()].filter((id) => !named.includes(id))];
  return ids.map((id) => {
    const subnet = findSubnet(id, vpcID, caller);
    const address = addresses.get(id);
    if (address !== undefined) checkAddress(subnet, address);
    return { subnet, address };
  });
}

function findSubnet(id: string, vpcID: string, caller: Caller): Subnet {
  const subnet = owned('subnet', id, { records: caller.world.subnets, caller });
  if (subnet.vpcID !== vpcID) throw invalidParameter(`The subnet ${id} does not belong to the VPC ${vpcID}.`);
  return subnet;
}

/** Refuses subnets that the service does not reach, and two in one zone. There is no partial success. */
export function checkZones(subnets: readonly Subnet[], service: OfferedService, caller: Caller): void {
  const zones = new Set<string>();
  for (const { id, zoneID } of subnets) {
    checkOffered({ id, zoneID }, service, caller);
    if (zones.has(zoneID)) throw duplicate(zoneID, caller);
    zones.add(zoneID);
  }
}

export function duplicate(zoneID: string, { world, account }: Caller): ApiError {
  const message = `Found another VPC endpoint subnet in the availability zone of ${world.zoneName(account, zoneID)}`;
  return new ApiError('DuplicateSubnetsInSameZone', message);
}

function checkOffered({ id, zoneID }: Pick<Subnet, 'id' | 'zoneID'>, service: OfferedService, caller: Caller): void {
  if (service.region !== caller.region) {
    if (!notRemote.has(zoneID)) return;
    const allowed = (caller.world.zones.get(caller.region) ?? []).filter((zone) => !notRemote.has(zone));
    throw invalidParameter(`Only the following availability zones are supported for remote access: ${allowed.join(', ')}`);
  }
  if (service.zoneIDs.includes(zoneID)) return;
  throw invalidParameter(`The VPC endpoint service ${service.name} does not support the availability zone of the subnet: ${id}`);
}

/** Refuses if any subnet has no address left for one more interface. */
export function checkFreeAddresses(attachments: readonly Attachment[]): void {
  for (const { subnet } of attachments) if (freeAddressCount(subnet) < 1) throw noFreeAddress(subnet);
}
