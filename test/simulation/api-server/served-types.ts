import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ResourceType } from '../../../src/kube/resource.ts';
import { customResourceStrategy } from './custom-resource.ts';
import { eventStrategy } from './event.ts';
import { namespaceStrategy } from './namespace.ts';
import type { Strategy } from './strategy.ts';
import type { Schema } from './structural-schema.ts';

/** A type of object that the server knows. */
export interface ServedType extends ResourceType {
  /** Absent where nobody here writes such objects. */
  readonly strategy?: Strategy;
  /** The items of a list of built-in objects have no kind and no apiVersion; those of custom resources do. */
  readonly builtIn: boolean;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly [{ readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }];
  };
}

const folder = join(import.meta.dirname, '..', '..', '..', 'crds');

/** Ours, as `crds/` has them, and what the operator needs of Kubernetes' own. Services can be listed, but nobody makes one. */
export const servedTypes: readonly ServedType[] = [
  ...readdirSync(folder)
    .toSorted()
    .map((file) => customResource(parse(readFileSync(join(folder, file), 'utf8')) as Definition)),
  { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true, builtIn: true },
  { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false, strategy: namespaceStrategy, builtIn: true },
  { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true, strategy: eventStrategy, builtIn: true },
];

function customResource({ spec }: Definition): ServedType {
  const { group, scope, names, versions } = spec;
  const [{ name: version, schema }] = versions;
  const { kind, plural } = names;
  const strategy = customResourceStrategy(schema.openAPIV3Schema);
  return { group, version, kind, plural, namespaced: scope === 'Namespaced', strategy, builtIn: false };
}
