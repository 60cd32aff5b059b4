import type { Caller } from '../handler.ts';
import { ownedBy } from '../tags.ts';
import type { TargetGroup } from '../world.ts';
import { newTargetGroupARN } from './arns.ts';
import { initialTargetGroupAttributes } from './attribute-values.ts';

interface Parts extends Pick<TargetGroup, 'name' | 'targetType' | 'protocol' | 'port' | 'vpcID'> {
  readonly arn?: string | undefined;
  readonly tags: Map<string, string>;
  readonly healthCheck: Partial<TargetGroup['healthCheck']>;
}

/** Adds a target group without targets. */
export function newTargetGroup({ arn, tags, healthCheck, ...parts }: Parts, caller: Caller): TargetGroup {
  const targetGroup: TargetGroup = {
    ...ownedBy(caller, tags),
    ...parts,
    arn: arn ?? newTargetGroupARN(parts.name, caller),
    attributes: initialTargetGroupAttributes(parts),
    healthCheck: { ...defaultHealthCheck(healthCheck.protocol ?? defaultProtocol(parts.protocol)), ...healthCheck },
    targets: new Map(),
  };
  caller.world.targetGroups.set(targetGroup.arn, targetGroup);
  return targetGroup;
}

/** UDP cannot be checked: AWS checks TCP instead. */
function defaultProtocol(protocol: string): string {
  return protocol === 'HTTP' || protocol === 'HTTPS' ? protocol : 'TCP';
}

function defaultHealthCheck(protocol: string): TargetGroup['healthCheck'] {
  const byHTTP = protocol === 'HTTP' || protocol === 'HTTPS';
  return {
    protocol,
    port: 'traffic-port',
    enabled: true,
    intervalSeconds: 30,
    timeoutSeconds: byHTTP ? 6 : 10,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    path: byHTTP ? '/' : undefined,
  };
}
