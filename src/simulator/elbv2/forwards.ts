import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Listener, LoadBalancer } from '../world.ts';
import { targetGroupByARN, validationError } from './lookup.ts';
import { loadBalancersOf } from './target-group-use.ts';

/** Target groups' protocols that a listener may forward to. */
const compatible: Readonly<Record<string, readonly string[]>> = {
  TCP: ['TCP', 'TCP_UDP'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
  HTTP: ['HTTP', 'HTTPS'],
  '': ['GENEVE'],
};
const maximumWeight = 999;

/** The target groups and weights of a listener's one action, which must forward. */
export function forwardsOf(actions: readonly Action[]): Listener['forwards'] {
  const [action, ...others] = actions;
  if (!action || others.length > 0) throw validationError('Exactly one default action must be specified');
  if (action.Type !== 'forward') throw validationError(`Actions of type '${action.Type}' are not supported by this simulator`);
  const { TargetGroups: groups } = action.ForwardConfig ?? {};
  const list = groups ?? (action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]);
  if (list.length === 0 || list.length > 5) throw validationError('A forward action must name between 1 and 5 target groups');
  return list.map(({ TargetGroupArn: targetGroupARN = '', Weight: weight = 1 }) => {
    if (weight < 0 || weight > maximumWeight) throw validationError(`The weight ${weight} is not between 0 and ${maximumWeight}`);
    return { targetGroupARN, weight };
  });
}

/** Refuses target groups that are not there, are of another VPC or protocol, or are another load balancer's. */
export function checkForwards(
  forwards: Listener['forwards'],
  { loadBalancer, protocol }: { readonly loadBalancer: LoadBalancer; readonly protocol: string },
  caller: Caller,
): void {
  for (const { targetGroupARN } of forwards) {
    const targetGroup = targetGroupByARN(targetGroupARN, caller);
    if (!compatible[protocol]?.includes(targetGroup.protocol)) {
      throw new ApiError(
        'IncompatibleProtocols',
        `The protocol '${targetGroup.protocol}' of '${targetGroup.name}' does not fit the listener's '${protocol}'`,
      );
    }
    if (targetGroup.vpcID !== loadBalancer.vpcID) {
      throw new ApiError('InvalidConfigurationRequest', `The target group '${targetGroup.name}' is not in the VPC of the load balancer`);
    }
    if (loadBalancersOf(targetGroup, caller.world).some(({ arn }) => arn !== loadBalancer.arn)) {
      throw new ApiError(
        'TargetGroupAssociationLimit',
        `The following target groups cannot be associated with more than one load balancer: ${targetGroupARN}`,
      );
    }
  }
}
