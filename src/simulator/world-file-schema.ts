import { z } from 'zod';
import { cidrRange } from './ec2/network/cidr.ts';
import { regionZones } from './regions.ts';
import type { Settings } from './settings.ts';
import { defaultSettings } from './settings.ts';

const zoneIDs = [...regionZones.values()].flat();

/** YAML reads an unquoted account ID as a number, and loses its leading zeros. */
const accountID = z
  .string({ error: 'an account ID is 12 digits in quotes, such as "111111111111"' })
  .regex(/^\d{12}$/, 'an account ID is 12 digits in quotes, such as "111111111111"')
  .meta({ description: 'AWS account ID, in quotes' });
const givenID = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`), `an ID of this kind is ${prefix}- and 8 or 17 hex digits`);
const resourceID = (prefix: string) => givenID(prefix).optional().meta({ description: 'A fixed ID; made up from the seed unless given' });
const cidr = z.string().refine((text) => cidrRange(text) !== undefined, 'this is no IPv4 CIDR block');
const portNumber = z.int().min(1).max(65_535);
const tags = z.record(z.string(), z.string()).default({});
const attributes = z.record(z.string(), z.string()).default({}).meta({ description: 'Attributes that differ from AWS defaults' });
/** How other parts of the same VPC name this one. */
const name = z.string().min(1).meta({ description: 'How other parts of the VPC refer to this one, and its Name tag' });
const references = z.array(z.string().min(1).meta({ description: 'A name or an ID within the VPC' }));

const subnet = z.strictObject({ id: resourceID('subnet'), name, zoneID: z.enum(zoneIDs), cidr, tags });

const rule = z
  .strictObject({
    protocol: z.enum(['tcp', 'udp', '-1']).default('tcp').meta({ description: '-1 is every protocol and port' }),
    ports: z
      .union([portNumber, z.string().regex(/^\d{1,5}-\d{1,5}$/, 'ports are a number, or a range such as "8000-8080"')])
      .optional()
      .meta({ description: 'A port, or a range such as "8000-8080"' }),
    cidr: cidr.optional(),
    group: z.string().optional().meta({ description: 'A security group of the VPC, by name or ID' }),
  })
  .refine(({ cidr: from, group }) => (from === undefined) !== (group === undefined), 'a rule has exactly one of cidr and group')
  .refine(({ protocol, ports }) => (ports === undefined) === (protocol === '-1'), 'a rule has ports, unless its protocol is -1');

const securityGroup = z.strictObject({
  id: resourceID('sg'),
  name: z
    .string()
    .min(1)
    .refine((text) => text !== 'default', 'the group "default" comes with the VPC'),
  description: z.string().default('from the world file'),
  ingress: z.array(rule).default([]),
  tags,
});

const instance = z.strictObject({
  id: resourceID('i'),
  name,
  subnet: z.string().meta({ description: 'A subnet of the VPC, by name or ID' }),
  address: z.ipv4().optional(),
  securityGroups: references.default([]).meta({ description: "The VPC's default group unless given" }),
  listening: z
    .union([z.literal('all'), z.array(portNumber)])
    .default('all')
    .meta({ description: 'The ports that answer' }),
  state: z.enum(['running', 'stopped']).default('running'),
  tags,
});

const target = z
  .strictObject({
    instance: z.string().optional().meta({ description: 'An instance of the VPC, by name or ID' }),
    address: z.ipv4().optional(),
    loadBalancer: z.string().optional().meta({ description: 'An Application Load Balancer of the VPC, by name' }),
    port: portNumber.optional().meta({ description: "The target group's unless given" }),
    healthy: z.boolean().default(true),
  })
  .refine(
    (given) => [given.instance, given.address, given.loadBalancer].filter((each) => each !== undefined).length === 1,
    'a target has exactly one of instance, address and loadBalancer',
  );

const targetGroup = z.strictObject({
  arn: z.string().optional(),
  name,
  protocol: z.enum(['TCP', 'UDP', 'TCP_UDP', 'HTTP', 'GENEVE']).default('TCP'),
  port: portNumber,
  targetType: z.enum(['instance', 'ip', 'alb']).default('instance'),
  attributes,
  targets: z.array(target).default([]),
  tags,
});

const forward = z.strictObject({
  name: z.string().meta({ description: 'A target group of the VPC' }),
  weight: z.int().min(0).max(999).default(1),
});
const listener = z.strictObject({
  port: portNumber.optional().meta({ description: 'Absent for a Gateway Load Balancer' }),
  protocol: z.enum(['TCP', 'UDP', 'TCP_UDP', 'HTTP']).optional().meta({ description: 'Absent for a Gateway Load Balancer' }),
  targetGroups: z.array(forward).min(1),
  tags,
});

const loadBalancer = z.strictObject({
  arn: z.string().optional(),
  name,
  type: z.enum(['network', 'gateway', 'application']).default('network'),
  scheme: z.enum(['internal', 'internet-facing']).default('internal'),
  subnets: references.min(1).meta({ description: 'One a zone' }),
  securityGroups: references.default([]),
  enforceSecurityGroupsOnPrivateLink: z.boolean().default(true),
  attributes,
  listeners: z.array(listener).default([]),
  tags,
});

const vpc = z.strictObject({
  id: resourceID('vpc'),
  name,
  region: z.enum([...regionZones.keys()]),
  cidr,
  enableDnsSupport: z.boolean().default(true),
  enableDnsHostnames: z.boolean().default(true),
  tags,
  subnets: z.array(subnet).default([]),
  securityGroups: z.array(securityGroup).default([]),
  instances: z.array(instance).default([]),
  targetGroups: z.array(targetGroup).default([]),
  loadBalancers: z.array(loadBalancer).default([]),
});

const recordSet = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT']),
  ttl: z.int().min(0).max(2_147_483_647).default(300).meta({ description: 'Seconds' }),
  values: z.array(z.string()).min(1).meta({ description: 'TXT values have quotation marks of their own' }),
});

const hostedZone = z.strictObject({
  id: z
    .string()
    .regex(/^Z[A-Z0-9]{1,31}$/, 'an ID of a hosted zone is Z and capital letters or digits')
    .optional()
    .meta({ description: 'A fixed ID; made up from the seed unless given' }),
  name: z.string().min(1),
  vpcs: z.array(givenID('vpc')).default([]).meta({ description: 'IDs of VPCs, of any account; with one the zone is private' }),
  comment: z.string().max(256).optional(),
  records: z.array(recordSet).default([]),
  tags,
});

const role = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'this is no name of an IAM role'),
  externalID: z.string().optional().meta({ description: 'Required in AssumeRole if given' }),
  trustedAccounts: z.array(accountID).min(1),
  maxSessionSeconds: z.int().min(3600).max(43_200).default(3600).meta({ description: 'The longest session that AssumeRole gives' }),
});

const settings = z
  .strictObject(
    Object.fromEntries(
      Object.entries(defaultSettings).map(([key, value]) => [key, typeof value === 'boolean' ? z.boolean() : z.number().min(0)]),
    ),
  )
  .partial()
  .transform((given) => given as Partial<Settings>)
  .default({});

export const worldFileSchema = z.strictObject({
  $schema: z.string().optional(),
  settings: settings.meta({ description: 'How the simulated AWS behaves, where it differs from the defaults; durations are milliseconds' }),
  accounts: z.array(
    z.strictObject({
      id: accountID,
      roles: z.array(role).default([]),
      vpcs: z.array(vpc).default([]),
      hostedZones: z.array(hostedZone).default([]),
    }),
  ),
  peerings: z
    .array(z.tuple([givenID('vpc'), givenID('vpc')]))
    .default([])
    .meta({ description: 'Pairs of VPC IDs that reach each other, by peering or a transit gateway' }),
  publicTxtRecords: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .meta({ description: 'The public DNS in which private names are verified: name → TXT values' }),
});

/** A world file, checked and with its defaults. */
export type WorldFile = z.output<typeof worldFileSchema>;
export type HostedZoneEntry = WorldFile['accounts'][number]['hostedZones'][number];
export type VpcEntry = WorldFile['accounts'][number]['vpcs'][number];

/** The text of world.schema.json, for editors: what may be written, so defaults are optional. */
export function worldFileJSONSchema(): string {
  const schema = z.toJSONSchema(worldFileSchema, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: 'A world for the AWS simulator' }, null, 2)}\n`;
}
