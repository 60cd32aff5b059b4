import { afterEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import type { FaultCall } from '../../src/simulator/faults.ts';
import { ProviderTeam } from './support/zone-scene.ts';
import { condition, isReady, type Scenario, scenario } from '../harness/scenario.ts';

const minute = 60_000;
const consumer = '222222222222';

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

/** What one listing answers: the truth, all but one, nothing, a refusal; or what happens instead of a listing. */
type Answer = 'all' | 'fewer' | 'none' | 'denied';

interface Row {
  /** Listing by listing; the last goes on. `restart` is the operator's, before the next listing. */
  readonly listings: readonly (Answer | 'restart')[];
  readonly detached: 'nothing' | 'that one';
}

const rows: Record<string, Row> = {
  'nothing once, then denied': { listings: ['none', 'denied'], detached: 'nothing' },
  'nothing for good': { listings: ['none'], detached: 'nothing' },
  'one fewer once, then all': { listings: ['fewer', 'all'], detached: 'nothing' },
  'one fewer, all, and one fewer again': { listings: ['fewer', 'all', 'fewer', 'all'], detached: 'nothing' },
  'one fewer in two listings with a failed one between': { listings: ['fewer', 'denied', 'fewer', 'all'], detached: 'nothing' },
  'one fewer in two listings with an empty one between': { listings: ['fewer', 'none', 'fewer', 'all'], detached: 'nothing' },
  'one fewer in two listings with a restart between': { listings: ['fewer', 'restart', 'fewer', 'all'], detached: 'nothing' },
  'one fewer in two successive listings': { listings: ['fewer', 'fewer'], detached: 'that one' },
  'one fewer in two successive listings after a failed one': { listings: ['fewer', 'denied', 'fewer', 'fewer'], detached: 'that one' },
};

interface Listed {
  readonly action: string;
  readonly account: string;
  /** The answer of nothing, and a page of the true one less the one that is to be missed. */
  readonly none: object;
  fewer(reply: object, on: Scenario): object;
}
interface Attached extends Listed {
  readonly one: string;
  attached(on: Scenario): readonly string[];
}

const endpointOf = ({ simulator }: Scenario) => [...simulator.world.endpoints.values()][0];
const second = 'vpce-second';
const without = (reply: object, list: string, one: string): object => ({
  ...reply,
  [list]: ((Reflect.get(reply, list) ?? []) as object[]).filter((item) => !Object.values(item).includes(one)),
});
const oneSubnet = 'subnet-0b000000000000003';
const oneGroup = 'sg-0b000000000000001';
const sets: Record<string, Attached> = {
  subnets: {
    action: 'DescribeSubnets',
    account: consumer,
    none: { Subnets: [] },
    fewer: (reply) => without(reply, 'Subnets', oneSubnet),
    one: oneSubnet,
    attached: (on) => [...(endpointOf(on)?.subnets.keys() ?? [])].toSorted(),
  },
  'security groups': {
    action: 'DescribeSecurityGroups',
    account: consumer,
    none: { SecurityGroups: [] },
    fewer: (reply) => without(reply, 'SecurityGroups', oneGroup),
    one: oneGroup,
    attached: (on) => endpointOf(on)?.securityGroupIDs.toSorted() ?? [],
  },
};

/** Answers the operator's listings one after the other as told, and counts them. All pages of a listing answer alike. */
class Listings {
  readonly #answers: (Answer | 'restart')[];
  #now: Answer = 'all';
  begun = 0;

  constructor(on: Scenario, { action, account, none, fewer }: Listed, answers: readonly (Answer | 'restart')[]) {
    this.#answers = [...answers];
    const ours = (call: FaultCall): boolean => call.caller.principal.includes('assumed-role/') && this.#next(call);
    on.simulator.faults.add({
      action,
      account,
      when: (call) => ours(call) && this.#now === 'denied',
      outcome: { error: 'UnauthorizedOperation', status: 403 },
    });
    on.simulator.faults.add({
      action,
      account,
      when: () => this.#now === 'none' || this.#now === 'fewer',
      outcome: { reply: (reply) => (this.#now === 'none' ? none : fewer(reply, on)) },
    });
  }

  /** Whether the next thing to happen is a restart; it is over by asking. */
  takeRestart(): boolean {
    if (this.#answers[0] !== 'restart') return false;
    this.#answers.shift();
    return true;
  }

  #next({ input }: FaultCall): boolean {
    if ('NextToken' in input && input.NextToken !== undefined) return true;
    this.begun += 1;
    const [next] = this.#answers;
    if (next !== undefined && next !== 'restart') {
      this.#now = next;
      this.#answers.shift();
    }
    return true;
  }
}

/** An endpoint with two subnets and two security groups, all found by tags. */
async function resolved(on: Scenario): Promise<KubeObject> {
  const { ec2 } = on.aws.consumer;
  const { GroupId = '' } = await ec2.createSecurityGroup({
    VpcId: 'vpc-0b000000000000001',
    GroupName: second,
    Description: 'A second one',
  });
  await ec2.createTags({ Resources: [GroupId, 'sg-0b000000000000001'], Tags: [{ Key: 'use', Value: 'privatelink' }] });
  const endpoint = await on.create(
    on.endpoint('kms', { service: { awsService: 'kms' }, securityGroups: [{ tags: { use: 'privatelink' } }] }),
  );
  await on.until(endpoint, 'ready', isReady);
  await on.pass(11 * minute);
  return endpoint;
}

describe.each(Object.entries(sets))('%s', (_what, listed) => {
  test.each(Object.entries(rows))('%s', async (_sentence, { listings: answers, detached }) => {
    const on = (current = await scenario({ time: 'virtual' }));
    const endpoint = await resolved(on);
    const before = listed.attached(on);
    expect(before).toHaveLength(2);
    const writes = on.writes().length;
    const listings = new Listings(on, listed, answers);
    const readiness = new Set<string>();
    let touched = 0;

    for (let passed = 0; passed < 12; passed += 0.5) {
      if (listings.takeRestart()) await on.restart();
      // Many reconciles between two listings must not count as sightings.
      touched += 1;
      await on.edit(endpoint, { metadata: { annotations: { touched: String(touched) } } });
      await on.pass(minute / 2);
      if (listings.begun < 2) expect(listed.attached(on), 'before the second listing').toEqual(before);
      const seen = await on.read(endpoint);
      readiness.add(seen === undefined ? 'gone' : (condition(seen, 'Ready')?.status ?? 'none'));
    }

    expect(listings.begun).toBeGreaterThan(answers.length);
    const expected = detached === 'nothing' ? before : before.filter((id) => id !== listed.one);
    expect(listed.attached(on)).toEqual(expected);
    const made = on.writes().slice(writes);
    if (detached === 'nothing') {
      expect(made).toEqual([]);
      expect([...readiness]).toEqual(['True']);
    } else expect(made).toMatchObject([{ action: 'ModifyVpcEndpoint' }]);
  });
});

test('the VPC, once resolved, is never looked up again: an answer of none changes nothing', async () => {
  const on = (current = await scenario({ time: 'virtual' }));
  const endpoint = await resolved(on);
  const writes = on.writes().length;
  on.simulator.faults.add({ action: 'DescribeVpcs', account: consumer, outcome: { reply: { Vpcs: [] } } });
  await on.restart();
  await on.pass(30 * minute);
  expect(isReady((await on.read(endpoint)) as never)).toBe(true);
  expect(on.writes().slice(writes)).toEqual([]);
});

describe('load balancers by tags', () => {
  const extra = (on: Scenario): string => balancerNamed(on, 'extra');
  const balancerNamed = ({ simulator }: Scenario, name: string): string =>
    [...simulator.world.loadBalancers.values()].find((one) => one.name === name)?.arn ?? '';
  /** The tag is on another load balancer: the choice by tags is that one now. */
  const moved: Listed = {
    action: 'DescribeTags',
    account: '111111111111',
    none: { TagDescriptions: [] },
    fewer: (reply, on) => {
      const { TagDescriptions = [] } = reply as { TagDescriptions?: { ResourceArn: string; Tags: object[] }[] };
      const swapped = new Map([
        [balancerNamed(on, 'extra'), balancerNamed(on, 'other')],
        [balancerNamed(on, 'other'), balancerNamed(on, 'extra')],
      ]);
      return { TagDescriptions: TagDescriptions.map((one) => ({ ...one, ResourceArn: swapped.get(one.ResourceArn) ?? one.ResourceArn })) };
    },
  };
  const few: Record<string, Row> = {
    'nothing once, then denied': { listings: ['none', 'denied'], detached: 'nothing' },
    'nothing for good': { listings: ['none'], detached: 'nothing' },
    'another one once': { listings: ['fewer', 'all'], detached: 'nothing' },
    'another one in two listings with a failed one between': { listings: ['fewer', 'denied', 'fewer', 'all'], detached: 'nothing' },
    'another one in two listings with a restart between': { listings: ['fewer', 'restart', 'fewer', 'all'], detached: 'nothing' },
    'another one in two successive listings': { listings: ['fewer', 'fewer'], detached: 'that one' },
  };

  test.each(Object.entries(few))('%s', async (_sentence, { listings: answers, detached }) => {
    const on = (current = await scenario({ time: 'virtual' }));
    const team = new ProviderTeam(on);
    for (const name of ['extra', 'other']) await team.addLoadBalancer(name, 1, 2, 3);
    await on.pass(3 * minute);
    await on.aws.provider.elb.addTags({ ResourceArns: [extra(on)], Tags: [{ Key: 'role', Value: 'extra' }] });
    const service = await on.create(on.service('payments', { loadBalancers: [{ name: 'payments' }, { tags: { role: 'extra' } }] }));
    await on.until(service, 'ready', isReady);
    await on.pass(11 * minute);
    const listings = new Listings(on, moved, answers);
    for (let passed = 0; passed < 12; passed += 0.5) {
      if (listings.takeRestart()) await on.restart();
      await on.edit(service, { metadata: { annotations: { touched: String(passed) } } });
      await on.pass(minute / 2);
    }
    expect(listings.begun).toBeGreaterThan(answers.length);
    const removed = on
      .calls('ModifyVpcEndpointServiceConfiguration')
      .flatMap(({ parameters }) => (Reflect.get(parameters, 'RemoveNetworkLoadBalancerArns') ?? []) as string[]);
    expect(removed.includes(extra(on))).toBe(detached === 'that one');
    expect(removed.includes(balancerNamed(on, 'payments'))).toBe(false);
  });
});
