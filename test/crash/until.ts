import { setTimeout as sleep } from 'node:timers/promises';

/** Between two looks, and how long one waits at most, in milliseconds. What AWS calls a dependency the operator tries again after a minute. */
const step = 100;
const patience = 100_000;

/** Answers whether it came to hold in time. */
export async function holds(look: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (!(await look())) {
    if (performance.now() > deadline) return false;
    await sleep(step);
  }
  return true;
}

/** Throws where it does not come to hold in time. */
export async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  if (!(await holds(look))) throw new Error(`expected within ${patience / 1000} s: ${what}`);
}
