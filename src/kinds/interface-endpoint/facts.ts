import type { Failure } from '../../core/outcome.ts';
import type { Fact } from '../../core/reading.ts';
import type { Sightings } from '../../core/sightings.ts';
import type { Lookup } from '../common/lookup.ts';
import type { CommonFacts } from '../kind.ts';
import type { Endpoint } from './endpoint.ts';

/** Everything that one pass has observed for one interface endpoint. */
export interface Facts extends CommonFacts {
  readonly resource: Fact<Endpoint>;
  /** What a look-up by owner tag shows; unknown where none was needed. */
  readonly owned: Fact<readonly Endpoint[]>;
  readonly serviceName: Lookup<string>;
  readonly vpcID: Lookup<string>;
  /** Zones, by ID or by this account's names, in which the service can be had. */
  readonly offered: Lookup<readonly string[]>;
  readonly zoneNames: ZoneNames;
  readonly subnets: Listing<Subnet>;
  readonly groups: Listing<Group>;
  readonly subnetSightings: Sightings | undefined;
  readonly groupSightings: Sightings | undefined;
  /** Only looked at where private DNS is wanted. */
  readonly vpcDNS: Fact<VpcDNS>;
  /** Every IPv4 block of the VPC. Only looked at where private DNS is wanted. */
  readonly vpcCIDRs: Fact<readonly string[]>;
  readonly addresses: Fact<readonly Address[]>;
  /** The service's private names, in lower case. */
  readonly privateNames: Fact<readonly string[]>;
  /** Private hosted zones of this cluster that the VPC has, whatever their name. Only looked at where private DNS is wanted. */
  readonly zones: readonly ZoneHere[];
  /** Records that lead here, or still do. Only looked at where the object is being deleted. */
  readonly records: readonly RecordHere[];
  /** Other endpoints that have its private names in the VPC; unknown where AWS has refused nothing. */
  readonly inTheWay: Fact<readonly Endpoint[]>;
  /** The provider's zones, where it is one of our objects and lets this namespace see them. */
  readonly provider: readonly ProviderZone[] | undefined;
}

/** This account's name of each zone ID. */
export type ZoneNames = Readonly<Record<string, string>>;

/** All subnets or security groups of the VPC. Where the last listing failed, what an earlier one showed may still be told, never acted upon. */
export type Listing<T> =
  | { readonly known: true; readonly items: readonly T[]; readonly sequence: number }
  | { readonly known: false; readonly failure: Failure; readonly items: readonly T[] | undefined };

export interface Subnet {
  readonly id: string;
  readonly zoneID: string;
  readonly zoneName: string;
  readonly tags: Readonly<Record<string, string>>;
}
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ingress: readonly IngressRule[];
}
/** Who may reach what is in a security group, in AWS's words: `protocol` is `tcp`, `-1` for all, or another that endpoints do not speak. */
export interface IngressRule {
  readonly protocol: string;
  /** Undefined where every port is meant. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  readonly cidrs: readonly string[];
  /** Whether security groups or prefix lists are let in too. */
  readonly others: boolean;
}
export interface VpcDNS {
  readonly support: boolean;
  readonly hostnames: boolean;
}
/** A PrivateHostedZone, by namespace and name, that a VPC has; `isLeaving` while it is being taken off. */
export interface ZoneHere {
  readonly object: string;
  readonly hostedZoneID: string;
  readonly domain: string;
  readonly isLeaving: boolean;
}
/** A record of a PrivateHostedZone, by namespace and name; `isLeaving` where nobody wants it any more and AWS has it still. */
export interface RecordHere {
  readonly zone: string;
  readonly record: string;
  readonly isLeaving: boolean;
}
export interface Address {
  readonly networkInterfaceID: string;
  readonly subnetID: string;
  readonly ipv4Address: string;
}
export interface ProviderZone {
  readonly zoneID: string;
  readonly state: 'Serving' | 'Degraded' | 'NotServing' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}
