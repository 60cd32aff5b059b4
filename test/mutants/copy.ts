import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

export const root = join(import.meta.dirname, '..', '..');

/** All that the simulation runs on, without what is installed. */
const parts = ['src', 'test/simulation', 'crds', 'examples', 'package.json'] as const;

export interface Copy extends Disposable {
  readonly folder: string;
}

/** A copy of the tree in a folder of its own, with the mutant's edit if one is given. */
export function copyOf(mutant?: Mutant): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (mutant !== undefined) {
    const file = join(folder, mutant.file);
    writeFileSync(file, edited(readFileSync(file, 'utf8'), mutant));
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
