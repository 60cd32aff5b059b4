import type { Rendered } from './helm.ts';

/** What was at a place and what is there now; undefined where there is nothing. */
export type Differences = Readonly<Record<string, unknown>>;

/**
 * The places at which two renderings differ, with the new value: `Kind/name path.to.field`, a list's members by their name where they
 * have one. An object that came or went is one place.
 */
export function differences(before: readonly Rendered[], after: readonly Rendered[]): Differences {
  const places: Record<string, unknown> = {};
  const old = new Map(before.map((object) => [titleOf(object), object]));
  const now = new Map(after.map((object) => [titleOf(object), object]));
  for (const title of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(title), now.get(title)];
    if (was === undefined || is === undefined) places[title] = is === undefined ? 'gone' : 'new';
    else Object.assign(places, changedLeaves(title, was, is));
  }
  return places;
}

function changedLeaves(title: string, was: Rendered, is: Rendered): Differences {
  const [old, now] = [leavesOf(was), leavesOf(is)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
  return Object.fromEntries(paths.map((path) => [`${title} ${path}`, now.get(path)]));
}

/** Every text, number and boolean by its path. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const members = Array.isArray(value)
    ? value.map((member: unknown, index) => [nameOf(member) ?? String(index), member] as const)
    : Object.entries(value);
  return new Map(members.flatMap(([key, member]) => [...leavesOf(member, path === '' ? key : `${path}.${key}`)]));
}

function nameOf(member: unknown): string | undefined {
  return typeof member === 'object' && member !== null && 'name' in member && typeof member.name === 'string' ? member.name : undefined;
}

function titleOf({ kind, metadata }: Rendered): string {
  return `${kind}/${metadata.name}`;
}
