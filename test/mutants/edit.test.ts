import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './copy.ts';
import { edited } from './edit.ts';
import { mutants } from './mutants.ts';

describe('a mutant', () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('fits the source: %s', (_name, mutant) => {
    const source = readFileSync(join(root, mutant.file), 'utf8');
    expect(edited(source, mutant)).not.toBe(source);
  });

  it('has a name of its own', () => {
    const names = mutants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an edit', () => {
  const edit = { name: 'one', file: 'a.ts', find: 'grace', replace: '0' };

  it('replaces its text where that occurs once', () => {
    expect(edited('wait(grace);', edit)).toBe('wait(0);');
  });

  it.each([
    ['that does not occur', 'wait();', edit],
    ['that occurs twice', 'wait(grace + grace);', edit],
    ['that it leaves as it is', 'wait(grace);', { ...edit, replace: 'grace' }],
  ])('refuses a text %s', (_why, text, refused) => {
    expect(() => edited(text, refused)).toThrow(/mutant "one"/);
  });
});
