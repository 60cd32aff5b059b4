import type { SetSecurityGroupsInput, SetSecurityGroupsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { belongsTo } from '../visibility.ts';
import type { LoadBalancer } from '../world.ts';
import { loadBalancerByARN } from './lookup.ts';

export function checkSecurityGroups(
  ids: readonly string[],
  { type, vpcID }: Pick<LoadBalancer, 'type' | 'vpcID'>,
  caller: Caller,
): string[] {
  if (ids.length > 0 && type === 'gateway') {
    throw new ApiError('InvalidConfigurationRequest', 'Security groups are not supported for load balancers of type gateway');
  }
  for (const id of ids) {
    const group = caller.world.securityGroups.get(id);
    if (!group || !belongsTo(group, caller) || group.vpcID !== vpcID) {
      throw new ApiError('InvalidSecurityGroup', `The security group '${id}' does not exist or does not belong to the VPC '${vpcID}'`);
    }
  }
  return [...new Set(ids)];
}

/** Sets the groups and whether they hold for PrivateLink. A Network Load Balancer made without groups never gets any. */
export function setSecurityGroups(input: Checked<SetSecurityGroupsInput>, caller: Caller): SetSecurityGroupsOutput {
  const loadBalancer = loadBalancerByARN(input.LoadBalancerArn, caller);
  const ids = checkSecurityGroups(input.SecurityGroups, loadBalancer, caller);
  const enforce = input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  if (loadBalancer.securityGroupIDs.length === 0) {
    throw new ApiError(
      'InvalidConfigurationRequest',
      'Security groups cannot be set on a load balancer that was created without a security group',
    );
  }
  if (ids.length === 0) throw new ApiError('InvalidConfigurationRequest', 'You must specify at least one security group');
  loadBalancer.securityGroupIDs = ids;
  loadBalancer.enforceInboundRulesOnPrivateLink = enforce ?? loadBalancer.enforceInboundRulesOnPrivateLink;
  for (const { networkInterfaceID } of loadBalancer.zones.values()) {
    const networkInterface = caller.world.networkInterfaces.get(networkInterfaceID);
    if (networkInterface) networkInterface.securityGroupIDs = ids;
  }
  return { SecurityGroupIds: ids, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: loadBalancer.enforceInboundRulesOnPrivateLink };
}
