import type { Universe } from '../kernel/universe.ts';
import { objectNames } from './cast.ts';
import { readObject } from './deeds.ts';

/** What distinguishes the moments of a history, without IDs and times: what the objects say, and what AWS has of each. A hash. */
export function stateOf(universe: Universe): number {
  const { endpoints, endpointServices } = universe.aws.world;
  let hash = 17;
  const mix = (text: string): void => {
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  };
  for (const name of objectNames) {
    const object = readObject(universe, name);
    if (object === undefined) continue;
    const { metadata, status = {} } = object;
    const conditions = (status['conditions'] ?? []) as readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
    }[];
    const ready = conditions.find(({ type }) => type === 'Ready');
    mix(
      [
        name,
        metadata.deletionTimestamp !== undefined,
        metadata.finalizers?.length ?? 0,
        status['pendingCreate'] !== undefined,
        status['observedGeneration'] === metadata.generation,
        ready?.status,
        ready?.reason,
        conditions.length,
      ].join('|'),
    );
  }
  for (const { state, tags } of endpoints.values()) mix(`${state} ${tags.get('privatelink-operator.io/name') ?? '-'}`);
  for (const { state, tags } of endpointServices.values()) mix(`${state} ${tags.get('privatelink-operator.io/name') ?? '-'}`);
  return hash >>> 0;
}
