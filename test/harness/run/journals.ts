import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../../../src/simulator/journal.ts';

export const sides = ['provider', 'consumer', 'dns'] as const;
export type Side = (typeof sides)[number];
/** IAM actions that the operator used, by side. */
export type Used = Readonly<Record<Side, readonly string[]>>;

/** Leaves for the end of the run which actions a scenario's operator used under the roles of the sides. */
export function keepJournal(folder: string, journal: readonly JournalEntry[]): void {
  const usedBy = (side: Side): readonly string[] => [
    ...new Set(
      journal
        .filter(({ principal }) => principal.includes(`assumed-role/privatelink-${side}/`))
        .map(({ service, action }) => `${service}:${action}`),
    ),
  ];
  const used: Used = bySide(usedBy);
  writeFileSync(join(folder, `journal-${randomUUID()}.json`), JSON.stringify(used));
}

export function keptJournals(folder: string): Used {
  const all = readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Used);
  const of = (side: Side): readonly string[] => [...new Set(all.flatMap((one) => one[side]))].toSorted();
  return bySide(of);
}

export function bySide<T>(of: (side: Side) => T): Readonly<Record<Side, T>> {
  return Object.fromEntries(sides.map((side) => [side, of(side)])) as Record<Side, T>;
}
