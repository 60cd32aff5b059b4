import type { World } from '../../src/simulator/world.ts';
import type { Arrival } from './effect.ts';

const prefix = 'privatelink-operator.io/';

/** What was made for an object. Route 53 takes no tags with a create: before it has some, a zone's comment says whose it is. */
interface Made {
  readonly id: string;
  readonly state: string;
  /** `namespace/name` of its object. */
  readonly owner: string;
  readonly uid: string;
}

/** Owners of more than one living AWS resource, now. */
export function duplicates(world: World, clusterID: string): readonly string[] {
  return [...Map.groupBy(living(world, clusterID), ({ id, owner }) => `${id.startsWith('Z') ? 'zone ' : ''}${owner}`)]
    .filter(([, resources]) => resources.length > 1)
    .map(([owner, resources]) => `${owner} has ${resources.map(({ id, state }) => `${id} ${state}`).join(' and ')}`);
}

/** Living AWS resources whose owner is none of these. */
export function leaks(world: World, clusterID: string, uids: readonly string[]): readonly string[] {
  return living(world, clusterID)
    .filter(({ uid }) => !uids.includes(uid))
    .map(({ id, state }) => `${id} ${state} is left of ${clusterID}, and has no object`);
}

/** What is not gone yet of the object whose finalizer this request has just taken away. */
export function abandoned(world: World, clusterID: string, { method, url, body }: Arrival): readonly string[] {
  const [, namespace, name] = /\/namespaces\/([^/]+)\/[^/]+\/([^/?]+)(?:\?|$)/.exec(url) ?? [];
  if (method !== 'PATCH' || name === undefined || !body.includes('"finalizers":[]')) return [];
  return made(world, clusterID)
    .filter(({ owner, state }) => owner === `${namespace}/${name}` && !/^deleted$/i.test(state))
    .map(({ id, state }) => `the finalizer of ${namespace}/${name} has left while ${id} is ${state}`);
}

/** What is not going or gone. */
function living(world: World, clusterID: string): readonly Made[] {
  return made(world, clusterID).filter(({ state }) => !/^delet(ing|ed)$/i.test(state));
}

function made(world: World, clusterID: string): readonly Made[] {
  world.settle();
  const tagged = [...world.endpoints.values(), ...world.endpointServices.values()]
    .filter(({ tags }) => tags.get(`${prefix}cluster`) === clusterID)
    .map(({ id, state, tags }) => ({ id, state, ...ownerOf(tags) }));
  return [...tagged, ...zones(world, clusterID)];
}

function ownerOf(tags: ReadonlyMap<string, string>): Pick<Made, 'owner' | 'uid'> {
  return { owner: `${tags.get(`${prefix}namespace`)}/${tags.get(`${prefix}name`)}`, uid: tags.get(`${prefix}uid`) ?? '' };
}

/** Namespaces of a run begin with its clusterID. */
function zones({ hostedZones }: World, clusterID: string): readonly Made[] {
  return [...hostedZones.values()]
    .filter(({ deletedAt }) => deletedAt === undefined)
    .flatMap(({ id, tags, comment = '' }) => {
      if (tags.get(`${prefix}cluster`) === clusterID) return [{ id, state: 'there', ...ownerOf(tags) }];
      const [owner] = new RegExp(`\\b${clusterID}-[^/ ]+/\\S+$`).exec(comment) ?? [];
      return owner === undefined || tags.size > 0 ? [] : [{ id, state: 'there', owner, uid: '' }];
    });
}
