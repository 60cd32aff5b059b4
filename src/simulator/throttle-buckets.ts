import type { FaultCall } from './faults.ts';
import { routeBuckets } from './route53/buckets.ts';

/** A published token bucket (aws-facts §6). */
export interface Bucket {
  readonly name: string;
  /** How much it holds. */
  readonly size: number;
  /** How much of it comes back a second. */
  readonly refill: number;
  /** What the call takes out of it. */
  readonly cost: number;
}

const endpointWrites = new Set(['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints']);
const serviceWrites = new Set([
  'CreateVpcEndpointServiceConfiguration',
  'ModifyVpcEndpointServiceConfiguration',
  'DeleteVpcEndpointServiceConfigurations',
  'AcceptVpcEndpointConnections',
  'RejectVpcEndpointConnections',
]);
const dearWhenUnfiltered = new Set(['DescribeNetworkInterfaces', 'DescribeSecurityGroups']);

/** All buckets that a call takes from. */
export function bucketsOf({ service, action, input }: Pick<FaultCall, 'service' | 'action' | 'input'>): readonly Bucket[] {
  switch (service) {
    case 'ec2':
      return [ec2Bucket(action, input)];
    case 'elasticloadbalancing':
      return [loadBalancingBucket(action)];
    case 'route53':
      return routeBuckets(action, input);
    case 'sts':
      return [];
  }
}

function ec2Bucket(action: string, input: object): Bucket {
  if (endpointWrites.has(action)) return { name: action, size: 4, refill: 0.3, cost: 1 };
  if (serviceWrites.has(action)) return { name: action, size: 10, refill: 1, cost: 1 };
  if (dearWhenUnfiltered.has(action) && !narrowed(input)) return { name: `${action} of all`, size: 50, refill: 10, cost: 1 };
  if (action.startsWith('Describe')) return { name: action, size: 100, refill: 20, cost: 1 };
  if (action === 'CreateTags' || action === 'DeleteTags') return { name: action, size: 100, refill: 10, cost: 1 };
  return { name: action, size: 50, refill: 5, cost: 1 };
}

function narrowed(input: object): boolean {
  return Object.keys(input).some((name) => name !== 'DryRun');
}

function loadBalancingBucket(action: string): Bucket {
  if (action === 'CreateLoadBalancer' || action === 'SetSubnets') return { name: action, size: 10, refill: 0.2, cost: 1 };
  if (action === 'RegisterTargets' || action === 'DeregisterTargets') return { name: 'targets', size: 20, refill: 4, cost: 1 };
  if (action.startsWith('Describe')) return { name: 'reads', size: 200, refill: 50, cost: 1 };
  return { name: 'writes', size: 20, refill: 3, cost: 1 };
}
