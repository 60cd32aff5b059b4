import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where binaries are kept between runs, one folder a user, version and platform. */
export function cacheFolder(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const root = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(root, 'privatelink-operator', `${name}-${process.platform}-${process.arch}`);
}

/**
 * Fills a folder in one step: `fill` works in a folder beside it, which takes the name only when it is whole. An interrupted fill
 * leaves nothing under the name; of two processes at once, the first to finish wins and the other's work is thrown away.
 */
export async function fillFolder(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
