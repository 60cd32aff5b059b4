import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { Endpoint } from '../../world.ts';

/** The caller's endpoint as a read by ID finds it: not at once after its create. */
export function readEndpoint(id: string, caller: Caller): Endpoint {
  const endpoint = ownEndpoint(id, caller);
  if (!visible(endpoint, caller)) throw notFound(id);
  return endpoint;
}

/** The caller's endpoint as a write finds it. */
export function ownEndpoint(id: string, caller: Caller): Endpoint {
  if (!/^vpce-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)) {
    throw new ApiError('InvalidVpcEndpointId.Malformed', `Invalid Id: "${id}"`);
  }
  const endpoint = caller.world.endpoints.get(id);
  if (!endpoint || !belongsTo(endpoint, caller)) throw notFound(id);
  return endpoint;
}

function notFound(id: string): ApiError {
  return new ApiError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
}
