import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Checked } from '../operations.ts';
import type { TargetGroup } from '../world.ts';
import { validationError } from './lookup.ts';

type HealthCheck = TargetGroup['healthCheck'];

export type HealthCheckInput = Pick<
  Checked<CreateTargetGroupInput>,
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckEnabled'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
>;

/** What the request says, over what there is, or AWS's refusal. */
export function changedHealthCheck(
  input: HealthCheckInput,
  { current, protocol }: { readonly current: HealthCheck; readonly protocol: string },
): HealthCheck {
  if (input.HealthCheckEnabled === false) throw validationError('Health check enabled must be true for target groups of this target type');
  const changed: HealthCheck = {
    protocol: input.HealthCheckProtocol ?? current.protocol,
    port: input.HealthCheckPort ?? current.port,
    enabled: true,
    intervalSeconds: within('interval', input.HealthCheckIntervalSeconds, [5, 300]) ?? current.intervalSeconds,
    timeoutSeconds: within('timeout', input.HealthCheckTimeoutSeconds, [2, 120]) ?? current.timeoutSeconds,
    healthyThreshold: within('healthy threshold', input.HealthyThresholdCount, [2, 10]) ?? current.healthyThreshold,
    unhealthyThreshold: within('unhealthy threshold', input.UnhealthyThresholdCount, [2, 10]) ?? current.unhealthyThreshold,
    path: input.HealthCheckPath ?? (byHTTP(input.HealthCheckProtocol ?? current.protocol) ? (current.path ?? '/') : undefined),
  };
  checkProtocol(changed, protocol);
  checkPort(changed);
  if (input.HealthCheckTimeoutSeconds !== undefined && changed.timeoutSeconds > changed.intervalSeconds) {
    throw validationError(
      `Health check timeout '${changed.timeoutSeconds}' must be smaller than or equal to the interval '${changed.intervalSeconds}'`,
    );
  }
  return changed;
}

export function byHTTP(protocol: string): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}

function within(noun: string, value: number | undefined, [lowest, highest]: readonly [number, number]): number | undefined {
  if (value === undefined || (value >= lowest && value <= highest)) return value;
  throw validationError(`Health check ${noun} '${value}' must be between ${lowest} and ${highest}`);
}

function checkProtocol({ protocol, path }: HealthCheck, ofTargets: string): void {
  if (!byHTTP(protocol) && (byHTTP(ofTargets) || protocol !== 'TCP')) {
    throw validationError(`Health check protocol '${protocol}' is not supported for target groups of the protocol '${ofTargets}'`);
  }
  if (!byHTTP(protocol) && path !== undefined) throw validationError(`Health check path is not supported for the protocol '${protocol}'`);
  if (path?.startsWith('/') === false) throw validationError(`Health check path '${path}' must begin with '/'`);
}

function checkPort({ port }: HealthCheck): void {
  if (port === 'traffic-port' || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return;
  throw validationError(`Health check port '${port}' must be 'traffic-port' or in the range 1-65535`);
}
