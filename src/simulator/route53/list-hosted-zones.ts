import type { ListHostedZonesRequest, ListHostedZonesResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { listedZones } from './listed-zones.ts';
import { pageSize } from './page-size.ts';
import { bareID } from './zone-ids.ts';
import { zoneView } from './zone-view.ts';

/** The most zones that AWS lists on one page. */
export const largestZonePage = 100;

/** The caller's zones in order of ID. The marker is the ID of the next page's first zone. */
export function listHostedZones(input: Checked<ListHostedZonesRequest>, caller: Caller): ListHostedZonesResponse {
  const { Marker: marker, MaxItems: requested, HostedZoneType: type } = input;
  const size = pageSize(requested, largestZonePage, caller);
  const rest = listedZones(caller)
    .filter(({ id, isPrivate }) => id >= bareID(marker ?? '') && (type === undefined || isPrivate))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  const next = rest[size];
  return {
    HostedZones: rest.slice(0, size).map(zoneView),
    Marker: marker ?? '',
    IsTruncated: next !== undefined,
    ...(next ? { NextMarker: next.id } : {}),
    MaxItems: size,
  };
}
