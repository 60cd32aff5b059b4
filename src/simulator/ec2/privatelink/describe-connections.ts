import type {
  DescribeVpcEndpointConnectionsRequest,
  DescribeVpcEndpointConnectionsResult,
  State,
  VpcEndpointConnection,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { tagList } from '../../tags.ts';
import { belongsTo } from '../../visibility.ts';
import type { Endpoint, EndpointService, World } from '../../world.ts';
import { checkPageRequest, providerPages } from '../page-request.ts';
import { isListed } from './connections.ts';
import { dnsEntries } from './dns-entries.ts';
import { writtenState } from './endpoint-states.ts';
import { ownServiceByName } from './offered-service.ts';
import { payerEntries } from './payers.ts';

interface Connection {
  readonly service: EndpointService;
  readonly endpoint: Endpoint;
}

const filters: FilterFields<Connection> = {
  fields: {
    'ip-address-type': ({ endpoint }) => endpoint.ipAddressType,
    'service-id': ({ service }) => service.id,
    'vpc-endpoint-owner': ({ endpoint }) => endpoint.account,
    'vpc-endpoint-region': ({ endpoint }) => endpoint.region,
    'vpc-endpoint-state': ({ endpoint }) => endpoint.state,
    'vpc-endpoint-id': ({ endpoint }) => endpoint.id,
  },
};

/** The connections to the caller's services. A new one is late; a rejected one stays until its consumer deletes it. */
export function describeConnections(
  input: Checked<DescribeVpcEndpointConnectionsRequest>,
  caller: Caller,
): DescribeVpcEndpointConnectionsResult {
  checkPageRequest(input, providerPages);
  const { world } = caller;
  const matches = matchesFilters(input.Filters, filters, caller);
  const all = [...world.endpoints.values()]
    .flatMap((endpoint) => connectionOf(endpoint, caller))
    .filter((connection) => matches(connection));
  const { items, NextToken } = ec2Page(all, input, { caller, key: ({ endpoint }) => endpoint.connectionID });
  return { VpcEndpointConnections: items.map((connection) => view(connection, world)), NextToken };
}

function connectionOf(endpoint: Endpoint, caller: Caller): Connection[] {
  const service = ownServiceByName(caller.world, endpoint.serviceName);
  if (!service || !belongsTo(service, caller) || endpoint.state === 'deleted' || !isListed(endpoint, caller)) return [];
  return [{ service, endpoint }];
}

function view({ service, endpoint }: Connection, world: World): VpcEndpointConnection {
  return {
    ServiceId: service.id,
    VpcEndpointId: endpoint.id,
    VpcEndpointOwner: endpoint.account,
    VpcEndpointState: writtenState(endpoint, world) as State,
    CreationTimestamp: new Date(endpoint.createdAt),
    DnsEntries: dnsEntries(endpoint, world),
    ...loadBalancers(service, endpoint),
    IpAddressType: endpoint.ipAddressType,
    VpcEndpointConnectionId: endpoint.connectionID,
    Tags: tagList(endpoint.connectionTags),
    VpcEndpointRegion: endpoint.region,
    PayerResponsibilities: payerEntries(endpoint),
  };
}

function loadBalancers({ type, loadBalancerARNs }: EndpointService, { subnets }: Endpoint): Partial<VpcEndpointConnection> {
  const pinned = new Set([...subnets.values()].flatMap(({ loadBalancerARN }) => loadBalancerARN ?? []));
  const arns = pinned.size > 0 ? [...pinned] : loadBalancerARNs;
  return type === 'Interface' ? { NetworkLoadBalancerArns: arns } : { GatewayLoadBalancerArns: arns };
}
