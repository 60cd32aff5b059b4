import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { EndpointService } from '../../world.ts';

/** The caller's service as a write finds it: neither deleted nor being deleted. */
export function ownService(id: string, caller: Caller): EndpointService {
  const service = knownService(id, caller);
  if (service.state === 'Deleting' || service.state === 'Deleted') throw notFound(id);
  return service;
}

/** The caller's service as a read by ID finds it: not at once after its create, and for a while after its delete. */
export function readService(id: string, caller: Caller): EndpointService {
  const service = knownService(id, caller);
  if (!visible(service, caller)) throw notFound(id);
  return service;
}

function knownService(id: string, caller: Caller): EndpointService {
  if (!/^vpce-svc-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)) {
    // AWS documents it with this spelling.
    throw new ApiError('InvalidVpcEndpointServiceIdId.Malformed', `Invalid Id: "${id}"`);
  }
  const service = caller.world.endpointServices.get(id);
  if (!service || !belongsTo(service, caller)) throw notFound(id);
  return service;
}

function notFound(id: string): ApiError {
  return new ApiError('InvalidVpcEndpointServiceId.NotFound', `The VpcEndpointService Id '${id}' does not exist`);
}
