import type {
  ChangeInfo,
  DeleteHostedZoneRequest,
  DeleteHostedZoneResponse,
  GetHostedZoneCountRequest,
  GetHostedZoneCountResponse,
  GetHostedZoneRequest,
  GetHostedZoneResponse,
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneCommentResponse,
} from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { HostedZone } from '../world-dns.ts';
import { submitChange } from './changes.ts';
import { checkLength } from './errors.ts';
import { listedZones } from './listed-zones.ts';
import { writeZone } from './serialisation.ts';
import { unlistLater } from './vpc-listing.ts';
import { ownZone, readZone } from './zone-lookup.ts';
import { delegationSet, vpcViews, zoneView } from './zone-view.ts';

export function getHostedZone(input: Checked<GetHostedZoneRequest>, caller: Caller): GetHostedZoneResponse {
  const zone = readZone(input.Id, caller);
  return { HostedZone: zoneView(zone), ...delegationSet(zone), ...(zone.isPrivate ? { VPCs: vpcViews(zone.vpcs) } : {}) };
}

export function getHostedZoneCount(_input: Checked<GetHostedZoneCountRequest>, caller: Caller): GetHostedZoneCountResponse {
  return { HostedZoneCount: listedZones(caller).length };
}

/** No comment deletes the one that was there. */
export function updateHostedZoneComment(input: Checked<UpdateHostedZoneCommentRequest>, caller: Caller): UpdateHostedZoneCommentResponse {
  checkLength('Comment', input.Comment, 256);
  const zone = ownZone(input.Id, caller);
  return writeZone(zone, caller, () => {
    zone.comment = input.Comment;
    return { HostedZone: zoneView(zone) };
  });
}

/** Deletes a zone that has only its own NS and SOA records left, with its associations. DNS answers from it until that is INSYNC. */
export function deleteHostedZone(input: Checked<DeleteHostedZoneRequest>, caller: Caller): DeleteHostedZoneResponse {
  const zone = ownZone(input.Id, caller);
  return writeZone(zone, caller, () => {
    const others = [...zone.records.values()].filter(({ name, type }) => name !== zone.name || (type !== 'NS' && type !== 'SOA'));
    if (others.length > 0) {
      throw new ApiError(
        'HostedZoneNotEmpty',
        'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
      );
    }
    return { ChangeInfo: removeZone(zone, caller) };
  });
}

function removeZone(zone: HostedZone, caller: Caller): ChangeInfo {
  const { world } = caller;
  zone.deletedAt = world.clock.now();
  unlistLater(zone, zone.vpcs.keys(), caller);
  world.after(world.settings.routeChangeMs + world.settings.hostedZoneListLagMs, () => void world.hostedZones.delete(zone.id));
  const publish = (): void => {
    zone.answering.vpcIDs.clear();
    zone.answering.records.clear();
  };
  return submitChange({ publish }, caller);
}
