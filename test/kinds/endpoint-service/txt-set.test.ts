import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { holds, obstacle, type RecordSet, txtChange } from '../../../src/kinds/endpoint-service/txt-set.ts';

const name = '_6e86.pay.example.com';
const txt = (values: readonly string[], change: Partial<RecordSet> = {}): RecordSet => ({
  Name: `${name}.`,
  Type: 'TXT',
  TTL: 300,
  ResourceRecords: values.map((Value) => ({ Value })),
  ...change,
});
const other = txt(['"ours"'], { Name: '_6e86.web.example.com.' });
const weighted = txt(['"theirs"'], { SetIdentifier: 'blue', Weight: 1 });
const alias: RecordSet = {
  Name: name,
  Type: 'TXT',
  AliasTarget: { HostedZoneId: 'Z2', DNSName: 'x.example.com.', EvaluateTargetHealth: false },
};
const cname: RecordSet = { Name: `${name}.`, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'x.example.com' }] };
const address: RecordSet = { Name: `${name}.`, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] };

const publishing: Record<string, readonly [readonly RecordSet[], ReturnType<typeof txtChange>]> = {
  'nothing stands there: a set of its own, with the time to live that AWS suggests': [
    [],
    { before: undefined, after: { Name: `${name}.`, Type: 'TXT', TTL: 1800, ResourceRecords: [{ Value: '"ours"' }] } },
  ],
  'what stands at other names and of other types is no concern': [
    [address, other],
    { before: undefined, after: txt(['"ours"'], { TTL: 1800 }) },
  ],
  "others' values and their time to live stay": [[txt(['"theirs"'])], { before: txt(['"theirs"']), after: txt(['"theirs"', '"ours"']) }],
  'a value of several strings stays as it is': [
    [txt(['"the" "irs"'])],
    { before: txt(['"the" "irs"']), after: txt(['"the" "irs"', '"ours"']) },
  ],
  'the name is written otherwise': [
    [txt(['"theirs"'], { Name: '_6E86.Pay.Example.com' })],
    {
      before: txt(['"theirs"'], { Name: '_6E86.Pay.Example.com' }),
      after: txt(['"theirs"', '"ours"'], { Name: '_6E86.Pay.Example.com' }),
    },
  ],
  'the value stands there: nothing': [[txt(['"ours"', '"theirs"'])], undefined],
};

test.each(Object.entries(publishing))('publishing: %s', (_, [sets, change]) => {
  expect(txtChange(sets, { name, add: ['ours'], remove: [] })).toEqual(change);
});

const withdrawing: Record<string, readonly [readonly RecordSet[], ReturnType<typeof txtChange>]> = {
  'only ours stands there: the set goes': [[txt(['"ours"'])], { before: txt(['"ours"']), after: undefined }],
  "others' values stay": [
    [txt(['"a"', '"ours"', '"b" "c"'])],
    { before: txt(['"a"', '"ours"', '"b" "c"']), after: txt(['"a"', '"b" "c"']) },
  ],
  'it has gone already: nothing': [[txt(['"theirs"'])], undefined],
  'a part of another value is not ours': [[txt(['"ours" "too"', '"Ours"'])], undefined],
  'nothing stands there: nothing': [[other], undefined],
};

test.each(Object.entries(withdrawing))('withdrawing: %s', (_, [sets, change]) => {
  expect(txtChange(sets, { name, add: [], remove: ['ours'] })).toEqual(change);
});

test('one value for another at the same name is one change', () => {
  expect(txtChange([txt(['"old"', '"theirs"'])], { name, add: ['ours'], remove: ['old'] })).toEqual({
    before: txt(['"old"', '"theirs"']),
    after: txt(['"theirs"', '"ours"']),
  });
});

const value = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'B', '"', '\\', ' ', ':') });
const values = fc.uniqueArray(value, { maxLength: 5 });
const strings = fc.uniqueArray(fc.array(value, { minLength: 1, maxLength: 3 }), { selector: (one) => JSON.stringify(one), maxLength: 5 });
const wire = (one: readonly string[]): string => one.map((part) => `"${part.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(' ');

property.prop([strings, values, values])("others' values are always kept, in their order, whatever comes and goes", (held, add, remove) => {
  const sets = held.length === 0 ? [] : [txt(held.map(wire))];
  const change = txtChange(sets, { name, add, remove });
  const after = change === undefined ? sets[0] : change.after;
  const left = (after?.ResourceRecords ?? []).map(({ Value }) => Value);
  const mine = new Set([...add, ...remove].map((one) => wire([one])));
  expect(left.filter((one) => !mine.has(one ?? ''))).toEqual(held.map(wire).filter((one) => !mine.has(one)));
  expect(new Set(left).size).toBe(left.length);
  for (const one of add.filter((each) => !remove.includes(each))) expect(left).toContain(wire([one]));
  for (const one of remove.filter((each) => !add.includes(each))) expect(left).not.toContain(wire([one]));
  // Exactly what was read is what goes.
  expect(change === undefined ? undefined : change.before).toBe(change === undefined ? undefined : sets[0]);
});

describe('what others have at the name', () => {
  test.each([
    ['a CNAME leaves no room', [cname], /CNAME/],
    ['a routing policy is not touched', [weighted], /routing policy .* blue/],
    ['an alias is not touched', [alias], /alias/],
    ['a CNAME elsewhere is no concern', [{ ...cname, Name: 'x.example.com.' }], undefined],
    ['an address record is no concern', [address], undefined],
    ['a plain TXT set is none', [txt(['"theirs"'])], undefined],
  ])('%s', (_, sets, words) => {
    if (words === undefined) expect(obstacle(sets, name)).toBeUndefined();
    else expect(obstacle(sets, name)).toMatch(words);
  });

  test('holds a value of ours only in a plain set at that very name', () => {
    expect(holds([txt(['"ours"'])], name, 'ours')).toBe(true);
    expect(holds([other, txt(['"ours"'], { SetIdentifier: 'blue', Weight: 1 })], name, 'ours')).toBe(false);
  });
});
