import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { alone, isAlive, type Say } from './lock.ts';

/** Where binaries are kept between runs, one folder a user, version and platform. */
export function cacheFolder(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const root = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(root, 'privatelink-operator', `${name}-${process.platform}-${process.arch}`);
}

/** A folder of the cache, the files that make it whole, and how they are made. */
export interface Filling {
  readonly folder: string;
  readonly files: readonly string[];
  fill(unfinished: string): Promise<void>;
}

/**
 * Fills a folder in one step: `fill` works in a folder beside it, which takes the name only when it is whole. An interrupted fill leaves
 * nothing under the name, and what it leaves beside it the next fill sweeps away. A second process waits for the first.
 */
export async function fillFolder({ folder, files, fill }: Filling, say: Say): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await alone(`${folder}.lock`, say, async () => {
    if ((await lacking(folder, files)).length === 0) return;
    await sweep(folder);
    const unfinished = `${folder}.unfinished-${process.pid}`;
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished);
      await fill(unfinished);
      await assertWhole(unfinished, files);
      for (const file of files) await flush(join(unfinished, file));
      // Something under the name is not whole, or we would not be here.
      await rm(folder, { recursive: true, force: true });
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}

/** Throws with the names of the files that the folder lacks. */
export async function assertWhole(folder: string, files: readonly string[]): Promise<void> {
  const absent = await lacking(folder, files);
  if (absent.length > 0) throw new Error(`${folder} has no ${absent.join(', ')}`);
}

export async function lacking(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const present = await Promise.all(files.map((file) => isFile(join(folder, file))));
  return files.filter((_file, index) => present[index] !== true);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** What killed processes left beside the folder. */
async function sweep(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.unfinished-`;
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/** A name that outlives a power cut must not outlive its content. */
async function flush(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
