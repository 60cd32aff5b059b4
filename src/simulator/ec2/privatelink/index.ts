import {
  CreateVpcEndpoint$,
  DeleteVpcEndpoints$,
  DescribeVpcEndpoints$,
} from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers, tagSpecificationMembers } from '../../operations.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoints } from './delete-endpoints.ts';
import { describeEndpoints } from './describe-endpoints.ts';

const dnsOptionMembers = ['DnsOptions.DnsRecordIpType', 'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint'];
const subnetConfigurationMembers = ['SubnetConfigurations.SubnetId', 'SubnetConfigurations.Ipv4'];

export const privateLinkOperations: Operations = [
  operation(CreateVpcEndpoint$, {
    reads: [
      'VpcId',
      'VpcEndpointType',
      'ServiceName',
      'ServiceRegion',
      'PolicyDocument',
      'SubnetIds',
      'SecurityGroupIds',
      'IpAddressType',
      'ClientToken',
      'PrivateDnsEnabled',
      ...dnsOptionMembers,
      ...subnetConfigurationMembers,
      ...tagSpecificationMembers,
    ],
    run: createEndpoint,
  }),
  operation(DescribeVpcEndpoints$, { reads: ['VpcEndpointIds', ...filterMembers, ...pagingMembers], run: describeEndpoints }),
  operation(DeleteVpcEndpoints$, { reads: ['VpcEndpointIds'], run: deleteEndpoints }),
];
