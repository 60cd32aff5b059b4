import { expect, test } from 'vitest';
import { shrink } from './shrink.ts';
import type { History, Step } from './step.ts';

const get = (name: 'a' | 'b' | 'c'): Step => ({ type: 'get', at: { kind: 'Event', name }, part: 'main' });
const has = ({ steps }: History, name: string): boolean => steps.some((step) => step.type === 'get' && step.at.name === name);

test('a history is shortened to the steps that it takes to fail', async () => {
  const history: History = {
    kinds: ['EndpointService'],
    steps: [...Array.from({ length: 7 }, () => get('c')), get('a'), get('c'), get('b'), get('c')],
    watches: [{ kind: 'Namespace', from: 1, everywhere: true }],
  };
  const shorter = await shrink(history, async (one) => has(one, 'a') && has(one, 'b'));
  expect(shorter).toEqual({ kinds: history.kinds, steps: [get('a'), get('b')], watches: [] });
});
