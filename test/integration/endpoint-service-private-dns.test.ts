import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, type Scenario, type Seen } from '../harness/scenario.ts';
import { configuration } from './support/provider-team.ts';
import { annotated, minute, scenarios, serviceID } from './support/scenarios.ts';

const open = scenarios();
const verified = 'PrivateDNSVerified';
const start = 'StartVpcEndpointServicePrivateDnsVerification';

interface Record {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}
const recordOf = (seen: Seen): Record | undefined => (seen.status['privateDNS'] as { readonly record?: Record } | undefined)?.record;

async function named(
  name: string,
  options: Parameters<typeof open>[0] = {},
): Promise<{ readonly on: Scenario; readonly object: KubeObject; readonly seen: Seen }> {
  const on = await open(options);
  const object = await on.create(on.service('payments', { privateDNS: { name } }));
  const seen = await on.until(object, 'the record', (one) => isReady(one) && recordOf(one) !== undefined);
  return { on, object, seen };
}

/** As the provider's person for public DNS would. */
function publish(on: Scenario, { name, value }: Record): void {
  on.simulator.world.publicTxtRecords.set(name.toLowerCase(), new Set([value]));
}

/** Minutes after the first at which verification was started. */
function startedAt(on: Scenario): readonly number[] {
  const times = on.calls(start).map(({ time }) => time);
  return times.map((time) => Math.round((time - (times[0] ?? 0)) / minute));
}

describe('the record that proves the domain', () => {
  test.each([
    ['api.pay.example.com', /^_\w+\.api\.pay\.example\.com$/],
    // A wildcard's record stands at the domain behind the asterisk.
    ['*.pay.example.com', /^_\w+\.pay\.example\.com$/],
  ])('of %s: name, type and value are in status and in the message, and Ready is not held', async (name, where) => {
    const { on, seen } = await named(name);
    const record = recordOf(seen);
    const { PrivateDnsNameConfiguration: given } = (await configuration(on, serviceID(seen))) ?? {};
    expect(record).toEqual({ name: expect.stringMatching(where) as string, type: 'TXT', value: given?.Value });
    const { status, message } = condition(seen, verified) ?? {};
    expect(status).toBe('False');
    for (const part of [name, record?.name, 'TXT', record?.value]) expect(message).toContain(part);
  });
});

describe('verification', () => {
  test('begins at once, again after 10, 20, 40 and then every 60 minutes, and ends once the name is verified', async () => {
    // A short grace: what is written to is then looked at often for two minutes instead of ten, which saves the test's time.
    const { on, object, seen } = await named('api.pay.example.com', { periods: { grace: minute } });
    await on.pass(140 * minute);
    const expected = [0, 10, 30, 70, 130];
    const times = startedAt(on);
    expect(times).toHaveLength(expected.length);
    // Noticed within a listing, which comes every minute.
    for (const [index, time] of times.entries()) expect(Math.abs(time - (expected[index] ?? 0))).toBeLessThanOrEqual(index);
    expect(condition((await on.read(object)) ?? seen, verified)?.reason).toBe('VerificationFailed');

    publish(on, recordOf(seen) ?? { name: '', type: '', value: '' });
    const done = await on.until(object, 'verified', (one) => condition(one, verified)?.status === 'True', 70 * 60);
    expect(done.status['privateDNS']).toMatchObject({ state: 'verified' });
    const calls = on.calls(start).length;
    await on.pass(65 * minute);
    expect(on.calls(start)).toHaveLength(calls);
  });

  test('is started when somebody asks, without waiting for its turn', async () => {
    const { on, object, seen } = await named('api.pay.example.com');
    await on.pass(3 * minute);
    publish(on, recordOf(seen) ?? { name: '', type: '', value: '' });
    await on.edit(object, annotated('reconcile-requested-at', 'the record is there'));
    await on.until(object, 'verified', (one) => condition(one, verified)?.status === 'True', 3 * 60);
    expect(startedAt(on)).toHaveLength(2);
  });
});

describe('the name', () => {
  test('set on a service that has none: one modification, then verification', async () => {
    const on = await open();
    const object = await on.create(on.service('payments'));
    await on.until(object, 'ready', isReady);
    const before = on.writes().length;
    await on.edit(object, { spec: { privateDNS: { name: 'api.pay.example.com' } } });
    await on.until(object, 'the record', (one) => recordOf(one) !== undefined);
    await on.pass(minute);
    expect(on.writes().slice(before)).toMatchObject([
      { action: 'ModifyVpcEndpointServiceConfiguration', parameters: { PrivateDnsName: 'api.pay.example.com' } },
      { action: start },
    ]);
  });

  test('changed: another record, and the verification of the new name begins at once', async () => {
    const { on, object, seen } = await named('api.pay.example.com');
    await on.edit(object, { spec: { privateDNS: { name: 'web.pay.example.com' } } });
    const next = await on.until(object, 'the other record', (one) => recordOf(one)?.name.endsWith('.web.pay.example.com') === true);
    expect(recordOf(next)?.value).not.toBe(recordOf(seen)?.value);
    await on.pass(minute);
    expect(startedAt(on)).toHaveLength(2);
  });

  test('removed: from AWS, from status and from the conditions', async () => {
    const { on, object, seen } = await named('api.pay.example.com');
    await on.edit(object, { spec: { privateDNS: null } });
    const next = await on.until(object, 'no name', (one) => isReady(one) && one.status['privateDNS'] === undefined);
    expect(condition(next, verified)).toBeUndefined();
    expect((await configuration(on, serviceID(seen)))?.PrivateDnsName).toBeUndefined();
  });
});
