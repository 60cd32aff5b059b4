import * as schemas from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operations } from '../operations.ts';
import { operation } from '../operations.ts';
import {
  describeListenerAttributes,
  describeLoadBalancerAttributes,
  describeTargetGroupAttributes,
  modifyListenerAttributes,
  modifyLoadBalancerAttributes,
  modifyTargetGroupAttributes,
} from './attributes.ts';
import { describeLoadBalancers } from './describe-load-balancers.ts';
import { describeTargetGroups } from './describe-target-groups.ts';
import { describeTargetHealth } from './describe-target-health.ts';
import { createListener, deleteListener, describeListeners, modifyListener } from './listeners.ts';
import { createLoadBalancer, deleteLoadBalancer } from './load-balancers.ts';
import { setSecurityGroups } from './security-groups.ts';
import { setSubnets } from './set-subnets.ts';
import { addTags, describeTags, removeTags } from './tags.ts';
import { createTargetGroup, deleteTargetGroup, modifyTargetGroup } from './target-groups.ts';
import { deregisterTargets, registerTargets } from './targets.ts';

const pageMembers = ['Marker', 'PageSize'];
const tagMembers = ['Tags.Key', 'Tags.Value'];
const subnetMembers = ['Subnets', 'SubnetMappings.SubnetId', 'SubnetMappings.PrivateIPv4Address'];
const attributeMembers = ['Attributes.Key', 'Attributes.Value'];
const targetMembers = ['Targets.Id', 'Targets.Port', 'Targets.AvailabilityZone'];
const actionMembers = [
  'DefaultActions.Type',
  'DefaultActions.TargetGroupArn',
  'DefaultActions.ForwardConfig.TargetGroups.TargetGroupArn',
  'DefaultActions.ForwardConfig.TargetGroups.Weight',
];
const healthCheckMembers = [
  'HealthCheckProtocol',
  'HealthCheckPort',
  'HealthCheckEnabled',
  'HealthCheckPath',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
];

const loadBalancerOperations: Operations = [
  operation(schemas.CreateLoadBalancer$, {
    reads: ['Name', 'Type', 'Scheme', 'IpAddressType', 'SecurityGroups', ...subnetMembers, ...tagMembers],
    run: createLoadBalancer,
  }),
  operation(schemas.DescribeLoadBalancers$, { reads: ['LoadBalancerArns', 'Names', ...pageMembers], run: describeLoadBalancers }),
  operation(schemas.DeleteLoadBalancer$, { reads: ['LoadBalancerArn'], run: deleteLoadBalancer }),
  operation(schemas.SetSubnets$, { reads: ['LoadBalancerArn', ...subnetMembers], run: setSubnets }),
  operation(schemas.SetSecurityGroups$, {
    reads: ['LoadBalancerArn', 'SecurityGroups', 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
    run: setSecurityGroups,
  }),
  operation(schemas.ModifyLoadBalancerAttributes$, { reads: ['LoadBalancerArn', ...attributeMembers], run: modifyLoadBalancerAttributes }),
  operation(schemas.DescribeLoadBalancerAttributes$, { reads: ['LoadBalancerArn'], run: describeLoadBalancerAttributes }),
  operation(schemas.CreateListener$, {
    reads: ['LoadBalancerArn', 'Port', 'Protocol', ...actionMembers, ...tagMembers],
    run: createListener,
  }),
  operation(schemas.DescribeListeners$, { reads: ['LoadBalancerArn', 'ListenerArns', ...pageMembers], run: describeListeners }),
  operation(schemas.ModifyListener$, { reads: ['ListenerArn', 'Port', 'Protocol', ...actionMembers], run: modifyListener }),
  operation(schemas.ModifyListenerAttributes$, { reads: ['ListenerArn', ...attributeMembers], run: modifyListenerAttributes }),
  operation(schemas.DescribeListenerAttributes$, { reads: ['ListenerArn'], run: describeListenerAttributes }),
  operation(schemas.DeleteListener$, { reads: ['ListenerArn'], run: deleteListener }),
];

const targetGroupOperations: Operations = [
  operation(schemas.CreateTargetGroup$, {
    reads: ['Name', 'Protocol', 'Port', 'VpcId', 'TargetType', 'IpAddressType', ...healthCheckMembers, ...tagMembers],
    run: createTargetGroup,
  }),
  operation(schemas.DescribeTargetGroups$, {
    reads: ['LoadBalancerArn', 'TargetGroupArns', 'Names', ...pageMembers],
    run: describeTargetGroups,
  }),
  operation(schemas.ModifyTargetGroup$, { reads: ['TargetGroupArn', ...healthCheckMembers], run: modifyTargetGroup }),
  operation(schemas.DeleteTargetGroup$, { reads: ['TargetGroupArn'], run: deleteTargetGroup }),
  operation(schemas.ModifyTargetGroupAttributes$, { reads: ['TargetGroupArn', ...attributeMembers], run: modifyTargetGroupAttributes }),
  operation(schemas.DescribeTargetGroupAttributes$, { reads: ['TargetGroupArn'], run: describeTargetGroupAttributes }),
  operation(schemas.RegisterTargets$, { reads: ['TargetGroupArn', ...targetMembers], run: registerTargets }),
  operation(schemas.DeregisterTargets$, { reads: ['TargetGroupArn', ...targetMembers], run: deregisterTargets }),
  operation(schemas.DescribeTargetHealth$, { reads: ['TargetGroupArn', ...targetMembers], run: describeTargetHealth }),
];

const tagOperations: Operations = [
  operation(schemas.AddTags$, { reads: ['ResourceArns', ...tagMembers], run: addTags }),
  operation(schemas.RemoveTags$, { reads: ['ResourceArns', 'TagKeys'], run: removeTags }),
  operation(schemas.DescribeTags$, { reads: ['ResourceArns'], run: describeTags }),
];

/** Elastic Load Balancing v2: load balancers, listeners, target groups and their targets. */
export const loadBalancingOperations: Operations = [...loadBalancerOperations, ...targetGroupOperations, ...tagOperations];
