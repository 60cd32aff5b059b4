import type { World } from '../../src/simulator/world.ts';
import type { Arrival } from './effect.ts';

const prefix = 'privatelink-operator.io/';
const cluster = `${prefix}cluster`;
const uid = `${prefix}uid`;

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

/** What is not gone yet of the object whose finalizer this request has just taken away. */
export function abandoned(world: World, clusterID: string, { method, url, body }: Arrival): readonly string[] {
  const [, namespace, name] = /\/namespaces\/([^/]+)\/[^/]+\/([^/?]+)(?:\?|$)/.exec(url) ?? [];
  if (method !== 'PATCH' || name === undefined || !body.includes('"finalizers":[]')) return [];
  return tagged(world, clusterID)
    .filter(({ tags }) => tags.get(`${prefix}namespace`) === namespace && tags.get(`${prefix}name`) === name)
    .filter(({ state }) => !/^deleted$/i.test(state))
    .map(({ id, state }) => `the finalizer of ${namespace}/${name} has left while ${id} is ${state}`);
}

/** What carries the cluster's tags and is not going or gone. */
function living(world: World, clusterID: string) {
  return tagged(world, clusterID).filter(({ state }) => !/^delet(ing|ed)$/i.test(state));
}

function tagged(world: World, clusterID: string) {
  world.settle();
  return [...world.endpoints.values(), ...world.endpointServices.values()].filter(({ tags }) => tags.get(cluster) === clusterID);
}
