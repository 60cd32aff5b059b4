import { describe, expect, test } from 'vitest';
import { classify } from '../../src/aws/error-codes.ts';
import { failures } from './support/failures.ts';

/** A column that stood for another class would test another row. */
describe('Each code of the matrix is of the class that it stands for', () => {
  const codes = [...failures].flatMap(([name, { class: of, answer }]) =>
    typeof answer === 'object' && 'refusal' in answer
      ? Object.entries(answer.refusal).map(([service, refusal]) => [name, service, { of, refusal }] as const)
      : [],
  );
  test.each(codes)('%s, by %s', (_name, _service, { of, refusal }) => {
    expect(classify(refusal)).toBe(of);
  });
});
