import type { Facts } from './facts.ts';
import type { EndpointServiceStatus } from './schema.ts';
import { verdictOf } from './zone-verdict.ts';

export type ZoneReport = NonNullable<EndpointServiceStatus['zones']>[number];

/** Every zone of the load balancers, by zone ID; undefined where they could not be read. Pure. */
export function zoneReport({ views }: Pick<Facts, 'views'>): ZoneReport[] | undefined {
  if (views.state !== 'present' || views.value.length === 0) return undefined;
  const names = new Map(views.value.flatMap(({ balancer }) => balancer.zones.map(({ zoneID, zoneName }) => [zoneID, zoneName] as const)));
  return [...names]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([zoneID, zoneName]) => ({ zoneID, zoneName, ...verdictOf(zoneID, views.value) }));
}

export function servingZones(zones: readonly ZoneReport[]): number {
  return zones.filter(({ state }) => state === 'Serving').length;
}

export function zoneSummary(zones: readonly ZoneReport[]): string {
  return `${servingZones(zones)}/${zones.length}`;
}
