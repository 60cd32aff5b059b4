import { describe, expect, test } from 'vitest';
import { firstSource, type Source } from './binaries.ts';

const has = (name: string): Source => ({ name, find: () => Promise.resolve(`/${name}`) });
const lacks = (name: string, reason: string): Source => ({ name, find: () => Promise.reject(new Error(reason)) });

async function tried(...sources: readonly Source[]): Promise<{ readonly folder: string; readonly said: readonly string[] }> {
  const said: string[] = [];
  const folder = await firstSource(sources, (line) => said.push(line));
  return { folder, said };
}

describe('the sources of the control plane', () => {
  test('the first that has it is taken, and no other is asked', async () => {
    const asked: string[] = [];
    const second: Source = { name: 'second', find: () => Promise.resolve(asked.push('second').toString()) };
    expect(await tried(has('first'), second)).toEqual({ folder: '/first', said: ['control plane from first: /first'] });
    expect(asked).toEqual([]);
  });

  test('each that has it not says why, in the order they were asked', async () => {
    const { folder, said } = await tried(lacks('KUBEBUILDER_ASSETS', 'not set'), lacks('the cache', 'empty'), has('go'));
    expect(folder).toBe('/go');
    expect(said).toEqual([
      'no control plane from KUBEBUILDER_ASSETS: not set',
      'no control plane from the cache: empty',
      'control plane from go: /go',
    ]);
  });

  test('where none has it the error names the reason of every one', async () => {
    await expect(tried(lacks('the download', 'no network'), lacks('go build', 'no go'))).rejects.toThrow(
      'no kube-apiserver and etcd to be had; name a folder of them in KUBEBUILDER_ASSETS:\nthe download: no network\ngo build: no go',
    );
  });
});
