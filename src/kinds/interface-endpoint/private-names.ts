import { type Fact, factOf, unknown } from '../../core/reading.ts';
import type { Age, View } from '../kind.ts';
import { interfaceServices } from './look-up.ts';

/** The private names of a service, in lower case; none where its owner has given it none. */
export async function observePrivateNames(serviceName: string | undefined, view: View, age: Age): Promise<Fact<readonly string[]>> {
  if (serviceName === undefined) return unknown(view.failure('describeVpcEndpointServices', 'NotAsked', 'the service is not known yet'));
  const reading = await view.read('describeVpcEndpointServices', interfaceServices(serviceName), age);
  return factOf(reading, ({ ServiceDetails = [] }) => {
    const names = ServiceDetails.filter((detail) => detail.ServiceName === serviceName).flatMap(({ PrivateDnsNames = [] }) =>
      PrivateDnsNames.flatMap(({ PrivateDnsName }) => PrivateDnsName?.toLowerCase() ?? []),
    );
    return [...new Set(names)].toSorted();
  });
}
