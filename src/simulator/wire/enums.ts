import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elasticloadbalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import * as sts from '@aws-sdk/client-sts';
import type { ServiceName } from '../operations.ts';

/**
 * Which strings a member may have. The SDK's run-time schemas say only "string" for an enum; its type declarations name the
 * enum, and its module exports the values. So the declarations are read, once per API and only when a string is checked.
 */
const packages: Readonly<Record<ServiceName, { readonly name: string; readonly module: Readonly<Record<string, unknown>> }>> = {
  ec2: { name: '@aws-sdk/client-ec2', module: ec2 },
  elasticloadbalancing: { name: '@aws-sdk/client-elastic-load-balancing-v2', module: elasticloadbalancing },
  route53: { name: '@aws-sdk/client-route-53', module: route53 },
  sts: { name: '@aws-sdk/client-sts', module: sts },
};

const require = createRequire(import.meta.url);
const declarations = new Map<ServiceName, string>();
const tables = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

/** The values that a structure's member (or each item of it, if it is a list) may have, or undefined if any string will do. */
export function enumValues(service: ServiceName, structure: string, member: string): ReadonlySet<string> | undefined {
  const key = `${service} ${structure}`;
  const table = tables.get(key) ?? readStructure(service, structure);
  tables.set(key, table);
  return table.get(member);
}

function readStructure(service: ServiceName, structure: string): ReadonlyMap<string, ReadonlySet<string>> {
  const text = declarationsOf(service);
  const start = text.indexOf(`export interface ${structure} {`);
  const body = start < 0 ? '' : text.slice(start, text.indexOf('\n}', start));
  const values = new Map<string, ReadonlySet<string>>();
  for (const [, name = '', type = ''] of body.matchAll(/^ {4}(\w+)\??: (\w+)(?:\[\])* \| undefined;$/gm)) {
    const allowed = exportedEnum(packages[service].module[type]);
    if (allowed) values.set(name, allowed);
  }
  return values;
}

function exportedEnum(value: unknown): ReadonlySet<string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const values = Object.values(value);
  return values.every((each): each is string => typeof each === 'string') ? new Set(values) : undefined;
}

function declarationsOf(service: ServiceName): string {
  const known = declarations.get(service);
  if (known !== undefined) return known;
  const { name } = packages[service];
  const main = require.resolve(name);
  const root = main.slice(0, main.lastIndexOf(name) + name.length);
  const folder = join(root, 'dist-types', 'models');
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  declarations.set(service, text);
  return text;
}
