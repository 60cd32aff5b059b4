import { expect, test } from 'vitest';
import { absent, factOf, present, type Reading, unknown } from '../../src/core/reading.ts';

const failure = { class: 'unknown', code: 'TimeoutError', message: '', call: 'DescribeVpcs' } as const;
const read: Reading<readonly string[]> = { known: true, value: ['a', 'b'], begunAt: 0, sequence: 1 };

test.each([
  ['what is picked from a reading is present', factOf(read, ([first]) => first), present('a')],
  ['what is not found in a reading is absent', factOf(read, (all) => all.find((one) => one === 'c')), absent],
  [
    'what could not be read is unknown, never absent',
    factOf({ known: false, failure, repeated: false }, () => undefined),
    unknown(failure),
  ],
])('%s', (_sentence, fact, expected) => {
  expect(fact).toEqual(expected);
});
