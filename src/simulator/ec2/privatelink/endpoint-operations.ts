import {
  CreateVpcEndpoint$,
  DeleteVpcEndpoints$,
  DescribePrefixLists$,
  DescribeVpcEndpointAssociations$,
  DescribeVpcEndpointServices$,
  DescribeVpcEndpoints$,
  ModifyVpcEndpoint$,
  ModifyVpcEndpointPayerResponsibility$,
} from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers, tagSpecificationMembers } from '../../operations.ts';
import { describeAssociations } from './associations.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoints } from './delete-endpoints.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import { describeServices } from './describe-services.ts';
import { modifyEndpoint } from './modify-endpoint.ts';
import { modifyEndpointPayer } from './payers.ts';
import { describePrefixLists } from './prefix-lists.ts';

const optionMembers = [
  'PolicyDocument',
  'PrivateDnsEnabled',
  'IpAddressType',
  'DnsOptions.DnsRecordIpType',
  'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint',
  'SubnetConfigurations.SubnetId',
  'SubnetConfigurations.Ipv4',
];
const listMembers = [...filterMembers, ...pagingMembers];

/**
 * The consumer's side. Refused: route tables (the world has none), IPv6 addresses (its subnets have none), and whatever belongs to
 * the endpoint types of VPC Lattice.
 */
export const endpointOperations: Operations = [
  operation(CreateVpcEndpoint$, {
    reads: [
      'VpcId',
      'VpcEndpointType',
      'ServiceName',
      'ServiceRegion',
      'SubnetIds',
      'SecurityGroupIds',
      'ClientToken',
      ...optionMembers,
      ...tagSpecificationMembers,
    ],
    run: createEndpoint,
  }),
  operation(ModifyVpcEndpoint$, {
    reads: [
      'VpcEndpointId',
      'ResetPolicy',
      'AddSubnetIds',
      'RemoveSubnetIds',
      'AddSecurityGroupIds',
      'RemoveSecurityGroupIds',
      ...optionMembers,
    ],
    run: modifyEndpoint,
  }),
  operation(DeleteVpcEndpoints$, { reads: ['VpcEndpointIds'], run: deleteEndpoints }),
  operation(DescribeVpcEndpoints$, { reads: ['VpcEndpointIds', ...listMembers], run: describeEndpoints }),
  operation(DescribeVpcEndpointServices$, { reads: ['ServiceNames', 'ServiceRegions', ...listMembers], run: describeServices }),
  operation(DescribeVpcEndpointAssociations$, { reads: ['VpcEndpointIds', ...listMembers], run: describeAssociations }),
  operation(ModifyVpcEndpointPayerResponsibility$, {
    reads: ['VpcEndpointId', 'PayerResponsibility', 'Scope'],
    run: modifyEndpointPayer,
  }),
  operation(DescribePrefixLists$, { reads: ['PrefixListIds', ...listMembers], run: describePrefixLists }),
];
