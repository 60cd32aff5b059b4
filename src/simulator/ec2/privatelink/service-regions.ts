import type { Caller } from '../../handler.ts';
import { invalidParameter } from './errors.ts';

/** Refuses Regions that do not exist, and a list without the service's own. */
export function checkRegions(regions: readonly string[], { world, region }: Caller): void {
  const unknown = regions.find((each) => !world.zones.has(each));
  if (unknown !== undefined) throw invalidParameter(`The Region '${unknown}' is not supported.`);
  if (!regions.includes(region)) throw invalidParameter(`The Region '${region}' hosts the service and cannot be removed.`);
}
