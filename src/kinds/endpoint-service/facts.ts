import type { Fact } from '../../core/reading.ts';
import type { Sightings } from '../../core/sightings.ts';
import type { Lookup } from '../common/lookup.ts';
import type { CommonFacts } from '../kind.ts';
import type { ProofFacts } from './publication.ts';
import type { Service } from './service.ts';
import type { BalancerView } from './zone-verdict.ts';

/** Everything that one pass has observed for one endpoint service. */
export interface Facts extends CommonFacts {
  readonly resource: Fact<Service>;
  /** What a look-up by owner tag shows; unknown where none was needed. */
  readonly owned: Fact<readonly Service[]>;
  /** One for each of spec.loadBalancers, in its order. */
  readonly balancers: readonly Lookup<Balancer>[];
  /** Since which listing a load balancer of the service is found no more by tags or by a Service's host name. */
  readonly sightings: Sightings | undefined;
  readonly principals: Fact<readonly string[]>;
  readonly connections: Fact<readonly Connection[]>;
  readonly proof: ProofFacts;
  /** Other services that have a load balancer of this one; unknown where AWS has refused nothing. */
  readonly inTheWay: Fact<readonly Service[]>;
  /** What the zone report is made from; unknown where not even the load balancers could be read. */
  readonly views: Fact<readonly BalancerView[]>;
  /** Since when some of it has been unreadable: for a while the last report stands. */
  readonly zonesUnreadSince: number | undefined;
}

export interface Balancer {
  readonly arn: string;
  readonly name: string;
  readonly state: string;
  readonly vpcID: string;
  /** At least one, or none where the account's zones could not be read. */
  readonly zones: readonly { readonly zoneID: string; readonly zoneName: string }[];
}

/** AWS takes only an active load balancer into a service, and only an active one's zones. */
export function isActive({ state }: Balancer): boolean {
  return state.startsWith('active');
}

export interface Connection {
  readonly endpointID: string;
  readonly accountID: string;
  /** Lower case. */
  readonly state: string;
}

/** Connections that keep a service from being deleted. */
export function isLive({ state }: Connection): boolean {
  return state === 'available' || state === 'pendingacceptance' || state === 'pending';
}
