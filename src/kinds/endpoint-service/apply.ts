import { failureOfUnsuccessful } from '../../aws/errors.ts';
import type { CallName, Writes } from '../../aws/ports.ts';
import type { Outcome } from '../../core/outcome.ts';
import { ownerTagKeys } from '../../core/ownership.ts';
import type { Kind } from '../kind.ts';
import type { Action, ZoneChange } from './action.ts';
import type { Facts } from './facts.ts';
import type { CreateRequest } from './request.ts';
import type { EndpointServiceSpec, EndpointServiceStatus } from './schema.ts';

const done: Outcome = { result: 'done' };

type Unsuccessful = readonly Parameters<typeof failureOfUnsuccessful>[0][] | undefined;

/** The first item that AWS did not carry out, though the reply was a 200. */
function outcomeOf(unsuccessful: Unsuccessful, call: CallName): Outcome {
  const [item] = unsuccessful ?? [];
  return item === undefined ? done : { result: 'failed', failure: failureOfUnsuccessful(item, call) };
}

type OnConnections = Extract<Action, { readonly endpointIDs: readonly string[] }>;

/** What AWS did not carry out is left: the other connections are not sent again. */
function outcomeOfEach(action: OnConnections, unsuccessful: Unsuccessful, call: CallName): Outcome {
  const outcome = outcomeOf(unsuccessful, call);
  const refused = new Set(unsuccessful?.map(({ ResourceId }) => ResourceId));
  const endpointIDs = action.endpointIDs.filter((id) => refused.has(id));
  if (outcome.result === 'done' || endpointIDs.length === 0) return outcome;
  const left: OnConnections = { ...action, endpointIDs };
  return { ...outcome, left };
}

function connectionsOf({ serviceID, endpointIDs }: OnConnections): { ServiceId: string; VpcEndpointIds: string[] } {
  return { ServiceId: serviceID, VpcEndpointIds: [...endpointIDs] };
}

/** The set that was read goes and the other comes, both or neither: AWS refuses to delete a set that is no longer so. */
async function changeRecords({ hostedZoneID, before, after }: ZoneChange, aws: Writes): Promise<Outcome> {
  const Changes = [
    ...(before === undefined ? [] : [{ Action: 'DELETE' as const, ResourceRecordSet: before }]),
    ...(after === undefined ? [] : [{ Action: 'CREATE' as const, ResourceRecordSet: after }]),
  ];
  await aws.changeResourceRecordSets({ HostedZoneId: hostedZoneID, ChangeBatch: { Changes } });
  return done;
}

export const apply: Kind<EndpointServiceSpec, EndpointServiceStatus, Facts, Action>['apply'] = {
  Create: async ({ intent }, aws) => {
    const request = JSON.parse(intent.request) as CreateRequest;
    const { ServiceConfiguration } = await aws.createVpcEndpointServiceConfiguration({ ...request, ClientToken: intent.token });
    return ServiceConfiguration?.ServiceId === undefined ? done : { result: 'done', id: ServiceConfiguration.ServiceId };
  },
  Modify: async ({ serviceID, change }, aws) => {
    await aws.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID, ...change });
    return done;
  },
  Resync: async ({ serviceID }, aws) => {
    await aws.modifyVpcEndpointServiceConfiguration({ ServiceId: serviceID });
    return done;
  },
  Principals: async ({ serviceID, add, remove }, aws) => {
    await aws.modifyVpcEndpointServicePermissions({
      ServiceId: serviceID,
      ...(add.length === 0 ? {} : { AddAllowedPrincipals: [...add] }),
      ...(remove.length === 0 ? {} : { RemoveAllowedPrincipals: [...remove] }),
    });
    return done;
  },
  Accept: async (action, aws) => {
    const { Unsuccessful } = await aws.acceptVpcEndpointConnections(connectionsOf(action));
    return outcomeOfEach(action, Unsuccessful, 'acceptVpcEndpointConnections');
  },
  Reject: async (action, aws) => {
    const { Unsuccessful } = await aws.rejectVpcEndpointConnections(connectionsOf(action));
    return outcomeOfEach(action, Unsuccessful, 'rejectVpcEndpointConnections');
  },
  CutOff: async (action, aws) => {
    const { Unsuccessful } = await aws.rejectVpcEndpointConnections(connectionsOf(action));
    return outcomeOfEach(action, Unsuccessful, 'rejectVpcEndpointConnections');
  },
  StartVerification: async ({ serviceID }, aws) => {
    await aws.startVpcEndpointServicePrivateDnsVerification({ ServiceId: serviceID });
    return done;
  },
  Publish: changeRecords,
  Withdraw: changeRecords,
  Tag: async ({ serviceID, tags }, aws) => {
    await aws.createTags({ Resources: [serviceID], Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
    return done;
  },
  Untag: async ({ serviceID, keys }, aws) => {
    await aws.deleteTags({ Resources: [serviceID], Tags: keys.map((Key) => ({ Key })) });
    return done;
  },
  Reclaim: async ({ serviceID, uid }, aws) => {
    await aws.createTags({ Resources: [serviceID], Tags: [{ Key: ownerTagKeys.uid, Value: uid }] });
    return done;
  },
  Release: async ({ serviceID }, aws) => {
    await aws.createTags({ Resources: [serviceID], Tags: [{ Key: ownerTagKeys.released, Value: 'true' }] });
    return done;
  },
  Delete: async ({ serviceID }, aws) => {
    const { Unsuccessful } = await aws.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID] });
    const outcome = outcomeOf(Unsuccessful, 'deleteVpcEndpointServiceConfigurations');
    // Not there is what was asked for; that it is so is for a read by ID to show.
    return outcome.result === 'failed' && outcome.failure.class === 'notFound' ? done : outcome;
  },
};
