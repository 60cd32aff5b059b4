import type { DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult } from '@aws-sdk/client-ec2';
import { matchesFilters } from '../../filters.ts';
import type { FilterFields } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { Endpoint } from '../../world.ts';
import { checkPageRequest, consumerPages } from '../page-request.ts';
import { readEndpoint } from './endpoint-lookup.ts';
import { endpointView } from './endpoint-view.ts';
import { namedIDs } from './errors.ts';

const filters: FilterFields<Endpoint> = {
  fields: {
    'ip-address-type': ({ ipAddressType }) => ipAddressType,
    'service-name': ({ serviceName }) => serviceName,
    'service-region': ({ serviceRegion }) => serviceRegion,
    'vpc-id': ({ vpcID }) => vpcID,
    'vpc-endpoint-id': ({ id }) => id,
    // Lower camel case, whatever the replies write.
    'vpc-endpoint-state': ({ state }) => state,
    'vpc-endpoint-type': ({ type }) => type,
  },
  tagged: (endpoint) => endpoint,
};

/** Endpoints by ID, where one that is not found fails the whole call, or all that match, in pages. */
export function describeEndpoints(input: Checked<DescribeVpcEndpointsRequest>, caller: Caller): DescribeVpcEndpointsResult {
  const matches = matchesFilters(input.Filters, filters, caller);
  const ids = namedIDs(input.VpcEndpointIds);
  checkPageRequest(input, consumerPages, ids);
  if (ids.length > 0) {
    const named = [...new Set(ids)].map((id) => readEndpoint(id, caller)).filter(matches);
    return { VpcEndpoints: named.map((endpoint) => endpointView(endpoint, caller.world)), NextToken: '' };
  }
  const all = [...caller.world.endpoints.values()].filter(
    (endpoint) => belongsTo(endpoint, caller) && visible(endpoint, caller) && matches(endpoint),
  );
  const { items, NextToken } = ec2Page(all, input, { caller, key: ({ id }) => id });
  return { VpcEndpoints: items.map((endpoint) => endpointView(endpoint, caller.world)), NextToken };
}
