import { factOf, unknown, type Fact } from '../../core/reading.ts';
import { refusedLast } from '../common/own-writes.ts';
import type { View } from '../kind.ts';
import type { Balancer } from './facts.ts';
import { serviceListing, type Service, serviceOf } from './service.ts';

/** The services that have one of these load balancers: AWS takes each into one only, and says which in words of its own. */
export async function observeInTheWay(
  { serviceID, balancers }: { readonly serviceID: string | undefined; readonly balancers: readonly Balancer[] },
  view: View,
): Promise<Fact<readonly Service[]>> {
  if (!refusedLast(serviceID === undefined ? 'Create' : 'Modify', view))
    return unknown(view.failure(serviceListing.call, 'NotAsked', 'nothing is in the way'));
  const arns = new Set(balancers.map(({ arn }) => arn));
  const reading = await view.read(serviceListing.call, {}, { maxAge: view.periods.listing });
  return factOf(reading, (output) =>
    serviceListing
      .items(output)
      .map((raw) => serviceOf(raw))
      .filter(({ id, state, loadBalancerARNs }) => id !== serviceID && !ended.has(state) && loadBalancerARNs.some((arn) => arns.has(arn)))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

/** States in which a service holds nothing. */
const ended = new Set(['deleted', 'failed']);
