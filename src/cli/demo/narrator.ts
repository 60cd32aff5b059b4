import { setTimeout as sleep } from 'node:timers/promises';
import { clip, heading, wrap } from './page.ts';

/** Prints the story, and ends it with a reason when the world does not do what it should in time. */
export interface Narrator {
  chapter(title: string): void;
  /** One line, however long it is. */
  say(text: string): void;
  /** What a client of the service meets when it connects. */
  tell(client: string, answer: string): void;
  /** Prints a command as a person would have typed it, and the table that it printed, cut to the page. */
  showTable(command: string, output: string): void;
  /** The same for sentences, broken to the page. */
  showText(command: string, output: string): void;
  /** Asks again and again until `look` answers something; throws when `seconds` have passed. */
  expect<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T>;
}

const pause = 150;

/** Falls silent, and expects nothing any more, once `signal` is aborted. */
export function createNarrator(write: (line: string) => void, signal: AbortSignal): Narrator {
  const say = (text: string): void => {
    if (!signal.aborted) write(text);
  };
  const show = (command: string, output: string, fit: (line: string) => string): void => {
    say(`\n${wrap(`$ ${command}`, ' \\\n    ')}`);
    for (const line of output.trim().split('\n')) say(fit(line));
  };
  return {
    chapter: (title) => say(`\n${heading(title)}`),
    say,
    tell: (client, answer) => say(wrap(`${client}: ${answer}`)),
    showTable: (command, output) => show(command, output, clip),
    showText: (command, output) => show(command, output, wrap),
    expect: async (what, seconds, look) => {
      const deadline = performance.now() + seconds * 1000;
      for (;;) {
        const found = await look();
        if (found !== undefined) return found;
        if (performance.now() > deadline) throw new Error(`expected within ${seconds} s: ${what}`);
        await sleep(pause, undefined, { signal });
      }
    },
  };
}
