import { describe, expect, test } from 'vitest';
import type { KubeRequest } from '../../../src/kube/transport.ts';
import { ApiServer } from './api-server.ts';
import { servedTypes } from './served-types.ts';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly reason?: string;
    readonly message?: string;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly spec?: unknown;
    readonly status?: unknown;
    readonly items?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

const services = '/apis/privatelink-operator.io/v1alpha1/namespaces/shop/endpointservices';
const everywhere = '/apis/privatelink-operator.io/v1alpha1/endpointservices';
const payments = `${services}/payments`;
const patch = (path: string, body: unknown): KubeRequest => ({
  method: 'PATCH',
  path,
  contentType: 'application/merge-patch+json',
  body,
});
const remove: KubeRequest = { method: 'DELETE', path: payments };
const held = { finalizers: ['privatelink-operator.io/finalizer'] };
const object = (name: string, metadata: object = {}): object => ({
  apiVersion: 'privatelink-operator.io/v1alpha1',
  kind: 'EndpointService',
  metadata: { name, ...metadata },
  spec: { loadBalancers: [{ name }] },
});

/** A server with the namespace `shop`, at revision 2. */
function start() {
  let uids = 0;
  const server = new ApiServer({
    now: () => Date.UTC(2026, 0, 1) + 999,
    newUID: () => `uid-${(uids += 1)}`,
    types: servedTypes,
  });
  const ask = (call: KubeRequest, asOf?: number): Answer => {
    const { status, body } = server.request(call, asOf);
    return { status, body: JSON.parse(body) as Answer['body'] };
  };
  const create = (name: string, metadata?: object): Answer => ask({ method: 'POST', path: services, body: object(name, metadata) });
  ask({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: 'shop' } } });
  return { server, ask, create };
}
const events = (server: ApiServer, since: number, path = everywhere): readonly (readonly [string, unknown])[] => {
  const changes = server.changes(path, since);
  if (changes === 'gone') return [['gone', since]];
  return changes.map(
    ({ type, line }) => [type, (JSON.parse(line) as { object: Answer['body'] }).object.metadata['resourceVersion']] as const,
  );
};

describe('an object that is created', () => {
  test('has identity, time, generation and the defaults of its schema, its status too', () => {
    const { create } = start();
    const { status, body } = create('payments');
    expect([status, body]).toMatchObject([
      201,
      {
        metadata: {
          name: 'payments',
          namespace: 'shop',
          uid: 'uid-2',
          resourceVersion: '3',
          generation: 1,
          creationTimestamp: '2026-01-01T00:00:00Z',
        },
        spec: { minimumZones: 0, allowedConsumers: { namespaces: { from: 'Same' } } },
        status: { conditions: [{ type: 'Ready', reason: 'Pending' }] },
      },
    ]);
  });

  test('twice is refused', () => {
    const { create } = start();
    create('payments');
    expect(create('payments')).toMatchObject({ status: 409, body: { reason: 'AlreadyExists' } });
  });

  test('in a namespace that is not there is refused', () => {
    const { ask } = start();
    const answer = ask({ method: 'POST', path: services.replace('shop', 'nowhere'), body: object('payments') });
    expect(answer).toMatchObject({ status: 404, body: { message: 'namespaces "nowhere" not found' } });
  });

  test('without what its schema requires is refused', () => {
    const { ask } = start();
    const answer = ask({ method: 'POST', path: services, body: { ...object('payments'), spec: {} } });
    expect(answer).toMatchObject({ status: 422, body: { details: { causes: [{ field: 'spec.loadBalancers' }] } } });
  });
});

describe('a patch', () => {
  test('of the object changes its spec and generation, and leaves its status alone', () => {
    const { create, ask } = start();
    const { body } = create('payments');
    const patched = ask(patch(payments, { spec: { minimumZones: 2 }, status: { serviceID: 'vpce-svc-1' } }));
    expect(patched.body).toMatchObject({ metadata: { generation: 2, resourceVersion: '4' }, spec: { minimumZones: 2 } });
    expect(patched.body.status).toEqual(body.status);
  });

  test('of the status changes nothing else, and no generation', () => {
    const { create, ask } = start();
    const { body } = create('payments');
    const patched = ask(
      patch(`${payments}/status`, { metadata: { labels: { a: 'b' } }, spec: { minimumZones: 2 }, status: { serviceID: 'vpce-svc-1' } }),
    );
    expect(patched.body).toEqual({
      ...body,
      metadata: { ...body.metadata, resourceVersion: '4' },
      status: { ...(body.status as object), serviceID: 'vpce-svc-1' },
    });
  });

  test('that changes nothing leaves the resourceVersion, but for the first one, which stores the defaults', () => {
    const { create, ask, server } = start();
    create('payments');
    const versions = [1, 2].map(() => ask(patch(payments, { spec: { minimumZones: 0 } })).body.metadata['resourceVersion']);
    expect([versions, server.revision]).toEqual([['4', '4'], 4]);
  });

  test('on a version that is no longer the newest is a conflict', () => {
    const { create, ask } = start();
    create('payments');
    const answer = ask(patch(payments, { metadata: { resourceVersion: '2' }, spec: { minimumZones: 1 } }));
    expect(answer).toMatchObject({ status: 409, body: { kind: 'Status', reason: 'Conflict' } });
  });
});

describe('a deletion', () => {
  test('of what has finalizers waits for them, with a new generation, once', () => {
    const { create, ask } = start();
    create('payments', held);
    const [first, second] = [ask(remove), ask(remove)];
    expect(first.body.metadata).toMatchObject({
      generation: 2,
      deletionTimestamp: '2026-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 0,
      resourceVersion: '4',
    });
    expect(second).toEqual(first);
    expect(ask(patch(payments, { metadata: { finalizers: ['example.com/new'] } })).status).toBe(422);
  });

  test('ends with the last finalizer, in an event of its own', () => {
    const { create, ask, server } = start();
    create('payments', held);
    ask(remove);
    expect(ask(patch(payments, { metadata: { finalizers: [] } })).status).toBe(200);
    expect(ask({ method: 'GET', path: payments }).status).toBe(404);
    expect(events(server, 2)).toEqual([
      ['ADDED', '3'],
      ['MODIFIED', '4'],
      ['DELETED', '5'],
    ]);
  });

  test.each([{ uid: 'another' }, { resourceVersion: '1' }])('with the precondition %j is a conflict', (preconditions) => {
    const { create, ask } = start();
    create('payments');
    expect(ask({ ...remove, body: { preconditions } })).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  });
});

describe('a list', () => {
  const names = ({ body }: Answer): readonly string[] => (body.items ?? []).map(({ metadata }) => metadata.name);

  test('comes in pages that all show the state of the first', () => {
    const { create, ask } = start();
    for (const name of ['b', 'a', 'c']) create(name);
    const first = ask({ method: 'GET', path: everywhere, query: { limit: '2' } });
    expect(first.body.metadata).toMatchObject({ resourceVersion: '5', remainingItemCount: 1 });
    ask({ method: 'DELETE', path: `${services}/c` });
    const second = ask({ method: 'GET', path: everywhere, query: { limit: '2', continue: String(first.body.metadata['continue']) } });
    expect([names(first), names(second), second.body.metadata]).toEqual([['a', 'b'], ['c'], { continue: '', resourceVersion: '5' }]);
  });

  test('can show the past, as a cache that lags does', () => {
    const { create, ask } = start();
    create('a');
    create('b');
    expect(names(ask({ method: 'GET', path: everywhere }, 3))).toEqual(['a']);
    expect(ask({ method: 'GET', path: `${services}/b` }, 3).status).toBe(404);
  });

  test('cannot go on with a token from before a compaction', () => {
    const { create, ask, server } = start();
    for (const name of ['a', 'b']) create(name);
    const { body } = ask({ method: 'GET', path: everywhere, query: { limit: '1' } });
    create('c');
    server.compact(server.revision + 1);
    const next = ask({ method: 'GET', path: everywhere, query: { limit: '1', continue: String(body.metadata['continue']) } });
    expect(next).toMatchObject({ status: 410, body: { reason: 'Expired' } });
  });
});

describe('a compaction', () => {
  test('keeps what is there, and the changes from its revision on', () => {
    const { create, ask, server } = start();
    create('a');
    create('b');
    server.compact(4);
    expect([events(server, 2), events(server, 3)]).toEqual([[['gone', 2]], [['ADDED', '4']]]);
    expect(ask({ method: 'GET', path: `${services}/a` }).status).toBe(200);
  });
});

test('each change is told to who listens', () => {
  const { create, ask, server } = start();
  const told: unknown[] = [];
  server.onCommit(({ revision, type, resource }) => told.push([revision, type, resource.kind]));
  create('payments');
  ask(remove);
  expect(told).toEqual([
    [3, 'ADDED', 'EndpointService'],
    [4, 'DELETED', 'EndpointService'],
  ]);
});

test('what the model does not know is an error, not an answer', () => {
  const { server } = start();
  expect(() => server.request({ method: 'GET', path: everywhere, query: { labelSelector: 'a=b' } })).toThrow('labelSelector');
});
