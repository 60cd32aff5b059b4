import type { FleetListing } from '../kinds/kind.ts';

/** The content of each listed thing, by ID. */
export type Fingerprints = ReadonlyMap<string, string>;

export function fingerprintsOf({ idOf }: Pick<FleetListing, 'idOf'>, items: readonly object[]): Fingerprints {
  return new Map(
    items.flatMap((item): readonly [string, string][] => {
      const id = idOf(item);
      return id === undefined ? [] : [[id, fingerprint(item)]];
    }),
  );
}

/** What appeared, changed or vanished. */
export function changedIDs(before: Fingerprints, now: Fingerprints): readonly string[] {
  const changed = [...now].filter(([id, content]) => before.get(id) !== content).map(([id]) => id);
  const vanished = [...before.keys()].filter((id) => !now.has(id));
  return [...changed, ...vanished].toSorted();
}

/** Equal for equal content: AWS lists in any order and writes states in either case. */
function fingerprint(value: unknown, key = ''): string {
  if (Array.isArray(value))
    return `[${value
      .map((item) => fingerprint(item))
      .toSorted()
      .join(',')}]`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries
      .map(([name, inner]) => `${name}:${fingerprint(inner, name)}`)
      .toSorted()
      .join(',')}}`;
  }
  return JSON.stringify(typeof value === 'string' && key.endsWith('State') ? value.toLowerCase() : value) ?? '';
}
