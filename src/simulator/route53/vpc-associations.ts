import type {
  AssociateVPCWithHostedZoneRequest,
  AssociateVPCWithHostedZoneResponse,
  DisassociateVPCFromHostedZoneRequest,
  DisassociateVPCFromHostedZoneResponse,
} from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import type { HostedZone } from '../world-dns.ts';
import type { Vpc } from '../world.ts';
import { submitChange } from './changes.ts';
import { checkNoConflict } from './conflicts.ts';
import { checkLength, notAuthorized } from './errors.ts';
import { invalidVPC, namedVPC, vpcReference } from './named-vpc.ts';
import { writeZone } from './serialisation.ts';
import { listLater, unlistLater } from './vpc-listing.ts';
import { anyZone } from './zone-lookup.ts';

/** Asked by the VPC's owner, who owns the zone too or has been authorised by its owner. An authorisation is not used up. */
export function associateVPC(input: Checked<AssociateVPCWithHostedZoneRequest>, caller: Caller): AssociateVPCWithHostedZoneResponse {
  checkLength('Comment', input.Comment, 256);
  const zone = anyZone(input.HostedZoneId, caller);
  const { id: vpcID } = vpcReference(input.VPC);
  checkPrivate(zone, vpcID);
  const vpc = namedVPC(input.VPC, caller);
  if (!vpc) throw invalidVPC(input.VPC);
  checkMayAssociate(zone, vpc, caller);
  return writeZone(zone, caller, () => {
    checkNoConflict(zone.name, vpc, caller);
    checkRoom(zone, caller);
    zone.vpcs.set(vpc.id, vpc.region);
    listLater(zone, vpc, caller);
    return { ChangeInfo: submitChange({ comment: input.Comment, publish: () => void zone.answering.vpcIDs.add(vpc.id) }, caller) };
  });
}

function checkRoom({ vpcs }: HostedZone, { world }: Caller): void {
  const { vpcsPerZone: limit } = world.settings;
  if (vpcs.size < limit) return;
  throw new ApiError('LimitsExceeded', `Limits Exceeded: MAX_VPCS_BY_HOSTED_ZONE=${limit} - Cannot associate more VPCs.`);
}

/** In AWS's words for either case (terraform 20841, terraform-provider-aws 18176). */
function checkMayAssociate(zone: HostedZone, { id, region, account }: Vpc, caller: Caller): void {
  const authorized = zone.account === account || zone.authorizations.has(id);
  if (!authorized) throw unauthorized(`The VPC: ${id} has not authorized to associate with your hosted zone.`);
  if (account === caller.account) return;
  const resource = `arn:aws:ec2:${region}:${caller.account}:vpc/${id}`;
  throw unauthorized(`User: ${caller.principal} is not authorized to perform: route53:AssociateVPCWithHostedZone on resource: ${resource}`);
}

function unauthorized(message: string): ApiError {
  return new ApiError('NotAuthorizedException', message, 401);
}

/** Asked by the zone's owner or the VPC's. */
export function disassociateVPC(
  input: Checked<DisassociateVPCFromHostedZoneRequest>,
  caller: Caller,
): DisassociateVPCFromHostedZoneResponse {
  checkLength('Comment', input.Comment, 256);
  const zone = anyZone(input.HostedZoneId, caller);
  const { id: vpcID, region } = vpcReference(input.VPC);
  if (zone.account !== caller.account && caller.world.vpcs.get(vpcID)?.account !== caller.account) throw notAuthorized(caller);
  checkPrivate(zone, vpcID);
  if (zone.vpcs.get(vpcID) !== region) {
    throw new ApiError('VPCAssociationNotFound', `The specified VPC ${vpcID} is not associated with the hosted zone ${zone.id}.`, 404);
  }
  return writeZone(zone, caller, () => {
    if (zone.vpcs.size === 1) throw new ApiError('LastVPCAssociation', 'Cannot remove last VPC association for the private zone');
    zone.vpcs.delete(vpcID);
    unlistLater(zone, [vpcID], caller);
    return { ChangeInfo: submitChange({ comment: input.Comment, publish: () => void zone.answering.vpcIDs.delete(vpcID) }, caller) };
  });
}

export function checkPrivate({ id, isPrivate }: HostedZone, vpcID: string): void {
  if (isPrivate) return;
  throw new ApiError('PublicZoneVPCAssociation', `Attempting to associate public zone: ${id} with vpc: ${vpcID}`);
}
