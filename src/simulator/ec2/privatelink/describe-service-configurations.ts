import type { DescribeVpcEndpointServiceConfigurationsRequest, DescribeVpcEndpointServiceConfigurationsResult } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { EndpointService } from '../../world.ts';
import { checkPageRequest, providerPages } from '../page-request.ts';
import { namedIDs } from './errors.ts';
import { readService } from './service-lookup.ts';
import { serviceView } from './service-view.ts';

const filters: FilterFields<EndpointService> = {
  fields: {
    'service-name': ({ name }) => name,
    'service-id': ({ id }) => id,
    'service-state': ({ state }) => state,
    'supported-ip-address-types': ({ supportedIPAddressTypes }) => supportedIPAddressTypes,
  },
  tagged: (service) => service,
};

/** The caller's own services by ID, where one that is not found fails the whole call, or all that match, in pages. */
export function describeServiceConfigurations(
  input: Checked<DescribeVpcEndpointServiceConfigurationsRequest>,
  caller: Caller,
): DescribeVpcEndpointServiceConfigurationsResult {
  const matches = matchesFilters(input.Filters, filters, caller);
  const ids = namedIDs(input.ServiceIds);
  checkPageRequest(input, providerPages, ids);
  if (ids.length > 0) {
    const named = [...new Set(ids)].map((id) => readService(id, caller)).filter(matches);
    return { ServiceConfigurations: named.map((service) => serviceView(service, caller.world)), NextToken: '' };
  }
  const all = [...caller.world.endpointServices.values()].filter(
    (service) => belongsTo(service, caller) && visible(service, caller) && matches(service),
  );
  const { items, NextToken } = ec2Page(all, input, { caller, key: ({ id }) => id });
  return { ServiceConfigurations: items.map((service) => serviceView(service, caller.world)), NextToken };
}
