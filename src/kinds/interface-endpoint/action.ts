import type { Input } from '../../aws/ports.ts';
import type { PendingCreate } from '../../core/tokens.ts';

/** One AWS call each. */
export type Action =
  | { readonly type: 'Create'; readonly intent: PendingCreate }
  | { readonly type: 'Modify'; readonly endpointID: string; readonly change: Change }
  /** By itself, so that a refused name holds up nothing else. */
  | { readonly type: 'EnablePrivateDNS'; readonly endpointID: string }
  | { readonly type: 'Tag'; readonly endpointID: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly type: 'Untag'; readonly endpointID: string; readonly keys: readonly string[] }
  /** The same object from before a rebuild of the cluster: its endpoint gets the new UID. */
  | { readonly type: 'Reclaim'; readonly endpointID: string; readonly uid: string }
  | { readonly type: 'Release'; readonly endpointID: string; readonly destructive: true }
  | { readonly type: 'Delete'; readonly endpointID: string; readonly destructive: true };

/** The difference between what is and what is wanted, in the words of ModifyVpcEndpoint. */
export type Change = Pick<
  Input<'modifyVpcEndpoint'>,
  | 'AddSubnetIds'
  | 'RemoveSubnetIds'
  | 'SubnetConfigurations'
  | 'AddSecurityGroupIds'
  | 'RemoveSecurityGroupIds'
  | 'PolicyDocument'
  | 'ResetPolicy'
  | 'PrivateDnsEnabled'
>;
