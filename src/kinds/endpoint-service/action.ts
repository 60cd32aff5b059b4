import type { Input } from '../../aws/ports.ts';
import type { Place } from '../../core/plan.ts';
import type { PendingCreate } from '../../core/tokens.ts';
import type { TxtChange } from './txt-set.ts';

/** One AWS call each. */
export type Action =
  | { readonly type: 'Create'; readonly intent: PendingCreate }
  | { readonly type: 'Modify'; readonly serviceID: string; readonly change: Change }
  /** An empty modification: AWS takes the load balancers' zones anew. `zones` is what they were when it was decided. */
  | { readonly type: 'Resync'; readonly serviceID: string; readonly zones: readonly string[] }
  | { readonly type: 'Principals'; readonly serviceID: string; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly type: 'Accept' | 'Reject'; readonly serviceID: string; readonly endpointIDs: readonly string[] }
  /** Before a deletion that was told to cut consumers off. */
  | { readonly type: 'CutOff'; readonly serviceID: string; readonly endpointIDs: readonly string[]; readonly destructive: true }
  /** `record` is the value that is to prove the name: where AWS asks for another, it is another verification. */
  | { readonly type: 'StartVerification'; readonly serviceID: string; readonly name: string; readonly record: string | undefined }
  | ({ readonly type: 'Publish' } & ZoneChange)
  | ({ readonly type: 'Withdraw'; readonly destructive: true } & ZoneChange)
  | { readonly type: 'Tag'; readonly serviceID: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly type: 'Untag'; readonly serviceID: string; readonly keys: readonly string[] }
  /** The same object from before a rebuild of the cluster: its service gets the new UID. */
  | { readonly type: 'Reclaim'; readonly serviceID: string; readonly uid: string }
  | { readonly type: 'Release'; readonly serviceID: string; readonly destructive: true }
  | { readonly type: 'Delete'; readonly serviceID: string; readonly destructive: true };

/** The difference between what is and what is wanted, in the words of ModifyVpcEndpointServiceConfiguration. */
export type Change = Pick<
  Input<'modifyVpcEndpointServiceConfiguration'>,
  | 'AddNetworkLoadBalancerArns'
  | 'RemoveNetworkLoadBalancerArns'
  | 'AcceptanceRequired'
  | 'PrivateDnsName'
  | 'RemovePrivateDnsName'
  | 'AddSupportedIpAddressTypes'
  | 'RemoveSupportedIpAddressTypes'
>;

/** A change of one name in one hosted zone, in one batch. `part` is that name of that zone. */
export interface ZoneChange extends TxtChange {
  readonly part: string;
  readonly place: Place;
  readonly hostedZoneID: string;
  readonly name: string;
}
