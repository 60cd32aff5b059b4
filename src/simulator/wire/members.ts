import { NormalizedSchema } from '@smithy/core/schema';
import type { Operation } from '../operations.ts';

/**
 * The paths of every leaf member of an operation's input, such as `TagSpecifications.Tags.Key`. Lists add nothing to a path.
 * A shape inside itself is cut where it begins again.
 */
export function memberPaths(operation: Operation): readonly string[] {
  const schema = NormalizedSchema.of(operation.schema[4]);
  return schema.isUnitSchema() ? [] : structPaths(schema, '', new Set());
}

function structPaths(schema: NormalizedSchema, prefix: string, outer: ReadonlySet<string>): string[] {
  const name = schema.getName() ?? '';
  const inner = new Set(outer).add(name);
  const paths: string[] = [];
  for (const [member, memberSchema] of schema.structIterator()) {
    const path = prefix === '' ? member : `${prefix}.${member}`;
    const element = elementOf(memberSchema);
    if (!element.isStructSchema()) paths.push(path);
    else if (!inner.has(element.getName() ?? '')) paths.push(...structPaths(element, path, inner));
  }
  return paths;
}

/** What a list, or a list of lists, holds. */
export function elementOf(schema: NormalizedSchema): NormalizedSchema {
  return schema.isListSchema() ? elementOf(schema.getValueSchema()) : schema;
}

/** Members of the input that the simulator has and always answers for every operation. */
export const alwaysRead: ReadonlySet<string> = new Set(['DryRun']);

/** The leaf members that an operation refuses: all that it does not say it reads. */
export function refusedPaths(operation: Operation): readonly string[] {
  return memberPaths(operation).filter((path) => !operation.reads.has(path) && !alwaysRead.has(path));
}
