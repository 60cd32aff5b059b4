import type { AnyObject, Objects, Reference } from '../kind.ts';
import type { PrivateHostedZoneSpec } from './schema.ts';

const interfaceEndpoint = {
  group: 'privatelink-operator.io',
  version: 'v1alpha1',
  kind: 'InterfaceEndpoint',
  plural: 'interfaceendpoints',
  namespaced: true,
} as const;

/** An InterfaceEndpoint concerns the zones whose records lead to it, and those that have VPCs where it hosts a name itself. */
export const references: readonly Reference[] = [{ on: interfaceEndpoint, affects: affectedBy }];

function affectedBy(endpoint: AnyObject, objects: Objects): readonly string[] {
  const vpcID = (endpoint.status as { readonly vpcID?: string } | undefined)?.vpcID;
  return objects
    .all('PrivateHostedZone')
    .filter((zone) => leadsTo(zone, endpoint) || (vpcID !== undefined && hasVPC(zone, vpcID)))
    .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
    .toSorted();
}

function leadsTo({ metadata, spec }: AnyObject, endpoint: AnyObject): boolean {
  const { records = [] } = (spec ?? {}) as Partial<PrivateHostedZoneSpec>;
  return (
    metadata.namespace === endpoint.metadata.namespace && records.some(({ endpointRef }) => endpointRef?.name === endpoint.metadata.name)
  );
}

function hasVPC({ status }: AnyObject, vpcID: string): boolean {
  const { vpcs = [] } = (status ?? {}) as { readonly vpcs?: readonly { readonly id: string }[] };
  return vpcs.some(({ id }) => id === vpcID);
}
