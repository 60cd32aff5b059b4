import { describe, expect, test } from 'vitest';
import { privateLinkOperations } from '../../src/simulator/ec2/privatelink/index.ts';
import { tagOperations } from '../../src/simulator/ec2/tags/index.ts';
import { stsOperations } from '../../src/simulator/sts/index.ts';
import { ApiError } from '../../src/simulator/handler.ts';
import type { LoadBalancer } from '../../src/simulator/world.ts';
import type { Published } from './support/published.ts';
import { published } from './support/published.ts';
import { addLoadBalancer } from './support/records.ts';
import { recording } from './support/recording.ts';
import { calm, consumer, provider, region, simulation } from './support/simulation.ts';

interface Place extends Published {
  readonly endpointID: string;
  readonly notificationID: string;
  readonly spare: LoadBalancer;
}

const Filters = [{ Name: 'tag-key', Values: ['x'] }];
const noTagFilters = [{ Name: 'service-id', Values: ['x'] }];
const list = { MaxResults: 10, NextToken: Buffer.from('page:').toString('base64url') };
const topic = 'arn:aws:sns:eu-west-1:111111111111:topic';
const policy = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}';
const specification = (ResourceType: string) => ({ TagSpecifications: [{ ResourceType, Tags: [{ Key: 'k', Value: 'v' }] }] });

/** Inputs that together name every member that an operation says it reads. The caller is the consumer unless said otherwise. */
const inputs: Readonly<Record<string, (place: Place) => readonly object[]>> = {
  CreateVpcEndpoint: ({ vpc, subnets }) => [
    {
      VpcId: vpc.id,
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      ServiceRegion: region,
      SubnetIds: [subnets[0].id],
      SecurityGroupIds: [],
      PolicyDocument: policy,
      PrivateDnsEnabled: false,
      IpAddressType: 'ipv4',
      ClientToken: '',
      DnsOptions: { DnsRecordIpType: 'ipv4', PrivateDnsOnlyForInboundResolverEndpoint: false },
      SubnetConfigurations: [{ SubnetId: subnets[0].id, Ipv4: '10.0.1.99' }],
      ...specification('vpc-endpoint'),
    },
  ],
  ModifyVpcEndpoint: ({ endpointID, subnets }) => [
    {
      VpcEndpointId: endpointID,
      ResetPolicy: false,
      AddSubnetIds: [subnets[1].id],
      RemoveSubnetIds: [],
      AddSecurityGroupIds: [],
      RemoveSecurityGroupIds: [],
      PolicyDocument: policy,
      PrivateDnsEnabled: false,
      IpAddressType: 'ipv4',
      DnsOptions: { DnsRecordIpType: 'ipv4', PrivateDnsOnlyForInboundResolverEndpoint: false },
      SubnetConfigurations: [{ SubnetId: subnets[1].id, Ipv4: '10.0.2.99' }],
    },
  ],
  DeleteVpcEndpoints: () => [{ VpcEndpointIds: ['vpce-0'] }],
  DescribeVpcEndpoints: ({ endpointID }) => [{ VpcEndpointIds: [endpointID] }, { Filters, ...list }],
  DescribeVpcEndpointServices: ({ serviceName }) => [{ ServiceNames: [serviceName], ServiceRegions: [region], Filters, ...list }],
  DescribeVpcEndpointAssociations: ({ endpointID }) => [
    { VpcEndpointIds: [endpointID], Filters: [{ Name: 'vpc-endpoint-id', Values: ['x'] }], ...list },
  ],
  ModifyVpcEndpointPayerResponsibility: ({ endpointID }) => [
    { VpcEndpointId: endpointID, Scope: 'vpc-endpoint-charges', PayerResponsibility: 'vpc-endpoint-account' },
  ],
  DescribePrefixLists: () => [{ PrefixListIds: [''], Filters: [{ Name: 'prefix-list-id', Values: ['x'] }], ...list }],
  CreateVpcEndpointServiceConfiguration: ({ spare }) => [
    {
      AcceptanceRequired: true,
      PrivateDnsName: 'api.example.com',
      NetworkLoadBalancerArns: [spare.arn],
      GatewayLoadBalancerArns: [],
      SupportedIpAddressTypes: ['ipv4'],
      SupportedRegions: [region],
      ClientToken: '',
      ...specification('vpc-endpoint-service'),
    },
  ],
  ModifyVpcEndpointServiceConfiguration: ({ serviceID }) => [
    {
      ServiceId: serviceID,
      PrivateDnsName: 'api.example.com',
      RemovePrivateDnsName: false,
      AcceptanceRequired: true,
      AddNetworkLoadBalancerArns: [],
      RemoveNetworkLoadBalancerArns: [],
      AddGatewayLoadBalancerArns: [],
      RemoveGatewayLoadBalancerArns: [],
      AddSupportedIpAddressTypes: ['ipv4'],
      RemoveSupportedIpAddressTypes: [],
      AddSupportedRegions: [region],
      RemoveSupportedRegions: [],
    },
  ],
  DeleteVpcEndpointServiceConfigurations: () => [{ ServiceIds: ['vpce-svc-0'] }],
  DescribeVpcEndpointServiceConfigurations: ({ serviceID }) => [{ ServiceIds: [serviceID] }, { Filters, ...list }],
  ModifyVpcEndpointServicePermissions: ({ serviceID }) => [
    { ServiceId: serviceID, AddAllowedPrincipals: ['*'], RemoveAllowedPrincipals: ['*'] },
  ],
  DescribeVpcEndpointServicePermissions: ({ serviceID }) => [
    { ServiceId: serviceID, Filters: [{ Name: 'principal', Values: ['x'] }], ...list },
  ],
  StartVpcEndpointServicePrivateDnsVerification: ({ serviceID }) => [{ ServiceId: serviceID }],
  ModifyVpcEndpointServicePayerResponsibility: ({ serviceID }) => [{ ServiceId: serviceID, PayerResponsibility: 'ServiceOwner' }],
  DescribeVpcEndpointConnections: () => [{ Filters: noTagFilters, ...list }],
  AcceptVpcEndpointConnections: ({ serviceID }) => [{ ServiceId: serviceID, VpcEndpointIds: ['vpce-0'] }],
  RejectVpcEndpointConnections: ({ serviceID }) => [{ ServiceId: serviceID, VpcEndpointIds: ['vpce-0'] }],
  CreateVpcEndpointConnectionNotification: ({ serviceID }) => [
    { ServiceId: serviceID, VpcEndpointId: undefined, ConnectionNotificationArn: topic, ConnectionEvents: ['Accept'], ClientToken: '' },
  ],
  ModifyVpcEndpointConnectionNotification: ({ notificationID }) => [
    { ConnectionNotificationId: notificationID, ConnectionNotificationArn: topic, ConnectionEvents: ['Accept'] },
  ],
  DeleteVpcEndpointConnectionNotifications: () => [{ ConnectionNotificationIds: ['x'] }],
  DescribeVpcEndpointConnectionNotifications: ({ notificationID }) => [
    { ConnectionNotificationId: notificationID, Filters: noTagFilters, ...list },
  ],
  CreateTags: ({ serviceID }) => [{ Resources: [serviceID], Tags: [{ Key: 'k', Value: 'v' }] }],
  DeleteTags: ({ serviceID }) => [{ Resources: [serviceID], Tags: [{ Key: 'k', Value: 'v' }] }],
  DescribeTags: () => [{ Filters, ...list }],
  GetCallerIdentity: () => [{}],
  AssumeRole: () => [{ RoleArn: 'arn:aws:iam::111111111111:role/r', RoleSessionName: 'me', DurationSeconds: 900, ExternalId: 'x' }],
};

/** These act on what the provider owns. */
const byConsumer = /^(Create|Modify|Delete|Describe)VpcEndpoints?$|Associations|^ModifyVpcEndpointPayer|PrefixLists|EndpointServices$/;

describe('a handler reads every member that it says it reads:', () => {
  test.each([...stsOperations, ...privateLinkOperations, ...tagOperations])('$action', async ({ action, reads, run }) => {
    await using simulated = await simulation(calm);
    const { world } = simulated.simulator;
    const place = await published(simulated);
    const { VpcEndpointId: endpointID } = await place.connect({ ServiceName: 'com.amazonaws.eu-west-1.s3' });
    const { ConnectionNotification } = await place.providerEC2.createVpcEndpointConnectionNotification({
      ServiceId: place.serviceID,
      ConnectionNotificationArn: topic,
      ConnectionEvents: ['Connect'],
    });
    simulated.clock.advance(60_000);
    world.settle();
    world.roles.set('arn:aws:iam::111111111111:role/r', {
      arn: 'arn:aws:iam::111111111111:role/r',
      account: '1',
      externalID: 'x',
      trustedAccounts: [provider],
    });
    const seen = new Set<string>();
    const account = byConsumer.test(action) ? consumer : provider;
    const caller = { world, account, region, principal: `arn:aws:iam::${account}:root` };
    const spare = addLoadBalancer(world, ['euw1-az1']);
    const notificationID = ConnectionNotification?.ConnectionNotificationId ?? '';
    const table = inputs[action]?.({ ...place, endpointID, notificationID, spare }) ?? [];
    for (const input of table) {
      try {
        run(recording(input, seen) as never, caller);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    }
    expect([...reads].filter((path) => !seen.has(path))).toEqual([]);
  });
});
