import { z } from 'zod';
import type { Resource } from '../kind.ts';
import { ageColumn, group, leadingColumns, version } from '../common/resource.ts';
import { exactlyOne, notYet, withRules } from '../common/rules.ts';
import {
  atomicList,
  awsID,
  commonSpec,
  commonSpecRules,
  commonStatus,
  kubeName,
  listByKey,
  namespaceName,
  setOf,
  tagSelector,
  text,
  zoneID,
  zoneName,
} from '../common/schema.ts';

const service = withRules(
  z.object({
    awsService: z
      .string()
      .max(128)
      .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'write the short name of an AWS service, such as secretsmanager or ecr.api')
      .describe('Short name of an AWS service, such as secretsmanager or ecr.api.')
      .optional(),
    name: z
      .string()
      .max(256)
      .regex(
        /^[a-z0-9]+(\.[A-Za-z0-9_-]+){2,}$/,
        'write the full service name, such as com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      )
      .describe('Full service name, as its owner gives it.')
      .optional(),
    endpointServiceRef: z
      .object({
        name: kubeName.describe('Name of the EndpointService.'),
        namespace: namespaceName.describe('Its namespace; ours where absent.').optional(),
      })
      .describe('An EndpointService of this cluster that admits our namespace.')
      .optional(),
  }),
  [
    exactlyOne(['awsService', 'name', 'endpointServiceRef'], 'name the service by exactly one of awsService, name or endpointServiceRef'),
    {
      cel: 'self == oldSelf',
      message: 'service is immutable: create another InterfaceEndpoint for the other service, then delete this one',
    },
  ],
);

const vpc = withRules(z.object({ id: awsID('vpc', 'ID of the VPC.').optional(), tags: tagSelector.optional() }), [
  exactlyOne(['id', 'tags'], 'name the VPC by exactly one of id or tags'),
  { cel: 'self == oldSelf', message: 'vpc is immutable: create another InterfaceEndpoint in the other VPC, then delete this one' },
]);

const subnetTerm = withRules(
  z.object({
    id: awsID('subnet', 'ID of a subnet; stands alone, but for ipv4Address.').optional(),
    ipv4Address: z
      .string()
      .max(15)
      .regex(/^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$/, 'write an IPv4 address')
      .describe('A fixed address for the network interface in this subnet.')
      .optional(),
    tags: tagSelector.optional(),
    zoneIDs: setOf(zoneID, { min: 1, max: 16 }, 'Only subnets in these zones, by ID.').optional(),
    zoneNames: setOf(zoneName, { min: 1, max: 16 }, "Only subnets in these zones, by this account's names.").optional(),
  }),
  [
    {
      cel: 'has(self.id) || has(self.tags) || has(self.zoneIDs) || has(self.zoneNames)',
      message: 'a subnet term names an id, tags, zoneIDs or zoneNames',
      holds: (term) => [term.id, term.tags, term.zoneIDs, term.zoneNames].some((part) => part !== undefined),
    },
    {
      cel: '!has(self.id) || (!has(self.tags) && !has(self.zoneIDs) && !has(self.zoneNames))',
      message: 'id stands alone in a subnet term: put tags and zones into a term of their own',
      holds: (term) => term.id === undefined || (term.tags === undefined && term.zoneIDs === undefined && term.zoneNames === undefined),
    },
    {
      cel: '!has(self.ipv4Address) || has(self.id)',
      message: 'ipv4Address goes with the id of a subnet',
      holds: (term) => term.ipv4Address === undefined || term.id !== undefined,
    },
  ],
);

const subnets = withRules(
  atomicList(subnetTerm, { min: 1, max: 20 }, 'Terms: a subnet is chosen if any of them matches; at most one subnet a zone.'),
  [
    {
      cel: 'self.all(a, !has(a.id) || self.exists_one(b, has(b.id) && b.id == a.id))',
      message: 'a subnet id is named twice: keep one of the terms',
      holds: (terms) => terms.every(({ id }) => id === undefined || terms.filter((other) => other.id === id).length === 1),
    },
  ],
);

const securityGroupTerm = withRules(
  z.object({
    id: awsID('sg', 'ID of a security group; stands alone.').optional(),
    name: text(255, 'Name of a security group in the VPC.').optional(),
    tags: tagSelector.optional(),
  }),
  [
    {
      cel: 'has(self.id) || has(self.name) || has(self.tags)',
      message: 'a security group term names an id, a name or tags',
      holds: (term) => [term.id, term.name, term.tags].some((part) => part !== undefined),
    },
    {
      cel: '!has(self.id) || (!has(self.name) && !has(self.tags))',
      message: 'id stands alone in a security group term: put name and tags into a term of their own',
      holds: (term) => term.id === undefined || (term.name === undefined && term.tags === undefined),
    },
  ],
);

const privateDNS = withRules(
  z.object({
    enabled: z.boolean().default(false).describe("Whether the service's private names lead to this endpoint inside the VPC."),
    force: z.boolean().describe("Turn it on even where the endpoint's security groups do not admit all of the VPC's addresses.").optional(),
    recordIPType: z.enum(['ipv4', 'dualstack', 'ipv6', 'service-defined']).describe('Not supported in this version.').optional(),
    onlyForInboundResolver: z.boolean().describe('Not supported in this version.').optional(),
  }),
  [
    notYet('recordIPType', 'leave it out; records are ipv4'),
    notYet('onlyForInboundResolver', 'leave it out; the names then lead here from the whole VPC'),
  ],
);

export const interfaceEndpointSpec = withRules(
  z.object({
    ...commonSpec,
    existing: z
      .object({ endpointID: text(64, 'ID of an endpoint.') })
      .describe('An endpoint to take over. Not supported in this version.')
      .optional(),
    service: service.describe('The service to reach. Immutable.'),
    vpc: vpc.describe('The VPC from which it is reached. Immutable.'),
    subnets,
    minimumZones: z.int().min(0).max(16).default(1).describe('Ready needs so many covered zones.'),
    securityGroups: atomicList(
      securityGroupTerm,
      { min: 1, max: 16 },
      "Terms: a group is chosen if any of them matches. Exclusive. Never the VPC's default group by accident.",
    ),
    privateDNS: privateDNS.default({ enabled: false }).describe('Private DNS, put on once the endpoint is available.'),
    policy: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Endpoint policy as an object; full access where absent.', 'x-kubernetes-preserve-unknown-fields': true })
      .optional(),
    policyJSON: z.string().min(2).max(20_480).describe('Endpoint policy as JSON text.').optional(),
    ipAddressType: z.enum(['ipv4', 'dualstack', 'ipv6']).default('ipv4').describe('IP address type. Only ipv4 in this version.'),
    notifications: atomicList(
      z.object({
        topicARN: text(512, 'SNS topic.'),
        events: setOf(z.enum(['Accept', 'Connect', 'Delete', 'Reject']), { min: 1, max: 4 }, 'Events to tell.'),
      }),
      { max: 10 },
      'Not supported in this version.',
    ).optional(),
    autoAccept: z.boolean().default(false).describe('Accept our own connection. Not supported in this version.'),
  }),
  [
    ...commonSpecRules,
    {
      cel: '!(has(self.policy) && has(self.policyJSON))',
      message: 'write the policy once: policy or policyJSON',
      holds: (spec) => spec.policy === undefined || spec.policyJSON === undefined,
    },
    {
      cel: "self.ipAddressType == 'ipv4'",
      message: 'ipAddressType: only ipv4 is supported in this version',
      holds: (spec) => spec.ipAddressType === 'ipv4',
      notYet: true,
    },
    {
      cel: '!self.autoAccept',
      message: "autoAccept is not supported in this version: accept by a rule of the service's owner",
      holds: (spec) => !spec.autoAccept,
      notYet: true,
    },
    notYet('existing', 'let this object create its own endpoint'),
    notYet('notifications', 'create connection notifications yourself'),
  ],
);

const zone = z.object({
  zoneID: zoneID,
  zoneName: z.string().max(64).describe("The zone's name in this account.").optional(),
  subnetID: z.string().max(64).describe('The subnet chosen there.').optional(),
  networkInterfaceID: z.string().max(64).describe("The endpoint's network interface.").optional(),
  ipv4Address: z.string().max(15).describe('Its address.').optional(),
  offered: z.boolean().describe('Whether the service can be had in this zone.').optional(),
  attached: z.boolean().describe('Whether the endpoint has an interface here.'),
  serving: z.enum(['True', 'False', 'Unknown']).describe("Whether the provider's zone serves, as far as we may know."),
  reason: text(64, 'One word.').optional(),
  message: z.string().max(2_048).describe('Cause and remedy in words.').optional(),
});

export const interfaceEndpointStatus = z.object({
  ...commonStatus,
  endpointID: z.string().max(64).describe('ID of the endpoint.').optional(),
  state: z.string().max(32).describe("AWS's state of the endpoint.").optional(),
  serviceName: z.string().max(256).describe('Full name of the service.').optional(),
  vpcID: z.string().max(64).describe('The VPC, pinned at first sight.').optional(),
  subnetIDs: setOf(z.string().max(64), { max: 16 }, 'Subnets that the endpoint is to have.').optional(),
  securityGroupIDs: setOf(z.string().max(64), { max: 16 }, 'Security groups that the endpoint is to have.').optional(),
  admits: z
    .object({
      cidrs: setOf(z.string().max(18), { max: 200 }, 'IPv4 address blocks, merged.'),
      others: z.boolean().describe('Whether rules by security group or prefix list admit somebody else too.'),
    })
    .describe("Whom the endpoint's security groups let in on the service's port: 443 of an AWS service, else any.")
    .optional(),
  privateNames: setOf(z.string().max(512), { max: 50 }, "The service's private names, whether or not private DNS is on.").optional(),
  zoneSummary: z.string().max(16).describe('Zones covered, of those wanted.').optional(),
  dns: z
    .object({
      regional: z.string().max(512).describe('Name that answers with any zone.').optional(),
      zonal: listByKey(
        z.object({ zoneID: zoneID, name: z.string().max(512).describe('Name that answers with this zone only.') }),
        ['zoneID'],
        { max: 16, description: 'One name a zone.' },
      ).optional(),
      private: setOf(z.string().max(512), { max: 50 }, "The service's private names, where private DNS is on.").optional(),
      hostedZoneID: z.string().max(64).describe('Hosted zone of the regional name, for alias records.').optional(),
    })
    .describe('DNS names of the endpoint.')
    .optional(),
  zones: listByKey(zone, ['zoneID'], { max: 16, description: 'Every zone that the spec wants or the endpoint has.' }).optional(),
  droppedSubnets: listByKey(
    z.object({
      id: z.string().max(64).describe('ID of the subnet.'),
      zoneID: z.string().max(32).describe('Its zone.').optional(),
      reason: text(64, 'One word.'),
      message: z.string().max(1_024).describe('Why it is left out.').optional(),
    }),
    ['id'],
    { max: 50, description: 'Subnets that match the terms and are left out.' },
  ).optional(),
});

export type InterfaceEndpointSpec = z.output<typeof interfaceEndpointSpec>;
export type InterfaceEndpointStatus = z.output<typeof interfaceEndpointStatus>;

export const resource: Resource<InterfaceEndpointSpec> = {
  group,
  version,
  kind: 'InterfaceEndpoint',
  plural: 'interfaceendpoints',
  shortNames: ['ifep'],
  namespaced: true,
  spec: interfaceEndpointSpec,
  status: interfaceEndpointStatus,
  columns: [
    ...leadingColumns,
    { name: 'AZs', type: 'string', jsonPath: '.status.zoneSummary' },
    { name: 'Endpoint', type: 'string', jsonPath: '.status.endpointID' },
    { name: 'DNS', type: 'string', jsonPath: '.status.dns.regional' },
    { name: 'State', type: 'string', jsonPath: '.status.state', priority: 1 },
    { name: 'VPC', type: 'string', jsonPath: '.status.vpcID', priority: 1 },
    { name: 'Service', type: 'string', jsonPath: '.status.serviceName', priority: 1 },
    { name: 'Private DNS', type: 'boolean', jsonPath: '.spec.privateDNS.enabled', priority: 1 },
    { name: 'Deletion', type: 'string', jsonPath: '.spec.deletionPolicy', priority: 1 },
    ageColumn,
  ],
  selectableFields: ['.status.endpointID', '.status.serviceName', '.status.vpcID'],
  description: 'An AWS PrivateLink interface endpoint: reaches a service by private addresses in chosen subnets.',
};
