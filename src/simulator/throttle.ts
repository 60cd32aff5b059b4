import type { FaultCall } from './faults.ts';
import type { Bucket } from './throttle-buckets.ts';
import { bucketsOf } from './throttle-buckets.ts';

export interface Throttle {
  /** Takes from all of the call's buckets, or from none where one of them has too little. */
  admits(call: FaultCall): boolean;
}

interface Level {
  readonly key: string;
  readonly cost: number;
  readonly tokens: number;
}

/** Buckets per account, Region and, where AWS says so, action, on the world's clock. Route 53 has no Regions. */
export function createThrottle(): Throttle {
  const levels = new Map<string, { tokens: number; at: number }>();
  const levelOf = ({ name, size, refill, cost }: Bucket, { service, caller }: FaultCall): Level => {
    const key = `${caller.account} ${service === 'route53' ? service : caller.region} ${name}`;
    const now = caller.world.clock.now();
    const { tokens, at } = levels.get(key) ?? { tokens: size, at: now };
    return { key, cost, tokens: Math.min(size, tokens + ((now - at) / 1000) * refill) };
  };
  return {
    admits(call) {
      const { settings, clock } = call.caller.world;
      if (!settings.throttling) return true;
      const found = bucketsOf(call).map((bucket) => levelOf(bucket, call));
      const admitted = found.every(({ tokens, cost }) => tokens >= cost);
      for (const { key, tokens, cost } of found) levels.set(key, { tokens: admitted ? tokens - cost : tokens, at: clock.now() });
      return admitted;
    },
  };
}
