import type { Mutant } from '../mutant.ts';

/** Bugs towards the API server, in the store and in the queue. */
export const kubernetes: readonly Mutant[] = [
  {
    name: 'a failed status write is swallowed',
    row: 'Leak: hypershift 836, stale status',
    file: 'src/engine/object-writes.ts',
    find: 'const written = await client.patchStatus(resource, object, status);',
    replace: 'const written = await client.patchStatus(resource, object, status).catch(() => undefined);',
  },
  {
    name: 'a watch that is gone is not listed anew',
    row: 'Drift: hypershift c53b9240be, events that never come',
    file: 'src/kube/reflector.ts',
    find: "    if (event.type === 'ERROR') {\n",
    replace: "    if (event.type === 'ERROR') {\n      if (event.object.code === 410) return;\n",
  },
  {
    name: 'what is added during a pass is lost',
    row: 'prototype, queue: lost wake-up',
    file: 'src/engine/queue.ts',
    find: 'if (this.#running.has(key)) this.#dirty.add(key);',
    replace: 'if (this.#running.has(key)) return;',
  },
  {
    name: 'a failed pass is not tried again',
    row: 'prototype, queue: no retry',
    file: 'src/engine/queue.ts',
    find: 'next = Math.min(firstBackOff * 2 ** Math.min(failures - 1, 10), longestBackOff) * (0.75 + this.#options.random() / 4);',
    replace: 'next = undefined;',
  },
  {
    name: 'grace by the time of day',
    row: 'prototype: no visibility grace after create',
    file: 'src/engine/reconcile.ts',
    find: 'periods, recent, now: this.#engine.clock.now() };',
    replace: 'periods, recent, now: this.#engine.clock.wallTime() };',
  },
  {
    name: 'the time of the last look is in the conditions',
    row: 'Hot loop: hive 86ac6d003, flapping conditions',
    file: 'src/core/conditions.ts',
    find: 'lastTransitionTime: unchanged ? before.lastTransitionTime : time,',
    replace: 'lastTransitionTime: time,',
  },
  {
    name: 'the status is written in every pass',
    row: 'Throttling: AVO 443, upsert every round',
    file: 'src/kube/client.ts',
    find: '      if (difference === undefined) return undefined;\n',
    replace: '',
  },
];
