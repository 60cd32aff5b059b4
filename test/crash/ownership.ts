import type { World } from '../../src/simulator/world.ts';

const cluster = 'privatelink-operator.io/cluster';
const uid = 'privatelink-operator.io/uid';

/** Owners of more than one living AWS resource, now. */
export function duplicates(world: World, clusterID: string): readonly string[] {
  return [...Map.groupBy(living(world, clusterID), ({ tags }) => tags.get(uid))]
    .filter(([, resources]) => resources.length > 1)
    .map(([owner, resources]) => `${owner} has ${resources.map(({ id, state }) => `${id} ${state}`).join(' and ')}`);
}

/** Living AWS resources whose owner is none of these. */
export function leaks(world: World, clusterID: string, uids: readonly string[]): readonly string[] {
  return living(world, clusterID)
    .filter(({ tags }) => !uids.includes(tags.get(uid) ?? ''))
    .map(({ id, state }) => `${id} ${state} is left of ${clusterID}, and has no object`);
}

/** What carries the cluster's tags and is not going or gone. */
function living(world: World, clusterID: string) {
  world.settle();
  return [...world.endpoints.values(), ...world.endpointServices.values()].filter(
    ({ tags, state }) => tags.get(cluster) === clusterID && !/^delet(ing|ed)$/i.test(state),
  );
}
