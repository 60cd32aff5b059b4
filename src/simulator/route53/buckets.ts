import type { Change } from '@aws-sdk/client-route-53';
import type { Bucket } from '../throttle-buckets.ts';

const dearer: Readonly<Record<string, { readonly size: number; readonly refill: number }>> = {
  AssociateVPCWithHostedZone: { size: 20, refill: 5 },
  DisassociateVPCFromHostedZone: { size: 10, refill: 5 },
  CreateHostedZone: { size: 40, refill: 2 },
  DeleteHostedZone: { size: 40, refill: 5 },
};

/** Every call counts for its account and for its action; what changes DNS counts among the account's changes too (aws-facts §6). */
export function routeBuckets(action: string, input: object): readonly Bucket[] {
  const changes = changeCost(action, input);
  return [
    { name: 'account', size: 50, refill: 10, cost: 1 },
    { name: action, size: 50, refill: 10, ...dearer[action], cost: 1 },
    ...(changes > 0 ? [{ name: 'changes', size: 1500, refill: 100, cost: changes }] : []),
  ];
}

/** An UPSERT is two changes; so are a zone's create and delete, and an association made or ended. */
function changeCost(action: string, input: object): number {
  if (action in dearer) return 2;
  if (action !== 'ChangeResourceRecordSets') return 0;
  const { ChangeBatch: batch } = input as { readonly ChangeBatch?: { readonly Changes?: readonly Change[] } };
  return (batch?.Changes ?? []).reduce((sum, change) => sum + (change.Action === 'UPSERT' ? 2 : 1), 0);
}
