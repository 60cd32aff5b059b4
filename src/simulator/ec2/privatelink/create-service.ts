import type { CreateVpcEndpointServiceConfigurationRequest, CreateVpcEndpointServiceConfigurationResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownedBy, specifiedTags } from '../../tags.ts';
import type { EndpointService } from '../../world.ts';
import { oncePerToken } from './client-tokens.ts';
import { invalidParameter } from './errors.ts';
import { checkAddressTypes, checkLoadBalancers, readyZones } from './load-balancers.ts';
import { unverifiedName } from './service-private-dns.ts';
import { checkRegions, checkRemoteAccess } from './service-regions.ts';
import { serviceView } from './service-view.ts';

type Input = Checked<CreateVpcEndpointServiceConfigurationRequest>;

/** Makes a service, or repeats the reply of the first call with this client token. */
export function createService(input: Input, caller: Caller): CreateVpcEndpointServiceConfigurationResult {
  const service = oncePerToken('CreateVpcEndpointServiceConfiguration', { input, caller }, () => build(input, caller));
  return {
    ServiceConfiguration: serviceView(service, caller.world),
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
  };
}

function build(input: Input, caller: Caller): EndpointService {
  const { world, region } = caller;
  const { type, loadBalancerARNs } = chosenLoadBalancers(input);
  checkLoadBalancers(loadBalancerARNs, type, caller);
  const supportedIPAddressTypes = [...new Set(input.SupportedIpAddressTypes ?? ['ipv4'])];
  checkAddressTypes(supportedIPAddressTypes, loadBalancerARNs, caller);
  const supportedRegions = [...new Set([region, ...(input.SupportedRegions ?? [])])];
  checkRegions(supportedRegions, caller);
  const zoneIDs = readyZones(loadBalancerARNs, caller);
  checkRemoteAccess(supportedRegions, { zoneIDs, loadBalancerARNs }, caller);
  const tags = specifiedTags(input.TagSpecifications, 'vpc-endpoint-service');
  const privateDNS = requestedName(input.PrivateDnsName, type, caller);
  const id = world.newID('vpce-svc');
  const service: EndpointService = {
    ...ownedBy(caller, tags),
    id,
    name: `com.amazonaws.vpce.${region}.${id}`,
    type,
    state: 'Available',
    loadBalancerARNs,
    zoneIDs,
    acceptanceRequired: input.AcceptanceRequired ?? true,
    managesEndpoints: false,
    supportedIPAddressTypes,
    supportedRegions,
    payer: undefined,
    permissions: new Map(),
    privateDNS,
  };
  world.endpointServices.set(id, service);
  return service;
}

/** Network or Gateway Load Balancers, never both. */
function chosenLoadBalancers({ NetworkLoadBalancerArns = [], GatewayLoadBalancerArns = [] }: Input) {
  if (NetworkLoadBalancerArns.length > 0 === GatewayLoadBalancerArns.length > 0) {
    throw invalidParameter('exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a required member');
  }
  const type: EndpointService['type'] = NetworkLoadBalancerArns.length > 0 ? 'Interface' : 'GatewayLoadBalancer';
  return { type, loadBalancerARNs: [...new Set([...NetworkLoadBalancerArns, ...GatewayLoadBalancerArns])] };
}

function requestedName(name: string | undefined, type: EndpointService['type'], { world }: Caller): EndpointService['privateDNS'] {
  if (name === undefined) return undefined;
  if (type !== 'Interface') throw invalidParameter('A private DNS name is not supported for services of Gateway Load Balancers.');
  return unverifiedName(name, world);
}
