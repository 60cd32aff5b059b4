import { staleAfter } from '../../core/readiness.ts';
import type { Facts } from './facts.ts';
import type { EndpointServiceStatus } from './schema.ts';
import { verdictOf } from './zone-verdict.ts';

export type ZoneReport = NonNullable<EndpointServiceStatus['zones']>[number];

export interface Reported {
  readonly facts: Pick<Facts, 'views' | 'zonesUnreadSince'>;
  readonly before: readonly ZoneReport[];
  readonly now: number;
}

/**
 * Every zone of the load balancers, by zone ID; undefined where they could not be read. What cannot be read for a moment stays as it
 * was last reported, and becomes Unknown when that report is worth nothing any more. Pure.
 */
export function zoneReport({ facts, before, now }: Reported): ZoneReport[] | undefined {
  const { views, zonesUnreadSince } = facts;
  if (views.state !== 'present' || views.value.length === 0) return undefined;
  const names = new Map(views.value.flatMap(({ balancer }) => balancer.zones.map(({ zoneID, zoneName }) => [zoneID, zoneName] as const)));
  const stands = zonesUnreadSince !== undefined && now - zonesUnreadSince < staleAfter;
  return [...names]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([zoneID, zoneName]) => {
      const report = { zoneID, zoneName, ...verdictOf(zoneID, views.value) };
      return stands && report.reason === 'Unreadable' ? (before.find((zone) => zone.zoneID === zoneID) ?? report) : report;
    });
}

export function servingZones(zones: readonly ZoneReport[]): number {
  return zones.filter(({ state }) => state === 'Serving').length;
}

export function zoneSummary(zones: readonly ZoneReport[]): string {
  return `${servingZones(zones)}/${zones.length}`;
}
