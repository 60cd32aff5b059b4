import { expect, test } from 'vitest';
import type { ServiceName } from '../../src/simulator/operations.ts';
import { defaultSettings } from '../../src/simulator/settings.ts';
import { createThrottle } from '../../src/simulator/throttle.ts';
import { createWorld } from '../../src/simulator/world-store.ts';
import { virtualClock } from './support/virtual-clock.ts';

const rows: readonly { action: string; service?: ServiceName; input?: object; size: number; refill: number }[] = [
  { action: 'CreateVpcEndpoint', size: 4, refill: 0.3 },
  { action: 'ModifyVpcEndpoint', size: 4, refill: 0.3 },
  { action: 'DeleteVpcEndpoints', size: 4, refill: 0.3 },
  { action: 'ModifyVpcEndpointServiceConfiguration', size: 10, refill: 1 },
  { action: 'AcceptVpcEndpointConnections', size: 10, refill: 1 },
  { action: 'ModifyVpcEndpointServicePermissions', size: 50, refill: 5 },
  { action: 'StartVpcEndpointServicePrivateDnsVerification', size: 50, refill: 5 },
  { action: 'DescribeVpcEndpoints', size: 100, refill: 20 },
  { action: 'DescribeNetworkInterfaces', size: 50, refill: 10 },
  { action: 'DescribeNetworkInterfaces', input: { NetworkInterfaceIds: ['eni-1'] }, size: 100, refill: 20 },
  { action: 'CreateTags', size: 100, refill: 10 },
  { action: 'SetSubnets', service: 'elasticloadbalancing', size: 10, refill: 0.2 },
  { action: 'RegisterTargets', service: 'elasticloadbalancing', size: 20, refill: 4 },
  { action: 'CreateListener', service: 'elasticloadbalancing', size: 20, refill: 3 },
  { action: 'DescribeTargetHealth', service: 'elasticloadbalancing', size: 200, refill: 50 },
  { action: 'GetHostedZone', service: 'route53', size: 50, refill: 10 },
  { action: 'AssociateVPCWithHostedZone', service: 'route53', size: 20, refill: 5 },
  { action: 'DisassociateVPCFromHostedZone', service: 'route53', size: 10, refill: 5 },
  { action: 'CreateHostedZone', service: 'route53', size: 40, refill: 2 },
  { action: 'DeleteHostedZone', service: 'route53', size: 40, refill: 5 },
];

test.each(rows)('$action takes $size calls at once and $refill more a second', ({ action, service = 'ec2', input = {}, size, refill }) => {
  const clock = virtualClock(0);
  const world = createWorld(defaultSettings, clock);
  const caller = { world, account: '111111111111', region: 'eu-west-1', principal: 'arn' };
  const throttle = createThrottle();
  const admitted = (): number => {
    let count = 0;
    while (throttle.admits({ service, action, input, caller })) count += 1;
    return count;
  };
  expect(admitted()).toBe(size);
  clock.advance(10_000);
  expect(admitted()).toBe(Math.min(size, refill * 10));
  clock.advance(3_600_000);
  expect(admitted()).toBe(size);
});

/** How many calls of an account come through, one after the other at one moment. */
function routeCalls() {
  const clock = virtualClock(0);
  const world = createWorld(defaultSettings, clock);
  const throttle = createThrottle();
  const admits = (action: string, input: object = {}, region = 'us-east-1'): boolean =>
    throttle.admits({ service: 'route53', action, input, caller: { world, account: '1', region, principal: 'arn' } });
  return { clock, admits };
}

test('all calls of an account to Route 53 share a bucket, wherever they come from', () => {
  const { admits } = routeCalls();
  for (let count = 0; count < 25; count += 1) {
    expect(admits('GetHostedZone')).toBe(true);
    expect(admits('GetChange', {}, 'eu-west-1')).toBe(true);
  }
  expect(admits('ListHostedZones')).toBe(false);
});

test('changes have a bucket too, out of which a batch takes all that it changes, an UPSERT twice', () => {
  const { clock, admits } = routeCalls();
  const batch = (count: number, Action: string) => ({ ChangeBatch: { Changes: Array.from({ length: count }, () => ({ Action })) } });
  expect(admits('ChangeResourceRecordSets', batch(500, 'UPSERT'))).toBe(true);
  expect(admits('AssociateVPCWithHostedZone')).toBe(true);
  expect(admits('ChangeResourceRecordSets', batch(499, 'CREATE'))).toBe(false);
  expect(admits('ChangeResourceRecordSets', batch(498, 'DELETE'))).toBe(true);
  expect(admits('CreateHostedZone')).toBe(false);
  expect(admits('GetHostedZone')).toBe(true);
  clock.advance(20);
  expect(admits('CreateHostedZone')).toBe(true);
});

test('STS is not throttled', () => {
  const world = createWorld(defaultSettings, virtualClock(0));
  const call = {
    service: 'sts',
    action: 'AssumeRole',
    input: {},
    caller: { world, account: '1', region: 'eu-west-1', principal: 'arn' },
  } as const;
  const throttle = createThrottle();
  expect(Array.from({ length: 1_000 }, () => throttle.admits(call)).every(Boolean)).toBe(true);
});
