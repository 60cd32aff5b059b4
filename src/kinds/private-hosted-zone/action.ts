import type { Place } from '../../core/plan.ts';
import type { PendingCreate } from '../../core/tokens.ts';
import type { RecordContent } from './record-set.ts';

/** One AWS call each. `part` is the VPC: each goes its own way. */
export type Action =
  | { readonly type: 'Create'; readonly intent: PendingCreate }
  /** One batch: all of it is carried out, or nothing. */
  | { readonly type: 'ChangeRecords'; readonly zoneID: string; readonly changes: readonly RecordChange[]; readonly destructive?: true }
  /** Lets the account of a VPC associate it; made in the zone's account. */
  | OnVPC<'Authorize'>
  /** Made in the VPC's own account. */
  | (OnVPC<'Associate'> & { readonly place: Place })
  /** Takes an authorisation back, which no association needs once it is made. */
  | OnVPC<'Withdraw'>
  /** Made in the zone's account, which needs nobody's leave for it. */
  | (OnVPC<'Disassociate'> & { readonly destructive?: true })
  | { readonly type: 'Tag'; readonly zoneID: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly type: 'Untag'; readonly zoneID: string; readonly keys: readonly string[] }
  /** The same object from before a rebuild of the cluster, or one that was released: its zone gets the new UID. */
  | { readonly type: 'Reclaim'; readonly zoneID: string; readonly uid: string; readonly isReleased: boolean }
  | { readonly type: 'Release'; readonly zoneID: string; readonly destructive: true }
  | { readonly type: 'Delete'; readonly zoneID: string; readonly destructive: true };

interface OnVPC<Type extends string> {
  readonly type: Type;
  readonly part: string;
  readonly zoneID: string;
  readonly region: string;
}

export interface RecordChange {
  readonly action: 'CREATE' | 'DELETE';
  /** In normal form. */
  readonly name: string;
  readonly content: RecordContent;
}
