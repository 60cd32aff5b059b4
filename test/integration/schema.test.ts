import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crd, resources } from '../../scripts/crds.ts';
import { badCases, goodCases } from './support/schema-cases.ts';
import { renamed, rulesOf } from './support/schema-rules.ts';
import { type SchemaServer, schemaServer, type Verdict } from './support/schema-server.ts';

let server: SchemaServer;
beforeAll(() => {
  server = schemaServer();
});
afterAll(() => server.close());

describe.each(['create', 'apply'] as const)('by %s, with strict validation', (by) => {
  test.each(Object.entries(badCases))('the API server refuses %s and says what to do', async (_name, one) => {
    const verdict = await server.judge(one, by);
    expect(verdict.accepted).toBe(false);
    expect(verdict.message).toMatch(one.message);
  });

  test.each(Object.entries(goodCases))('the API server accepts %s', async (_name, one) => {
    const verdict = await server.judge(one, by);
    expect(verdict.message).toBe('');
    expect(verdict.accepted).toBe(true);
  });
});

test('there are enough of them', () => {
  expect(Object.keys(badCases).length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(goodCases).length).toBeGreaterThanOrEqual(20);
});

const rules = resources.flatMap((resource) => rulesOf(crd(resource)));

/** Regular expressions come back with other escapes than they went in. */
const plain = (text: string): string => text.replaceAll('\\', '');

/** Whether a refusal is for this rule and for nothing else. */
function isFor(rule: { readonly field: string; readonly says: string }, { accepted, causes }: Verdict): boolean {
  const [only, ...others] = causes;
  const field = only?.field.replaceAll(/\[\d+\]/g, '[]');
  return !accepted && only !== undefined && others.length === 0 && field === rule.field && plain(only.message).includes(plain(rule.says));
}

describe('every rule and pattern is needed', () => {
  const verdicts = new Map<string, Verdict>();
  beforeAll(async () => {
    for (const [name, one] of Object.entries(badCases)) verdicts.set(name, await server.judge(one, 'create'));
  });

  test.concurrent.each(rules.map((rule, index) => ({ ...rule, index })))('$kind $field: $says', async (rule) => {
    const names = Object.keys(badCases).filter(
      (name) => badCases[name]?.kind === rule.kind && isFor(rule, verdicts.get(name) ?? { accepted: true, message: '', causes: [] }),
    );
    expect(names, `no bad case is refused by this rule alone, at ${rule.field}`).not.toEqual([]);
    const one = badCases[names[0] ?? ''];
    const group = `without-${rule.index}.example.com`;
    const without = renamed(rule.without(), group);
    await server.installCRD(without);
    const verdict = one === undefined ? undefined : await server.judge(one, 'create', group);
    await server.deleteCRD((without as { metadata: { name: string } }).metadata.name);
    expect(verdict).toMatchObject({ accepted: true });
  });
});
