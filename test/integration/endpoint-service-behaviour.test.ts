import { afterEach, describe, expect, test } from 'vitest';
import { isReady, type Scenario, scenario, type Seen } from '../harness/scenario.ts';

let current: Scenario | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

const idOf = (seen: Seen): string => String(seen.status['serviceID']);
const condition = (seen: Seen, type: string) => seen.status.conditions.find((one) => one.type === type);
const writesOf = (on: Scenario, since: number): readonly string[] =>
  on
    .writes()
    .slice(since)
    .map(({ action }) => action);

async function ready(
  spec: object = {},
): Promise<{ readonly on: Scenario; readonly object: Parameters<Scenario['until']>[0]; readonly seen: Seen }> {
  const on = (current = await scenario());
  const object = await on.create(on.service('payments', spec));
  const seen = await on.until(object, 'ready', isReady);
  return { on, object, seen };
}

interface Change {
  readonly spec?: object;
  readonly behindOurBack: (on: Scenario, serviceID: string) => Promise<unknown>;
  readonly putRightBy: string;
}

const drift: Record<string, Change> = {
  'acceptance turned off': {
    behindOurBack: (on, ServiceId) => on.aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId, AcceptanceRequired: false }),
    putRightBy: 'ModifyVpcEndpointServiceConfiguration',
  },
  'a principal of somebody else': {
    behindOurBack: (on, ServiceId) =>
      on.aws.provider.ec2.modifyVpcEndpointServicePermissions({ ServiceId, AddAllowedPrincipals: ['arn:aws:iam::333333333333:root'] }),
    putRightBy: 'ModifyVpcEndpointServicePermissions',
  },
  'a tag changed': {
    spec: { tags: { team: 'pay' } },
    behindOurBack: (on, id) => on.aws.provider.ec2.createTags({ Resources: [id], Tags: [{ Key: 'team', Value: 'other' }] }),
    putRightBy: 'CreateTags',
  },
};

describe('drift is put right by one write', () => {
  test.each(Object.entries(drift))('%s', async (_sentence, { spec, behindOurBack, putRightBy }) => {
    const { on, seen } = await ready(spec);
    const before = on.writes().length;
    await behindOurBack(on, idOf(seen));
    await expect.poll(() => writesOf(on, before), { timeout: 15_000 }).toEqual([putRightBy]);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(writesOf(on, before)).toEqual([putRightBy]);
  });
});

test('a load balancer that does not exist is told, and the service is made once the spec names one by ARN', async () => {
  const on = (current = await scenario());
  const object = await on.create(on.service('payments', { loadBalancers: [{ name: 'nowhere' }] }));
  const seen = await on.until(object, 'not found', (one) => condition(one, 'LoadBalancersResolved')?.reason === 'LoadBalancerNotFound');
  expect(condition(seen, 'LoadBalancersResolved')?.message).toContain('named nowhere');
  const { LoadBalancers = [] } = await on.aws.provider.elb.describeLoadBalancers({ Names: ['payments'] });
  await on.edit(object, { spec: { loadBalancers: [{ arn: LoadBalancers[0]?.LoadBalancerArn }] } });
  await on.until(object, 'ready', isReady);
});

test('a private name is set, its TXT record is told in words, and verification is started once', async () => {
  const { on, object } = await ready({ privateDNS: { name: '*.pay.example.com' } });
  const seen = await on.until(object, 'the record', (one) => condition(one, 'PrivateDNSVerified')?.status === 'False');
  expect(condition(seen, 'PrivateDNSVerified')?.message).toMatch(/_\w+\.pay\.example\.com TXT "vpce:/);
  expect(isReady(seen)).toBe(true);
  await expect.poll(() => on.calls('StartVpcEndpointServicePrivateDnsVerification').length).toBe(1);
});

test('a retained service is released and left', async () => {
  const { on, object, seen } = await ready({ deletionPolicy: 'Retain' });
  await on.remove(object);
  await on.untilGone(object);
  const { ServiceConfigurations = [] } = await on.aws.provider.ec2.describeVpcEndpointServiceConfigurations({ ServiceIds: [idOf(seen)] });
  expect(ServiceConfigurations[0]?.Tags).toContainEqual({ Key: 'privatelink-operator.io/released', Value: 'true' });
  expect(on.calls('DeleteVpcEndpointServiceConfigurations')).toEqual([]);
});
