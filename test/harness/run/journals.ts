import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../../../src/simulator/journal.ts';

export type Side = 'provider' | 'consumer';
/** IAM actions that the operator used, by side. */
export type Used = Readonly<Record<Side, readonly string[]>>;

/** Leaves for the end of the run which actions a scenario's operator used under the roles of the two sides. */
export function keepJournal(folder: string, journal: readonly JournalEntry[]): void {
  const usedBy = (side: Side): readonly string[] => [
    ...new Set(
      journal
        .filter(({ principal }) => principal.includes(`assumed-role/privatelink-${side}/`))
        .map(({ service, action }) => `${service}:${action}`),
    ),
  ];
  const used: Used = { provider: usedBy('provider'), consumer: usedBy('consumer') };
  writeFileSync(join(folder, `journal-${randomUUID()}.json`), JSON.stringify(used));
}

export function keptJournals(folder: string): Used {
  const all = readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Used);
  const of = (side: Side): readonly string[] => [...new Set(all.flatMap((one) => one[side]))].toSorted();
  return { provider: of('provider'), consumer: of('consumer') };
}
