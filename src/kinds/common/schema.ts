import { z } from 'zod';
import { type Rule, withRules } from './rules.ts';

/** Text with both bounds: the API server estimates the cost of CEL rules by them. */
export function text(max: number, description: string): z.ZodString {
  return z.string().min(1).max(max).describe(description);
}

/** A list that is a set: the API server refuses duplicates and merges by value. */
export function setOf<T extends z.ZodType<string>>(
  item: T,
  bounds: { readonly min?: number; readonly max: number },
  description: string,
): z.ZodArray<T> {
  return z
    .array(item)
    .min(bounds.min ?? 0)
    .max(bounds.max)
    .refine((items) => new Set(items).size === items.length, { message: 'holds a value twice' })
    .meta({ description, 'x-kubernetes-list-type': 'set' });
}

export function atomicList<T extends z.ZodType>(
  item: T,
  bounds: { readonly min?: number; readonly max: number },
  description: string,
): z.ZodArray<T> {
  return z
    .array(item)
    .min(bounds.min ?? 0)
    .max(bounds.max)
    .meta({ description, 'x-kubernetes-list-type': 'atomic' });
}

export function listByKey<T extends z.ZodType>(
  item: T,
  keys: readonly string[],
  options: { readonly max: number; readonly description: string },
): z.ZodArray<T> {
  const keyOf = (value: unknown): string => JSON.stringify(keys.map((key) => (value as Record<string, unknown>)[key]));
  return z
    .array(item)
    .max(options.max)
    .refine((items) => new Set(items.map(keyOf)).size === items.length, { message: `holds an item with the same ${keys.join(', ')} twice` })
    .meta({ description: options.description, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [...keys] });
}

export const region = z
  .string()
  .max(32)
  .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9]$/, 'write the Region as AWS does, such as eu-west-1')
  .describe("AWS Region. Immutable. The operator's own Region where absent.");

/** An unquoted account ID is a number to YAML, and with a leading zero even another number: it gets words, not a type error. */
export const accountID = z
  .string({ error: 'write the account ID in quotes, 12 digits' })
  .max(12)
  .regex(/^[0-9]{12}$/, 'write the account ID in quotes, 12 digits')
  .meta({
    description: 'AWS account ID: 12 digits, in quotes.',
    'x-kubernetes-int-or-string': true,
    'x-kubernetes-validations': [
      {
        rule: "type(self) == string && self.matches('^[0-9]{12}$')",
        message: 'write the account ID in quotes, 12 digits, such as "111122223333"',
      },
    ],
  });

export const zoneID = z
  .string()
  .max(32)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)?-az[0-9]+$/, 'write the zone ID, such as euw1-az1; zone names go to zoneNames')
  .describe('Availability Zone ID, such as euw1-az1: the same zone in every account.');
export const zoneName = z
  .string()
  .max(32)
  .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9][a-z0-9-]*[a-z]$/, 'write the zone name, such as eu-west-1a; zone IDs go to zoneIDs')
  .describe("Availability Zone name in this object's account, such as eu-west-1a.");

export function awsID(prefix: string, description: string): z.ZodString {
  return z
    .string()
    .max(64)
    .regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `write an ID that begins with ${prefix}-`)
    .describe(description);
}

export const kubeName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'write the name of a Kubernetes object: lower case letters, digits, dashes and dots');
export const namespaceName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'write the name of a namespace: lower case letters, digits and dashes');

/** A map with a bound, which zod checks and the CRD declares. */
function boundedMap(bounds: { readonly min: number; readonly max: number }, description: string): z.ZodRecord<z.ZodString, z.ZodString> {
  const { min, max } = bounds;
  return z
    .record(z.string(), z.string().max(256))
    .refine((map) => Object.keys(map).length >= min && Object.keys(map).length <= max, { message: `name between ${min} and ${max} tags` })
    .meta({ description, minProperties: min, maxProperties: max });
}

/** Tags to select by: all of them must be there. */
export const tagSelector = boundedMap({ min: 1, max: 10 }, 'Tags that must all be there, with these values.');

const keysOf = (map: Readonly<Record<string, string>>): readonly string[] => Object.keys(map);

export const tags = withRules(
  boundedMap({ min: 0, max: 40 }, "Tags on the AWS resource, besides the operator's own. Tags that others add are left alone."),
  [
    {
      cel: "self.all(key, !key.startsWith('aws:'))",
      message: 'tags beginning with aws: are reserved by AWS: choose another key',
      holds: (value) => keysOf(value).every((key) => !key.startsWith('aws:')),
    },
    {
      cel: "self.all(key, !key.startsWith('privatelink-operator.io/'))",
      message: "tags beginning with privatelink-operator.io/ are the operator's: choose another key",
      holds: (value) => keysOf(value).every((key) => !key.startsWith('privatelink-operator.io/')),
    },
    {
      cel: 'self.all(key, size(key) >= 1 && size(key) <= 127)',
      message: 'a tag key has 1 to 127 characters',
      holds: (value) => keysOf(value).every((key) => key.length >= 1 && key.length <= 127),
    },
  ],
);

export const labelSelector = z
  .object({
    matchLabels: z
      .record(z.string(), z.string().max(63))
      .refine((labels) => keysOf(labels).length <= 20, { message: 'at most 20 labels' })
      .meta({ description: 'Labels that must all be there.', maxProperties: 20 })
      .optional(),
    matchExpressions: atomicList(
      z.object({
        key: text(317, 'Label key.'),
        operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']).describe('How the label is compared.'),
        values: atomicList(z.string().max(63), { max: 20 }, 'Values for In and NotIn.').optional(),
      }),
      { max: 20 },
      'Expressions that must all hold.',
    ).optional(),
  })
  .describe('A label selector, as everywhere in Kubernetes. An empty one selects everything.');

export const accessRef = z
  .object({ name: kubeName.describe('Name of the PrivateLinkAccess.') })
  .describe('The PrivateLinkAccess whose role is used. Needed only where several admit this namespace.');

/** Fields of every spec that owns AWS resources. */
export const commonSpec = {
  region: region.optional(),
  accessRef: accessRef.optional(),
  tags: tags.optional(),
  deletionPolicy: z
    .enum(['Delete', 'Retain'])
    .describe('Retain leaves the AWS resource, marked as released, when this object is deleted. Absent means Delete.')
    .optional(),
  managementPolicy: z
    .enum(['Manage', 'Observe'])
    .describe('Manage creates and corrects. Observe, which only reads, is not supported in this version.')
    .optional(),
};

export const immutableRegion: Rule<object> = {
  cel: 'has(self.region) == has(oldSelf.region) && (!has(self.region) || self.region == oldSelf.region)',
  message: 'region is immutable: create another object in the other Region, then delete this one',
};

export const commonSpecRules: readonly Rule<{ readonly managementPolicy?: string | undefined }>[] = [
  immutableRegion,
  {
    cel: "!has(self.managementPolicy) || self.managementPolicy == 'Manage'",
    message: 'managementPolicy Observe is not supported in this version: leave it out or write Manage',
    holds: (spec) => spec.managementPolicy === undefined || spec.managementPolicy === 'Manage',
    notYet: true,
  },
];

const condition = z.object({
  type: text(316, 'Type of the condition.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  reason: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
    .describe('One word for programs.'),
  message: z.string().max(32_768).describe('The same for people: object, cause, next step.'),
  observedGeneration: z.int().min(0).describe('Generation of the spec that this speaks of.').optional(),
  lastTransitionTime: z.iso.datetime().describe('When status last changed.'),
});

/** Fields of every status. */
export const commonStatus = {
  observedGeneration: z.int().min(0).describe('Generation of the spec that this status speaks of.').optional(),
  accountID: z.string().max(12).describe('AWS account, pinned at first sight.').optional(),
  region: z.string().max(32).describe('AWS Region, pinned at first sight.').optional(),
  conditions: listByKey(condition, ['type'], {
    max: 16,
    description: 'Ready sums up; the others say why. Reconciling, Stalled, Paused and Drifted are there only while true.',
  }),
  pendingCreate: z
    .object({
      token: z.string().max(64).describe('Client token of the create.'),
      attempt: z.int().min(1).describe('Number of the create.'),
      request: z.string().max(32_768).describe('The request, verbatim, as JSON.'),
    })
    .describe('A create that was recorded before it was sent, until its result has been seen.')
    .optional(),
  attempt: z.int().min(0).describe('Number of the last create.').optional(),
  tagKeys: setOf(z.string().max(128), { max: 50 }, 'Keys of the tags that we have set for the spec.').optional(),
  lastHandledReconcileAt: z
    .string()
    .max(256)
    .describe('The last answered value of the annotation privatelink-operator.io/reconcile-requested-at.')
    .optional(),
};

/** What `kubectl get` and kstatus see before the first pass. */
export const pendingStatus = {
  conditions: [
    {
      type: 'Ready',
      status: 'Unknown',
      reason: 'Pending',
      message: 'Waiting for the operator.',
      lastTransitionTime: '1970-01-01T00:00:00Z',
    },
  ],
};
