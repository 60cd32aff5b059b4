import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';
import type { Bucket } from './bucket.ts';
import { route53Calls } from './route53-calls.ts';

const privateLinkWrite: Bucket = { capacity: 4, refillPerSecond: 0.3 };
const serviceWrite: Bucket = { capacity: 10, refillPerSecond: 1 };
const otherWrite: Bucket = { capacity: 50, refillPerSecond: 5 };
const tagWrite: Bucket = { capacity: 100, refillPerSecond: 10 };
const describe: Bucket = { capacity: 100, refillPerSecond: 20 };
const elbRead: Bucket = { capacity: 40, refillPerSecond: 10 };

/**
 * Every AWS call the operator makes, and nothing else: the ports, the clients, the limiter, the IAM policies and the
 * fault matrix are derived from this one table. `items` names the list that a paged reply carries. `sides` says whose
 * IAM policies need the action. Buckets: Amazon EC2 API throttling guide and the ELBv2 guide, as carried in the notes on AWS.
 */
export const calls = {
  describeVpcEndpoints: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointsCommand,
    effect: 'read',
    items: 'VpcEndpoints',
    sides: ['consumer'],
    bucket: describe,
  },
  describeVpcEndpointServices: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServicesCommand,
    effect: 'read',
    items: 'ServiceDetails',
    sides: ['consumer'],
    bucket: describe,
  },
  describeSubnets: {
    service: 'ec2',
    command: ec2.DescribeSubnetsCommand,
    effect: 'read',
    items: 'Subnets',
    sides: ['consumer', 'provider'],
    bucket: describe,
  },
  describeSecurityGroups: {
    service: 'ec2',
    command: ec2.DescribeSecurityGroupsCommand,
    effect: 'read',
    items: 'SecurityGroups',
    sides: ['consumer'],
    bucket: { capacity: 50, refillPerSecond: 10 },
  },
  describeVpcs: {
    service: 'ec2',
    command: ec2.DescribeVpcsCommand,
    effect: 'read',
    items: 'Vpcs',
    sides: ['consumer', 'dns'],
    bucket: describe,
  },
  describeVpcAttribute: {
    service: 'ec2',
    command: ec2.DescribeVpcAttributeCommand,
    effect: 'read',
    items: undefined,
    sides: ['consumer', 'dns'],
    bucket: describe,
  },
  describeNetworkInterfaces: {
    service: 'ec2',
    command: ec2.DescribeNetworkInterfacesCommand,
    effect: 'read',
    items: 'NetworkInterfaces',
    sides: ['consumer'],
    bucket: { capacity: 50, refillPerSecond: 10 },
  },
  describeVpcEndpointServiceConfigurations: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServiceConfigurationsCommand,
    effect: 'read',
    items: 'ServiceConfigurations',
    sides: ['provider'],
    bucket: describe,
  },
  describeVpcEndpointServicePermissions: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointServicePermissionsCommand,
    effect: 'read',
    items: 'AllowedPrincipals',
    sides: ['provider'],
    bucket: describe,
  },
  describeVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.DescribeVpcEndpointConnectionsCommand,
    effect: 'read',
    items: 'VpcEndpointConnections',
    sides: ['provider'],
    bucket: describe,
  },
  describeInstances: {
    service: 'ec2',
    command: ec2.DescribeInstancesCommand,
    effect: 'read',
    items: 'Reservations',
    sides: ['provider'],
    bucket: describe,
  },
  describeAvailabilityZones: {
    service: 'ec2',
    command: ec2.DescribeAvailabilityZonesCommand,
    effect: 'read',
    items: undefined,
    sides: ['consumer', 'provider'],
    bucket: describe,
  },
  createVpcEndpoint: {
    service: 'ec2',
    command: ec2.CreateVpcEndpointCommand,
    effect: 'write',
    items: undefined,
    sides: ['consumer'],
    bucket: privateLinkWrite,
  },
  modifyVpcEndpoint: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointCommand,
    effect: 'write',
    items: undefined,
    sides: ['consumer'],
    bucket: privateLinkWrite,
  },
  deleteVpcEndpoints: {
    service: 'ec2',
    command: ec2.DeleteVpcEndpointsCommand,
    effect: 'write',
    items: undefined,
    sides: ['consumer'],
    bucket: privateLinkWrite,
  },
  createVpcEndpointServiceConfiguration: {
    service: 'ec2',
    command: ec2.CreateVpcEndpointServiceConfigurationCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: serviceWrite,
  },
  modifyVpcEndpointServiceConfiguration: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointServiceConfigurationCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: serviceWrite,
  },
  deleteVpcEndpointServiceConfigurations: {
    service: 'ec2',
    command: ec2.DeleteVpcEndpointServiceConfigurationsCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: serviceWrite,
  },
  modifyVpcEndpointServicePermissions: {
    service: 'ec2',
    command: ec2.ModifyVpcEndpointServicePermissionsCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: otherWrite,
  },
  acceptVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.AcceptVpcEndpointConnectionsCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: serviceWrite,
  },
  rejectVpcEndpointConnections: {
    service: 'ec2',
    command: ec2.RejectVpcEndpointConnectionsCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: serviceWrite,
  },
  startVpcEndpointServicePrivateDnsVerification: {
    service: 'ec2',
    command: ec2.StartVpcEndpointServicePrivateDnsVerificationCommand,
    effect: 'write',
    items: undefined,
    sides: ['provider'],
    bucket: otherWrite,
  },
  createTags: {
    service: 'ec2',
    command: ec2.CreateTagsCommand,
    effect: 'write',
    items: undefined,
    sides: ['consumer', 'provider'],
    bucket: tagWrite,
  },
  deleteTags: {
    service: 'ec2',
    command: ec2.DeleteTagsCommand,
    effect: 'write',
    items: undefined,
    sides: ['consumer', 'provider'],
    bucket: tagWrite,
  },
  describeLoadBalancers: {
    service: 'elb',
    command: elb.DescribeLoadBalancersCommand,
    effect: 'read',
    items: 'LoadBalancers',
    sides: ['provider'],
    bucket: elbRead,
  },
  describeLoadBalancerAttributes: {
    service: 'elb',
    command: elb.DescribeLoadBalancerAttributesCommand,
    effect: 'read',
    items: undefined,
    sides: ['provider'],
    bucket: elbRead,
  },
  describeListeners: {
    service: 'elb',
    command: elb.DescribeListenersCommand,
    effect: 'read',
    items: 'Listeners',
    sides: ['provider'],
    bucket: elbRead,
  },
  describeTargetGroups: {
    service: 'elb',
    command: elb.DescribeTargetGroupsCommand,
    effect: 'read',
    items: 'TargetGroups',
    sides: ['provider'],
    bucket: elbRead,
  },
  describeTargetGroupAttributes: {
    service: 'elb',
    command: elb.DescribeTargetGroupAttributesCommand,
    effect: 'read',
    items: undefined,
    sides: ['provider'],
    bucket: elbRead,
  },
  describeTargetHealth: {
    service: 'elb',
    command: elb.DescribeTargetHealthCommand,
    effect: 'read',
    items: undefined,
    sides: ['provider'],
    bucket: elbRead,
  },
  describeLoadBalancerTags: {
    service: 'elb',
    command: elb.DescribeTagsCommand,
    effect: 'read',
    items: undefined,
    sides: ['provider'],
    bucket: elbRead,
    action: 'DescribeTags',
  },
  ...route53Calls,
  getCallerIdentity: {
    service: 'sts',
    command: sts.GetCallerIdentityCommand,
    effect: 'read',
    items: undefined,
    sides: ['consumer', 'provider'],
    bucket: describe,
  },
} as const;

export type CallName = keyof typeof calls;

/** The API's own name of a call, such as `CreateVpcEndpoint`. Not read from the command class, whose name a bundler may change. */
export function actionOf(call: CallName): string {
  const entry = calls[call];
  return 'action' in entry ? entry.action : `${call.charAt(0).toUpperCase()}${call.slice(1)}`;
}
