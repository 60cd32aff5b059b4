import type { Caller } from '../handler.ts';
import { ownedBy } from '../tags.ts';
import type { TargetGroup } from '../world.ts';
import { newTargetGroupARN } from './arns.ts';
import { initialTargetGroupAttributes } from './attribute-values.ts';
import { byHTTP } from './health-checks.ts';

interface Parts extends Pick<TargetGroup, 'name' | 'targetType' | 'protocol' | 'port' | 'vpcID'> {
  readonly arn?: string | undefined;
  readonly tags: Map<string, string>;
  /** AWS's defaults unless given. */
  readonly healthCheck?: TargetGroup['healthCheck'];
}

/** Adds a target group without targets. */
export function newTargetGroup({ arn, tags, healthCheck, ...parts }: Parts, caller: Caller): TargetGroup {
  const targetGroup: TargetGroup = {
    ...ownedBy(caller, tags),
    ...parts,
    arn: arn ?? newTargetGroupARN(parts.name, caller),
    attributes: initialTargetGroupAttributes(parts),
    healthCheck: healthCheck ?? initialHealthCheck(undefined, parts.protocol),
    targets: new Map(),
  };
  caller.world.targetGroups.set(targetGroup.arn, targetGroup);
  return targetGroup;
}

/** UDP cannot be checked: AWS checks TCP instead. */
function defaultProtocol(protocol: string): string {
  return byHTTP(protocol) ? protocol : 'TCP';
}

/** AWS's defaults for a check by this protocol, or by the one that AWS chooses for these targets. */
export function initialHealthCheck(given: string | undefined, ofTargets: string): TargetGroup['healthCheck'] {
  const protocol = given ?? defaultProtocol(ofTargets);
  return {
    protocol,
    port: 'traffic-port',
    enabled: true,
    intervalSeconds: 30,
    timeoutSeconds: byHTTP(protocol) ? 6 : 10,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    path: byHTTP(protocol) ? '/' : undefined,
  };
}
