/** Work that goes one at a time for each key, in the order of asking. */
export interface Turns {
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    inTurn: (key, work) => {
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
      const ended = mine.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, ended);
      void ended.then(() => last.get(key) === ended && last.delete(key));
      return mine;
    },
  };
}
