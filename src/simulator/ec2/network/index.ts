import * as schemas from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers, tagSpecificationMembers } from '../../operations.ts';
import { authorize, revoke } from './change-rules.ts';
import { describeInstances } from './describe-instances.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { describeSecurityGroupRules, describeSecurityGroups } from './describe-security-groups.ts';
import { changeInstances } from './instance-states.ts';
import { describeRules, modifyRules } from './modify-rules.ts';
import { createNetworkInterface, deleteNetworkInterface, modifyNetworkInterface } from './network-interfaces.ts';
import { runInstances } from './run-instances.ts';
import { createSecurityGroup, deleteSecurityGroup } from './security-groups.ts';
import { createSubnet, deleteSubnet, describeSubnets, modifySubnetAttribute } from './subnets.ts';
import { describeVpcAttribute, modifyVpcAttribute } from './vpc-attributes.ts';
import { createVpc, deleteVpc, describeVpcs } from './vpcs.ts';
import { describeAvailabilityZones, describeRegions } from './zones.ts';

const listMembers = [...filterMembers, ...pagingMembers];
const permissionMembers = [
  'IpPermissions.IpProtocol',
  'IpPermissions.FromPort',
  'IpPermissions.ToPort',
  'IpPermissions.IpRanges.CidrIp',
  'IpPermissions.IpRanges.Description',
  'IpPermissions.Ipv6Ranges.CidrIpv6',
  'IpPermissions.Ipv6Ranges.Description',
  'IpPermissions.UserIdGroupPairs.GroupId',
  'IpPermissions.UserIdGroupPairs.UserId',
  'IpPermissions.UserIdGroupPairs.Description',
];
const ruleMembers = ['GroupId', ...permissionMembers];
const olderRuleMembers = ['IpProtocol', 'FromPort', 'ToPort', 'CidrIp'];
const ruleByIDMembers = [
  'SecurityGroupRules.SecurityGroupRuleId',
  'SecurityGroupRules.SecurityGroupRule.IpProtocol',
  'SecurityGroupRules.SecurityGroupRule.FromPort',
  'SecurityGroupRules.SecurityGroupRule.ToPort',
  'SecurityGroupRules.SecurityGroupRule.CidrIpv4',
  'SecurityGroupRules.SecurityGroupRule.CidrIpv6',
  'SecurityGroupRules.SecurityGroupRule.ReferencedGroupId',
  'SecurityGroupRules.SecurityGroupRule.Description',
];
const ruleDescriptionMembers = ['SecurityGroupRuleDescriptions.SecurityGroupRuleId', 'SecurityGroupRuleDescriptions.Description'];

const vpcOperations: Operations = [
  operation(schemas.CreateVpc$, {
    reads: ['CidrBlock', 'InstanceTenancy', 'AmazonProvidedIpv6CidrBlock', ...tagSpecificationMembers],
    run: createVpc,
  }),
  operation(schemas.DescribeVpcs$, { reads: ['VpcIds', ...listMembers], run: describeVpcs }),
  operation(schemas.DeleteVpc$, { reads: ['VpcId'], run: deleteVpc }),
  operation(schemas.ModifyVpcAttribute$, {
    reads: ['VpcId', 'EnableDnsSupport.Value', 'EnableDnsHostnames.Value'],
    run: modifyVpcAttribute,
  }),
  operation(schemas.DescribeVpcAttribute$, { reads: ['VpcId', 'Attribute'], run: describeVpcAttribute }),
  operation(schemas.CreateSubnet$, {
    reads: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId', ...tagSpecificationMembers],
    run: createSubnet,
  }),
  operation(schemas.DescribeSubnets$, { reads: ['SubnetIds', ...listMembers], run: describeSubnets }),
  operation(schemas.ModifySubnetAttribute$, { reads: ['SubnetId', 'MapPublicIpOnLaunch.Value'], run: modifySubnetAttribute }),
  operation(schemas.DeleteSubnet$, { reads: ['SubnetId'], run: deleteSubnet }),
  operation(schemas.DescribeAvailabilityZones$, { reads: ['ZoneNames', 'ZoneIds', ...filterMembers], run: describeAvailabilityZones }),
  operation(schemas.DescribeRegions$, { reads: ['RegionNames', ...filterMembers], run: describeRegions }),
];

const securityGroupOperations: Operations = [
  operation(schemas.CreateSecurityGroup$, {
    reads: ['GroupName', 'Description', 'VpcId', ...tagSpecificationMembers],
    run: createSecurityGroup,
  }),
  operation(schemas.DescribeSecurityGroups$, { reads: ['GroupIds', ...listMembers], run: describeSecurityGroups }),
  operation(schemas.DescribeSecurityGroupRules$, { reads: ['SecurityGroupRuleIds', ...listMembers], run: describeSecurityGroupRules }),
  operation(schemas.DeleteSecurityGroup$, { reads: ['GroupId'], run: deleteSecurityGroup }),
  operation(schemas.AuthorizeSecurityGroupIngress$, { reads: [...ruleMembers, ...olderRuleMembers], run: authorize('ingress') }),
  operation(schemas.AuthorizeSecurityGroupEgress$, { reads: ruleMembers, run: authorize('egress') }),
  operation(schemas.RevokeSecurityGroupIngress$, {
    reads: ['SecurityGroupRuleIds', ...ruleMembers, ...olderRuleMembers],
    run: revoke('ingress'),
  }),
  operation(schemas.RevokeSecurityGroupEgress$, { reads: ['SecurityGroupRuleIds', ...ruleMembers], run: revoke('egress') }),
  operation(schemas.ModifySecurityGroupRules$, { reads: ['GroupId', ...ruleByIDMembers], run: modifyRules }),
  operation(schemas.UpdateSecurityGroupRuleDescriptionsIngress$, {
    reads: [...ruleDescriptionMembers, ...ruleMembers],
    run: describeRules('ingress'),
  }),
  operation(schemas.UpdateSecurityGroupRuleDescriptionsEgress$, {
    reads: [...ruleDescriptionMembers, ...ruleMembers],
    run: describeRules('egress'),
  }),
];

const machineOperations: Operations = [
  operation(schemas.RunInstances$, {
    reads: [
      'ClientToken',
      'SubnetId',
      'MinCount',
      'MaxCount',
      'ImageId',
      'InstanceType',
      'SecurityGroupIds',
      'PrivateIpAddress',
      ...tagSpecificationMembers,
    ],
    run: runInstances,
  }),
  operation(schemas.DescribeInstances$, { reads: ['InstanceIds', ...listMembers], run: describeInstances }),
  operation(schemas.StartInstances$, { reads: ['InstanceIds'], run: changeInstances('start') }),
  operation(schemas.StopInstances$, { reads: ['InstanceIds'], run: changeInstances('stop') }),
  operation(schemas.TerminateInstances$, { reads: ['InstanceIds'], run: changeInstances('terminate') }),
  operation(schemas.CreateNetworkInterface$, {
    reads: ['ClientToken', 'SubnetId', 'Description', 'Groups', 'PrivateIpAddress', ...tagSpecificationMembers],
    run: createNetworkInterface,
  }),
  operation(schemas.DescribeNetworkInterfaces$, { reads: ['NetworkInterfaceIds', ...listMembers], run: describeNetworkInterfaces }),
  operation(schemas.ModifyNetworkInterfaceAttribute$, { reads: ['NetworkInterfaceId', 'Groups'], run: modifyNetworkInterface }),
  operation(schemas.DeleteNetworkInterface$, { reads: ['NetworkInterfaceId'], run: deleteNetworkInterface }),
];

/** The EC2 objects around PrivateLink: zones, VPCs, subnets, security groups, instances, network interfaces. */
export const networkOperations: Operations = [...vpcOperations, ...securityGroupOperations, ...machineOperations];
