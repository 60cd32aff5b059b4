import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import { visible } from '../visibility.ts';
import type { HostedZone } from '../world-dns.ts';
import { notAuthorized } from './errors.ts';
import { bareID } from './zone-ids.ts';

/** A hosted zone, whoever owns it, as a write finds it. */
export function anyZone(id: string, { world }: Caller): HostedZone {
  const zone = world.hostedZones.get(bareID(id));
  if (!zone || zone.deletedAt !== undefined) throw noSuchHostedZone(id);
  return zone;
}

/** The caller's hosted zone as a write finds it. */
export function ownZone(id: string, caller: Caller): HostedZone {
  const zone = anyZone(id, caller);
  if (zone.account !== caller.account) throw notAuthorized(caller);
  return zone;
}

/** The caller's hosted zone as a read by ID finds it: not at once after its create. */
export function readZone(id: string, caller: Caller): HostedZone {
  const zone = ownZone(id, caller);
  if (!visible(zone, caller)) throw noSuchHostedZone(id);
  return zone;
}

function noSuchHostedZone(id: string): ApiError {
  return new ApiError('NoSuchHostedZone', `No hosted zone found with ID: ${bareID(id)}`, 404);
}
