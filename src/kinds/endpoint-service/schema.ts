import { z } from 'zod';
import type { Resource } from '../kind.ts';
import { ageColumn, group, leadingColumns, version } from '../common/resource.ts';
import { exactlyOne, notYet, withRules } from '../common/rules.ts';
import {
  accountID,
  atomicList,
  awsID,
  commonSpec,
  commonSpecRules,
  commonStatus,
  kubeName,
  labelSelector,
  listByKey,
  setOf,
  tagSelector,
  text,
  zoneID,
} from '../common/schema.ts';

const arn = (service: string, description: string): z.ZodString =>
  z
    .string()
    .max(512)
    .regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:[0-9]{12}:.+$`), `write a full ARN of ${service}`)
    .describe(description);

const loadBalancer = withRules(
  z.object({
    arn: arn('elasticloadbalancing', 'ARN of the load balancer.').optional(),
    name: z
      .string()
      .max(32)
      .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/, 'write the name of the load balancer, at most 32 letters, digits and dashes')
      .describe('Name of the load balancer.')
      .optional(),
    tags: tagSelector.optional(),
    serviceRef: z
      .object({ name: kubeName.describe('Name of the Service.') })
      .describe("A core Service of type LoadBalancer in this namespace: its NLB is found by the status's host name.")
      .optional(),
    gatewayRef: z
      .object({ name: text(253, 'Name of the Gateway.') })
      .describe('A Gateway in this namespace. Not supported in this version.')
      .optional(),
  }),
  [
    exactlyOne(
      ['arn', 'name', 'tags', 'serviceRef', 'gatewayRef'],
      'name the load balancer by exactly one of arn, name, tags or serviceRef',
    ),
    notYet('gatewayRef', 'use arn, name, tags or serviceRef'),
  ],
);

const principal = z
  .string()
  .max(256)
  .regex(
    /^(\*|arn:aws[a-z-]*:iam::[0-9]{12}:(root|(user|role)\/[A-Za-z0-9+=,.@_-]+))$/,
    'write "*" or the ARN of an account root, a user or a role; leave out the path of a role',
  )
  .describe('"*", or the ARN of an account root, a user or a role, without a path.');

const acceptanceRule = withRules(
  z.object({
    name: text(63, 'Name of the rule, for people; unique in the list.'),
    accounts: setOf(accountID, { max: 100 }, 'Accounts whose connections the rule decides.').optional(),
    endpointIDs: setOf(awsID('vpce', 'ID of an endpoint.'), { max: 100 }, 'Endpoints whose connections the rule decides.').optional(),
    regions: setOf(z.string().max(32), { max: 30 }, 'Regions of the endpoints. Not supported in this version.').optional(),
    action: z.enum(['Accept', 'Reject']).describe('What is done with a waiting connection.'),
  }),
  [
    {
      cel: "self.action != 'Accept' || (has(self.accounts) && size(self.accounts) > 0) || (has(self.endpointIDs) && size(self.endpointIDs) > 0)",
      message: 'an Accept rule names accounts or endpointIDs: nothing is accepted from everybody',
      holds: (rule) => rule.action !== 'Accept' || (rule.accounts?.length ?? 0) > 0 || (rule.endpointIDs?.length ?? 0) > 0,
    },
    notYet('regions', 'decide by accounts or endpointIDs'),
  ],
);

const allowedConsumers = z.object({
  namespaces: withRules(
    z.object({
      from: z
        .enum(['Same', 'All', 'Selector'])
        .default('Same')
        .describe('Same namespace, All namespaces, or those that the selector matches.'),
      selector: labelSelector.optional(),
    }),
    [
      {
        cel: "(self.from == 'Selector') == has(self.selector)",
        message: 'selector goes with from: Selector, and only with it',
        holds: (namespaces) => (namespaces.from === 'Selector') === (namespaces.selector !== undefined),
      },
    ],
  )
    .default({ from: 'Same' })
    .describe('Namespaces whose InterfaceEndpoints may refer to this service.'),
});

const hostedZoneID = z
  .string()
  .max(32)
  .regex(/^Z[A-Z0-9]+$/, 'write the ID of the hosted zone, such as Z0123456789ABC, without /hostedzone/')
  .describe('ID of the hosted zone.');

const privateDNS = z.object({
  name: z
    .string()
    .max(253)
    .regex(
      /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      'write a lower-case domain name, with * as its leftmost label at most',
    )
    .describe('Private DNS name of the service; consumers may use it once its domain is verified.'),
  verification: z
    .object({
      hostedZoneID: hostedZoneID.describe('Public hosted zone that holds the domain.'),
      accessRef: z
        .object({ name: kubeName.describe('Name of the PrivateLinkAccess.') })
        .describe("The PrivateLinkAccess into the zone's account. The service's own where absent.")
        .optional(),
    })
    .describe('Where the TXT record that proves the domain is written. Values of others at its name are kept.')
    .optional(),
});

export const endpointServiceSpec = withRules(
  z.object({
    ...commonSpec,
    existing: z
      .object({ serviceID: text(64, 'ID of an endpoint service.') })
      .describe('An endpoint service to take over. Not supported in this version.')
      .optional(),
    loadBalancers: atomicList(loadBalancer, { min: 1, max: 10 }, 'Network Load Balancers behind the service.'),
    allowedPrincipals: setOf(
      principal,
      { max: 500 },
      'Who may find the service and connect to it. Exclusive: principals that others add are removed.',
    ).optional(),
    allowedConsumers: allowedConsumers.default({ namespaces: { from: 'Same' } }).describe('Who in this cluster may refer to this service.'),
    acceptance: z
      .object({
        required: z.boolean().default(true).describe('Whether a connection waits until it is accepted.'),
        rules: listByKey(acceptanceRule, ['name'], {
          max: 50,
          description: 'First match decides; only waiting connections are touched.',
        }).optional(),
      })
      .default({ required: true })
      .describe('Who is let in.'),
    privateDNS: privateDNS.describe('A name of your own for the service.').optional(),
    supportedIPAddressTypes: setOf(z.enum(['ipv4', 'ipv6']), { min: 1, max: 2 }, 'IP address types. Only ipv4 in this version.').optional(),
    notifications: atomicList(
      z.object({
        topicARN: text(512, 'SNS topic.'),
        events: setOf(z.enum(['Accept', 'Connect', 'Delete', 'Reject']), { min: 1, max: 4 }, 'Events to tell.'),
      }),
      { max: 10 },
      'Not supported in this version.',
    ).optional(),
    minimumZones: z.int().min(0).max(10).default(0).describe('Ready needs so many serving zones.'),
    connectionsOnDelete: z
      .enum(['Block', 'Reject'])
      .default('Block')
      .describe('Block waits while consumers are connected; Reject cuts them off.'),
  }),
  [
    ...commonSpecRules,
    {
      cel: "!has(self.allowedPrincipals) || !('*' in self.allowedPrincipals) || self.acceptance.required",
      message: 'allowedPrincipals "*" makes the service public: set acceptance.required to true',
      holds: (spec) => !(spec.allowedPrincipals ?? []).includes('*') || spec.acceptance.required,
    },
    {
      cel: "!has(self.supportedIPAddressTypes) || self.supportedIPAddressTypes.all(type, type == 'ipv4')",
      message: 'supportedIPAddressTypes: only ipv4 is supported in this version',
      holds: (spec) => (spec.supportedIPAddressTypes ?? []).every((type) => type === 'ipv4'),
      notYet: true,
    },
    notYet('existing', 'let this object create its own endpoint service'),
    notYet('notifications', 'create connection notifications yourself'),
  ],
);

const zone = z.object({
  zoneID: zoneID,
  zoneName: z.string().max(64).describe("The zone's name in this account.").optional(),
  state: z.enum(['Serving', 'Degraded', 'NotServing', 'Unknown']).describe('Whether consumers in this zone are served.'),
  reason: text(64, 'One word.').optional(),
  message: z.string().max(2_048).describe('Cause and remedy in words.').optional(),
  targets: z
    .object({
      registered: z.int().min(0).describe('Registered targets that the zone can use.'),
      healthy: z.int().min(0).describe('Those that are healthy.'),
    })
    .describe('Of the worst listener of the worst load balancer.')
    .optional(),
  crossZone: z.boolean().describe('Whether the zone uses targets of other zones.').optional(),
});

const publication = z.object({
  hostedZoneID: hostedZoneID,
  accessRef: z
    .object({ name: z.string().max(253).describe('Name of the PrivateLinkAccess.') })
    .describe("The PrivateLinkAccess into the zone's account. The service's own where absent.")
    .optional(),
  accountID: z.string().max(12).describe('Account in which the zone was found.'),
  name: z.string().max(512).describe('Full name of the TXT record.'),
  value: z.string().max(512).describe('Our value of it.'),
});

export const endpointServiceStatus = z.object({
  ...commonStatus,
  serviceID: z.string().max(64).describe('ID of the endpoint service.').optional(),
  serviceName: z.string().max(256).describe('Name by which consumers ask for it.').optional(),
  state: z.string().max(32).describe("AWS's state of the service.").optional(),
  zoneSummary: z.string().max(16).describe('Zones that serve, of those enabled.').optional(),
  zones: listByKey(zone, ['zoneID'], { max: 16, description: 'Every zone of the load balancers.' }).optional(),
  loadBalancers: listByKey(
    z.object({
      arn: z.string().max(512).describe('ARN.'),
      name: z.string().max(64).describe('Name.').optional(),
      state: z.string().max(32).describe("AWS's state.").optional(),
    }),
    ['arn'],
    { max: 20, description: 'What spec.loadBalancers resolved to.' },
  ).optional(),
  privateDNS: z
    .object({
      name: z.string().max(253).describe('The name.').optional(),
      state: z.string().max(32).describe('pendingVerification, verified or failed.').optional(),
      record: z
        .object({
          name: z.string().max(512).describe('Full name of the TXT record.'),
          type: z.string().max(16).describe('TXT.'),
          value: z.string().max(512).describe('Its value.'),
        })
        .describe('The record that proves the domain is yours. It must be public.')
        .optional(),
      published: listByKey(publication, ['hostedZoneID', 'name', 'value'], {
        max: 20,
        description: 'TXT values that we have written, or are about to: what has to be withdrawn in the end.',
      }).optional(),
    })
    .describe('The private DNS name and its verification.')
    .optional(),
  connections: z
    .object({
      available: z.int().min(0).describe('Connected.'),
      pendingAcceptance: z.int().min(0).describe('Waiting to be accepted.'),
      rejected: z.int().min(0).describe('Rejected.'),
      other: z.int().min(0).describe('In any other state.'),
    })
    .describe('Connections by state.')
    .optional(),
  connectionSummary: z.string().max(64).describe('Connections for kubectl get.').optional(),
});

export type EndpointServiceSpec = z.output<typeof endpointServiceSpec>;
export type EndpointServiceStatus = z.output<typeof endpointServiceStatus>;
/** One TXT value of ours at one name in one zone. */
export type Publication = z.output<typeof publication>;

export const resource: Resource<EndpointServiceSpec> = {
  group,
  version,
  kind: 'EndpointService',
  plural: 'endpointservices',
  shortNames: ['epsvc'],
  namespaced: true,
  spec: endpointServiceSpec,
  status: endpointServiceStatus,
  columns: [
    ...leadingColumns,
    { name: 'AZs', type: 'string', jsonPath: '.status.zoneSummary' },
    { name: 'Connections', type: 'string', jsonPath: '.status.connectionSummary' },
    { name: 'Service Name', type: 'string', jsonPath: '.status.serviceName' },
    { name: 'Private DNS', type: 'string', jsonPath: '.spec.privateDNS.name', priority: 1 },
    { name: 'Acceptance', type: 'boolean', jsonPath: '.spec.acceptance.required', priority: 1 },
    { name: 'Deletion', type: 'string', jsonPath: '.spec.deletionPolicy', priority: 1 },
    ageColumn,
  ],
  selectableFields: ['.status.serviceID', '.status.serviceName'],
  description: 'An AWS PrivateLink endpoint service: publishes Network Load Balancers to other accounts.',
};
