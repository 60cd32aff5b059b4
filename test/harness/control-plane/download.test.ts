import { describe, expect, test } from 'vitest';
import { downloaded } from './download.ts';
import type { Say } from './lock.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const short = { index: 20, archive: 40 };
const silent: Say = () => undefined;

describe('the official download', () => {
  test('answers the folder that it was put in', async () => {
    expect(await downloaded(() => Promise.resolve({ dir: '/there' }), silent, short)).toBe('/there');
  });

  test('is given up when a network swallows its packets', async () => {
    await expect(downloaded(never, silent, short)).rejects.toThrow('the index of releases did not come within 0.02 s');
  });

  test('is given more time once the archive is on its way, and says so', async () => {
    const said: string[] = [];
    const underWay = (report: Say): Promise<never> => {
      report('downloading');
      return never();
    };
    await expect(downloaded(underWay, (line) => said.push(line), short)).rejects.toThrow('the archive did not come within 0.04 s');
    expect(said).toEqual(['  downloading']);
  });

  test('says the cause of a failed fetch', async () => {
    const fails = (): Promise<never> => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND host') }));
    await expect(downloaded(fails, silent, short)).rejects.toThrow('fetch failed (getaddrinfo ENOTFOUND host)');
  });
});
