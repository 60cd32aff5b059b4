import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { HostedZone } from '../world-dns.ts';

/** Runs one write of a zone; the next is refused while Route 53 still works on this one. A write that is refused takes no time. */
export function writeZone<Result>(zone: HostedZone, { world }: Caller, write: () => Result): Result {
  if (world.clock.now() < zone.busyUntil) {
    throw new ApiError('PriorRequestNotComplete', 'The request was rejected because Route 53 was still processing a prior request.');
  }
  const result = write();
  zone.busyUntil = world.clock.now() + world.settings.hostedZoneBusyMs;
  return result;
}
