import type { State, VpcEndpoint } from '@aws-sdk/client-ec2';
import { tagList } from '../../tags.ts';
import type { Endpoint, World } from '../../world.ts';
import { dnsEntries } from './dns-entries.ts';
import { writtenState } from './endpoint-states.ts';
import { payerEntries } from './payers.ts';
import { policyText } from './policies.ts';

/** An endpoint as its owner reads it. */
export function endpointView(endpoint: Endpoint, world: World): VpcEndpoint {
  return {
    ...identity(endpoint),
    // AWS writes lower camel case where the SDK's type says Pascal (aws-facts §0.1).
    State: writtenState(endpoint, world) as State,
    PolicyDocument: policyText(endpoint.policy, endpoint.type),
    RouteTableIds: endpoint.routeTableIDs,
    SubnetIds: [...endpoint.subnets.keys()],
    Groups: groups(endpoint, world),
    IpAddressType: endpoint.ipAddressType,
    DnsOptions: dnsOptions(endpoint),
    PrivateDnsEnabled: endpoint.privateDNSEnabled,
    NetworkInterfaceIds: [...endpoint.subnets.values()].map(({ networkInterfaceID }) => networkInterfaceID),
    DnsEntries: dnsEntries(endpoint, world),
    Tags: tagList(endpoint.tags),
    ...lastError(endpoint),
    PayerResponsibilities: payerEntries(endpoint),
  };
}

function identity(endpoint: Endpoint): VpcEndpoint {
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcID,
    ServiceName: endpoint.serviceName,
    ServiceRegion: endpoint.serviceRegion,
    RequesterManaged: endpoint.requesterManaged,
    CreationTimestamp: new Date(endpoint.createdAt),
    OwnerId: endpoint.account,
  };
}

function groups({ securityGroupIDs }: Endpoint, world: World) {
  return securityGroupIDs.map((GroupId) => ({ GroupId, GroupName: world.securityGroups.get(GroupId)?.name ?? '' }));
}

function dnsOptions({ dnsOptions: { recordIPType, onlyForInboundResolver } }: Endpoint): VpcEndpoint['DnsOptions'] {
  return {
    ...(recordIPType === undefined ? {} : { DnsRecordIpType: recordIPType as 'ipv4' }),
    ...(onlyForInboundResolver === undefined ? {} : { PrivateDnsOnlyForInboundResolverEndpoint: onlyForInboundResolver }),
  };
}

function lastError({ lastError: error }: Endpoint): Pick<VpcEndpoint, 'LastError' | 'FailureReason'> {
  return error ? { LastError: { Code: error.code, Message: error.message }, FailureReason: error.message } : {};
}
