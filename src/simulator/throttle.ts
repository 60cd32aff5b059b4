import type { FaultCall } from './faults.ts';

/** The published token buckets (aws-facts §6): what one holds, and how much of it comes back a second. */
interface Bucket {
  readonly name: string;
  readonly size: number;
  readonly refill: number;
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

export interface Throttle {
  /** Takes one token from the call's bucket, or says that there is none. */
  admits(call: FaultCall): boolean;
}

/** Buckets per account, Region and, where AWS says so, action, on the world's clock. */
export function createThrottle(): Throttle {
  const levels = new Map<string, { tokens: number; at: number }>();
  return {
    admits(call) {
      const bucket = bucketOf(call);
      const { account, region, world } = call.caller;
      if (!bucket || !world.settings.throttling) return true;
      const key = `${account} ${region} ${bucket.name}`;
      const now = world.clock.now();
      const level = levels.get(key) ?? { tokens: bucket.size, at: now };
      const tokens = Math.min(bucket.size, level.tokens + ((now - level.at) / 1000) * bucket.refill);
      const admitted = tokens >= 1;
      levels.set(key, { tokens: admitted ? tokens - 1 : tokens, at: now });
      return admitted;
    },
  };
}

function bucketOf({ service, action, input }: FaultCall): Bucket | undefined {
  if (service === 'ec2') return ec2Bucket(action, input);
  return service === 'elasticloadbalancing' ? loadBalancingBucket(action) : undefined;
}

function ec2Bucket(action: string, input: object): Bucket {
  if (endpointWrites.has(action)) return { name: action, size: 4, refill: 0.3 };
  if (serviceWrites.has(action)) return { name: action, size: 10, refill: 1 };
  if (dearWhenUnfiltered.has(action) && !narrowed(input)) return { name: `${action} of all`, size: 50, refill: 10 };
  if (action.startsWith('Describe')) return { name: action, size: 100, refill: 20 };
  if (action === 'CreateTags' || action === 'DeleteTags') return { name: action, size: 100, refill: 10 };
  return { name: action, size: 50, refill: 5 };
}

function narrowed(input: object): boolean {
  return Object.keys(input).some((name) => name !== 'DryRun');
}

function loadBalancingBucket(action: string): Bucket {
  if (action === 'CreateLoadBalancer' || action === 'SetSubnets') return { name: action, size: 10, refill: 0.2 };
  if (action === 'RegisterTargets' || action === 'DeregisterTargets') return { name: 'targets', size: 20, refill: 4 };
  if (action.startsWith('Describe')) return { name: 'reads', size: 200, refill: 50 };
  return { name: 'writes', size: 20, refill: 3 };
}
