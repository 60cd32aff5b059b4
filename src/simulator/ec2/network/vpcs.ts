import type {
  CreateVpcRequest,
  CreateVpcResult,
  DeleteVpcRequest,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  Vpc as VpcView,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { never } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownedBy, specifiedTags, tagList } from '../../tags.ts';
import type { Vpc } from '../../world.ts';
import { cidrRange, isAllowedSize } from './cidr.ts';
import { list } from './list.ts';
import { owned } from './not-found.ts';
import { newDefaultGroup } from './new-security-group.ts';

/** Makes a VPC and its default security group. */
export function createVpc(input: Checked<CreateVpcRequest>, caller: Caller): CreateVpcResult {
  if (input.CidrBlock === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter CidrBlock');
  checkVpcCidr(input.CidrBlock);
  if (input.InstanceTenancy !== undefined && input.InstanceTenancy !== 'default')
    throw unsupported('InstanceTenancy', input.InstanceTenancy);
  if (input.AmazonProvidedIpv6CidrBlock === true) throw unsupported('AmazonProvidedIpv6CidrBlock', 'true');
  const tags = specifiedTags(input.TagSpecifications, 'vpc');
  const vpc: Vpc = {
    ...ownedBy(caller, tags),
    id: caller.world.newID('vpc'),
    cidrs: [input.CidrBlock],
    enableDnsSupport: true,
    enableDnsHostnames: false,
    isDefault: false,
  };
  caller.world.vpcs.set(vpc.id, vpc);
  newDefaultGroup(vpc, caller);
  return { Vpc: { ...view(vpc), State: 'pending' } };
}

function unsupported(parameter: string, value: string): ApiError {
  return new ApiError('UnsupportedOperation', `The value ${value} for parameter ${parameter} is not supported by this simulator.`);
}

export function checkVpcCidr(cidr: string): void {
  const range = cidrRange(cidr);
  if (!range)
    throw new ApiError('InvalidParameterValue', `Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  if (!isAllowedSize(range)) throw new ApiError('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
}

const dhcpOptionsID = 'default';

function associationID({ id }: Vpc, index: number): string {
  return `vpc-cidr-assoc-${id.slice('vpc-'.length, -1)}${index}`;
}

const filters: FilterFields<Vpc> = {
  fields: {
    cidr: ({ cidrs }) => cidrs[0],
    'cidr-block-association.association-id': (vpc) => vpc.cidrs.map((_cidr, index) => associationID(vpc, index)),
    'cidr-block-association.cidr-block': ({ cidrs }) => cidrs,
    'cidr-block-association.state': () => 'associated',
    'dhcp-options-id': () => dhcpOptionsID,
    'is-default': ({ isDefault }) => String(isDefault),
    isDefault: ({ isDefault }) => String(isDefault),
    'owner-id': ({ account }) => account,
    state: () => 'available',
    'vpc-id': ({ id }) => id,
    ...never([
      'ipv6-cidr-block-association.ipv6-cidr-block',
      'ipv6-cidr-block-association.ipv6-pool',
      'ipv6-cidr-block-association.association-id',
      'ipv6-cidr-block-association.state',
    ]),
  },
  tagged: (vpc) => vpc,
};

export function describeVpcs(input: Checked<DescribeVpcsRequest>, caller: Caller): DescribeVpcsResult {
  const listing = { kind: 'vpc', records: caller.world.vpcs, ids: input.VpcIds, filters } as const;
  const { items, NextToken } = list(listing, input, caller);
  return { Vpcs: items.map(view), NextToken };
}

function view(vpc: Vpc): VpcView {
  return {
    VpcId: vpc.id,
    OwnerId: vpc.account,
    State: 'available',
    CidrBlock: vpc.cidrs[0],
    CidrBlockAssociationSet: vpc.cidrs.map((cidr, index) => ({
      AssociationId: associationID(vpc, index),
      CidrBlock: cidr,
      CidrBlockState: { State: 'associated' },
    })),
    DhcpOptionsId: dhcpOptionsID,
    InstanceTenancy: 'default',
    IsDefault: vpc.isDefault,
    Tags: tagList(vpc.tags),
  };
}

/** Deletes an empty VPC with its default security group. */
export function deleteVpc(input: Checked<DeleteVpcRequest>, caller: Caller): object {
  const { world } = caller;
  const { id } = owned('vpc', input.VpcId, { records: world.vpcs, caller });
  const groups = [...world.securityGroups.values()].filter(({ vpcID }) => vpcID === id);
  const hasSubnet = [...world.subnets.values()].some(({ vpcID }) => vpcID === id);
  const hasEndpoint = [...world.endpoints.values()].some(({ vpcID, state }) => vpcID === id && state !== 'deleted');
  if (hasSubnet || hasEndpoint || groups.some(({ name }) => name !== 'default')) {
    throw new ApiError('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted.`);
  }
  for (const group of groups) world.securityGroups.delete(group.id);
  world.vpcs.delete(id);
  return {};
}
