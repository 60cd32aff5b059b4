import type { Say } from './lock.ts';

/** How long the index of releases may take, and how long the archive. */
export interface Patience {
  readonly index: number;
  readonly archive: number;
}

const usual: Patience = { index: 20_000, archive: 300_000 };
const pulse = 15_000;

/**
 * The official download, given up in time: its client waits for ever where a network swallows packets. Its first report means that the
 * index has been read and the archive is on its way, which a slow line may take longer for.
 */
export async function downloaded(
  download: (report: Say) => Promise<{ readonly dir: string }>,
  say: Say,
  patience: Patience = usual,
): Promise<string> {
  const late = Promise.withResolvers<never>();
  const give = (milliseconds: number, what: string): NodeJS.Timeout =>
    setTimeout(() => late.reject(new Error(`${what} did not come within ${milliseconds / 1000} s`)), milliseconds);
  let deadline = give(patience.index, 'the index of releases');
  const begun = performance.now();
  const progress = setInterval(() => say(`  still downloading: ${Math.round((performance.now() - begun) / 1000)} s`), pulse);
  const report = (line: string): void => {
    say(`  ${line}`);
    clearTimeout(deadline);
    deadline = give(patience.archive, 'the archive');
  };
  try {
    return (await Promise.race([download(report), late.promise])).dir;
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    clearTimeout(deadline);
    clearInterval(progress);
  }
}

/** `fetch failed` alone tells nobody anything: the cause says what failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
