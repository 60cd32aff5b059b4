import type { HostedZoneSummary, ListHostedZonesByVPCRequest, ListHostedZonesByVPCResponse } from '@aws-sdk/client-route-53';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { page } from '../paging.ts';
import type { Vpc } from '../world.ts';
import { notAuthorized } from './errors.ts';
import { hiddenZoneOwner, hiddenZones } from './hidden-zones.ts';
import { largestZonePage } from './list-hosted-zones.ts';
import { invalidVPC, namedVPC } from './named-vpc.ts';
import { pageSize } from './page-size.ts';

/** The private zones associated with one of the caller's VPCs, whoever owns them, AWS's hidden ones among them. */
export function listHostedZonesByVPC(input: Checked<ListHostedZonesByVPCRequest>, caller: Caller): ListHostedZonesByVPCResponse {
  const named = { VPCId: input.VPCId, VPCRegion: input.VPCRegion };
  const vpc = namedVPC(named, caller);
  if (!vpc) throw invalidVPC(named);
  if (vpc.account !== caller.account) throw notAuthorized(caller);
  const size = pageSize(input.MaxItems, largestZonePage, caller);
  const request = { size, token: input.NextToken, invalidToken: 'InvalidPaginationToken' };
  const { items, token } = page(summaries(vpc, caller), request, { caller, key: ({ HostedZoneId: id }) => id ?? '' });
  return { HostedZoneSummaries: items, MaxItems: size, ...(token === undefined ? {} : { NextToken: token }) };
}

function summaries({ id: vpcID }: Vpc, { world }: Caller): HostedZoneSummary[] {
  const associated = [...world.hostedZones.values()].filter(({ listedVPCs }) => listedVPCs.has(vpcID));
  return [
    ...associated.map(({ id, name, account }) => ({ HostedZoneId: id, Name: name, Owner: { OwningAccount: account } })),
    ...hiddenZones(vpcID, world).map(({ id, name }) => ({ HostedZoneId: id, Name: name, Owner: { OwningService: hiddenZoneOwner } })),
  ];
}
