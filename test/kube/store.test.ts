import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { Store } from '../../src/kube/store.ts';
import { thing } from './support/wire.ts';

function setUp() {
  const changes: string[] = [];
  const store = new Store((error) => changes.push(`error ${String(error)}`));
  const unsubscribe = store.subscribe(({ type, object }) =>
    changes.push(`${type} ${object.metadata.name}@${object.metadata.resourceVersion}`),
  );
  const held = (): string[] => store.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion} of ${metadata.uid}`);
  return { store, changes, held, unsubscribe };
}
const first = (version: number): KubeObject => thing('a', version, { uid: 'one' });
const second = (version: number): KubeObject => thing('a', version, { uid: 'two' });

/** What comes in, in which order, and what the store then holds. */
const stories: Record<string, readonly [(store: Store) => void, readonly string[]]> = {
  'the answer to our own write is known before the watch brings it': [
    (store) => {
      store.observe(first(5));
      store.observe(first(9));
    },
    ['a@9 of one'],
  ],
  'an older version never replaces a newer one': [
    (store) => {
      store.observe(first(9));
      store.observe(first(5));
    },
    ['a@9 of one'],
  ],
  'versions are compared as numbers, not as texts': [
    (store) => {
      store.observe(first(99));
      store.observe(first(100));
      store.observe(first(98));
    },
    ['a@100 of one'],
  ],
  'a late answer to a write does not bring back what was deleted': [
    (store) => {
      store.observe(first(5));
      store.remove(first(7));
      store.observe(first(6));
    },
    [],
  ],
  'an object made anew under the same name is another one': [
    (store) => {
      store.observe(first(5));
      store.remove(first(7));
      store.observe(second(8));
    },
    ['a@8 of two'],
  ],
  'nor after ten thousand others were deleted': [
    (store) => {
      for (let index = 0; index < 10_000; index += 1) store.remove(thing(`other-${index}`, 1, { uid: `other-${index}` }));
      store.observe(first(5));
      store.remove(first(7));
      store.observe(first(6));
    },
    [],
  ],
  'a late answer about the earlier incarnation does not replace the present one': [
    (store) => {
      store.observe(first(5));
      store.remove(first(7));
      store.observe(second(8));
      store.observe(first(6));
    },
    ['a@8 of two'],
  ],
  'the deletion of the earlier incarnation, told late, leaves the present one': [
    (store) => {
      store.observe(second(8));
      store.remove(first(7));
    },
    ['a@8 of two'],
  ],
  'a list that lacks an object has seen it deleted, and a late answer does not bring it back': [
    (store) => {
      store.observe(first(5));
      store.replace([], '100');
      store.observe(first(6));
    },
    [],
  ],
  'a list older than our own write does not undo it': [
    (store) => {
      store.observe(first(9));
      store.replace([first(5)], '100');
    },
    ['a@9 of one'],
  ],
  'a list from before an object was made does not take it away': [
    (store) => {
      store.observe(first(9));
      store.replace([], '8');
    },
    ['a@9 of one'],
  ],
  'a list with another incarnation replaces the earlier one': [
    (store) => {
      store.observe(first(5));
      store.replace([second(8)], '100');
    },
    ['a@8 of two'],
  ],
};

describe('the store', () => {
  test.each(Object.entries(stories))('%s', (_sentence, [story, held]) => {
    const { store, held: seen } = setUp();
    story(store);
    expect(seen()).toEqual(held);
  });

  test('tells a list as differences only', () => {
    const { store, changes } = setUp();
    store.replace([thing('a', 1), thing('b', 2), thing('c', 3)], '3');
    store.replace([thing('a', 1), thing('b', 9), thing('d', 4)], '9');
    expect(changes).toEqual(['added a@1', 'added b@2', 'added c@3', 'deleted c@3', 'updated b@9', 'added d@4']);
  });

  test('tells another incarnation as the deletion of one and the coming of the other', () => {
    const { store, changes } = setUp();
    store.observe(first(5));
    store.replace([second(8)], '100');
    expect(changes).toEqual(['added a@5', 'deleted a@5', 'added a@8']);
  });

  test('tells nobody who has left', () => {
    const { store, changes, unsubscribe } = setUp();
    unsubscribe();
    store.observe(first(1));
    expect(changes).toEqual([]);
  });

  test('finds an object by namespace and name, and a cluster-scoped one by name', () => {
    const { store } = setUp();
    store.observe(first(1));
    store.observe({ metadata: { name: 'role', uid: 'r', resourceVersion: '1' } });
    expect([store.get('team/a')?.metadata.uid, store.get('role')?.metadata.uid, store.get('a')]).toEqual(['one', 'r', undefined]);
  });
});
