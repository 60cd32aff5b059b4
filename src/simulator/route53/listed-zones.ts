import type { Caller } from '../handler.ts';
import type { HostedZone } from '../world-dns.ts';

/** The caller's zones as lists show them: new ones late, and for as long those that are gone. */
export function listedZones({ world, account }: Caller): readonly HostedZone[] {
  const shownFrom = world.clock.now() - world.settings.hostedZoneListLagMs;
  return [...world.hostedZones.values()].filter(
    (zone) => zone.account === account && zone.createdAt <= shownFrom && (zone.deletedAt === undefined || zone.deletedAt > shownFrom),
  );
}
