import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Reasons that the code puts together of two words, or takes over from AWS's code. */
const composed = ['ProviderNotServing', 'ProviderDegraded', 'InvalidServiceName'];

/** Every word that the code gives as the reason of a condition, a zone or an Event. */
function reasonsOfTheCode(): Set<string> {
  const words = globSync('src/{core,engine,kinds}/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const given = [...text.matchAll(/\breason: ([^,;}\n]*)/g)].map(([, expression = '']) => expression.replaceAll(/=== '\w+'/g, ''));
    const missing = [...text.matchAll(/\bmissing\(\s*('\w+')/g)].map(([, literal = '']) => literal);
    const classes = /reasonOfClass[^{]*\{(.*?)\}/s.exec(text)?.[1] ?? '';
    return [...given, ...missing, classes].flatMap((code) => [...code.matchAll(/'([A-Z][A-Za-z]+)'/g)].map(([, word = '']) => word));
  });
  return new Set([...words, ...composed]);
}

/** The words in the first column of the tables of reasons. */
function reasonsOfThePage(): string[] {
  const page = readFileSync(join(root, 'docs', 'conditions.md'), 'utf8');
  const rows = page.slice(page.indexOf('\n## ')).matchAll(/^\| (`.*?`) \|/gm);
  return [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word));
}

test('docs/conditions.md explains every reason once, and none that does not exist', () => {
  const page = reasonsOfThePage();
  expect(page.toSorted()).toEqual([...reasonsOfTheCode()].toSorted());
});
