import { type Fact, factOf, unknown } from '../../core/reading.ts';
import { afterOwnWrites, observeOwn, observeOwned, type OwnResource } from '../common/own-resource.ts';
import { isWatched, laterThan } from '../common/own-writes.ts';
import type { Live, View } from '../kind.ts';
import type { Connection, Facts } from './facts.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';
import { type Service, type ServiceConfiguration, serviceListing, serviceOf } from './service.ts';

type Object = Live<EndpointServiceSpec, EndpointServiceStatus>;

const own: OwnResource<'describeVpcEndpointServiceConfigurations', ServiceConfiguration, Service> = {
  listing: serviceListing,
  byID: (id) => ({ ServiceIds: [id] }),
  from: serviceOf,
};

/** The service of a known ID, and those with this object's owner tags where the lifecycle needs to know of them. */
export async function observeService(
  object: Object,
  view: View,
  previous: Facts | undefined,
): Promise<{ readonly resource: Fact<Service>; readonly owned: Fact<readonly Service[]> }> {
  const id = object.status.serviceID;
  const lastState = previous?.resource.state === 'present' ? previous.resource.value.state : object.status.state;
  return {
    resource: await observeOwn(own, { object, id, lastState }, view),
    owned: await observeOwned(own, { object, id, before: previous?.owned }, view),
  };
}

/** Changed behind our back as rarely as by us, so read rarely; at once after our own write. */
export async function observePrincipals(serviceID: string | undefined, view: View): Promise<Fact<readonly string[]>> {
  if (serviceID === undefined) return unknown(notAsked(view, 'no service is known yet'));
  const age = isWatched(view) ? afterOwnWrites(view) : { maxAge: view.periods.rare };
  const reading = await view.read('describeVpcEndpointServicePermissions', { ServiceId: serviceID }, age);
  return factOf(reading, (output) => (output.AllowedPrincipals ?? []).flatMap((one) => one.Principal ?? []).toSorted());
}

/** A new request for connection is noticed within a listing. */
export async function observeConnections(serviceID: string | undefined, view: View): Promise<Fact<readonly Connection[]>> {
  if (serviceID === undefined) return unknown(notAsked(view, 'no service is known yet'));
  const decided = ['Accept', 'Reject', 'CutOff'].flatMap((type) => view.recent.tries[type]?.at ?? []);
  const after = decided.length === 0 ? {} : { after: laterThan(Math.max(...decided), view.now) };
  const question = { Filters: [{ Name: 'service-id', Values: [serviceID] }] };
  const reading = await view.read('describeVpcEndpointConnections', question, { maxAge: view.periods.listing, ...after });
  return factOf(reading, (output) =>
    (output.VpcEndpointConnections ?? [])
      .map((one) => ({
        endpointID: one.VpcEndpointId ?? '',
        accountID: one.VpcEndpointOwner ?? '',
        state: (one.VpcEndpointState ?? '').toLowerCase(),
      }))
      .filter(({ state }) => state !== 'deleted')
      .toSorted((a, b) => (a.endpointID < b.endpointID ? -1 : 1)),
  );
}

function notAsked(view: View, message: string): ReturnType<View['failure']> {
  return view.failure('describeVpcEndpointServiceConfigurations', 'NotAsked', message);
}
