import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  ModifySubnetAttributeRequest,
  Subnet as SubnetView,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { never } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownedBy, specifiedTags, tagList } from '../../tags.ts';
import type { Subnet, Vpc, World } from '../../world.ts';
import { freeAddressCount } from '../privatelink/addresses.ts';
import { cidrRange, contains, isAllowedSize, overlaps } from './cidr.ts';
import { list } from './list.ts';
import { owned } from './not-found.ts';
import { chosenZone } from './zones.ts';

export function createSubnet(input: Checked<CreateSubnetRequest>, caller: Caller): CreateSubnetResult {
  const { world } = caller;
  const vpc = owned('vpc', input.VpcId, { records: world.vpcs, caller });
  if (input.CidrBlock === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter CidrBlock');
  checkSubnetCidr(input.CidrBlock, vpc, world);
  const zoneID = chosenZone({ name: input.AvailabilityZone, id: input.AvailabilityZoneId }, caller);
  const tags = specifiedTags(input.TagSpecifications, 'subnet');
  const subnet: Subnet = {
    ...ownedBy(caller, tags),
    id: world.newID('subnet'),
    vpcID: vpc.id,
    zoneID,
    cidr: input.CidrBlock,
    usedAddresses: new Set(),
  };
  world.subnets.set(subnet.id, subnet);
  return { Subnet: view(subnet, caller) };
}

export function checkSubnetCidr(cidr: string, vpc: Vpc, world: World): void {
  const range = cidrRange(cidr);
  if (!range)
    throw new ApiError('InvalidParameterValue', `Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  if (!isAllowedSize(range)) throw new ApiError('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  if (!vpc.cidrs.some((outer) => contains(outer, cidr))) throw new ApiError('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  const conflict = [...world.subnets.values()].some((other) => other.vpcID === vpc.id && overlaps(other.cidr, cidr));
  if (conflict) throw new ApiError('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
}

function filters({ world, account }: Caller): FilterFields<Subnet> {
  const zoneName = ({ zoneID }: Subnet): string => world.zoneName(account, zoneID);
  const zoneID = (subnet: Subnet): string => subnet.zoneID;
  const cidr = (subnet: Subnet): string => subnet.cidr;
  const no = (): string => 'false';
  return {
    fields: {
      'availability-zone': zoneName,
      availabilityZone: zoneName,
      'availability-zone-id': zoneID,
      availabilityZoneId: zoneID,
      'available-ip-address-count': (subnet) => String(freeAddressCount(subnet)),
      cidr,
      'cidr-block': cidr,
      cidrBlock: cidr,
      'default-for-az': no,
      defaultForAz: no,
      'enable-dns64': no,
      'ipv6-native': no,
      'map-customer-owned-ip-on-launch': no,
      'map-public-ip-on-launch': (subnet) => String(subnet.mapPublicAddressOnLaunch ?? false),
      'owner-id': (subnet) => subnet.account,
      'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': no,
      'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record': no,
      'private-dns-name-options-on-launch.hostname-type': () => 'ip-name',
      state: () => 'available',
      'subnet-arn': arn,
      'subnet-id': ({ id }) => id,
      'vpc-id': ({ vpcID }) => vpcID,
      ...never([
        'customer-owned-ipv4-pool',
        'enable-lni-at-device-index',
        'ipv6-cidr-block-association.ipv6-cidr-block',
        'ipv6-cidr-block-association.association-id',
        'ipv6-cidr-block-association.state',
        'outpost-arn',
      ]),
    },
    tagged: (subnet) => subnet,
  };
}

export function describeSubnets(input: Checked<DescribeSubnetsRequest>, caller: Caller): DescribeSubnetsResult {
  const listing = { kind: 'subnet', records: caller.world.subnets, ids: input.SubnetIds, filters: filters(caller) } as const;
  const { items, NextToken } = list(listing, input, caller);
  return { Subnets: items.map((subnet) => view(subnet, caller)), NextToken };
}

function arn({ region, account, id }: Subnet): string {
  return `arn:aws:ec2:${region}:${account}:subnet/${id}`;
}

function view(subnet: Subnet, { world, account }: Caller): SubnetView {
  return {
    SubnetId: subnet.id,
    SubnetArn: arn(subnet),
    VpcId: subnet.vpcID,
    OwnerId: subnet.account,
    State: 'available',
    CidrBlock: subnet.cidr,
    AvailabilityZone: world.zoneName(account, subnet.zoneID),
    AvailabilityZoneId: subnet.zoneID,
    AvailableIpAddressCount: freeAddressCount(subnet),
    AssignIpv6AddressOnCreation: false,
    DefaultForAz: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    MapCustomerOwnedIpOnLaunch: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    MapPublicIpOnLaunch: subnet.mapPublicAddressOnLaunch ?? false,
    Tags: tagList(subnet.tags),
  };
}

/** The one attribute that the world keeps; it has no public addresses, so that nothing else comes of it. */
export function modifySubnetAttribute(input: Checked<ModifySubnetAttributeRequest>, caller: Caller): object {
  const subnet = owned('subnet', input.SubnetId, { records: caller.world.subnets, caller });
  const { Value: value } = input.MapPublicIpOnLaunch ?? {};
  if (value === undefined) throw new ApiError('InvalidParameterCombination', 'No attributes specified.');
  subnet.mapPublicAddressOnLaunch = value;
  return {};
}

/** Deletes a subnet in which no network interface is left. */
export function deleteSubnet(input: Checked<DeleteSubnetRequest>, caller: Caller): object {
  const { world } = caller;
  const { id } = owned('subnet', input.SubnetId, { records: world.subnets, caller });
  if ([...world.networkInterfaces.values()].some(({ subnetID }) => subnetID === id)) {
    throw new ApiError('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
  }
  world.subnets.delete(id);
  return {};
}
