import type {
  AllowedPrincipal,
  DescribeVpcEndpointServicePermissionsRequest,
  DescribeVpcEndpointServicePermissionsResult,
  ModifyVpcEndpointServicePermissionsRequest,
  ModifyVpcEndpointServicePermissionsResult,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { tagList } from '../../tags.ts';
import { checkPageRequest, providerPages } from '../page-request.ts';
import { principalType } from './principals.ts';
import { ownService, readService } from './service-lookup.ts';

/** Adds and removes principals; those already there, or not there, change nothing. Connections that exist stay. */
export function modifyPermissions(
  input: Checked<ModifyVpcEndpointServicePermissionsRequest>,
  caller: Caller,
): ModifyVpcEndpointServicePermissionsResult {
  const service = ownService(input.ServiceId, caller);
  const { AddAllowedPrincipals: added = [], RemoveAllowedPrincipals: removed = [] } = input;
  for (const principal of [...added, ...removed]) principalType(principal);
  const fresh = [...new Set(added)].filter((principal) => !service.permissions.has(principal));
  for (const principal of fresh) service.permissions.set(principal, { id: caller.world.newID('vpce-svc-perm'), tags: new Map() });
  for (const principal of removed) service.permissions.delete(principal);
  const AddedPrincipals = fresh.flatMap((principal) => {
    const permission = service.permissions.get(principal);
    return permission ? [view(principal, permission, service.id)] : [];
  });
  return { AddedPrincipals, ReturnValue: true };
}

type Permission = { readonly id: string; readonly tags: ReadonlyMap<string, string> };

function view(Principal: string, { id, tags }: Permission, ServiceId: string): AllowedPrincipal {
  return { PrincipalType: principalType(Principal), Principal, ServicePermissionId: id, Tags: tagList(tags), ServiceId };
}

const filters: FilterFields<AllowedPrincipal> = {
  fields: { principal: ({ Principal }) => Principal, 'principal-type': ({ PrincipalType }) => PrincipalType },
};

/** The service's principals, in pages and no order that a client should know. */
export function describePermissions(
  input: Checked<DescribeVpcEndpointServicePermissionsRequest>,
  caller: Caller,
): DescribeVpcEndpointServicePermissionsResult {
  checkPageRequest(input, providerPages);
  const service = readService(input.ServiceId, caller);
  const matches = matchesFilters(input.Filters, filters, caller);
  const all = [...service.permissions].map(([principal, permission]) => view(principal, permission, service.id)).filter(matches);
  const { items, NextToken } = ec2Page(all, input, { caller, key: ({ ServicePermissionId }) => ServicePermissionId ?? '' });
  return { AllowedPrincipals: items, NextToken };
}
