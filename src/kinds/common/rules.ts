import type { z } from 'zod';

/**
 * One rule in two tongues: CEL for the API server, and `holds` for ourselves. A rule about a change (`oldSelf`) has no `holds`.
 * The message says what to do, because it is all that the person who writes the YAML will see.
 */
export interface Rule<T> {
  readonly cel: string;
  readonly message: string;
  readonly holds?: (value: T) => boolean;
  /** What is refused is not wrong, but for a later version to carry out. */
  readonly notYet?: true;
}

export function withRules<S extends z.ZodType>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  const checked = rules.reduce<S>(
    (so, { holds, message, notYet }) =>
      holds === undefined ? so : (so.refine(holds as (value: unknown) => boolean, { message, params: { notYet } }) as S),
    schema,
  );
  const known = (schema.meta()?.['x-kubernetes-validations'] ?? []) as readonly object[];
  return checked.meta({
    ...schema.meta(),
    'x-kubernetes-validations': [...known, ...rules.map(({ cel, message }) => ({ rule: cel, message }))],
  }) as S;
}

/** Exactly one of these fields. */
export function exactlyOne<T extends object>(fields: readonly (keyof T & string)[], message: string): Rule<T> {
  const cel = `[${fields.map((field) => `has(self.${field})`).join(', ')}].filter(x, x).size() == 1`;
  return { cel, message, holds: (value) => fields.filter((field) => value[field] !== undefined).length === 1 };
}

/** A field that the API names and this version does not carry out: refused in words instead of ignored. */
export function notYet<T extends object>(field: keyof T & string, instead: string): Rule<T> {
  return {
    cel: `!has(self.${field})`,
    message: `${field} is not supported in this version: ${instead}`,
    holds: (value) => value[field] === undefined,
    notYet: true,
  };
}
