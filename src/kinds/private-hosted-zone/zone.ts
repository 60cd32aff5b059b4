import type { Output } from '../../aws/ports.ts';
import type { Seen } from '../../core/lifecycle.ts';
import { type Identity, ownerIn, ownership, type Tags } from '../../core/ownership.ts';
import { pendingCreate } from '../../core/tokens.ts';

/** A private hosted zone as Route 53 shows it. */
export interface Zone {
  /** Without the path that Route 53 puts before it. */
  readonly id: string;
  readonly callerReference: string;
  readonly tags: Tags;
  /** Sorted by ID; none where a list showed it, which does not say. */
  readonly vpcs: readonly ZoneVPC[];
}
export interface ZoneVPC {
  readonly id: string;
  readonly region: string;
}

type Raw = NonNullable<Output<'getHostedZone'>['HostedZone']>;

export function zoneOf(raw: Raw, tags: Tags, vpcs: Output<'getHostedZone'>['VPCs'] = []): Zone {
  return {
    id: bareID(raw.Id),
    callerReference: raw.CallerReference ?? '',
    tags,
    vpcs: vpcs.map((one) => ({ id: one.VPCId ?? '', region: one.VPCRegion ?? '' })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export function bareID(id: string | undefined): string {
  return (id ?? '').replace(/^\/?(hostedzone|change)\//, '');
}

/**
 * Route 53 takes no tags when it makes a zone, so that ours is known by its `CallerReference` until it has them. One that carries
 * anybody's owner tags is whose they say.
 */
export function seenOf(zone: Zone, identity: Identity, attempt: number): Seen {
  const byReference = ownerIn(zone.tags) === undefined && isOurReference(zone.callerReference, identity, attempt);
  return { id: zone.id, state: 'live', ownership: byReference ? 'ours' : ownership(zone.tags, identity) };
}

/** Whether the zone was made by one of the creates that this object has recorded so far. */
export function isOurReference(callerReference: string, { cluster, uid }: Identity, attempts: number): boolean {
  for (let attempt = attempts; attempt > 0; attempt -= 1)
    if (pendingCreate(cluster, uid, { attempt, request: {} }).token === callerReference) return true;
  return false;
}
