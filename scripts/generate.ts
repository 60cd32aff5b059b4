import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refusedMembersDocument } from '../src/simulator/refused-members.ts';
import { chart } from './chart.ts';
import { crds } from './crds.ts';
import { iamPolicies } from './iam-policies.ts';

/** Every generator answers the files that it makes, by path from the root. */
const generators: readonly (() => Record<string, string>)[] = [
  crds,
  chart,
  () => iamPolicies(),
  () => ({ 'docs/simulator-refused-members.md': refusedMembersDocument() }),
];

const root = join(import.meta.dirname, '..');
const checking = process.argv.includes('--check');

const stale: string[] = [];
for (const [path, content] of generators.flatMap((generate) => Object.entries(generate()))) {
  const file = join(root, path);
  if (read(file) === content) continue;
  stale.push(path);
  if (checking) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
if (checking && stale.length > 0) {
  process.stderr.write(`out of date, run npm run generate:\n${stale.map((path) => `  ${path}`).join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(checking ? 'generated files are up to date\n' : stale.map((path) => `wrote ${path}\n`).join(''));

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there yet.
    return undefined;
  }
}
