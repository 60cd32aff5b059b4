import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { type CrashPoint, nameOf, parsePoints } from './crash-point.ts';
import { type Arrival, awsEffect, kubeEffect } from './effect.ts';
import { Gate } from './gate.ts';
import { startReverseProxy } from './reverse-proxy.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A server that notes what reaches it, behind a gate whose process dies at the point. */
async function behind(point: CrashPoint | undefined) {
  const arrived: string[] = [];
  let kills = 0;
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.write('{"begun":true}\n');
    if (request.url !== '/watch') response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = new Agent();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gate = new Gate(point, async () => void (kills += 1));
  const proxy = await startReverseProxy({ origin, dispatcher }, (arrival) => gate.pass(arrival.url, kubeEffect(arrival)));
  opened.push(
    async () => server.close(),
    () => dispatcher.destroy(),
    () => proxy.close(),
  );
  const say = async (method: string, path: string): Promise<string> => {
    try {
      const response = await fetch(`${proxy.url}${path}`, { method });
      return path === '/watch' ? String(response.status) : await response.text();
    } catch {
      return 'cut';
    }
  };
  return { gate, arrived, say, kills: () => kills };
}

describe('the second effect is the last', () => {
  test.each<[CrashPoint['moment'], { readonly second: string; readonly carriedOut: boolean }]>([
    ['before', { second: 'cut', carriedOut: false }],
    ['after', { second: '{"begun":true}\n', carriedOut: true }],
    ['lost', { second: 'cut', carriedOut: true }],
  ])('%s: what the process hears, and whether it is carried out', async (moment, { second, carriedOut }) => {
    const { gate, arrived, say, kills } = await behind({ moment, nth: 2 });
    gate.count();
    await say('GET', '/a');
    await say('POST', '/a');
    expect(await say('POST', '/b')).toBe(second);
    expect(await say('GET', '/c')).toBe('cut');
    expect(await say('POST', '/d')).toBe('cut');
    expect(arrived).toEqual(['GET /a', 'POST /a', ...(carriedOut ? ['POST /b'] : [])]);
    expect(gate.effects).toEqual(['new a', 'new b']);
    expect([kills(), gate.isOver]).toEqual([1, true]);
  });

  test('after: a process that knows the reply and says nothing more dies too', async () => {
    const { say, kills, gate } = await behind({ moment: 'after', nth: 1 });
    gate.count();
    await say('POST', '/a');
    expect(kills()).toBe(0);
    await expect.poll(() => gate.isOver).toBe(true);
    expect(kills()).toBe(1);
  });
});

test('what comes before the count does not count', async () => {
  const { gate, say, kills } = await behind({ moment: 'before', nth: 2 });
  await say('POST', '/a');
  await say('POST', '/b');
  gate.count();
  await say('POST', '/c');
  expect([gate.effects, kills()]).toEqual([['new c'], 0]);
});

test('a watch is answered before it has anything to tell', async () => {
  const { say } = await behind(undefined);
  expect(await say('GET', '/watch')).toBe('200');
});

describe('effects', () => {
  const path = '/apis/privatelink-operator.io/v1alpha1/namespaces/n/endpointservices/s';
  test.each<[string | undefined, Arrival]>([
    [undefined, { method: 'GET', url: path, body: '' }],
    ['finalizer of endpointservices', { method: 'PATCH', url: path, body: '{"metadata":{"finalizers":[]}}' }],
    ['status of endpointservices', { method: 'PATCH', url: `${path}/status?fieldManager=x`, body: '{"status":{}}' }],
    ['intent of endpointservices', { method: 'PATCH', url: `${path}/status`, body: '{"status":{"pendingCreate":{"token":"t"}}}' }],
    ['new events', { method: 'POST', url: '/apis/events.k8s.io/v1/namespaces/n/events', body: '{}' }],
  ])('on the API server: %s', (expected, arrival) => {
    expect(kubeEffect(arrival)).toBe(expected);
  });

  test.each([
    ['Action=DescribeVpcs&Version=2016-11-15', undefined],
    ['Action=CreateTags&Version=2016-11-15', 'CreateTags'],
  ])('on AWS: %s', (body, expected) => {
    expect(awsEffect({ method: 'POST', url: '/', body })).toBe(expected);
  });
});

describe('crash points', () => {
  test('are read as they are written', () => {
    const points: readonly CrashPoint[] = [
      { moment: 'before', nth: 3 },
      { moment: 'lost', nth: 12 },
    ];
    expect(nameOf(points)).toBe('before 3, lost 12');
    expect(parsePoints(nameOf(points))).toEqual(points);
  });

  test.each(['', 'before', 'before 0', 'sometime 3', 'before 3;lost 1'])('"%s" is none', (text) => {
    expect(() => parsePoints(text)).toThrow('is no crash point');
  });
});
