import { failureOfUnsuccessful } from '../../aws/errors.ts';
import { ownerTagKeys } from '../../core/ownership.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Kind } from '../kind.ts';
import type { Action } from './action.ts';
import type { Facts } from './facts.ts';
import type { CreateRequest } from './request.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';

const done: Outcome = { result: 'done' };

export const apply: Kind<InterfaceEndpointSpec, InterfaceEndpointStatus, Facts, Action>['apply'] = {
  Create: async ({ intent }, aws) => {
    const request = JSON.parse(intent.request) as CreateRequest;
    const { VpcEndpoint } = await aws.createVpcEndpoint({ ...request, ClientToken: intent.token });
    return VpcEndpoint?.VpcEndpointId === undefined ? done : { result: 'done', id: VpcEndpoint.VpcEndpointId };
  },
  Modify: async ({ endpointID, change }, aws) => {
    await aws.modifyVpcEndpoint({ VpcEndpointId: endpointID, ...change });
    return done;
  },
  EnablePrivateDNS: async ({ endpointID }, aws) => {
    await aws.modifyVpcEndpoint({ VpcEndpointId: endpointID, PrivateDnsEnabled: true });
    return done;
  },
  Tag: async ({ endpointID, tags }, aws) => {
    await aws.createTags({ Resources: [endpointID], Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
    return done;
  },
  Untag: async ({ endpointID, keys }, aws) => {
    await aws.deleteTags({ Resources: [endpointID], Tags: keys.map((Key) => ({ Key })) });
    return done;
  },
  Reclaim: async ({ endpointID, uid }, aws) => {
    await aws.createTags({ Resources: [endpointID], Tags: [{ Key: ownerTagKeys.uid, Value: uid }] });
    return done;
  },
  Release: async ({ endpointID }, aws) => {
    await aws.createTags({ Resources: [endpointID], Tags: [{ Key: ownerTagKeys.released, Value: 'true' }] });
    return done;
  },
  Delete: async ({ endpointID }, aws) => {
    const { Unsuccessful = [] } = await aws.deleteVpcEndpoints({ VpcEndpointIds: [endpointID] });
    const [item] = Unsuccessful;
    const failure = item === undefined ? undefined : failureOfUnsuccessful(item, 'deleteVpcEndpoints');
    // Not there is what was asked for; that it is so is for a read by ID to show.
    return failure === undefined || failure.class === 'notFound' ? done : { result: 'failed', failure };
  },
};
