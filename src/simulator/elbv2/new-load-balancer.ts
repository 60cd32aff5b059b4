import type { Caller } from '../handler.ts';
import { ownedBy } from '../tags.ts';
import type { LoadBalancer } from '../world.ts';
import { loadBalancerDNSName, newLoadBalancerARN } from './arns.ts';
import { initialLoadBalancerAttributes } from './attribute-values.ts';
import type { Placement } from './nodes.ts';
import { addNode } from './nodes.ts';

interface Parts extends Pick<LoadBalancer, 'name' | 'type' | 'scheme' | 'vpcID' | 'ipAddressType' | 'state' | 'securityGroupIDs'> {
  readonly arn?: string | undefined;
  readonly placements: readonly Placement[];
  readonly tags: Map<string, string>;
}

/** Adds a load balancer with a node a subnet; the nodes are ready if it is active from the start. */
export function newLoadBalancer({ arn: given, placements, tags, ...parts }: Parts, caller: Caller): LoadBalancer {
  const arn = given ?? newLoadBalancerARN(parts, caller);
  const loadBalancer: LoadBalancer = {
    ...ownedBy(caller, tags),
    ...parts,
    arn,
    dnsName: loadBalancerDNSName({ ...parts, arn }, caller.region),
    zones: new Map(),
    attributes: initialLoadBalancerAttributes(parts.type),
    enforceInboundRulesOnPrivateLink: 'on',
  };
  for (const placement of placements) addNode(loadBalancer, placement, { caller, ready: parts.state === 'active' });
  caller.world.loadBalancers.set(arn, loadBalancer);
  return loadBalancer;
}
