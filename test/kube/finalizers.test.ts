import { describe, expect, test } from 'vitest';
import { createKubeClient } from '../../src/kube/client.ts';
import { addFinalizer, removeFinalizer } from '../../src/kube/finalizers.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';
import { thing, Wire } from './support/wire.ts';

const resource: ResourceType = { group: 'test', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const ours = 'privatelink-operator.io/finalizer';

const cases: Record<string, readonly [typeof addFinalizer, readonly string[] | undefined, readonly string[]]> = {
  'added to none': [addFinalizer, undefined, [ours]],
  "added behind others'": [addFinalizer, ['a/b', 'c/d'], ['a/b', 'c/d', ours]],
  'taken away as the last': [removeFinalizer, [ours], []],
  "taken away from among others', whose order stays": [removeFinalizer, ['a/b', ours, 'c/d'], ['a/b', 'c/d']],
  'taken away where it is not': [removeFinalizer, ['a/b'], ['a/b']],
};

describe('a finalizer', () => {
  test.each(Object.entries(cases))('%s', async (_sentence, [change, before, after]) => {
    const wire = new Wire();
    wire.answer = () => ({ status: 200, body: JSON.stringify(thing('a', 8)) });
    const { metadata } = thing('a', 7);
    const object = { metadata: { ...metadata, ...(before === undefined ? {} : { finalizers: before }) } };
    await change(createKubeClient(wire, new VirtualClock()), resource, { object, finalizer: ours });
    expect(wire.requests).toMatchObject([{ method: 'PATCH', body: { metadata: { resourceVersion: '7', finalizers: after } } }]);
  });
});
