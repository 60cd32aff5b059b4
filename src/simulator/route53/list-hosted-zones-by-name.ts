import type { ListHostedZonesByNameRequest, ListHostedZonesByNameResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { HostedZone } from '../world-dns.ts';
import { invalidInput } from './errors.ts';
import { largestZonePage } from './list-hosted-zones.ts';
import { listedZones } from './listed-zones.ts';
import { nameOrder, normalName } from './names.ts';
import { pageSize } from './page-size.ts';
import { bareID } from './zone-ids.ts';
import { zoneView } from './zone-view.ts';

/** The caller's zones in order of their names with the labels reversed, then of ID; from a name on, not only those of that name. */
export function listHostedZonesByName(input: Checked<ListHostedZonesByNameRequest>, caller: Caller): ListHostedZonesByNameResponse {
  const { DNSName: name, HostedZoneId: id, MaxItems: requested } = input;
  if (id !== undefined && name === undefined) throw invalidInput('HostedZoneId needs DNSName');
  const size = pageSize(requested, largestZonePage, caller);
  const from = name === undefined ? '' : orderOf({ name: normalName(name), id: bareID(id ?? '') });
  const rest = listedZones(caller)
    .map((zone) => ({ zone, order: orderOf(zone) }))
    .filter(({ order }) => order >= from)
    .sort((left, right) => (left.order < right.order ? -1 : 1))
    .map(({ zone }) => zone);
  const next = rest[size];
  return {
    HostedZones: rest.slice(0, size).map(zoneView),
    ...(name === undefined ? {} : { DNSName: name }),
    ...(id === undefined ? {} : { HostedZoneId: id }),
    IsTruncated: next !== undefined,
    ...(next ? { NextDNSName: next.name, NextHostedZoneId: next.id } : {}),
    MaxItems: size,
  };
}

function orderOf({ name, id }: Pick<HostedZone, 'name' | 'id'>): string {
  return `${nameOrder(name)} ${id}`;
}
