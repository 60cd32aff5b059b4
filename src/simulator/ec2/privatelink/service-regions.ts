import type { Caller } from '../../handler.ts';
import { invalidParameter } from './errors.ts';

export function checkRegionsExist(regions: readonly string[], { world }: Caller): void {
  const unknown = regions.find((each) => !world.zones.has(each));
  if (unknown !== undefined) throw invalidParameter(`The Region '${unknown}' is not supported.`);
}

/** Refuses Regions that do not exist, and a list without the service's own. */
export function checkRegions(regions: readonly string[], caller: Caller): void {
  checkRegionsExist(regions, caller);
  const { region } = caller;
  if (!regions.includes(region)) throw invalidParameter(`The Region '${region}' hosts the service and cannot be removed.`);
}

interface Behind {
  readonly zoneIDs: readonly string[];
  readonly loadBalancerARNs: readonly string[];
}

const defaultIdleTimeout = '350';

/** What AWS wants of a service that other Regions may use: two zones, and no idle time-out of its own (aws-facts §4). */
export function checkRemoteAccess(regions: readonly string[], { zoneIDs, loadBalancerARNs }: Behind, { world, region }: Caller): void {
  if (regions.every((each) => each === region)) return;
  if (zoneIDs.length < 2) throw invalidParameter('A service that other Regions use must span at least two Availability Zones.');
  const custom = [...world.listeners.values()].find(
    ({ loadBalancerARN, attributes }) =>
      loadBalancerARNs.includes(loadBalancerARN) &&
      (attributes.get('tcp.idle_timeout.seconds') ?? defaultIdleTimeout) !== defaultIdleTimeout,
  );
  if (custom)
    throw invalidParameter(`The load balancer '${custom.loadBalancerARN}' has a custom TCP idle timeout, which other Regions cannot use.`);
}
