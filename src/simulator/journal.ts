import type { ServiceName } from './operations.ts';

/** One call as it arrived, and what became of it. */
export interface JournalEntry {
  readonly time: number;
  /** Empty, with Region and principal, where the call was refused before its caller was known. */
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  readonly service: ServiceName;
  readonly action: string;
  /** The typed input; empty if it could not be read. */
  readonly parameters: object;
  readonly outcome: 'ok' | { readonly code: string };
  /** The caller got no answer: the call was dropped before it ran, or after it had committed. */
  readonly dropped?: 'before' | 'after';
}

export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
  clear(): void;
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    add: (entry) => {
      entries.push(entry);
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
