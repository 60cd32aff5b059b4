import type { z } from 'zod';
import type { CommonSpec } from '../kinds/kind.ts';
import type { AnyKind } from './engine.ts';

const checked = new WeakMap<object, z.ZodSafeParseResult<CommonSpec>>();

/** A spec held against its schema, defaults applied; once for each object that a store hands out, for a pass asks several times. */
export function checkSpec(kind: AnyKind, spec: unknown): z.ZodSafeParseResult<CommonSpec> {
  if (typeof spec !== 'object' || spec === null) return kind.resource.spec.safeParse(spec);
  const known = checked.get(spec) ?? kind.resource.spec.safeParse(spec);
  checked.set(spec, known);
  // What the schema has passed passes again as it is.
  if (known.success) checked.set(known.data, known);
  return known;
}
