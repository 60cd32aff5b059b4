import type { Caller } from '../handler.ts';
import { globalRegion } from '../identity.ts';
import { seededRandom } from '../random.ts';
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

/** Adds a hosted zone with its NS and SOA records. No list shows it, and DNS does not answer from it, before its change is through. */
export function newHostedZone({ id, name: given, callerReference, comment, vpc, tags }: Parts, caller: Caller): HostedZone {
  const name = normalName(given);
  const zoneID = id ?? newRouteID('Z', caller.world);
  const nameServers = nameServersOf(zoneID);
  const records = ownRecords(name, nameServers);
  const zone: HostedZone = {
    ...ownedBy({ ...caller, region: globalRegion }, tags),
    id: zoneID,
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

/** Four servers that, as a set, hardly any other zone has. */
export function nameServersOf(zoneID: string): readonly string[] {
  const random = seededRandom(`name servers ${zoneID}`);
  return ['com', 'net', 'org', 'co.uk'].map((domain) => {
    const number = Math.floor(random() * 2048);
    return `ns-${number}.awsdns-${String(number % 64).padStart(2, '0')}.${domain}`;
  });
}

/** What every zone has, and cannot lose. An NXDOMAIN may be remembered as long as the SOA's TTL and its last field allow. */
export function ownRecords(name: string, nameServers: readonly string[]): readonly RecordSet[] {
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    plainRecord({ name, type: 'NS', ttl: 172_800, values: nameServers.map((server) => `${server}.`) }),
    plainRecord({ name, type: 'SOA', ttl: 900, values: [soa] }),
  ];
}

/** Makes lists show and DNS answer all that the zone has now, as if its changes were long through. */
export function publishZone({ vpcs, listedVPCs, records, answering }: HostedZone): void {
  for (const [id, region] of vpcs) {
    listedVPCs.set(id, region);
    answering.vpcIDs.add(id);
  }
  for (const [key, record] of records) answering.records.set(key, record);
}
