import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import { belongsTo } from '../visibility.ts';
import type { Listener, LoadBalancer, Owned, TargetGroup } from '../world.ts';

function find<Found extends Owned>(arn: string, records: ReadonlyMap<string, Found>, caller: Caller): Found | undefined {
  const record = records.get(arn);
  return record && belongsTo(record, caller) ? record : undefined;
}

export function loadBalancerByARN(arn: string, caller: Caller): LoadBalancer {
  const found = find(arn, caller.world.loadBalancers, caller);
  if (found) return found;
  checkARN(arn, 'load balancer');
  throw new ApiError('LoadBalancerNotFound', `One or more load balancers not found: '${arn}'`);
}

export function targetGroupByARN(arn: string, caller: Caller): TargetGroup {
  const found = find(arn, caller.world.targetGroups, caller);
  if (found) return found;
  checkARN(arn, 'target group');
  throw new ApiError('TargetGroupNotFound', `One or more target groups not found: '${arn}'`);
}

export function listenerByARN(arn: string, caller: Caller): Listener {
  const found = find(arn, caller.world.listeners, caller);
  if (found) return found;
  checkARN(arn, 'listener');
  throw new ApiError('ListenerNotFound', `One or more listeners not found: '${arn}'`);
}

const arnKinds = { 'load balancer': 'loadbalancer', 'target group': 'targetgroup', listener: 'listener' } as const;

/** Refuses what is no ARN of this kind. */
export function checkARN(arn: string, noun: keyof typeof arnKinds): void {
  if (/^arn:aws[\w-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:(\w+)\/.+$/.exec(arn)?.[1] === arnKinds[noun]) return;
  throw validationError(`'${arn}' is not a valid ${noun} ARN`);
}

export function validationError(message: string): ApiError {
  return new ApiError('ValidationError', message);
}

/** Names of load balancers and target groups. */
export function checkName(name: string, noun: string): void {
  if (/^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(name) && !name.startsWith('internal-')) return;
  throw validationError(
    `The ${noun} name '${name}' can only contain up to 32 letters, digits and hyphens, and must not begin or end with a hyphen or begin with 'internal-'`,
  );
}
