import type { DnsEntry, Endpoint } from './endpoint.ts';
import type { ZoneNames } from './facts.ts';

export interface DnsNames {
  readonly regional?: string;
  readonly zonal: { readonly zoneID: string; readonly name: string }[];
  readonly private: string[];
  readonly hostedZoneID?: string;
}

/**
 * The endpoint's names by their shape, as AWS promises no order: `<id>-<token>.…` serves the whole Region, `<id>-<token>-<zone
 * name>.…` one zone, in this account's zone names, and whatever does not begin with the endpoint's ID is the private name. Amazon S3's own begin
 * with an asterisk, for bucket names stand before them (S3 guide, "AWS PrivateLink for Amazon S3").
 */
export function dnsNames(endpoint: Endpoint, zoneNames: ZoneNames): DnsNames {
  const zoneOf = (entry: DnsEntry): string | undefined =>
    firstLabel(entry)
      .slice(endpoint.id.length + 1)
      .split('-')
      .slice(1)
      .join('-') || undefined;
  const own = endpoint.dnsEntries.filter((entry) => firstLabel(entry).startsWith(`${endpoint.id}-`));
  const regional = own.find((entry) => zoneOf(entry) === undefined);
  const zonal = own.flatMap((entry) => {
    const zoneName = zoneOf(entry);
    return Object.entries(zoneNames).flatMap(([zoneID, name]) => (name === zoneName ? [{ zoneID, name: entry.name }] : []));
  });
  return {
    ...(regional === undefined ? {} : { regional: regional.name, hostedZoneID: regional.hostedZoneID }),
    zonal: zonal.toSorted((a, b) => (a.zoneID < b.zoneID ? -1 : 1)),
    private: endpoint.dnsEntries
      .filter((entry) => !own.includes(entry))
      .map((entry) => entry.name)
      .toSorted(),
  };
}

function firstLabel(entry: DnsEntry): string {
  return entry.name.replace(/^\*\./, '').split('.', 1)[0] ?? '';
}
