import * as schemas from '@aws-sdk/client-route-53';
import type { Operations } from '../operations.ts';
import { operation } from '../operations.ts';
import { createAuthorization, deleteAuthorization, listAuthorizations } from './authorizations.ts';
import { changeRecordSets } from './change-record-sets.ts';
import { getChange } from './changes.ts';
import { createHostedZone } from './create-hosted-zone.ts';
import { deleteHostedZone, getHostedZone, getHostedZoneCount, updateHostedZoneComment } from './hosted-zones.ts';
import { listHostedZonesByName } from './list-hosted-zones-by-name.ts';
import { listHostedZonesByVPC } from './list-hosted-zones-by-vpc.ts';
import { listHostedZones } from './list-hosted-zones.ts';
import { listRecordSets } from './list-record-sets.ts';
import { changeTags, listTags, listTagsOfMany } from './tags.ts';
import { associateVPC, disassociateVPC } from './vpc-associations.ts';

const vpcMembers = ['VPC.VPCId', 'VPC.VPCRegion'];
const recordSetMembers = [
  'Name',
  'Type',
  'SetIdentifier',
  'Weight',
  'MultiValueAnswer',
  'TTL',
  'ResourceRecords.Value',
  'AliasTarget.HostedZoneId',
  'AliasTarget.DNSName',
  'AliasTarget.EvaluateTargetHealth',
].map((member) => `ChangeBatch.Changes.ResourceRecordSet.${member}`);

const zoneOperations: Operations = [
  operation(schemas.CreateHostedZone$, {
    reads: ['Name', 'CallerReference', 'HostedZoneConfig.Comment', 'HostedZoneConfig.PrivateZone', ...vpcMembers],
    run: createHostedZone,
  }),
  operation(schemas.GetHostedZone$, { reads: ['Id'], run: getHostedZone }),
  operation(schemas.GetHostedZoneCount$, { reads: [], run: getHostedZoneCount }),
  operation(schemas.ListHostedZones$, { reads: ['Marker', 'MaxItems', 'HostedZoneType'], run: listHostedZones }),
  operation(schemas.ListHostedZonesByName$, { reads: ['DNSName', 'HostedZoneId', 'MaxItems'], run: listHostedZonesByName }),
  operation(schemas.ListHostedZonesByVPC$, { reads: ['VPCId', 'VPCRegion', 'MaxItems', 'NextToken'], run: listHostedZonesByVPC }),
  operation(schemas.UpdateHostedZoneComment$, { reads: ['Id', 'Comment'], run: updateHostedZoneComment }),
  operation(schemas.DeleteHostedZone$, { reads: ['Id'], run: deleteHostedZone }),
];

const recordOperations: Operations = [
  operation(schemas.ChangeResourceRecordSets$, {
    reads: ['HostedZoneId', 'ChangeBatch.Comment', 'ChangeBatch.Changes.Action', ...recordSetMembers],
    run: changeRecordSets,
  }),
  operation(schemas.ListResourceRecordSets$, {
    reads: ['HostedZoneId', 'StartRecordName', 'StartRecordType', 'StartRecordIdentifier', 'MaxItems'],
    run: listRecordSets,
  }),
  operation(schemas.GetChange$, { reads: ['Id'], run: getChange }),
];

const vpcOperations: Operations = [
  operation(schemas.AssociateVPCWithHostedZone$, { reads: ['HostedZoneId', 'Comment', ...vpcMembers], run: associateVPC }),
  operation(schemas.DisassociateVPCFromHostedZone$, { reads: ['HostedZoneId', 'Comment', ...vpcMembers], run: disassociateVPC }),
  operation(schemas.CreateVPCAssociationAuthorization$, { reads: ['HostedZoneId', ...vpcMembers], run: createAuthorization }),
  operation(schemas.DeleteVPCAssociationAuthorization$, { reads: ['HostedZoneId', ...vpcMembers], run: deleteAuthorization }),
  operation(schemas.ListVPCAssociationAuthorizations$, { reads: ['HostedZoneId', 'MaxResults', 'NextToken'], run: listAuthorizations }),
];

const tagOperations: Operations = [
  operation(schemas.ChangeTagsForResource$, {
    reads: ['ResourceType', 'ResourceId', 'AddTags.Key', 'AddTags.Value', 'RemoveTagKeys'],
    run: changeTags,
  }),
  operation(schemas.ListTagsForResource$, { reads: ['ResourceType', 'ResourceId'], run: listTags }),
  operation(schemas.ListTagsForResources$, { reads: ['ResourceType', 'ResourceIds'], run: listTagsOfMany }),
];

/** Route 53: hosted zones, their records, the VPCs that they are associated with, and tags. */
export const route53Operations: Operations = [...zoneOperations, ...recordOperations, ...vpcOperations, ...tagOperations];
