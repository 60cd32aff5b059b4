import type { Scenario } from '../../harness/scenario.ts';
import { addBalancer } from './provider-team.ts';

/** How one field comes to differ on AWS, by the hand of somebody else, and what puts it right. */
export interface DriftRow {
  readonly field: string;
  readonly spec?: object;
  /** Done before the object is made. */
  readonly before?: (on: Scenario) => Promise<unknown>;
  readonly change: (on: Scenario, id: string) => Promise<unknown>;
  readonly action: string;
  /** What its parameters must contain. */
  readonly parameters?: object;
  /** Written after it, with the reason why one write cannot do. */
  readonly then?: readonly string[];
}

const modifyService = 'ModifyVpcEndpointServiceConfiguration';
const modifyEndpoint = 'ModifyVpcEndpoint';
const strangersTopic = 'arn:aws:iam::555566667777:root';

export const serviceDrift: Readonly<Record<string, DriftRow>> = {
  'a load balancer that the spec does not name': {
    field: 'loadBalancers',
    before: (on) => addBalancer(on, 'stranger'),
    change: async ({ aws, simulator }, ServiceId) => {
      const [arn = ''] = [...simulator.world.loadBalancers.values()].flatMap((one) => (one.name === 'stranger' ? one.arn : []));
      await aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, AddNetworkLoadBalancerArns: [arn] });
    },
    action: modifyService,
  },
  'a load balancer of the spec taken out': {
    field: 'loadBalancers',
    spec: { loadBalancers: [{ name: 'payments' }, { name: 'second' }] },
    before: (on) => addBalancer(on, 'second'),
    change: async ({ aws, simulator }, ServiceId) => {
      const [arn = ''] = [...simulator.world.loadBalancers.values()].flatMap((one) => (one.name === 'second' ? one.arn : []));
      await aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, RemoveNetworkLoadBalancerArns: [arn] });
    },
    action: modifyService,
  },
  'a principal that the spec does not name': {
    field: 'allowedPrincipals',
    change: ({ aws }, ServiceId) =>
      aws.provider.ec2.modifyVpcEndpointServicePermissions({ ServiceId, AddAllowedPrincipals: [strangersTopic] }),
    action: 'ModifyVpcEndpointServicePermissions',
    parameters: { RemoveAllowedPrincipals: [strangersTopic] },
  },
  'a principal of the spec taken out': {
    field: 'allowedPrincipals',
    change: ({ aws }, ServiceId) =>
      aws.provider.ec2.modifyVpcEndpointServicePermissions({
        ServiceId,
        RemoveAllowedPrincipals: ['arn:aws:iam::222222222222:root'],
      }),
    action: 'ModifyVpcEndpointServicePermissions',
    parameters: { AddAllowedPrincipals: ['arn:aws:iam::222222222222:root'] },
  },
  'acceptance turned off': {
    field: 'acceptance.required',
    change: ({ aws }, ServiceId) => aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, AcceptanceRequired: false }),
    action: modifyService,
    parameters: { AcceptanceRequired: true },
  },
  'another private name': {
    field: 'privateDNS.name',
    spec: { privateDNS: { name: 'api.pay.example.com' } },
    change: ({ aws }, ServiceId) =>
      aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, PrivateDnsName: 'theirs.example.com' }),
    action: modifyService,
    parameters: { PrivateDnsName: 'api.pay.example.com' },
    // A name put back is to be verified anew.
    then: ['StartVpcEndpointServicePrivateDnsVerification'],
  },
  'the private name taken away': {
    field: 'privateDNS.name',
    spec: { privateDNS: { name: 'api.pay.example.com' } },
    change: ({ aws }, ServiceId) => aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, RemovePrivateDnsName: true }),
    action: modifyService,
    parameters: { PrivateDnsName: 'api.pay.example.com' },
    then: ['StartVpcEndpointServicePrivateDnsVerification'],
  },
  'a private name where the spec has none': {
    field: 'privateDNS.name',
    change: ({ aws }, ServiceId) =>
      aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, PrivateDnsName: 'theirs.example.com' }),
    action: modifyService,
    parameters: { RemovePrivateDnsName: true },
  },
  'another IP address type': {
    field: 'supportedIPAddressTypes',
    spec: { supportedIPAddressTypes: ['ipv4'] },
    change: async ({ aws, simulator }, ServiceId) => {
      for (const balancer of simulator.world.loadBalancers.values()) balancer.ipAddressType = 'dualstack';
      await aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, AddSupportedIpAddressTypes: ['ipv6'] });
    },
    action: modifyService,
    parameters: { RemoveSupportedIpAddressTypes: ['ipv6'] },
  },
  'a tag changed': {
    field: 'tags',
    spec: { tags: { team: 'pay' } },
    change: ({ aws }, id) => aws.provider.ec2.createTags({ Resources: [id], Tags: [{ Key: 'team', Value: 'theirs' }] }),
    action: 'CreateTags',
    parameters: { Tags: [{ Key: 'team', Value: 'pay' }] },
  },
  'a tag taken away': {
    field: 'tags',
    spec: { tags: { team: 'pay' } },
    change: ({ aws }, id) => aws.provider.ec2.deleteTags({ Resources: [id], Tags: [{ Key: 'team' }] }),
    action: 'CreateTags',
    parameters: { Tags: [{ Key: 'team', Value: 'pay' }] },
  },
};

export const serviceFieldsWithoutDrift: Readonly<Record<string, string>> = {
  'privateDNS.verification.hostedZoneID': 'its record is held true in endpoint-service-domain.test.ts',
  'privateDNS.verification.accessRef.name': 'whose role is used for that record',
  'accessRef.name': 'whose role is used',
  deletionPolicy: 'what happens when the object goes',
  managementPolicy: 'only Manage in this version',
  'allowedConsumers.namespaces.from': 'decides in this cluster',
  'allowedConsumers.namespaces.selector.matchLabels': 'decides in this cluster',
  'allowedConsumers.namespaces.selector.matchExpressions': 'decides in this cluster',
  'acceptance.rules': 'decides waiting connections, and is no state of AWS',
  minimumZones: 'decides when the object is Ready',
  connectionsOnDelete: 'what happens when the object goes',
};

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*' }],
};
const theirPolicy = JSON.stringify({ ...policy, Statement: [{ ...policy.Statement[0], Action: '*' }] });
const [secondSubnet, thirdSubnet] = ['subnet-0b000000000000002', 'subnet-0b000000000000003'];
const sharedGroup = 'sg-0b000000000000001';

export const endpointDrift: Readonly<Record<string, DriftRow>> = {
  'a subnet detached': {
    field: 'subnets',
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, RemoveSubnetIds: [thirdSubnet] }),
    action: modifyEndpoint,
    parameters: { AddSubnetIds: [thirdSubnet] },
  },
  'a subnet attached that the spec does not choose': {
    field: 'subnets',
    spec: { subnets: [{ id: secondSubnet }] },
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, AddSubnetIds: [thirdSubnet] }),
    action: modifyEndpoint,
    parameters: { RemoveSubnetIds: [thirdSubnet] },
  },
  'another security group beside': {
    field: 'securityGroups',
    change: async ({ aws }, VpcEndpointId) => {
      const group = { VpcId: 'vpc-0b000000000000001', GroupName: 'theirs', Description: 'theirs' };
      const { GroupId = '' } = await aws.consumer.ec2.createSecurityGroup(group);
      await aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, AddSecurityGroupIds: [GroupId] });
    },
    action: modifyEndpoint,
  },
  'another security group instead': {
    field: 'securityGroups',
    change: async ({ aws }, VpcEndpointId) => {
      const group = { VpcId: 'vpc-0b000000000000001', GroupName: 'theirs', Description: 'theirs' };
      const { GroupId = '' } = await aws.consumer.ec2.createSecurityGroup(group);
      await aws.consumer.ec2.modifyVpcEndpoint({
        VpcEndpointId,
        AddSecurityGroupIds: [GroupId],
        RemoveSecurityGroupIds: [sharedGroup],
      });
    },
    action: modifyEndpoint,
    parameters: { AddSecurityGroupIds: [sharedGroup] },
  },
  'private DNS turned off': {
    field: 'privateDNS.enabled',
    spec: { privateDNS: { enabled: true } },
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: false }),
    action: modifyEndpoint,
    parameters: { PrivateDnsEnabled: true },
  },
  'private DNS turned on': {
    field: 'privateDNS.enabled',
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: true }),
    action: modifyEndpoint,
    parameters: { PrivateDnsEnabled: false },
  },
  'another policy than the object': {
    field: 'policy',
    spec: { service: { awsService: 'kms' }, policy },
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PolicyDocument: theirPolicy }),
    action: modifyEndpoint,
  },
  'another policy than the text': {
    field: 'policyJSON',
    spec: { service: { awsService: 'kms' }, policyJSON: JSON.stringify(policy) },
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PolicyDocument: theirPolicy }),
    action: modifyEndpoint,
  },
  'a policy where the spec has none': {
    field: 'policy',
    spec: { service: { awsService: 'kms' } },
    change: ({ aws }, VpcEndpointId) => aws.consumer.ec2.modifyVpcEndpoint({ VpcEndpointId, PolicyDocument: JSON.stringify(policy) }),
    action: modifyEndpoint,
    parameters: { ResetPolicy: true },
  },
  'a tag changed': {
    field: 'tags',
    spec: { tags: { team: 'shop' } },
    change: ({ aws }, id) => aws.consumer.ec2.createTags({ Resources: [id], Tags: [{ Key: 'team', Value: 'theirs' }] }),
    action: 'CreateTags',
    parameters: { Tags: [{ Key: 'team', Value: 'shop' }] },
  },
};

export const endpointFieldsWithoutDrift: Readonly<Record<string, string>> = {
  'privateDNS.force': 'decides when private DNS goes on, and is no state of AWS',
  'accessRef.name': 'whose role is used',
  deletionPolicy: 'what happens when the object goes',
  managementPolicy: 'only Manage in this version',
  minimumZones: 'decides when the object is Ready',
  ipAddressType: 'only ipv4 in this version',
  autoAccept: 'only false in this version',
};
