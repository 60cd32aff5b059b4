import type { JournalEntry } from '../../simulator/journal.ts';

/** `33 = 2 writes (CreateVpcEndpoint 1, …) + 31 reads (DescribeVpcs 31)`, each action with the number of its calls. */
export function tally(calls: readonly JournalEntry[]): string {
  const writes = calls.filter(isWrite);
  const reads = calls.filter((call) => !isWrite(call));
  return `${calls.length} = ${writes.length} writes (${byAction(writes)}) + ${reads.length} reads (${byAction(reads)})`;
}

export function isWrite({ action }: JournalEntry): boolean {
  return !/^(Describe|Get|List|AssumeRole)/.test(action);
}

/** `CreateHostedZone 1, AssociateVPCWithHostedZone 12`, in order of names. */
export function byAction(calls: readonly JournalEntry[]): string {
  return [...Map.groupBy(calls, ({ action }) => action)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { length }]) => `${action} ${length}`)
    .join(', ');
}
