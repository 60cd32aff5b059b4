import type {
  CreateVPCAssociationAuthorizationRequest,
  CreateVPCAssociationAuthorizationResponse,
  DeleteVPCAssociationAuthorizationRequest,
  DeleteVPCAssociationAuthorizationResponse,
  ListVPCAssociationAuthorizationsRequest,
  ListVPCAssociationAuthorizationsResponse,
} from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { page } from '../paging.ts';
import { invalidVPC, namedVPC, vpcReference } from './named-vpc.ts';
import { pageSize } from './page-size.ts';
import { checkPrivate } from './vpc-associations.ts';
import { ownZone } from './zone-lookup.ts';
import { vpcView } from './zone-view.ts';

/** The most authorisations that AWS lists on one page. */
const largestPage = 50;

/** Lets a VPC's owner associate it with the caller's zone. To authorise again changes nothing. */
export function createAuthorization(
  input: Checked<CreateVPCAssociationAuthorizationRequest>,
  caller: Caller,
): CreateVPCAssociationAuthorizationResponse {
  const zone = ownZone(input.HostedZoneId, caller);
  const vpc = vpcReference(input.VPC);
  checkPrivate(zone, vpc.id);
  if (!namedVPC(input.VPC, caller)) throw invalidVPC(input.VPC);
  const { authorizationsPerZone: limit } = caller.world.settings;
  if (zone.authorizations.size >= limit && !zone.authorizations.has(vpc.id)) {
    throw new ApiError(
      'TooManyVPCAssociationAuthorizations',
      `Limits Exceeded: MAX_VPC_ASSOCIATION_AUTHORIZATIONS_BY_HOSTED_ZONE=${limit} - Cannot create more authorizations.`,
    );
  }
  zone.authorizations.set(vpc.id, vpc.region);
  return { HostedZoneId: zone.id, VPC: vpcView(vpc) };
}

/** An association that was made by it stays. */
export function deleteAuthorization(
  input: Checked<DeleteVPCAssociationAuthorizationRequest>,
  caller: Caller,
): DeleteVPCAssociationAuthorizationResponse {
  const zone = ownZone(input.HostedZoneId, caller);
  const { id, region } = vpcReference(input.VPC);
  if (zone.authorizations.get(id) !== region) {
    throw new ApiError(
      'VPCAssociationAuthorizationNotFound',
      `The VPC ${id} is not authorized to be associated with the hosted zone ${zone.id}.`,
      404,
    );
  }
  zone.authorizations.delete(id);
  return {};
}

export function listAuthorizations(
  input: Checked<ListVPCAssociationAuthorizationsRequest>,
  caller: Caller,
): ListVPCAssociationAuthorizationsResponse {
  const zone = ownZone(input.HostedZoneId, caller);
  const size = pageSize(input.MaxResults, largestPage, caller);
  const request = { size, token: input.NextToken, invalidToken: 'InvalidPaginationToken' };
  const vpcs = [...zone.authorizations].map(([id, region]) => ({ id, region }));
  const { items, token } = page(vpcs, request, { caller, key: ({ id }) => id });
  return { HostedZoneId: zone.id, VPCs: items.map(vpcView), ...(token === undefined ? {} : { NextToken: token }) };
}
