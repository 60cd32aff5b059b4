import type { Seen } from '../../harness/scenario.ts';
import { verdictFits } from './words.ts';

/** More versions than this in one stage would be a status that never rests. */
const mostVersions = 20;
const requestID = /request ?id|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** A person is told what to do, or that nothing is to be done. */
const nextStep = /\b(Allow|Check|tried again)\b/;

/** Which promises about conditions the versions of one stage break, in words. */
export function broken(versions: readonly (readonly [word: string, seen: Seen])[]): readonly string[] {
  const breaches = versions.flatMap(([word, seen]) => [
    ...ofConditions(seen),
    ...(verdictFits(seen, word) ? [] : [`kstatus takes "${word}" for something else`]),
    ...((word === 'failing' || word === 'stalled' || word === 'stale') && !nextStep.test(readyMessage(seen))
      ? [`no next step in: ${readyMessage(seen)}`]
      : []),
  ]);
  const many = versions.length > mostVersions ? [`${versions.length} versions in one stage`] : [];
  return [...new Set([...breaches, ...many])];
}

function readyMessage({ status }: Seen): string {
  return status.conditions.find(({ type }) => type === 'Ready')?.message ?? '';
}

function ofConditions({ status: { conditions } }: Seen): readonly string[] {
  const types = conditions.map(({ type }) => type);
  const abnormal = conditions.filter(({ type }) => type === 'Reconciling' || type === 'Stalled');
  return [
    ...(new Set(types).size === types.length ? [] : [`a condition twice: ${types.join(', ')}`]),
    ...(abnormal.length > 1 ? ['Reconciling and Stalled at once'] : []),
    ...(abnormal.every(({ status }) => status === 'True') ? [] : ['Reconciling or Stalled kept while not true']),
    ...conditions.flatMap(({ type, reason, message, observedGeneration }) => [
      ...(observedGeneration === undefined && reason !== 'Pending' ? [`${type} without observedGeneration`] : []),
      ...(requestID.test(message) ? [`a request ID in ${type}: ${message}`] : []),
    ]),
  ];
}
