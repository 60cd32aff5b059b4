import type { DescribeVpcEndpointAssociationsRequest, DescribeVpcEndpointAssociationsResult } from '@aws-sdk/client-ec2';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { associationPages, checkPageRequest } from '../page-request.ts';
import { readEndpoint } from './endpoint-lookup.ts';
import { namedIDs } from './errors.ts';

const unnamed = (): undefined => undefined;

/** Only endpoints of VPC Lattice types have associations, and this world has none of those: the list is true, and empty. */
export function describeAssociations(
  input: Checked<DescribeVpcEndpointAssociationsRequest>,
  caller: Caller,
): DescribeVpcEndpointAssociationsResult {
  for (const id of namedIDs(input.VpcEndpointIds)) readEndpoint(id, caller);
  checkPageRequest(input, associationPages);
  const fields = {
    'vpc-endpoint-id': unnamed,
    'associated-resource-accessibility': unnamed,
    'association-id': unnamed,
    'associated-resource-id': unnamed,
    'service-network-arn': unnamed,
    'resource-configuration-group-arn': unnamed,
    'service-network-resource-association-id': unnamed,
  };
  const associations: never[] = [];
  const matching = associations.filter(matchesFilters(input.Filters, { fields }, caller));
  const { items, NextToken } = ec2Page(matching, input, { caller, key: String });
  return { VpcEndpointAssociations: items, NextToken };
}
