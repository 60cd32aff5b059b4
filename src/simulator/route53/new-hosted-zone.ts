import type { Caller } from '../handler.ts';
import { globalRegion } from '../identity.ts';
import { ownedBy } from '../tags.ts';
import type { HostedZone, RecordSet } from '../world-dns.ts';
import { normalName } from './names.ts';
import { plainRecord, recordKey } from './record-sets.ts';
import { newRouteID } from './zone-ids.ts';

interface Parts {
  readonly id?: string | undefined;
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string | undefined;
  /** The first VPC of a private zone, with its Region; a zone without is public. */
  readonly vpc?: { readonly id: string; readonly region: string } | undefined;
  readonly tags?: Map<string, string>;
}

const nameServers = ['ns-1.awsdns-00.com', 'ns-2.awsdns-01.net', 'ns-3.awsdns-02.org', 'ns-4.awsdns-03.co.uk'];

/** Adds a hosted zone with its NS and SOA records. No list shows it, and DNS does not answer from it, before its change is through. */
export function newHostedZone({ id, name: given, callerReference, comment, vpc, tags }: Parts, caller: Caller): HostedZone {
  const name = normalName(given);
  const records = ownRecords(name);
  const zone: HostedZone = {
    ...ownedBy({ ...caller, region: globalRegion }, tags),
    id: id ?? newRouteID('Z', caller.world),
    name,
    callerReference,
    isPrivate: vpc !== undefined,
    nameServers,
    comment,
    vpcs: new Map(vpc ? [[vpc.id, vpc.region]] : []),
    listedVPCs: new Map(),
    authorizations: new Map(),
    records: new Map(records.map((record) => [recordKey(record), record])),
    answering: { vpcIDs: new Set(), records: new Map() },
    busyUntil: 0,
    deletedAt: undefined,
  };
  caller.world.hostedZones.set(zone.id, zone);
  caller.world.callerReferences.set(`${caller.account} ${callerReference}`, zone.id);
  return zone;
}

/** What every zone has, and cannot lose. An NXDOMAIN may be remembered as long as the SOA's TTL and its last field allow. */
function ownRecords(name: string): readonly RecordSet[] {
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    plainRecord({ name, type: 'NS', ttl: 172_800, values: nameServers.map((server) => `${server}.`) }),
    plainRecord({ name, type: 'SOA', ttl: 900, values: [soa] }),
  ];
}
