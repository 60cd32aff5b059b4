import { z } from 'zod';
import { ageColumn, group, leadingColumns, version } from '../common/resource.ts';
import { exactlyOne, withRules } from '../common/rules.ts';
import {
  atomicList,
  awsID,
  commonSpec,
  commonStatus,
  immutableRegion,
  kubeName,
  listByKey,
  region,
  setOf,
  tagSelector,
  text,
  zoneID,
} from '../common/schema.ts';
import type { Resource } from '../kind.ts';

const domain = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'write the domain in lower case without a final dot, such as secretsmanager.eu-west-1.amazonaws.com; a wildcard is a record of its own',
  )
  .describe("The zone's domain, such as the private name of a service. Immutable.");

const vpcTerm = withRules(
  z.object({
    id: awsID('vpc', 'ID of a VPC; stands alone.').optional(),
    tags: tagSelector.optional(),
    region: region.describe("AWS Region of the VPCs; the object's own where absent.").optional(),
    accessRef: z
      .object({ name: kubeName.describe('Name of the PrivateLinkAccess.') })
      .describe("The PrivateLinkAccess into the VPCs' account; the object's own where absent.")
      .optional(),
    force: z
      .boolean()
      .describe('Associate at once, though the records do not stand yet or lead to an endpoint that would not admit these VPCs.')
      .optional(),
  }),
  [exactlyOne(['id', 'tags'], 'name VPCs by exactly one of id or tags')],
);

const vpcs = withRules(
  atomicList(
    vpcTerm,
    { min: 1, max: 300 },
    "Terms: a VPC is associated if any of them matches. The first one must be in the zone's own account.",
  ),
  [
    {
      cel: 'self.all(a, !has(a.id) || self.exists_one(b, has(b.id) && b.id == a.id))',
      message: 'a VPC id is named twice: keep one of the terms',
      holds: (terms) => terms.every(({ id }) => id === undefined || terms.filter((other) => other.id === id).length === 1),
    },
  ],
);

const recordTypes = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'SRV', 'TXT'] as const;

const record = withRules(
  z.object({
    name: z
      .string()
      .min(1)
      .max(253)
      .regex(
        /^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*)$/,
        'write @ for the domain itself, *, or a name below the domain in lower case',
      )
      .describe('@ for the domain itself, * for every name below it that has no record, or a name below it.'),
    endpointRef: z
      .object({
        name: kubeName.describe('Name of the InterfaceEndpoint, in our namespace.'),
        zoneID: zoneID.describe('Lead to this zone only, without failover.').optional(),
      })
      .describe('Leads to an InterfaceEndpoint.')
      .optional(),
    type: z.enum(recordTypes).describe('Type of a record that is written out.').optional(),
    values: setOf(
      text(4_000, 'One value, as Route 53 takes it; a TXT value in double quotes.'),
      { min: 1, max: 100 },
      'Its values.',
    ).optional(),
    ttlSeconds: z.int().min(0).max(2_147_483_647).describe('How long resolvers remember it. 300 where absent.').optional(),
  }),
  [
    exactlyOne(['endpointRef', 'values'], 'a record leads to an endpointRef or has a type and values'),
    {
      cel: 'has(self.type) == has(self.values)',
      message: 'type and values go together',
      holds: (one) => (one.type === undefined) === (one.values === undefined),
    },
    {
      cel: '!has(self.ttlSeconds) || has(self.values)',
      message: 'ttlSeconds goes with type and values: a record that leads to an endpoint has none',
      holds: (one) => one.ttlSeconds === undefined || one.values !== undefined,
    },
    {
      cel: "!(has(self.type) && self.type == 'CNAME' && self.name == '@')",
      message: 'the domain itself cannot be a CNAME: lead it to an endpointRef',
      holds: (one) => !(one.type === 'CNAME' && one.name === '@'),
    },
  ],
);

export const privateHostedZoneSpec = withRules(
  z.object({
    ...commonSpec,
    managementPolicy: z
      .enum(['Manage', 'Observe'])
      .describe('Manage, where absent, creates and corrects. Observe only reads an existing zone and tells what differs.')
      .optional(),
    deletionPolicy: z
      .enum(['Delete', 'Retain'])
      .describe(
        'Retain leaves the zone, marked as released, when this object is deleted. Absent means Retain for an existing zone, else Delete.',
      )
      .optional(),
    existing: z
      .object({
        hostedZoneID: z
          .string()
          .max(32)
          .regex(/^Z[A-Z0-9]{1,31}$/, 'write the ID of a hosted zone, such as Z0123456789ABCDEFGHIJ')
          .describe('ID of the hosted zone.'),
      })
      .describe('A private zone of this domain to take over, or to observe. Immutable.')
      .optional(),
    domain,
    vpcs,
    records: listByKey(record, ['name'], {
      max: 100,
      description: 'Records of the zone, one a name. Records that others add are left alone.',
    }).default([]),
  }),
  [
    immutableRegion,
    {
      cel: 'self.domain == oldSelf.domain',
      message: 'domain is immutable: create another PrivateHostedZone for the other domain, then delete this one',
    },
    {
      cel: 'has(self.existing) == has(oldSelf.existing) && (!has(self.existing) || self.existing == oldSelf.existing)',
      message: 'existing is immutable: create another PrivateHostedZone for the other zone, then delete this one',
    },
    {
      cel: "!has(self.managementPolicy) || self.managementPolicy == 'Manage' || has(self.existing)",
      message: 'managementPolicy Observe needs existing.hostedZoneID: there is nothing to observe otherwise',
      holds: (spec) => spec.managementPolicy !== 'Observe' || spec.existing !== undefined,
    },
  ],
);

/** A record set as Route 53 holds it: an alias, or values with their TTL. */
const recordSet = z.object({
  type: z.string().max(16).describe('Type of the record.'),
  alias: z
    .object({
      dnsName: z.string().max(512).describe('The name that it leads to.'),
      hostedZoneID: z.string().max(64).describe('The hosted zone of that name.'),
    })
    .describe('Where it leads.')
    .optional(),
  ttlSeconds: z.int().min(0).describe('How long resolvers remember it.').optional(),
  values: atomicList(z.string().max(4_000), { max: 100 }, 'Its values.').optional(),
});

const recordStatus = z.object({
  name: z.string().max(253).describe('As in the spec.'),
  state: z.enum(['InSync', 'Pending', 'Waiting', 'Conflict', 'Removing']).describe('How far it is.'),
  message: z.string().max(1_024).describe('Why, and what to do.').optional(),
  written: recordSet.describe('What we last saw of ours.').optional(),
  writing: recordSet.describe('What we are writing, recorded before it is sent.').optional(),
  changeID: z.string().max(64).describe("Route 53's change that is not everywhere yet.").optional(),
});

export const vpcStates = ['Associated', 'Pending', 'Held', 'Conflict', 'Failed', 'Removing', 'Unknown'] as const;

const vpcStatus = z.object({
  id: z.string().max(64).describe('ID of the VPC.'),
  accountID: z.string().max(12).describe('Its account.').optional(),
  region: z.string().max(32).describe('Its Region.').optional(),
  accessRef: z.string().max(253).describe('The PrivateLinkAccess it was found through.').optional(),
  state: z.enum(vpcStates).describe('How far its association is.'),
  reason: text(64, 'One word.').optional(),
  message: z.string().max(1_024).describe('Cause and remedy in words.').optional(),
});

export const privateHostedZoneStatus = z.object({
  ...commonStatus,
  hostedZoneID: z.string().max(32).describe('ID of the hosted zone.').optional(),
  vpcSummary: z.string().max(16).describe('VPCs associated, of those wanted.').optional(),
  recordSummary: z.string().max(16).describe('Records in sync, of those wanted.').optional(),
  vpcs: listByKey(vpcStatus, ['id'], {
    max: 300,
    description: 'Every VPC that the spec chooses, or that is associated through us.',
  }).optional(),
  records: listByKey(recordStatus, ['name'], {
    max: 200,
    description: 'Every record of the spec, and those of earlier specs until they are removed.',
  }).optional(),
  namesNotHosted: setOf(
    z.string().max(253),
    { max: 50 },
    'Private names of the services behind the records that no PrivateHostedZone hosts.',
  ).optional(),
});

export type PrivateHostedZoneSpec = z.output<typeof privateHostedZoneSpec>;
export type PrivateHostedZoneStatus = z.output<typeof privateHostedZoneStatus>;

export const resource: Resource<PrivateHostedZoneSpec> = {
  group,
  version,
  kind: 'PrivateHostedZone',
  plural: 'privatehostedzones',
  shortNames: ['phz'],
  namespaced: true,
  spec: privateHostedZoneSpec,
  status: privateHostedZoneStatus,
  columns: [
    ...leadingColumns,
    { name: 'VPCs', type: 'string', jsonPath: '.status.vpcSummary' },
    { name: 'Records', type: 'string', jsonPath: '.status.recordSummary' },
    { name: 'Zone', type: 'string', jsonPath: '.status.hostedZoneID' },
    { name: 'Domain', type: 'string', jsonPath: '.spec.domain' },
    { name: 'Account', type: 'string', jsonPath: '.status.accountID', priority: 1 },
    { name: 'Deletion', type: 'string', jsonPath: '.spec.deletionPolicy', priority: 1 },
    ageColumn,
  ],
  selectableFields: ['.status.hostedZoneID', '.spec.domain'],
  description: 'A Route 53 private hosted zone that many VPCs share, across accounts: leads a private name to one endpoint.',
};
