import { stringify } from 'yaml';
import { z } from 'zod';
import { pendingStatus } from '../src/kinds/common/schema.ts';
import { resource as endpointService } from '../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoint } from '../src/kinds/interface-endpoint/schema.ts';
import type { Resource } from '../src/kinds/kind.ts';
import { resource as privateHostedZone } from '../src/kinds/private-hosted-zone/schema.ts';
import { resource as privateLinkAccess } from '../src/kinds/privatelink-access/schema.ts';

type Json = Record<string, unknown>;

export const resources: readonly Pick<Resource<unknown>, keyof Resource<unknown>>[] = [
  endpointService,
  interfaceEndpoint,
  privateHostedZone,
  privateLinkAccess,
];

/** The CustomResourceDefinition of every kind, by path. */
export function crds(): Record<string, string> {
  return Object.fromEntries(
    resources.map((resource) => [
      `crds/${resource.plural}.yaml`,
      `# Generated from the schema in src/kinds by npm run generate.\n${stringify(crd(resource), { lineWidth: 0 })}`,
    ]),
  );
}

export function crd(resource: Pick<Resource<unknown>, keyof Resource<unknown>>): Json {
  const { group, version, kind, plural, shortNames, namespaced, columns, selectableFields, description } = resource;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames, categories: ['privatelink'] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns,
          selectableFields: selectableFields.map((jsonPath) => ({ jsonPath })),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description,
              required: ['spec'],
              properties: {
                apiVersion: { type: 'string', description: 'Version of the API.' },
                kind: { type: 'string', description: 'Kind of the object.' },
                metadata: { type: 'object' },
                spec: { ...structural(resource.spec, 'input'), description: 'What is wanted. The operator never writes it.' },
                status: {
                  ...structural(resource.status, 'output'),
                  description: 'What is, and why. Written by the operator.',
                  default: pendingStatus,
                },
              },
            },
          },
        },
      ],
    },
  };
}

/** A zod schema as the structural schema that the API server takes. */
function structural(schema: z.ZodType, io: 'input' | 'output'): Json {
  return clean(z.toJSONSchema(schema, { target: 'openapi-3.0', io, reused: 'inline', unrepresentable: 'throw' }) as Json);
}

const safeInteger = Number.MAX_SAFE_INTEGER;

/** Takes out what structural schemas forbid and what zod adds of its own. */
function clean(schema: Json): Json {
  if (schema['x-kubernetes-int-or-string'] === true) {
    const { type: _type, pattern: _pattern, ...rest } = schema;
    return rest;
  }
  const cleaned: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema' || key === 'propertyNames' || key === 'id' || key === '$defs') continue;
    if (key === 'additionalProperties' && (schema['properties'] !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true))
      continue;
    if ((key === 'maximum' && value === safeInteger) || (key === 'minimum' && value === -safeInteger)) continue;
    if (key === 'pattern' && schema['format'] === 'date-time') continue;
    if (key === 'properties')
      cleaned[key] = Object.fromEntries(Object.entries(value as Json).map(([name, inner]) => [name, clean(inner as Json)]));
    else if (key === 'items' || key === 'additionalProperties')
      cleaned[key] = typeof value === 'object' && value !== null ? clean(value as Json) : value;
    else cleaned[key] = value;
  }
  return cleaned;
}
