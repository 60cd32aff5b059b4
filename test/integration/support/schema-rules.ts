type Json = Record<string, unknown>;

/** One CEL rule or pattern of a CRD's spec: where it stands, and what a refusal by it says. */
export interface SchemaRule {
  readonly kind: string;
  /** As a refusal names the field, list indices left out: `spec.subnets[].id`. */
  readonly field: string;
  readonly says: string;
  /** The CRD without it. */
  without(): Json;
}

/** Every rule and pattern under spec. Map keys of what a user chooses have no patterns of ours. */
export function rulesOf(crd: Json): SchemaRule[] {
  const found: SchemaRule[] = [];
  const { names } = crd['spec'] as { readonly names: { readonly kind: string } };
  const walk = (path: readonly (string | number)[], field: string): void => {
    const node = at(crd, path);
    if (typeof node['pattern'] === 'string')
      found.push({ kind: names.kind, field, says: node['pattern'], without: () => edited(crd, path, (copy) => delete copy['pattern']) });
    const rules = (node['x-kubernetes-validations'] ?? []) as readonly { readonly rule: string; readonly message: string }[];
    for (const { rule, message } of rules) {
      found.push({
        kind: names.kind,
        field,
        says: message,
        without: () => edited(crd, path, (copy) => (copy['x-kubernetes-validations'] = rules.filter((one) => one.rule !== rule))),
      });
    }
    for (const name of Object.keys((node['properties'] ?? {}) as Json)) walk([...path, 'properties', name], `${field}.${name}`);
    if (node['items'] !== undefined) walk([...path, 'items'], `${field}[]`);
    if (typeof node['additionalProperties'] === 'object') walk([...path, 'additionalProperties'], `${field}.*`);
  };
  walk(['spec', 'versions', 0, 'schema', 'openAPIV3Schema', 'properties', 'spec'], 'spec');
  return found;
}

/** The CRD as another group's, so that both can be installed. */
export function renamed(crd: Json, group: string): Json {
  const copy = structuredClone(crd) as {
    metadata: { name: string };
    spec: { group: string; names: { plural: string; shortNames?: unknown; categories?: unknown } };
  };
  copy.spec.group = group;
  copy.metadata.name = `${copy.spec.names.plural}.${group}`;
  delete copy.spec.names.shortNames;
  delete copy.spec.names.categories;
  return copy as unknown as Json;
}

function edited(crd: Json, path: readonly (string | number)[], edit: (node: Json) => void): Json {
  const copy = structuredClone(crd);
  const node = at(copy, path);
  edit(node);
  if (Array.isArray(node['x-kubernetes-validations']) && node['x-kubernetes-validations'].length === 0)
    delete node['x-kubernetes-validations'];
  return copy;
}

function at(root: Json, path: readonly (string | number)[]): Json {
  return path.reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], root) as Json;
}
