import type { DeleteVpcEndpointServiceConfigurationsRequest, DeleteVpcEndpointServiceConfigurationsResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { belongsTo } from '../../visibility.ts';
import type { EndpointService, World } from '../../world.ts';
import { hasLiveConnections } from './connections.ts';
import { forEachID } from './errors.ts';

/** Begins to delete each service that nobody is connected to. Answers 200 whatever comes of each. */
export function deleteServices(
  input: Checked<DeleteVpcEndpointServiceConfigurationsRequest>,
  caller: Caller,
): DeleteVpcEndpointServiceConfigurationsResult {
  return forEachID(input.ServiceIds, (id) => {
    const service = caller.world.endpointServices.get(id);
    if (!service || !belongsTo(service, caller) || service.state === 'Deleted') {
      throw new ApiError('InvalidVpcEndpointService.NotFound', `The VpcEndpointService Id '${id}' does not exist`);
    }
    if (hasLiveConnections(service, caller.world)) {
      throw new ApiError('ExistingVpcEndpointConnections', 'Service has existing active VPC Endpoint connections!');
    }
    if (service.state !== 'Deleting') startDeleting(service, caller.world);
  });
}

/** Deleting → Deleted, still listed → forgotten. */
function startDeleting(service: EndpointService, world: World): void {
  const { serviceDeletingMs, tombstoneMs } = world.settings;
  service.state = 'Deleting';
  world.after(serviceDeletingMs, () => {
    service.state = 'Deleted';
  });
  world.after(serviceDeletingMs + tombstoneMs, () => {
    world.endpointServices.delete(service.id);
  });
}
