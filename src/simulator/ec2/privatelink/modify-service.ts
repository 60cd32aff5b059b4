import type { ModifyVpcEndpointServiceConfigurationRequest, ModifyVpcEndpointServiceConfigurationResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import type { EndpointService } from '../../world.ts';
import { hasLiveConnections } from './connections.ts';
import { invalidParameter } from './errors.ts';
import { checkAddressTypes, checkLoadBalancers, readyZones } from './load-balancers.ts';
import { ownService } from './service-lookup.ts';
import { unverifiedName } from './service-private-dns.ts';
import { checkRegions, checkRemoteAccess } from './service-regions.ts';

type Input = Checked<ModifyVpcEndpointServiceConfigurationRequest>;

/**
 * Changes a service. Every Modify, an empty one too, takes the load balancers' zones anew: that is the only way in which a
 * zone added to a load balancer reaches the consumers (aws-facts §0.4).
 */
export function modifyService(input: Input, caller: Caller): ModifyVpcEndpointServiceConfigurationResult {
  const service = ownService(input.ServiceId, caller);
  const loadBalancerARNs = changedLoadBalancers(input, service, caller);
  const supportedIPAddressTypes = changed(
    service.supportedIPAddressTypes,
    input.AddSupportedIpAddressTypes,
    input.RemoveSupportedIpAddressTypes,
  );
  checkAddressTypes(supportedIPAddressTypes, loadBalancerARNs, caller);
  const supportedRegions = changed(service.supportedRegions, input.AddSupportedRegions, input.RemoveSupportedRegions);
  checkRegions(supportedRegions, caller);
  const zoneIDs = readyZones(loadBalancerARNs, caller);
  checkRemoteAccess(input.AddSupportedRegions ?? [], { zoneIDs, loadBalancerARNs }, caller);
  const privateDNS = changedName(input, service, caller);
  service.loadBalancerARNs = loadBalancerARNs;
  service.supportedIPAddressTypes = supportedIPAddressTypes;
  service.supportedRegions = supportedRegions;
  service.privateDNS = privateDNS;
  service.acceptanceRequired = input.AcceptanceRequired ?? service.acceptanceRequired;
  service.zoneIDs = zoneIDs;
  return { Return: true };
}

function changed(current: readonly string[], added: readonly string[] = [], removed: readonly string[] = []): string[] {
  return [...new Set([...current, ...added])].filter((each) => !removed.includes(each));
}

function changedLoadBalancers(input: Input, service: EndpointService, caller: Caller): string[] {
  const network = service.type === 'Interface';
  const other = network
    ? [input.AddGatewayLoadBalancerArns, input.RemoveGatewayLoadBalancerArns]
    : [input.AddNetworkLoadBalancerArns, input.RemoveNetworkLoadBalancerArns];
  if (other.some((arns) => (arns ?? []).length > 0)) {
    throw invalidParameter(`The load balancers of ${service.id} must all be of the kind with which it was created.`);
  }
  const added = (network ? input.AddNetworkLoadBalancerArns : input.AddGatewayLoadBalancerArns) ?? [];
  const removed = (network ? input.RemoveNetworkLoadBalancerArns : input.RemoveGatewayLoadBalancerArns) ?? [];
  checkLoadBalancers(
    added.filter((arn) => !service.loadBalancerARNs.includes(arn)),
    service.type,
    caller,
  );
  checkRemoval(removed, service, caller);
  const arns = changed(service.loadBalancerARNs, added, removed);
  if (arns.length === 0) throw invalidParameter(`At least one load balancer must stay with ${service.id}.`);
  return arns;
}

function checkRemoval(removed: readonly string[], service: EndpointService, { world }: Caller): void {
  const stranger = removed.find((arn) => !service.loadBalancerARNs.includes(arn));
  if (stranger !== undefined) throw invalidParameter(`The load balancer '${stranger}' is not associated with ${service.id}.`);
  if (removed.length > 0 && hasLiveConnections(service, world)) {
    throw new ApiError('ExistingVpcEndpointConnections', 'Service has existing active VPC Endpoint connections!');
  }
}

function changedName(
  { PrivateDnsName: name, RemovePrivateDnsName: remove }: Input,
  service: EndpointService,
  { world }: Caller,
): EndpointService['privateDNS'] {
  if (name !== undefined && remove === true) {
    throw new ApiError('InvalidParameterCombination', 'PrivateDnsName and RemovePrivateDnsName cannot be specified together.');
  }
  if (remove === true) return undefined;
  if (name === undefined || name === service.privateDNS?.name) return service.privateDNS;
  if (service.type !== 'Interface') throw invalidParameter('A private DNS name is not supported for services of Gateway Load Balancers.');
  return unverifiedName(name, world);
}
