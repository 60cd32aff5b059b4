import { describe, expect, test } from 'vitest';
import { type LabelSelector, matchesLabels } from '../../src/core/label-selector.ts';

const labels = { team: 'shop', tier: 'prod', empty: '' };
const expression = (key: string, operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', values?: readonly string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

const cases: Record<string, readonly [LabelSelector, boolean]> = {
  'an empty selector matches everything': [{}, true],
  'a label of that value matches': [{ matchLabels: { team: 'shop' } }, true],
  'a label of another value does not': [{ matchLabels: { team: 'pay' } }, false],
  'all labels must match': [{ matchLabels: { team: 'shop', tier: 'test' } }, false],
  'an empty value is a value': [{ matchLabels: { empty: '' } }, true],
  'a missing label is not an empty one': [{ matchLabels: { none: '' } }, false],
  'In matches one of the values': [expression('team', 'In', ['pay', 'shop']), true],
  'In does not match where the label is missing': [expression('none', 'In', ['pay']), false],
  'NotIn does not match one of the values': [expression('team', 'NotIn', ['pay', 'shop']), false],
  'NotIn matches another value': [expression('team', 'NotIn', ['pay']), true],
  'NotIn matches where the label is missing': [expression('none', 'NotIn', ['pay']), true],
  'Exists matches an empty value': [expression('empty', 'Exists'), true],
  'Exists does not match a missing label': [expression('none', 'Exists'), false],
  'DoesNotExist matches a missing label': [expression('none', 'DoesNotExist'), true],
  'DoesNotExist does not match one that is there': [expression('team', 'DoesNotExist'), false],
  'labels and expressions must both match': [{ matchLabels: { team: 'shop' }, ...expression('tier', 'In', ['test']) }, false],
  'constructor is a label like any other, and missing': [expression('constructor', 'Exists'), false],
  'so is toString to NotIn': [expression('toString', 'NotIn', ['x']), true],
  'so is valueOf to DoesNotExist': [expression('valueOf', 'DoesNotExist'), true],
};

describe('a label selector', () => {
  test.each(Object.entries(cases))('%s', (_sentence, [selector, matches]) => {
    expect(matchesLabels(selector, labels)).toBe(matches);
  });
});
