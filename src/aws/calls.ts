import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';

/** Token bucket of one action in one account and Region. */
export interface Bucket {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

const privateLinkWrite: Bucket = { capacity: 4, refillPerSecond: 0.3 };
const serviceWrite: Bucket = { capacity: 10, refillPerSecond: 1 };
const otherWrite: Bucket = { capacity: 50, refillPerSecond: 5 };
const tagWrite: Bucket = { capacity: 100, refillPerSecond: 10 };
const describe: Bucket = { capacity: 100, refillPerSecond: 20 };
const elbRead: Bucket = { capacity: 40, refillPerSecond: 10 };

/**
 * Every AWS call the operator makes, and nothing else: the ports, the clients, the limiter, the IAM policies and the
 * fault matrix are derived from this one table. `items` names the list that a paged reply carries. `side` says whose
 * IAM policy needs the action. Buckets: Amazon EC2 API throttling guide and the ELBv2 guide, as carried in the notes on AWS.
 */
export const calls = {
  describeVpcEndpoints: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointsCommand,
    effect: 'read',
    items: 'VpcEndpoints',
    side: 'consumer',
    bucket: describe,
  },
  describeVpcEndpointServices: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServicesCommand,
    effect: 'read',
    items: 'ServiceDetails',
    side: 'consumer',
    bucket: describe,
  },
  describeSubnets: {
    service: 'ec2',
    command: ec2.DescribeSubnetsCommand,
    effect: 'read',
    items: 'Subnets',
    side: 'both',
    bucket: describe,
  },
  describeSecurityGroups: {
    service: 'ec2',
    command: ec2.DescribeSecurityGroupsCommand,
    effect: 'read',
    items: 'SecurityGroups',
    side: 'consumer',
    bucket: { capacity: 50, refillPerSecond: 10 },
  },
  describeVpcs: { service: 'ec2', command: ec2.DescribeVpcsCommand, effect: 'read', items: 'Vpcs', side: 'consumer', bucket: describe },
  describeVpcAttribute: {
    service: 'ec2',
    command: ec2.DescribeVpcAttributeCommand,
    effect: 'read',
    items: undefined,
    side: 'consumer',
    bucket: describe,
  },
  describeNetworkInterfaces: {
    service: 'ec2',
    command: ec2.DescribeNetworkInterfacesCommand,
    effect: 'read',
    items: 'NetworkInterfaces',
    side: 'consumer',
    bucket: { capacity: 50, refillPerSecond: 10 },
  },
  describeVpcEndpointServiceConfigurations: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServiceConfigurationsCommand,
    effect: 'read',
    items: 'ServiceConfigurations',
    side: 'provider',
    bucket: describe,
  },
  describeVpcEndpointServicePermissions: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServicePermissionsCommand,
    effect: 'read',
    items: 'AllowedPrincipals',
    side: 'provider',
    bucket: describe,
  },
  describeVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointConnectionsCommand,
    effect: 'read',
    items: 'VpcEndpointConnections',
    side: 'provider',
    bucket: describe,
  },
  describeInstances: {
    service: 'ec2',
    command: ec2.DescribeInstancesCommand,
    effect: 'read',
    items: 'Reservations',
    side: 'provider',
    bucket: describe,
  },
  describeAvailabilityZones: {
    service: 'ec2',
    command: ec2.DescribeAvailabilityZonesCommand,
    effect: 'read',
    items: undefined,
    side: 'both',
    bucket: describe,
  },
  createVpcEndpoint: {
    service: 'ec2',
    command: ec2.CreateVpcEndpointCommand,
    effect: 'write',
    items: undefined,
    side: 'consumer',
    bucket: privateLinkWrite,
  },
  modifyVpcEndpoint: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointCommand,
    effect: 'write',
    items: undefined,
    side: 'consumer',
    bucket: privateLinkWrite,
  },
  deleteVpcEndpoints: {
    service: 'ec2',
    command: ec2.DeleteVpcEndpointsCommand,
    effect: 'write',
    items: undefined,
    side: 'consumer',
    bucket: privateLinkWrite,
  },
  createVpcEndpointServiceConfiguration: {
    service: 'ec2',
    command: ec2.CreateVpcEndpointServiceConfigurationCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: serviceWrite,
  },
  modifyVpcEndpointServiceConfiguration: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointServiceConfigurationCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: serviceWrite,
  },
  deleteVpcEndpointServiceConfigurations: {
    service: 'ec2',
    command: ec2.DeleteVpcEndpointServiceConfigurationsCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: serviceWrite,
  },
  modifyVpcEndpointServicePermissions: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointServicePermissionsCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: otherWrite,
  },
  acceptVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.AcceptVpcEndpointConnectionsCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: serviceWrite,
  },
  rejectVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.RejectVpcEndpointConnectionsCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: serviceWrite,
  },
  startVpcEndpointServicePrivateDnsVerification: {
    service: 'ec2',
    command: ec2.StartVpcEndpointServicePrivateDnsVerificationCommand,
    effect: 'write',
    items: undefined,
    side: 'provider',
    bucket: otherWrite,
  },
  createTags: { service: 'ec2', command: ec2.CreateTagsCommand, effect: 'write', items: undefined, side: 'both', bucket: tagWrite },
  deleteTags: { service: 'ec2', command: ec2.DeleteTagsCommand, effect: 'write', items: undefined, side: 'both', bucket: tagWrite },
  describeLoadBalancers: {
    service: 'elb',
    command: elb.DescribeLoadBalancersCommand,
    effect: 'read',
    items: 'LoadBalancers',
    side: 'provider',
    bucket: elbRead,
  },
  describeLoadBalancerAttributes: {
    service: 'elb',
    command: elb.DescribeLoadBalancerAttributesCommand,
    effect: 'read',
    items: undefined,
    side: 'provider',
    bucket: elbRead,
  },
  describeListeners: {
    service: 'elb',
    command: elb.DescribeListenersCommand,
    effect: 'read',
    items: 'Listeners',
    side: 'provider',
    bucket: elbRead,
  },
  describeTargetGroups: {
    service: 'elb',
    command: elb.DescribeTargetGroupsCommand,
    effect: 'read',
    items: 'TargetGroups',
    side: 'provider',
    bucket: elbRead,
  },
  describeTargetGroupAttributes: {
    service: 'elb',
    command: elb.DescribeTargetGroupAttributesCommand,
    effect: 'read',
    items: undefined,
    side: 'provider',
    bucket: elbRead,
  },
  describeTargetHealth: {
    service: 'elb',
    command: elb.DescribeTargetHealthCommand,
    effect: 'read',
    items: undefined,
    side: 'provider',
    bucket: elbRead,
  },
  describeLoadBalancerTags: {
    service: 'elb',
    command: elb.DescribeTagsCommand,
    effect: 'read',
    items: undefined,
    side: 'provider',
    bucket: elbRead,
    action: 'DescribeTags',
  },
  getCallerIdentity: {
    service: 'sts',
    command: sts.GetCallerIdentityCommand,
    effect: 'read',
    items: undefined,
    side: 'both',
    bucket: describe,
  },
} as const;

export type CallName = keyof typeof calls;

/** The API's own name of a call, such as `CreateVpcEndpoint`. Not read from the command class, whose name a bundler may change. */
export function actionOf(call: CallName): string {
  const entry = calls[call];
  return 'action' in entry ? entry.action : `${call.charAt(0).toUpperCase()}${call.slice(1)}`;
}
