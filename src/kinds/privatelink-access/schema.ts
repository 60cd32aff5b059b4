import { z } from 'zod';
import type { Resource } from '../kind.ts';
import { ageColumn, group, leadingColumns, version } from '../common/resource.ts';
import { exactlyOne, withRules } from '../common/rules.ts';
import { commonStatus, labelSelector, namespaceName, setOf } from '../common/schema.ts';

const namespaces = withRules(
  z.object({
    names: setOf(namespaceName, { min: 1, max: 500 }, 'Names of namespaces.').optional(),
    selector: labelSelector.optional(),
  }),
  [exactlyOne(['names', 'selector'], 'choose the namespaces by exactly one of names or selector')],
);

export const privateLinkAccessSpec = z.object({
  namespaces: namespaces.describe('Namespaces whose objects may use this access.'),
  roleARN: z
    .string()
    .max(512)
    .regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9+=,.@_/-]+$/, 'write the ARN of a role')
    .describe('The role that the operator assumes.'),
  externalID: z
    .string()
    .max(1_224)
    .regex(/^[A-Za-z0-9+=,.@:/-]{2,}$/, 'write at least two letters, digits or +=,.@:/-')
    .describe("External ID that the role's trust policy asks for.")
    .optional(),
});

export const privateLinkAccessStatus = z.object({
  observedGeneration: commonStatus.observedGeneration,
  conditions: commonStatus.conditions,
  inUseBy: z.int().min(0).describe('Objects that need this access.').optional(),
});

export type PrivateLinkAccessSpec = z.output<typeof privateLinkAccessSpec>;

export const resource: Resource<PrivateLinkAccessSpec> = {
  group,
  version,
  kind: 'PrivateLinkAccess',
  plural: 'privatelinkaccesses',
  shortNames: ['pla'],
  namespaced: false,
  spec: privateLinkAccessSpec,
  status: privateLinkAccessStatus,
  columns: [
    ...leadingColumns,
    { name: 'Role', type: 'string', jsonPath: '.spec.roleARN' },
    { name: 'In Use By', type: 'integer', jsonPath: '.status.inUseBy' },
    ageColumn,
  ],
  selectableFields: ['.spec.roleARN'],
  description: 'Which namespaces use which AWS role. Whoever may write this object decides over accounts.',
};
