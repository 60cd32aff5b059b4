import type { CreateLoadBalancerInput, CreateLoadBalancerOutput, DeleteLoadBalancerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { checkedTags, loadBalancingTagCodes } from '../tags.ts';
import { belongsTo } from '../visibility.ts';
import type { LoadBalancer, World } from '../world.ts';
import { loadBalancerView } from './describe-load-balancers.ts';
import { checkARN, checkName, validationError } from './lookup.ts';
import { isMadeWith, remember } from './made-with.ts';
import { newLoadBalancer } from './new-load-balancer.ts';
import { checkRoom, chosenPlacements, readyAfter, removeNode } from './nodes.ts';
import { checkSecurityGroups } from './security-groups.ts';

/** Makes a load balancer that is `provisioning`; it becomes active, and its zones serve, after a while. */
export function createLoadBalancer(input: Checked<CreateLoadBalancerInput>, caller: Caller): CreateLoadBalancerOutput {
  const { world } = caller;
  const type = input.Type ?? 'application';
  checkName(input.Name, 'load balancer');
  const twin = [...world.loadBalancers.values()].find((other) => belongsTo(other, caller) && other.name === input.Name);
  if (twin && isMadeWith(twin, input)) return { LoadBalancers: [loadBalancerView(twin, caller)] };
  if (twin) {
    throw new ApiError(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${input.Name}' exists, but with different settings`,
    );
  }
  const placements = chosenPlacements(input, caller);
  if (type === 'application' && placements.length < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  }
  if (type === 'gateway' && input.Scheme !== undefined) throw validationError('Scheme is not supported for load balancers of type gateway');
  checkRoom(placements);
  const [{ subnet }] = placements;
  const securityGroupIDs = checkSecurityGroups(input.SecurityGroups ?? [], { type, vpcID: subnet.vpcID }, caller);
  const tags = checkedTags(input.Tags ?? [], loadBalancingTagCodes);
  const parts = { name: input.Name, type, vpcID: subnet.vpcID, ipAddressType: addressType(input), state: 'provisioning' } as const;
  const scheme = input.Scheme ?? (type === 'gateway' ? 'internal' : 'internet-facing');
  const loadBalancer = newLoadBalancer({ ...parts, scheme, securityGroupIDs, placements, tags }, caller);
  remember(loadBalancer, input);
  provision(loadBalancer, caller);
  return { LoadBalancers: [loadBalancerView(loadBalancer, caller)] };
}

function addressType({ IpAddressType: given = 'ipv4' }: Checked<CreateLoadBalancerInput>): LoadBalancer['ipAddressType'] {
  if (given === 'ipv4' || given === 'dualstack') return given;
  throw validationError(`The IP address type '${given}' is not supported by this simulator`);
}

function provision(loadBalancer: LoadBalancer, { world }: Caller): void {
  const milliseconds = world.settings.loadBalancerProvisioningMs;
  for (const zoneID of loadBalancer.zones.keys()) readyAfter(milliseconds, { loadBalancer, zoneID }, world);
  world.after(milliseconds, () => {
    if (loadBalancer.state === 'provisioning') loadBalancer.state = 'active';
  });
}

/** Deletes a load balancer with its listeners. One that an endpoint service uses stays. Deleting what is not there succeeds. */
export function deleteLoadBalancer(input: Checked<DeleteLoadBalancerInput>, caller: Caller): object {
  const { world } = caller;
  checkARN(input.LoadBalancerArn, 'load balancer');
  const loadBalancer = world.loadBalancers.get(input.LoadBalancerArn);
  if (!loadBalancer || !belongsTo(loadBalancer, caller)) return {};
  if (loadBalancer.attributes.get('deletion_protection.enabled') === 'true') {
    throw new ApiError(
      'OperationNotPermitted',
      `Load balancer '${loadBalancer.arn}' cannot be deleted because deletion protection is enabled`,
    );
  }
  const user = [...world.endpointServices.values()].find(
    ({ state, loadBalancerARNs }) => state !== 'Deleted' && loadBalancerARNs.includes(loadBalancer.arn),
  );
  if (user) {
    throw new ApiError(
      'ResourceInUse',
      `Load balancer '${loadBalancer.arn}' cannot be deleted because it is currently associated with another service`,
    );
  }
  removeLoadBalancer(loadBalancer, world);
  return {};
}

/** Takes a load balancer out of the world with its nodes and listeners. */
function removeLoadBalancer(loadBalancer: LoadBalancer, world: World): void {
  for (const zoneID of loadBalancer.zones.keys()) removeNode(loadBalancer, zoneID, world);
  for (const [arn, { loadBalancerARN }] of world.listeners) if (loadBalancerARN === loadBalancer.arn) world.listeners.delete(arn);
  world.loadBalancers.delete(loadBalancer.arn);
}
