import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { HostedZone } from '../world-dns.ts';
import type { Vpc, World } from '../world.ts';
import { hiddenZones } from './hidden-zones.ts';

/** The private zones that are associated with a VPC, whether DNS knows of it yet or not. */
export function zonesOfVPC(vpcID: string, world: World): readonly HostedZone[] {
  return [...world.hostedZones.values()].filter((zone) => zone.deletedAt === undefined && zone.vpcs.has(vpcID));
}

/**
 * Refuses a private zone for a VPC that has one of the same name, hidden zones included; for the zone that it has already too
 * (saltstack 47480, infrablocks 4).
 */
export function checkNoConflict(name: string, vpc: Vpc, { world }: Caller): void {
  const names = [...zonesOfVPC(vpc.id, world), ...hiddenZones(vpc.id, world)].map((zone) => zone.name);
  if (!names.includes(name)) return;
  throw new ApiError(
    'ConflictingDomainExists',
    `The VPC that you chose, ${vpc.id} in region ${vpc.region}, is already associated with another private hosted zone that has an overlapping name space, ${name}.`,
  );
}
