import type { Output } from '../../aws/ports.ts';
import type { Seen } from '../../core/lifecycle.ts';
import { type Identity, ownerIn, ownership, type Tags } from '../../core/ownership.ts';
import { pendingCreate } from '../../core/tokens.ts';
import { normalName } from '../common/dns-names.ts';

/** A private hosted zone as Route 53 shows it. */
export interface Zone {
  /** Without the path that Route 53 puts before it. */
  readonly id: string;
  /** In normal form. */
  readonly name: string;
  readonly isPrivate: boolean;
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
    name: normalName(raw.Name ?? ''),
    isPrivate: raw.Config?.PrivateZone === true,
    callerReference: raw.CallerReference ?? '',
    tags,
    vpcs: vpcs.map((one) => ({ id: one.VPCId ?? '', region: one.VPCRegion ?? '' })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export function bareID(id: string | undefined): string {
  return (id ?? '').replace(/^\/?(hostedzone|change)\//, '');
}

/**
 * Route 53 takes no tags when it makes a zone, so that ours is known by its `CallerReference` until it has them, and one that is taken over by the
 * spec's word. One that carries anybody's owner tags is whose they say.
 */
export function seenOf(zone: Zone, identity: Identity, known: KnownZone): Seen {
  const isNobodys = ownerIn(zone.tags) === undefined;
  const isKnown = zone.id === known.existingID || isOurReference(zone.callerReference, identity, known.attempt);
  return { id: zone.id, state: 'live', ownership: isNobodys && isKnown ? 'ours' : ownership(zone.tags, identity) };
}

/** By what a zone is known for ours before it has our tags. */
export interface KnownZone {
  /** The number of the last create recorded. */
  readonly attempt: number;
  /** A zone that the spec takes over. */
  readonly existingID: string | undefined;
}

/** Whether the zone was made by one of the creates that this object has recorded so far. */
export function isOurReference(callerReference: string, { cluster, uid }: Identity, attempts: number): boolean {
  for (let attempt = attempts; attempt > 0; attempt -= 1)
    if (pendingCreate(cluster, uid, { attempt, request: {} }).token === callerReference) return true;
  return false;
}
