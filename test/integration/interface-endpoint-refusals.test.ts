import { afterEach, describe, expect, test } from 'vitest';
import { condition, isReady, type Scenario, type Seen, scenario } from '../harness/scenario.ts';
import { connected } from './support/zone-scene.ts';

const minute = 60_000;
const kms = { service: { awsService: 'kms' } };

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});
const open = async (options: Parameters<typeof scenario>[0] = {}): Promise<Scenario> =>
  (current = await scenario({ time: 'virtual', ...options }));

const ready = (seen: Seen): string => `${condition(seen, 'Ready')?.status}/${condition(seen, 'Ready')?.reason}`;
const stalled = (reason: string) => (seen: Seen) => condition(seen, 'Stalled')?.reason === reason;

describe('a create that AWS refuses', () => {
  interface Refusal {
    readonly code: string;
    readonly status?: number;
    /** At once, and after eleven minutes. */
    readonly shows: readonly [string, string];
    readonly stalls: boolean;
  }
  const refusals: Record<string, Refusal> = {
    'for want of addresses': {
      code: 'InsufficientFreeAddressesInSubnet',
      shows: ['False/QuotaExceeded', 'False/QuotaExceeded'],
      stalls: false,
    },
    'for a quota': { code: 'VpcEndpointLimitExceeded', shows: ['False/QuotaExceeded', 'False/QuotaExceeded'], stalls: false },
    'since the service is too new': {
      code: 'Unavailable',
      status: 503,
      shows: ['False/AWSUnavailable', 'False/AWSUnavailable'],
      stalls: false,
    },
    'since we may not': { code: 'UnauthorizedOperation', status: 403, shows: ['False/AccessDenied', 'False/AccessDenied'], stalls: true },
    'since the service is not ours to see': {
      code: 'InvalidServiceName',
      shows: ['False/InvalidServiceName', 'False/InvalidServiceName'],
      stalls: true,
    },
  };

  test.each(Object.entries(refusals))('%s is told in its words, and heals by itself', async (_sentence, refusal) => {
    const on = await open();
    const { code, status, shows, stalls } = refusal;
    const text = 'what AWS says of it';
    const heal = on.simulator.faults.add({
      action: 'CreateVpcEndpoint',
      outcome: { error: code, message: text, ...(status === undefined ? {} : { status }) },
    });
    const endpoint = await on.create(on.endpoint('kms', kms));
    const seen = await on.until(endpoint, shows[0], (one) => ready(one) === shows[0], 60);
    expect(condition(seen, 'Ready')?.message).toContain('com.amazonaws.eu-west-1.kms');
    expect(condition(seen, 'Ready')?.message).toContain(text);
    expect(condition(seen, 'Stalled')).toBeUndefined();
    await on.pass(11 * minute);
    const later = (await on.read(endpoint)) as Seen;
    expect(ready(later)).toBe(shows[1]);
    expect(condition(later, stalls ? 'Stalled' : 'Reconciling')?.status).toBe('True');
    heal();
    await on.until(endpoint, 'ready', isReady, 5 * 60);
    expect(on.simulator.world.endpoints.size).toBe(1);
  });
});

test('a service that does not admit us stalls after ten minutes with the principal to allow, and heals when it does', async () => {
  const on = await open();
  const service = await on.create(on.service('payments', { allowedPrincipals: [] }));
  const { status } = await on.until(service, 'ready', isReady);
  const endpoint = await on.create(on.endpoint('payments', { service: { name: status['serviceName'] } }));
  await on.until(endpoint, 'not visible', (seen) => ready(seen) === 'False/InvalidServiceName', 60);
  const seen = await on.until(endpoint, 'stalled', stalled('InvalidServiceName'), 13 * 60);
  expect(condition(seen, 'Ready')?.message).toContain('arn:aws:iam::222222222222:root');
  expect(on.calls('CreateVpcEndpoint')).toEqual([]);
  await on.edit(service, { spec: { allowedPrincipals: ['arn:aws:iam::222222222222:root'] } });
  await on.until(endpoint, 'ready', isReady, 5 * 60);
});

test('a second endpoint with private DNS for one service in a VPC is refused in words, and heals when the first goes', async () => {
  const on = await open();
  const first = await on.create(on.endpoint('first', { ...kms, privateDNS: { enabled: true } }));
  await on.until(first, 'ready', isReady);
  const second = await on.create(on.endpoint('second', { ...kms, privateDNS: { enabled: true } }));
  const seen = await on.until(second, 'refused', stalled('Refused'));
  for (const word of ['conflicting DNS domain', 'kms.eu-west-1.amazonaws.com', 'spec.privateDNS.enabled'])
    expect(condition(seen, 'PrivateDNSReady')?.message).toContain(word);
  await on.remove(first);
  await on.untilGone(first);
  await on.until(second, 'ready', isReady, 5 * 60);
});

describe('what others do to an endpoint', () => {
  const endings: Record<string, readonly ['failed' | 'expired' | 'rejected', string]> = {
    'fails at AWS': ['failed', 'Failed'],
    expires: ['expired', 'Expired'],
    'is rejected after it was up': ['rejected', 'Rejected'],
  };
  test.each(Object.entries(endings))(
    'one that %s is stalled, named and left alone, and counts no zone',
    async (_sentence, [state, reason]) => {
      const on = await open();
      const { endpoint } = await connected(on);
      const writes = on.writes().length;
      const [made] = on.simulator.world.endpoints.values();
      Object.assign(made ?? {}, { state });
      const seen = await on.until(endpoint, reason, stalled(reason), 5 * 60);
      expect(condition(seen, 'Ready')?.message).toContain(made?.id);
      expect(seen.status['zoneSummary']).toBe('0/2');
      await on.restart();
      await on.pass(20 * minute);
      expect(condition((await on.read(endpoint)) as Seen, 'Stalled')?.reason).toBe(reason);
      expect(on.writes().slice(writes)).toEqual([]);
    },
  );
});

test('from its create to its being up an endpoint is Creating, never anything else', async () => {
  const on = await open();
  const endpoint = await on.create(on.endpoint('kms', kms));
  const reasons: string[] = [];
  await on.until(endpoint, 'ready', (seen) => {
    const reason = ready(seen);
    if (reasons.at(-1) !== reason) reasons.push(reason);
    return isReady(seen);
  });
  expect(reasons.filter((reason) => reason !== 'Unknown/Pending')).toEqual(['False/Creating', 'True/Available']);
});

const denyAll = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] };

test('an edit that AWS denies stays undone: Ready as it was, of the old generation, and the denial told beside it', async () => {
  const on = await open();
  const endpoint = await on.create(on.endpoint('kms', kms));
  const { status } = await on.until(endpoint, 'ready', isReady);
  const heal = on.simulator.faults.add({ action: 'ModifyVpcEndpoint', outcome: { error: 'UnauthorizedOperation', status: 403 } });
  await on.edit(endpoint, { spec: { policy: denyAll } });
  const denied = await on.until(
    endpoint,
    'the denial',
    (seen) => condition(seen, 'Available')?.message.includes('UnauthorizedOperation') === true,
    60,
  );
  expect(ready(denied)).toBe('True/Available');
  expect(denied.status['observedGeneration']).toBe(status['observedGeneration']);
  heal();
  await on.until(endpoint, 'the edit done', isReady, 5 * 60);
  expect([...on.simulator.world.endpoints.values()][0]?.policy).toContain('Deny');
});

test('a modification that another one holds up is tried again after ten seconds or more, without a word', async () => {
  const on = await open();
  const endpoint = await on.create(on.endpoint('kms', kms));
  await on.until(endpoint, 'ready', isReady);
  on.simulator.faults.add({ action: 'ModifyVpcEndpoint', nth: [1, 2], outcome: { error: 'OperationInProgress' } });
  await on.edit(endpoint, { spec: { policy: denyAll } });
  await on.until(endpoint, 'the edit done', isReady);
  const times = on.calls('ModifyVpcEndpoint').map(({ time }) => time);
  expect(times).toHaveLength(3);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeLessThanOrEqual(35_000);
});
