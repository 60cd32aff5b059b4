import { readlink, rm, symlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export type Say = (line: string) => void;

const patience = 500;

/**
 * Runs `work` while no other process of this user does. The lock is a symbolic link that names its holder's process, since making one is
 * atomic with its content; a lock whose holder has died is taken over. Two that take over at once both work, which `work` must bear.
 */
export async function alone(lock: string, say: Say, work: () => Promise<void>): Promise<void> {
  let told = false;
  while (!(await taken(lock))) {
    const holder = await holderOf(lock);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      await rm(lock, { force: true });
      continue;
    }
    if (!told) say(`waiting for process ${holder}, which is filling the cache; if it is something else, remove ${lock}`);
    told = true;
    await sleep(patience);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await symlink(String(process.pid), lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function holderOf(lock: string): Promise<number | undefined> {
  try {
    return Number(await readlink(lock));
  } catch (error) {
    // Released meanwhile.
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Alive, but another user's.
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
