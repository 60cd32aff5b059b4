import type {
  AcceptVpcEndpointConnectionsRequest,
  AcceptVpcEndpointConnectionsResult,
  RejectVpcEndpointConnectionsRequest,
  RejectVpcEndpointConnectionsResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { Endpoint, EndpointService } from '../../world.ts';
import { isListed } from './connections.ts';
import { setState, startPending } from './endpoint-states.ts';
import { forEachID, invalidParameter } from './errors.ts';
import { ownService } from './service-lookup.ts';

/** Accepting a rejected connection works; AWS does not say (aws-facts §2). */
const acceptable: readonly Endpoint['state'][] = ['pendingAcceptance', 'rejected'];
const rejectable: readonly Endpoint['state'][] = ['pendingAcceptance', 'pending', 'available', 'rejected'];

/** Accepts waiting connections: each is `pending` first, not `available`. Answers 200 whatever comes of each. */
export function acceptConnections(input: Checked<AcceptVpcEndpointConnectionsRequest>, caller: Caller): AcceptVpcEndpointConnectionsResult {
  const service = ownService(input.ServiceId, caller);
  return forEachID(input.VpcEndpointIds, (id) => {
    const endpoint = connection(id, service, caller);
    checkState(endpoint, acceptable);
    startPending(endpoint, caller.world);
  });
}

/** Rejects connections, those that are available too, which cuts them. Answers 200 whatever comes of each. */
export function rejectConnections(input: Checked<RejectVpcEndpointConnectionsRequest>, caller: Caller): RejectVpcEndpointConnectionsResult {
  const service = ownService(input.ServiceId, caller);
  return forEachID(input.VpcEndpointIds, (id) => {
    const endpoint = connection(id, service, caller);
    checkState(endpoint, rejectable);
    setState(endpoint, 'rejected', caller.world);
  });
}

function connection(id: string, service: EndpointService, caller: Caller): Endpoint {
  const endpoint = caller.world.endpoints.get(id);
  if (!endpoint || endpoint.serviceName !== service.name || endpoint.state === 'deleted' || !isListed(endpoint, caller)) {
    throw new ApiError('InvalidVpcEndpoint.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
  }
  if (endpoint.modifyingUntil > caller.world.clock.now()) {
    throw invalidParameter(`Cannot modify VPC Endpoint ${id} at this time because there is an idempotent operation going on`);
  }
  return endpoint;
}

function checkState({ id, state }: Endpoint, allowed: readonly Endpoint['state'][]): void {
  if (!allowed.includes(state)) throw new ApiError('InvalidState', `The Vpc Endpoint '${id}' is in state ${state}`);
}
