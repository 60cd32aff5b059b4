import { factOf, unknown, type Fact } from '../../core/reading.ts';
import { refusedLast } from '../common/own-writes.ts';
import type { View } from '../kind.ts';
import { type Endpoint, endpointListing, endpointOf } from './endpoint.ts';
import { observePrivateNames } from './private-names.ts';

/** The endpoints whose private names in the VPC are those that AWS does not let this one have. */
export async function observeInTheWay(endpoint: Endpoint | undefined, view: View): Promise<Fact<readonly Endpoint[]>> {
  if (endpoint === undefined || !refusedLast('EnablePrivateDNS', view))
    return unknown(view.failure(endpointListing.call, 'NotAsked', 'nothing is in the way'));
  const privateNames = await observePrivateNames(endpoint.serviceName, view, { maxAge: view.periods.rare });
  if (privateNames.state !== 'present') return privateNames;
  const names = new Set(privateNames.value);
  const question = { Filters: [{ Name: 'vpc-id', Values: [endpoint.vpcID] }] };
  const reading = await view.read(endpointListing.call, question, { maxAge: view.periods.listing });
  return factOf(reading, (output) =>
    endpointListing
      .items(output)
      .map((raw) => endpointOf(raw))
      .filter(({ id, state, privateDNS }) => id !== endpoint.id && privateDNS && state !== 'deleted')
      .filter(({ dnsEntries }) => dnsEntries.some(({ name }) => names.has(name.toLowerCase())))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}
