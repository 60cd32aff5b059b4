import { type Fact, mapReading, type Reading } from '../../core/reading.ts';
import { observeOwn, observeOwned, type OwnResource } from '../common/own-resource.ts';
import type { FleetItems, Live, View } from '../kind.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import type { Facts } from './facts.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';

type Object = Live<InterfaceEndpointSpec, InterfaceEndpointStatus>;

const own: OwnResource<'endpoints', Endpoint> = {
  list: 'endpoints',
  call: 'describeVpcEndpoints',
  idOf: ({ VpcEndpointId }) => VpcEndpointId,
  from: endpointOf,
  readByID: async (id, view, age): Promise<Reading<FleetItems['endpoints']>> =>
    mapReading(await view.read('describeVpcEndpoints', { VpcEndpointIds: [id] }, age), ({ VpcEndpoints = [] }) => VpcEndpoints),
};

/** The endpoint of a known ID, and those with this object's owner tags where the lifecycle needs to know of them. */
export async function observeEndpoint(
  object: Object,
  view: View,
  previous: Facts | undefined,
): Promise<{ readonly resource: Fact<Endpoint>; readonly owned: Fact<readonly Endpoint[]> }> {
  const id = object.status.endpointID;
  const lastState = previous?.resource.state === 'present' ? previous.resource.value.state : object.status.state;
  return { resource: await observeOwn(own, { object, id, lastState }, view), owned: await observeOwned(own, { object, id }, view) };
}
