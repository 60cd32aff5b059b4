import { describe, expect, test } from 'vitest';
import { createKubeClient } from '../../src/kube/client.ts';
import { isConflict, isGone, isNotFound, KubeError, KubeUnreachableError } from '../../src/kube/errors.ts';
import type { ResourceType } from '../../src/kube/resource.ts';
import type { KubeResponse } from '../../src/kube/transport.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';
import { list, refusal, thing, Wire } from './support/wire.ts';

const resource: ResourceType = { group: 'test', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };

function setUp(answer: Wire['answer'] = () => list([])) {
  const clock = new VirtualClock();
  const wire = new Wire();
  wire.answer = answer;
  return { clock, wire, client: createKubeClient(wire, clock) };
}
const caught = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
};

describe('a refusal', () => {
  const refusals: Record<string, { readonly answer: KubeResponse; readonly reason: string; readonly message: string }> = {
    'of 404': { answer: refusal(404, 'NotFound', 'things "a" not found'), reason: 'NotFound', message: 'things "a" not found' },
    'of 409': {
      answer: refusal(409, 'Conflict', 'the object has been modified'),
      reason: 'Conflict',
      message: 'the object has been modified',
    },
    'of 410': { answer: refusal(410, 'Expired', 'too old'), reason: 'Expired', message: 'too old' },
    'of 422': { answer: refusal(422, 'Invalid', 'spec.region: wrong'), reason: 'Invalid', message: 'spec.region: wrong' },
    'of 429 in plain text': {
      answer: { status: 429, body: 'Too many requests, please try again later.' },
      reason: 'Unknown',
      message: 'the API server answered 429',
    },
    "of a proxy's page": {
      answer: { status: 502, body: '<html>token=hunter2</html>' },
      reason: 'Unknown',
      message: 'the API server answered 502',
    },
    'of an empty body': { answer: { status: 500, body: '' }, reason: 'Unknown', message: 'the API server answered 500' },
    'of JSON that is no Status': {
      answer: { status: 503, body: '{"message":"token=hunter2"}' },
      reason: 'Unknown',
      message: 'the API server answered 503',
    },
    'of null': { answer: { status: 503, body: 'null' }, reason: 'Unknown', message: 'the API server answered 503' },
    'of a redirection, which nobody follows': {
      answer: { status: 302, body: '' },
      reason: 'Unknown',
      message: 'the API server answered 302',
    },
  };
  test.each(Object.entries(refusals))('%s has its code, reason and message, and no body', async (_what, { answer, reason, message }) => {
    const { client } = setUp(() => answer);
    const error = await caught(client.patch(resource, thing('a', 1), {}));
    expect(error).toBeInstanceOf(KubeError);
    expect(error).toMatchObject({ status: answer.status, reason, message });
    expect([isNotFound(error), isConflict(error), isGone(error)]).toEqual([404, 409, 410].map((code) => code === answer.status));
  });

  test('is no page of a proxy that answers 200: nobody knows what became of the request', async () => {
    const { client } = setUp(() => ({ status: 200, body: '<html>token=hunter2</html>' }));
    const error = await caught(client.create(resource, thing('a', 1)));
    expect(error).toBeInstanceOf(KubeUnreachableError);
    expect(error.message).toContain('is there a proxy in between?');
    expect(error.message).not.toContain('hunter2');
  });

  test('is not one of these where nothing was refused', () => {
    expect([isNotFound, isConflict, isGone].map((is) => is(new Error('404')))).toEqual([false, false, false]);
  });
});

test('a request without an answer is given up after half a minute', async () => {
  const { client, clock } = setUp(() => new Promise(() => undefined));
  const error = caught(client.get(resource, thing('a', 1)));
  await clock.advance(30_000);
  expect((await error).message).toContain('no answer within 30000 ms');
  expect(clock.timers).toBe(0);
});

test('what does not exist is undefined', async () => {
  const { client } = setUp(() => refusal(404, 'NotFound'));
  expect(await client.get(resource, thing('a', 1))).toBeUndefined();
});

describe('a list', () => {
  const page = (token: string | undefined): KubeResponse => {
    const number = Number(token ?? '0');
    return list([thing(`page-${number}`, number)], number < 3 ? { continue: String(number + 1) } : {});
  };

  test('is of all pages, asked for by 500', async () => {
    const { client, wire } = setUp(({ query }) => page(query?.['continue']));
    const { items, resourceVersion } = await client.list(resource);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['page-0', 'page-1', 'page-2', 'page-3']);
    expect(resourceVersion).toBe('100');
    expect(wire.requests.map(({ query }) => query)).toEqual([
      { limit: '500' },
      { limit: '500', continue: '1' },
      { limit: '500', continue: '2' },
      { limit: '500', continue: '3' },
    ]);
  });

  test('whose token expires is asked for as a whole, which no token can spoil again', async () => {
    const { client, wire } = setUp(({ query }) => {
      if (query?.['continue'] !== undefined) return refusal(410, 'Expired');
      return query?.['limit'] === undefined ? list([thing('a', 1), thing('b', 2)]) : page(undefined);
    });
    const { items } = await client.list(resource);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(wire.requests.map(({ query }) => query)).toEqual([{ limit: '500' }, { limit: '500', continue: '1' }, {}]);
  });

  test('refused as gone without a token is refused', async () => {
    const { client, wire } = setUp(() => refusal(410, 'Expired'));
    expect(isGone(await caught(client.list(resource)))).toBe(true);
    expect(wire.requests).toHaveLength(1);
  });

  test('of null items is empty, as Go writes it', async () => {
    const { client } = setUp(() => ({ status: 200, body: '{"metadata":{"resourceVersion":"7"},"items":null}' }));
    expect(await client.list(resource)).toEqual({ items: [], resourceVersion: '7' });
  });

  test('ends when its signal says so', async () => {
    const { client } = setUp(() => new Promise(() => undefined));
    const stop = new AbortController();
    const error = caught(client.list(resource, stop.signal));
    await settle();
    stop.abort(new Error('stopped'));
    expect((await error).message).toBe('stopped');
  });
});

describe('a status patch', () => {
  const object = { ...thing('a', 7), status: { endpointID: 'vpce-1', zones: ['a', 'b'], state: 'pending' } };

  test('is the difference, on /status, with the version that it was decided upon', async () => {
    const { client, wire } = setUp(() => ({ status: 200, body: JSON.stringify(object) }));
    await client.patchStatus(resource, object, { endpointID: 'vpce-1', zones: ['b'] });
    expect(wire.requests).toMatchObject([
      {
        method: 'PATCH',
        path: '/apis/test/v1/namespaces/team/things/a/status',
        contentType: 'application/merge-patch+json',
        query: { fieldManager: 'privatelink-operator' },
        body: { metadata: { resourceVersion: '7' }, status: { zones: ['b'], state: null } },
      },
    ]);
  });

  test('of nothing new is none', async () => {
    const { client, wire } = setUp();
    expect(await client.patchStatus(resource, object, { state: 'pending', zones: ['a', 'b'], endpointID: 'vpce-1' })).toBeUndefined();
    expect(wire.requests).toEqual([]);
  });
});
