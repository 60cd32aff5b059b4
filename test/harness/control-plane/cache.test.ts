import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cacheFolder, type Filling, fillFolder } from './cache.ts';

const files = ['etcd', 'kube-apiserver'];
const silent = (): void => undefined;

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cache-test-'));
  folder = join(root, 'binaries');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const writing =
  (content: string): Filling['fill'] =>
  async (unfinished) => {
    for (const file of files) await writeFile(join(unfinished, file), content);
  };
const contents = (): Promise<readonly string[]> => Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));

async function halfFilled(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support', 'filler.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('a folder of the cache', () => {
  test('lies below XDG_CACHE_HOME where that is set, one a platform', () => {
    const platform = `${process.platform}-${process.arch}`;
    expect(cacheFolder('etcd-1', { XDG_CACHE_HOME: '/xdg' })).toBe(`/xdg/privatelink-operator/etcd-1-${platform}`);
    expect(cacheFolder('etcd-1', { XDG_CACHE_HOME: '' })).toMatch(/\.cache\/privatelink-operator\/etcd-1-/);
  });

  test('takes its name when it is whole, with nothing beside it', async () => {
    await fillFolder({ folder, files, fill: writing('new') }, silent);
    expect(await contents()).toEqual(['new', 'new']);
    expect(await readdir(root)).toEqual(['binaries']);
  });

  test('that is whole is not filled again', async () => {
    await fillFolder({ folder, files, fill: writing('first') }, silent);
    await fillFolder({ folder, files, fill: writing('second') }, silent);
    expect(await contents()).toEqual(['first', 'first']);
  });

  test('that lacks a file is filled anew', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'etcd'), 'old');
    await fillFolder({ folder, files, fill: writing('new') }, silent);
    expect(await contents()).toEqual(['new', 'new']);
  });

  test('is left out by a fill that fails, and the reason is told', async () => {
    const fill = async (unfinished: string): Promise<void> => {
      await writeFile(join(unfinished, 'etcd'), 'half');
      throw new Error('disk full');
    };
    await expect(fillFolder({ folder, files, fill }, silent)).rejects.toThrow('disk full');
    expect(await readdir(root)).toEqual([]);
  });

  test('is left out by a fill that forgets a file', async () => {
    const fill = (unfinished: string): Promise<void> => writeFile(join(unfinished, 'etcd'), 'all');
    await expect(fillFolder({ folder, files, fill }, silent)).rejects.toThrow('has no kube-apiserver');
    expect(await readdir(root)).toEqual([]);
  });

  test('is not there after its filler was killed, and the next fill sweeps up what that left', async () => {
    const filler = await halfFilled();
    filler.kill('SIGKILL');
    await once(filler, 'exit');
    expect(await readdir(root)).not.toContain('binaries');
    expect(await readdir(root)).toContain(`binaries.unfinished-${filler.pid}`);
    await fillFolder({ folder, files, fill: writing('new') }, silent);
    expect(await contents()).toEqual(['new', 'new']);
    expect(await readdir(root)).toEqual(['binaries']);
  });

  test('is filled by one process at a time: a second says whom it waits for', async () => {
    const filler = await halfFilled();
    const said: string[] = [];
    const say = (line: string): void => {
      said.push(line);
      // Its word is proof that it waits; only then does the holder go.
      filler.kill('SIGKILL');
    };
    await fillFolder({ folder, files, fill: writing('second') }, say);
    expect(said).toEqual([expect.stringContaining(`waiting for process ${filler.pid}`)]);
    expect(await contents()).toEqual(['second', 'second']);
  });
});
