import fc from 'fast-check';

type Json = Record<string, unknown>;

/** Values that some pattern of ours takes, and some that none does. */
const words = [
  'payments',
  'a',
  'eu-west-1',
  'ap-northeast-2',
  'euw1-az1',
  'usw2-lax1-az1',
  'eu-west-1a',
  'vpc-0123456789abcdef0',
  'subnet-0123456789abcdef0',
  'subnet-0123456789abcdef1',
  'sg-0123456789abcdef0',
  'vpce-0123456789abcdef0',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::111122223333:role/reader',
  '*',
  'pay.example.com',
  '*.pay.example.com',
  'com.amazonaws.eu-west-1.kms',
  'Z0123456789ABC',
  '@',
  '10.0.1.10',
  '111122223333',
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/payments/0123456789abcdef',
  'aws:team',
  'privatelink-operator.io/name',
  'team',
  'UPPER',
  'with space',
  '-',
  'é',
  '{}',
];
const word = fc.constantFrom(...words);

/** Specs that a CRD's structural schema has a shape for: mostly near what it accepts, without nulls and without unknown fields. */
export function specArbitrary(schema: Json): fc.Arbitrary<unknown> {
  if (schema['x-kubernetes-int-or-string'] === true)
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant('111122223333') },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(111122223333, '12', 'x') },
    );
  if (Array.isArray(schema['enum']))
    return fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...(schema['enum'] as string[])) }, { weight: 1, arbitrary: word });
  switch (schema['type']) {
    case 'object':
      return objectArbitrary(schema);
    case 'array':
      return fc.array(specArbitrary(schema['items'] as Json), { maxLength: 2 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 40 }) });
    default:
      return stringArbitrary(schema);
  }
}

function stringArbitrary({ pattern, minLength = 0 }: Json): fc.Arbitrary<string> {
  const expression = typeof pattern === 'string' ? new RegExp(pattern) : /./s;
  const fitting = words.filter((one) => expression.test(one) && one.length >= Number(minLength));
  return fitting.length === 0 ? word : fc.oneof({ weight: 24, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: word });
}

function objectArbitrary(schema: Json): fc.Arbitrary<unknown> {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true)
    return fc.dictionary(fc.constantFrom('Version', 'Statement'), fc.constantFrom<unknown>('2012-10-17', [], 1, true), { maxKeys: 2 });
  if (typeof schema['additionalProperties'] === 'object')
    return fc.dictionary(word, specArbitrary(schema['additionalProperties'] as Json), { maxKeys: 3 });
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const alternatives = oneOf(schema);
  const always = Object.keys(properties).filter((name) => required.has(name));
  const sometimes = Object.keys(properties).filter((name) => !required.has(name) && !alternatives.includes(name));
  const rare = (name: string): boolean => JSON.stringify(properties[name] ?? {}).includes('Not supported in this version');
  const fields = Object.fromEntries([
    ...always.map((name) => [name, specArbitrary(properties[name] ?? {})] as const),
    ...sometimes.map(
      (name) =>
        [
          name,
          fc
            .option(specArbitrary(properties[name] ?? {}), { nil: undefined, freq: rare(name) ? 1 : 3 })
            .chain((value) =>
              rare(name) ? fc.integer({ min: 0, max: 19 }).map((die) => (die === 0 ? value : undefined)) : fc.constant(value),
            ),
        ] as const,
    ),
  ]);
  // Mostly just one of them, now and then none or two.
  const named = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, specArbitrary(properties[name] ?? {})])));
  const chosen =
    alternatives.length === 0
      ? fc.constant({})
      : fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...alternatives).chain((name) => named([name])) },
          { weight: 1, arbitrary: fc.subarray([...alternatives], { maxLength: 2 }).chain(named) },
        );
  return fc
    .tuple(fc.record(fields), chosen)
    .map(([plain, one]) => Object.fromEntries(Object.entries({ ...plain, ...one }).filter(([, value]) => value !== undefined)));
}

/** The fields of which exactly one is wanted, as the rule says. */
function oneOf(schema: Json): readonly string[] {
  const rules = (schema['x-kubernetes-validations'] ?? []) as readonly { readonly rule: string }[];
  const rule = rules.find((one) => one.rule.endsWith('.size() == 1'))?.rule ?? '';
  return [...rule.matchAll(/has\(self\.(\w+)\)/g)].flatMap(([, name]) => name ?? []);
}
