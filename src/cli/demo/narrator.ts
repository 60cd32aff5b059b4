import { setTimeout as sleep } from 'node:timers/promises';

/** Prints the story, and ends it with a reason when the world does not do what it should in time. */
export interface Narrator {
  chapter(title: string): void;
  say(text: string): void;
  /** Prints a command as a person would have typed it, with what it printed. */
  show(command: string, output: string): void;
  /** Asks again and again until `look` answers something; throws, with the last word on what is missing, when `seconds` have passed. */
  expect<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T>;
}

export function createNarrator(write: (line: string) => void): Narrator {
  return {
    chapter: (title) => write(`\n── ${title} ${'─'.repeat(Math.max(3, 96 - title.length))}`),
    say: (text) => write(text),
    show: (command, output) => write(`$ ${command}\n${output.trimEnd()}\n`),
    expect: async (what, seconds, look) => {
      const deadline = performance.now() + seconds * 1000;
      for (;;) {
        const found = await look();
        if (found !== undefined) return found;
        if (performance.now() > deadline) throw new Error(`expected within ${seconds} s: ${what}`);
        await sleep(200);
      }
    },
  };
}
