import type { Operation, Operations, ServiceName } from './operations.ts';
import { networkOperations } from './ec2/network/index.ts';
import { privateLinkOperations } from './ec2/privatelink/index.ts';
import { tagOperations } from './ec2/tags/index.ts';
import { loadBalancingOperations } from './elbv2/index.ts';
import { route53Operations } from './route53/index.ts';
import { stsOperations } from './sts/index.ts';

/** Every operation that the simulator answers. */
export const allOperations: Operations = [
  ...stsOperations,
  ...privateLinkOperations,
  ...tagOperations,
  ...networkOperations,
  ...loadBalancingOperations,
  ...route53Operations,
];

const byName = new Map(allOperations.map((operation) => [`${operation.service} ${operation.action}`, operation]));

export function findOperation(service: ServiceName, action: string): Operation | undefined {
  return byName.get(`${service} ${action}`);
}
