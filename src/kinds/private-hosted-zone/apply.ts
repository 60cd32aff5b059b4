import { AwsError } from '../../aws/errors.ts';
import type { Input } from '../../aws/ports.ts';
import { ownerTagKeys } from '../../core/ownership.ts';
import type { Outcome } from '../../core/outcome.ts';
import { wireTags } from '../common/tags.ts';
import type { Kind } from '../kind.ts';
import type { Action } from './action.ts';
import type { Facts } from './facts.ts';
import { wireRecordSet } from './record-set.ts';
import type { CreateRequest } from './request.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';
import { bareID } from './zone.ts';

const done: Outcome = { result: 'done' };

/** Not there is what was asked for; that it is so is for a read to show. */
async function gone(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError) || error.failure.class !== 'notFound') throw error;
  }
  return done;
}

type OnVPC = Extract<Action, { readonly region: string }>;

function vpcOf({ zoneID, part, region }: OnVPC): Input<'associateVPCWithHostedZone'> {
  // The Region is checked by our own schema; the SDK lists those that it knew when it was published.
  return { HostedZoneId: zoneID, VPC: { VPCId: part, VPCRegion: region as never } };
}

function tagChange(
  zoneID: string,
  change: Pick<Input<'changeTagsForResource'>, 'AddTags' | 'RemoveTagKeys'>,
): Input<'changeTagsForResource'> {
  return { ResourceType: 'hostedzone', ResourceId: zoneID, ...change };
}

export const apply: Kind<PrivateHostedZoneSpec, PrivateHostedZoneStatus, Facts, Action>['apply'] = {
  Create: async ({ intent }, aws) => {
    const request = JSON.parse(intent.request) as CreateRequest;
    const { HostedZone } = await aws.createHostedZone({ ...request, CallerReference: intent.token });
    return HostedZone === undefined ? done : { result: 'done', id: bareID(HostedZone.Id) };
  },
  ChangeRecords: async ({ zoneID, changes }, aws) => {
    const Changes = changes.map(({ action, name, content }) => ({ Action: action, ResourceRecordSet: wireRecordSet(name, content) }));
    const { ChangeInfo } = await aws.changeResourceRecordSets({ HostedZoneId: zoneID, ChangeBatch: { Changes } });
    return ChangeInfo === undefined ? done : { result: 'done', id: bareID(ChangeInfo.Id) };
  },
  Authorize: async (action, aws) => {
    await aws.createVPCAssociationAuthorization(vpcOf(action));
    return done;
  },
  Associate: async (action, aws) => {
    await aws.associateVPCWithHostedZone(vpcOf(action));
    return done;
  },
  Withdraw: (action, aws) => gone(aws.deleteVPCAssociationAuthorization(vpcOf(action))),
  Disassociate: (action, aws) => gone(aws.disassociateVPCFromHostedZone(vpcOf(action))),
  Tag: async ({ zoneID, tags }, aws) => {
    await aws.changeTagsForResource(tagChange(zoneID, { AddTags: wireTags(tags) }));
    return done;
  },
  Untag: async ({ zoneID, keys }, aws) => {
    await aws.changeTagsForResource(tagChange(zoneID, { RemoveTagKeys: [...keys] }));
    return done;
  },
  Reclaim: async ({ zoneID, uid, isReleased }, aws) => {
    const AddTags = [{ Key: ownerTagKeys.uid, Value: uid }];
    await aws.changeTagsForResource(tagChange(zoneID, { AddTags, ...(isReleased ? { RemoveTagKeys: [ownerTagKeys.released] } : {}) }));
    return done;
  },
  Release: async ({ zoneID }, aws) => {
    await aws.changeTagsForResource(tagChange(zoneID, { AddTags: [{ Key: ownerTagKeys.released, Value: 'true' }] }));
    return done;
  },
  Delete: ({ zoneID }, aws) => gone(aws.deleteHostedZone({ Id: zoneID })),
};
