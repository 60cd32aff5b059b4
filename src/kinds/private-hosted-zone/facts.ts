import type { Fact } from '../../core/reading.ts';
import type { Sightings } from '../../core/sightings.ts';
import type { Lookup } from '../common/lookup.ts';
import type { CommonFacts } from '../kind.ts';
import type { RecordSet } from './record-set.ts';
import type { Zone } from './zone.ts';

/** Everything that one pass has observed for one private hosted zone. */
export interface Facts extends CommonFacts {
  readonly resource: Fact<Zone>;
  readonly readAt: number | undefined;
  /** Zones of this object's making, looked for by name; unknown where no look-up was needed. */
  readonly owned: Fact<readonly Zone[]>;
  /** Since when, and whether twice by now, a zone that must exist is not found. */
  readonly missing: MissingZone | undefined;
  /** Every record set of the zone but those that make it a zone. */
  readonly records: Fact<readonly RecordSet[]>;
  /** By change ID: whether it is everywhere. */
  readonly changes: Readonly<Record<string, Fact<boolean>>>;
  /** VPCs of other accounts that may be associated: of no use once they are. */
  readonly authorized: Fact<readonly string[]>;
  /** One for each of spec.vpcs, in its order. */
  readonly terms: readonly TermFacts[];
  /** By endpoint name, for each that a record leads to. */
  readonly endpoints: Readonly<Record<string, Lookup<RecordTarget>>>;
  /** By VPC ID: whose zone of the same name is in the way there, after AWS has refused. */
  readonly inTheWay: Readonly<Record<string, Fact<readonly ForeignZone[]>>>;
  /** By VPC ID; read rarely, and only of what is associated. */
  readonly dnsAttributes: Readonly<Record<string, Fact<DnsAttributes>>>;
  /** By VPC ID: one of our endpoints that has, or is to have, the name in this VPC by its own private DNS. */
  readonly hiddenZones: Readonly<Record<string, HiddenZone>>;
  readonly namesNotHosted: readonly string[] | undefined;
}

/** The zone that a spent `CallerReference` made: the second look, a minute after the first, is believed. */
export interface MissingZone {
  readonly callerReference: string;
  readonly since: number;
  readonly confirmed: boolean;
}

export interface TermFacts {
  readonly found: Lookup<readonly FoundVPC[]>;
  /** Since which listing a VPC that this term had chosen is found no more. */
  readonly sightings: Sightings | undefined;
}

export interface FoundVPC {
  readonly id: string;
  readonly accountID: string;
  readonly region: string;
  readonly accessRef: string | undefined;
  readonly cidrs: readonly string[];
}

/** What of an InterfaceEndpoint a record needs. */
export interface RecordTarget {
  readonly endpointID: string;
  readonly isAvailable: boolean;
  readonly regional: DnsTarget | undefined;
  /** By zone ID. */
  readonly zonal: Readonly<Record<string, DnsTarget>>;
  /** What its security groups admit; undefined where it is not known. */
  readonly admits: Admits | undefined;
  readonly securityGroupIDs: readonly string[];
}
export interface DnsTarget {
  readonly dnsName: string;
  readonly hostedZoneID: string;
}
export interface Admits {
  readonly cidrs: readonly string[];
  /** Somebody else too, by security group or prefix list, which cannot be told from here. */
  readonly others: boolean;
}

export interface ForeignZone {
  readonly id: string;
  /** An account ID or the AWS service that keeps it. */
  readonly owner: string;
}

export interface DnsAttributes {
  readonly support: boolean;
  readonly hostnames: boolean;
}

export interface HiddenZone {
  /** `namespace/name` of the InterfaceEndpoint. */
  readonly object: string;
  readonly endpointID: string;
}
