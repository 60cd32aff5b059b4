import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInZone, normalName, sameName } from '../../../src/kinds/common/dns-names.ts';

describe('the normal form of a domain name', () => {
  it.each([
    ['is lower case with a final dot', 'API.Pay.Example.COM', 'api.pay.example.com.'],
    ['keeps a final dot', 'pay.example.com.', 'pay.example.com.'],
    ['writes an asterisk as Route 53 does', '*.pay.example.com', String.raw`\052.pay.example.com.`],
    ['keeps an escaped asterisk', String.raw`\052.pay.example.com.`, String.raw`\052.pay.example.com.`],
    ['keeps underscores and hyphens', '_6e86.a-b.example.com', '_6e86.a-b.example.com.'],
    ['writes plainly what needs no escape', String.raw`\141\101.example.com`, 'aa.example.com.'],
    ['does not take a dot within a label for its end', String.raw`a\056b.example.com`, String.raw`a\056b.example.com.`],
    ['does not take a dot within the last label for the final dot', String.raw`example.com\056`, String.raw`example.com\056.`],
    ['escapes what else is odd', 'a b.example.com', String.raw`a\040b.example.com.`],
  ])('%s', (_, name, normal) => {
    expect(normalName(name)).toBe(normal);
  });

  it('is its own normal form', () => {
    const character = fc.constantFrom('a', 'Z', '0', '*', '.', '_', '-', '!', String.raw`\052`, String.raw`\101`, String.raw`\056`);
    fc.assert(
      fc.property(fc.array(character, { maxLength: 20 }), (characters) => {
        const normal = normalName(characters.join(''));
        expect(normalName(normal)).toBe(normal);
      }),
    );
  });
});

it.each([
  ['*.Example.com', String.raw`\052.example.com.`, true],
  ['example.com', 'example.com.', true],
  ['api.example.com', 'example.com', false],
])('%s and %s are one name: %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
});

it.each([
  ['pay.example.com', 'pay.example.com.', true],
  ['_6e86.pay.example.com', 'Pay.Example.com.', true],
  ['*.pay.example.com', 'example.com', true],
  ['pay.example.com', 'api.pay.example.com', false],
  ['repay.example.com', 'pay.example.com', false],
  [String.raw`x\056example.com`, 'example.com', false],
])('%s may stand in zone %s: %s', (name, zone, inside) => {
  expect(isInZone(name, zone)).toBe(inside);
});
