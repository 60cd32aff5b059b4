/** The demo was told to end, by Ctrl-C or by another process. */
export class Told extends Error {
  /** As a shell reports a process that a signal has ended. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals, number: number) {
    super(signal);
    this.exitCode = 128 + number;
  }
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Aborts, instead of dying on the spot, when one of the signals comes. A second one changes nothing: the clean-up is under way. */
export function tellOfSignals(ending: AbortController): void {
  for (const [signal, number] of Object.entries(signals) as [keyof typeof signals, number][]) {
    process.on(signal, () => ending.abort(new Told(signal, number)));
  }
}

/** Rejects with the reason once `signal` is aborted. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
