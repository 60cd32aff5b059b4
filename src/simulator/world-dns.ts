import type { Owned } from './world.ts';

/** Route 53's records of the world. Names are in normal form: lower case, escaped (`\052`), with the final dot. */
export interface HostedZone extends Owned {
  readonly id: string;
  readonly name: string;
  readonly callerReference: string;
  readonly isPrivate: boolean;
  readonly nameServers: readonly string[];
  comment: string | undefined;
  /** VPC ID → its Region. */
  readonly vpcs: Map<string, string>;
  /** The same as ListHostedZonesByVPC shows it, which is late. */
  readonly listedVPCs: Map<string, string>;
  /** VPCs that their owners may associate: VPC ID → its Region. */
  readonly authorizations: Map<string, string>;
  /** By `recordKey`, as the API lists them. */
  records: Map<string, RecordSet>;
  /** What DNS goes by: a change gets here when it is INSYNC. */
  readonly answering: { readonly vpcIDs: Set<string>; readonly records: Map<string, RecordSet> };
  /** Another write answers PriorRequestNotComplete until then. */
  busyUntil: number;
  /** DNS answers from a deleted zone until its deletion is INSYNC. */
  deletedAt: number | undefined;
}

export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | undefined;
  readonly weight: number | undefined;
  readonly multiValue: boolean | undefined;
  readonly data: PlainData | AliasData;
}
export interface PlainData {
  /** Seconds. */
  readonly ttl: number;
  readonly values: readonly string[];
}
export interface AliasData {
  readonly alias: { readonly zoneID: string; readonly dnsName: string; readonly evaluateTargetHealth: boolean };
}

export interface RouteChange {
  readonly id: string;
  readonly account: string;
  readonly submittedAt: number;
  readonly comment: string | undefined;
  status: 'PENDING' | 'INSYNC';
}
