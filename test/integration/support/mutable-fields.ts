type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
};

/** The CRD's schema of a kind's spec. */
export function specSchemaOf(crd: object): Schema {
  const { spec } = crd as { readonly spec: { readonly versions: readonly [{ readonly schema: { readonly openAPIV3Schema: Schema } }] } };
  return spec.versions[0].schema.openAPIV3Schema.properties?.['spec'] ?? {};
}

/**
 * Paths of what an edit of the spec may change, such as `acceptance.required`. A list or a map counts as one field. Left out is what a
 * CEL rule holds to its old value, and what one forbids altogether: no object has it.
 */
export function mutableFields(schema: Schema, path: readonly string[] = []): readonly string[] {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule);
  if (rules.some((rule) => rule === 'self == oldSelf')) return [];
  if (schema.properties === undefined) return [path.join('.')];
  return Object.entries(schema.properties)
    .filter(([name]) => !rules.some((rule) => rule.includes(`self.${name} == oldSelf.${name}`) || rule === `!has(self.${name})`))
    .flatMap(([name, inner]) => mutableFields(inner, [...path, name]));
}
