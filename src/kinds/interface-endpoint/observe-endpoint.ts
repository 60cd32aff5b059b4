import type { Fact } from '../../core/reading.ts';
import { observeOwn, observeOwned, type OwnResource } from '../common/own-resource.ts';
import type { Live, View } from '../kind.ts';
import { type Endpoint, endpointListing, endpointOf, type VpcEndpoint } from './endpoint.ts';
import type { Facts } from './facts.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';

type Object = Live<InterfaceEndpointSpec, InterfaceEndpointStatus>;

const own: OwnResource<'describeVpcEndpoints', VpcEndpoint, Endpoint> = {
  listing: endpointListing,
  byID: (id) => ({ VpcEndpointIds: [id] }),
  from: endpointOf,
};

/** The endpoint of a known ID, and those with this object's owner tags where the lifecycle needs to know of them. */
export async function observeEndpoint(
  object: Object,
  view: View,
  previous: Facts | undefined,
): Promise<{ readonly resource: Fact<Endpoint>; readonly owned: Fact<readonly Endpoint[]> }> {
  const id = object.status.endpointID;
  const lastState = previous?.resource.state === 'present' ? previous.resource.value.state : object.status.state;
  return {
    resource: await observeOwn(own, { object, id, lastState }, view),
    owned: await observeOwned(own, { object, id, before: previous?.owned }, view),
  };
}
