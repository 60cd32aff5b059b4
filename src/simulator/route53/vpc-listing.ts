import type { Caller } from '../handler.ts';
import type { HostedZone } from '../world-dns.ts';
import type { Vpc } from '../world.ts';

/** ListHostedZonesByVPC shows the association after a while. */
export function listLater(zone: HostedZone, { id, region }: Pick<Vpc, 'id' | 'region'>, { world }: Caller): void {
  world.after(world.settings.hostedZoneListLagMs, () => void zone.listedVPCs.set(id, region));
}

/** ListHostedZonesByVPC goes on showing the association for a while. */
export function unlistLater(zone: HostedZone, vpcIDs: Iterable<string>, { world }: Caller): void {
  const gone = [...vpcIDs];
  world.after(world.settings.hostedZoneListLagMs, () => {
    for (const id of gone) zone.listedVPCs.delete(id);
  });
}
