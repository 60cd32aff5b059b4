import { ownership, ownerTagKeys } from '../../core/ownership.ts';
import type { Fact } from '../../core/reading.ts';
import type { Situation } from '../../core/readiness.ts';
import type { View } from '../kind.ts';
import { tagsOf, type WireTags } from './tags.ts';

type Tagged = { readonly Tags?: WireTags | undefined };

/** The code of the failure that stands for a look-up which proves nothing yet. */
const code = 'ClusterRebuilt';

/**
 * Whether resources of this `clusterID` and kind were made for objects that this cluster does not have. It was rebuilt then, and
 * what the former one had under way when it ended AWS may hide for a grace more.
 */
export function showsFormerCluster(live: readonly Tagged[], { identity, objects }: Pick<View, 'identity' | 'objects'>): boolean {
  const uids = new Set(objects.all(identity.kind).map(({ metadata }) => metadata.uid));
  return live
    .map(({ Tags }) => tagsOf(Tags))
    .some((tags) => {
      const { [ownerTagKeys.namespace]: namespace = '', [ownerTagKeys.name]: name = '', [ownerTagKeys.uid]: uid = '' } = tags;
      return ownership(tags, { ...identity, namespace, name }) === 'earlier' && !uids.has(uid);
    });
}

export function tooSoonAfterRebuild(view: View, call: Parameters<View['failure']>[0]): Fact<never> {
  return { state: 'unknown', failure: view.failure(call, code, 'the cluster was rebuilt a moment ago') };
}

export function isTooSoonAfterRebuild(fact: Fact<unknown> | undefined): boolean {
  return fact?.state === 'unknown' && fact.failure.code === code;
}

export const waitingAfterRebuild: Extract<Situation, { row: 'working' }> = {
  row: 'working',
  reason: 'Creating',
  message:
    'AWS holds resources of this clusterID that were made for objects of a former cluster. One that it had under way may not be shown yet: it is looked for until five minutes after the operator began, and only then another is created.',
};
