import type { DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { belongsTo } from '../../visibility.ts';
import { startDeleting } from './endpoint-states.ts';
import { forEachID } from './errors.ts';

/** Begins to delete each endpoint. Answers 200 whatever comes of each. */
export function deleteEndpoints(input: Checked<DeleteVpcEndpointsRequest>, caller: Caller): DeleteVpcEndpointsResult {
  return forEachID(input.VpcEndpointIds, (id) => {
    const endpoint = caller.world.endpoints.get(id);
    if (!endpoint || !belongsTo(endpoint, caller) || endpoint.state === 'deleted') {
      throw new ApiError('InvalidVpcEndpoint.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
    }
    if (endpoint.requesterManaged) {
      throw new ApiError('OperationNotPermitted', `The Vpc Endpoint '${id}' is managed by another service.`);
    }
    if (endpoint.state !== 'deleting') startDeleting(endpoint, caller.world);
  });
}
