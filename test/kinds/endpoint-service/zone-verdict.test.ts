import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { servingZones, zoneReport, zoneSummary } from '../../../src/kinds/endpoint-service/zone-report.ts';
import { type BalancerView, type TargetView, verdictOf } from '../../../src/kinds/endpoint-service/zone-verdict.ts';
import { balancer, failure, group, target, view, zone } from './support/builders.ts';

const everywhere = [target(1), target(2), target(3)];
const summaryOf = (...views: readonly BalancerView[]): string =>
  zoneSummary(zoneReport({ facts: { views: { state: 'present', value: views }, zonesUnreadSince: undefined }, before: [], now: 0 }) ?? []);

const verdicts: Record<string, readonly [readonly BalancerView[], string, string, { registered: number; healthy: number }]> = {
  'a healthy target in the zone serves': [[view([group(everywhere)])], 'Serving', 'Serving', { registered: 1, healthy: 1 }],
  'no target in the zone and cross-zone off does not serve': [
    [view([group([target(3)])])],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
  "the load balancer's cross-zone lends targets of other zones": [
    [view([group([target(3)])], { crossZone: true })],
    'Serving',
    'Serving',
    { registered: 1, healthy: 1 },
  ],
  "the target group's cross-zone on overrides the load balancer's off": [
    [view([group([target(3)], true)])],
    'Serving',
    'Serving',
    { registered: 1, healthy: 1 },
  ],
  "the target group's cross-zone off overrides the load balancer's on": [
    [view([group([target(3)], false)], { crossZone: true })],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
  'only unhealthy targets fail open: degraded, not serving': [
    [view([group([target(1, 'unhealthy'), target(1, 'initial')])])],
    'Degraded',
    'NoHealthyTargets',
    { registered: 2, healthy: 0 },
  ],
  'a draining target does not count': [
    [view([group([target(1, 'draining')])])],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
  'a target whose zone is not enabled gets nothing even across zones': [
    [view([group([target(2, 'unused')], true)])],
    'NotServing',
    'NoTargets',
    { registered: 0, healthy: 0 },
  ],
  'of two listeners the empty one decides': [
    [view([group(everywhere), group([target(2)])])],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
  'of two load balancers in the zone the empty one decides': [
    [view([group(everywhere)]), view([group([target(2)])], { balancer: balancer('second') })],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
  'a load balancer of other zones does not matter': [
    [view([group(everywhere)]), view([group([])], { balancer: balancer('second', { zones: [zone(2)] }) })],
    'Serving',
    'Serving',
    { registered: 1, healthy: 1 },
  ],
  'a load balancer that is not active yet does not serve, whatever its targets': [
    [view([group(everywhere)], { balancer: balancer('payments', { state: 'provisioning' }) })],
    'NotServing',
    'LoadBalancerNotActive',
    { registered: 0, healthy: 0 },
  ],
  'a listener whose groups weigh nothing does not serve': [
    [{ ...view([]), listeners: [{ port: 443, groups: [] }] }],
    'NotServing',
    'NoForward',
    { registered: 0, healthy: 0 },
  ],
  'a load balancer without a listener does not serve': [[view([])], 'NotServing', 'NoListener', { registered: 0, healthy: 0 }],
  'targets whose zone AWS does not tell leave it unknown': [
    [view([group([{ zoneID: undefined, health: 'healthy' }])])],
    'Unknown',
    'TargetZoneUnknown',
    { registered: 0, healthy: 0 },
  ],
  'a target outside the VPC serves every zone': [
    [view([group([{ zoneID: 'all', health: 'healthy' }])])],
    'Serving',
    'Serving',
    { registered: 1, healthy: 1 },
  ],
  'unreadable targets leave it unknown': [[view([group(undefined)])], 'Unknown', 'Unreadable', { registered: 0, healthy: 0 }],
  'an unreadable cross-zone setting leaves it unknown': [
    [view([group(everywhere)], { crossZone: undefined })],
    'Unknown',
    'Unreadable',
    { registered: 0, healthy: 0 },
  ],
  'unreadable listeners leave it unknown': [[view([], { listeners: undefined })], 'Unknown', 'Unreadable', { registered: 0, healthy: 0 }],
  'what is known to be empty outweighs what is not known': [
    [view([group(undefined), group([])])],
    'NotServing',
    'NoTargetsInZone',
    { registered: 0, healthy: 0 },
  ],
};

describe('what consumers in zone 1 meet', () => {
  test.each(Object.entries(verdicts))('%s', (_name, [views, state, reason, targets]) => {
    expect(verdictOf('euw1-az1', views)).toMatchObject({ state, reason, targets });
  });

  test('the message names load balancer, listener and zone, and says what to do', () => {
    expect(verdictOf('euw1-az1', [view([group([target(2)])])]).message).toBe(
      'NLB payments listener 443 has no target in euw1-az1 and cross-zone is off: consumers there get an empty reply. Add a target to group app or turn cross-zone on.',
    );
  });
});

describe('the report', () => {
  test('counts serving zones of enabled ones', () => {
    expect(summaryOf(view([group([target(3)])]))).toBe('1/3');
    expect(summaryOf(view([group([target(3)], true)]))).toBe('3/3');
    expect(summaryOf(view([group([target(3), target(1, 'unhealthy')])]))).toBe('1/3');
  });

  test('is none where the load balancers could not be read', () => {
    const views = { state: 'unknown', failure: failure('denied') } as const;
    expect(zoneReport({ facts: { views, zonesUnreadSince: 0 }, before: [], now: 0 })).toBeUndefined();
  });

  test('stands for fifteen minutes while a part cannot be read, then is Unknown', () => {
    const good = zoneReport({
      facts: { views: { state: 'present', value: [view([group(everywhere)])] }, zonesUnreadSince: undefined },
      before: [],
      now: 0,
    });
    const blind = { views: { state: 'present', value: [view([group(undefined)])] }, zonesUnreadSince: 0 } as const;
    expect(zoneReport({ facts: blind, before: good ?? [], now: 899_999 })).toEqual(good);
    expect(zoneReport({ facts: blind, before: good ?? [], now: 900_000 })?.map(({ state }) => state)).toEqual([
      'Unknown',
      'Unknown',
      'Unknown',
    ]);
  });
});

const anyTarget: fc.Arbitrary<TargetView> = fc.record({
  zoneID: fc.constantFrom('euw1-az1', 'euw1-az2', 'euw1-az3', 'all', undefined),
  health: fc.constantFrom('healthy', 'unhealthy', 'initial', 'draining', 'unused'),
});
const anyGroup = fc.record({
  name: fc.constantFrom('a', 'b'),
  crossZone: fc.constantFrom(true, false, undefined),
  targets: fc.array(anyTarget, { maxLength: 4 }),
});
const anyView = fc.record({
  balancer: fc.constantFrom(balancer('one'), balancer('two', { zones: [zone(1), zone(2)] }), balancer('three', { zones: [zone(3)] })),
  crossZone: fc.constantFrom(true, false, undefined),
  listeners: fc.array(fc.record({ port: fc.constantFrom(80, 443), groups: fc.array(anyGroup, { maxLength: 2 }) }), { maxLength: 3 }),
});
const reversed = (views: readonly BalancerView[]): readonly BalancerView[] =>
  views.toReversed().map((one) => ({
    ...one,
    listeners: one.listeners?.toReversed().map((listener) => ({
      ...listener,
      groups: listener.groups.toReversed().map((of) => ({ ...of, targets: of.targets?.toReversed() })),
    })),
  }));
const reportOf = (views: readonly BalancerView[]): ReturnType<typeof zoneReport> =>
  zoneReport({ facts: { views: { state: 'present', value: views }, zonesUnreadSince: undefined }, before: [], now: 0 });

describe('for any load balancers', () => {
  property.prop([fc.array(anyView, { maxLength: 4 })])('the order in which AWS lists them changes nothing', (views) => {
    const states = (report: ReturnType<typeof zoneReport>) =>
      report?.map(({ zoneID, state, reason, targets, crossZone, message }) => ({ zoneID, state, reason, targets, crossZone, message }));
    expect(states(reportOf(reversed(views)))).toEqual(states(reportOf(views)));
  });

  property.prop([fc.array(anyView, { minLength: 1, maxLength: 3 }), anyView])(
    'another load balancer never makes a zone serve',
    (views, more) => {
      const before = servingZones((reportOf(views) ?? []).filter(({ zoneID }) => more.balancer.zones.some((one) => one.zoneID === zoneID)));
      const names = new Set((reportOf(views) ?? []).map(({ zoneID }) => zoneID));
      const after = (reportOf([...views, more]) ?? []).filter(
        ({ zoneID }) => names.has(zoneID) && more.balancer.zones.some((one) => one.zoneID === zoneID),
      );
      expect(servingZones(after)).toBeLessThanOrEqual(before);
    },
  );
});
