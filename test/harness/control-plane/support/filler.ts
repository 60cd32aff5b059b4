import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillFolder } from '../cache.ts';

/** Fills the folder by half, says so, and never ends: for a test to kill. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
const fill = async (unfinished: string): Promise<void> => {
  await writeFile(join(unfinished, 'etcd'), 'half');
  process.stdout.write('half\n');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
await fillFolder({ folder, files: ['etcd', 'kube-apiserver'], fill }, () => undefined);
