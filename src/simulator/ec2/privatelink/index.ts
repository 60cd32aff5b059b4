import type { Operations } from '../../operations.ts';
import { connectionOperations } from './connection-operations.ts';
import { endpointOperations } from './endpoint-operations.ts';
import { serviceConfigurationOperations } from './service-configuration-operations.ts';

/** EC2 PrivateLink. */
export const privateLinkOperations: Operations = [...endpointOperations, ...serviceConfigurationOperations, ...connectionOperations];
