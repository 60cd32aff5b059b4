import type { AnyObject, Objects, Reference } from '../kind.ts';
import type { EndpointServiceSpec } from './schema.ts';

const service = { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true } as const;

/** A core Service concerns the endpoint services of its namespace that name it. */
export const references: readonly Reference[] = [{ on: service, affects: affectedBy }];

function affectedBy({ metadata }: AnyObject, objects: Objects): readonly string[] {
  return objects
    .all('EndpointService')
    .filter((one) => one.metadata.namespace === metadata.namespace && namesService(one, metadata.name))
    .map((one) => `${one.metadata.namespace ?? ''}/${one.metadata.name}`)
    .toSorted();
}

function namesService({ spec }: AnyObject, name: string): boolean {
  const { loadBalancers = [] } = (spec ?? {}) as Partial<EndpointServiceSpec>;
  return loadBalancers.some(({ serviceRef }) => serviceRef?.name === name);
}
