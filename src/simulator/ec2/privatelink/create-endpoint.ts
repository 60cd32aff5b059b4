import type { CreateVpcEndpointRequest, CreateVpcEndpointResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { randomLabel } from '../../random.ts';
import { ownedBy, specifiedTags } from '../../tags.ts';
import { owned } from '../network/not-found.ts';
import type { Endpoint, Vpc } from '../../world.ts';
import { oncePerToken } from './client-tokens.ts';
import type { Attachment } from './endpoint-interfaces.ts';
import { attach } from './endpoint-interfaces.ts';
import { checkOptions } from './endpoint-options.ts';
import { startPending, startWaiting } from './endpoint-states.ts';
import { endpointView } from './endpoint-view.ts';
import { invalidParameter, invalidServiceName } from './errors.ts';
import type { OfferedService } from './offered-service.ts';
import { findService } from './offered-service.ts';
import { checkPolicy } from './policies.ts';
import { checkPrivateDNS } from './private-dns.ts';
import { chosenGroups } from './security-groups.ts';
import { checkFreeAddresses, checkZones, chosenSubnets } from './subnets.ts';

type Input = Checked<CreateVpcEndpointRequest>;

interface Plan {
  readonly input: Input;
  readonly vpc: Vpc;
  readonly service: OfferedService;
  readonly attachments: readonly Attachment[];
  readonly securityGroupIDs: string[];
  readonly privateDNSEnabled: boolean;
  readonly tags: Map<string, string>;
}

/** Makes an endpoint, or repeats the reply of the first call with this client token. */
export function createEndpoint(input: Input, caller: Caller): CreateVpcEndpointResult {
  const endpoint = oncePerToken('CreateVpcEndpoint', { input, caller }, () => build(plan(input, caller), caller));
  return {
    VpcEndpoint: endpointView(endpoint, caller.world),
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
  };
}

/** Everything that can be refused, before anything changes. */
function plan(input: Input, caller: Caller): Plan {
  const vpc = owned('vpc', input.VpcId, { records: caller.world.vpcs, caller });
  const service = requestedService(input, caller);
  checkReady(service, caller);
  if (input.PolicyDocument !== undefined) checkEndpointPolicy(input.PolicyDocument, service);
  const tags = specifiedTags(input.TagSpecifications, 'vpc-endpoint');
  const attachments = chosenSubnets(input as Required<Pick<Input, 'SubnetIds' | 'SubnetConfigurations'>>, vpc.id, caller);
  const subnets = attachments.map(({ subnet }) => subnet);
  const privateDNSEnabled = wantsPrivateDNS(input, service);
  checkOptions({ input, vpc, service, subnets, privateDNSEnabled }, caller);
  checkZones(subnets, service, caller);
  checkFreeAddresses(attachments);
  const securityGroupIDs = service.type === 'Interface' ? chosenGroups(input.SecurityGroupIds, vpc.id, caller) : [];
  if (privateDNSEnabled) {
    if (service.acceptanceRequired) throw awaitsAcceptance(service.name);
    checkPrivateDNS({ endpointID: undefined, vpc, service }, caller);
  }
  checkQuota(service, vpc, caller);
  return { input, vpc, service, attachments, securityGroupIDs, privateDNSEnabled, tags };
}

function build({ input, vpc, service, attachments, securityGroupIDs, privateDNSEnabled, tags }: Plan, caller: Caller): Endpoint {
  const { world } = caller;
  const endpoint: Endpoint = {
    ...ownedBy(caller, tags),
    id: world.newID('vpce'),
    type: service.type,
    vpcID: vpc.id,
    serviceName: service.name,
    serviceRegion: service.region,
    state: 'pending',
    subnets: new Map(),
    securityGroupIDs,
    routeTableIDs: [],
    policy: input.PolicyDocument,
    privateDNSEnabled,
    ipAddressType: 'ipv4',
    dnsOptions: {
      recordIPType: input.DnsOptions?.DnsRecordIpType ?? (service.type === 'Gateway' ? 'service-defined' : 'ipv4'),
      onlyForInboundResolver: input.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint,
    },
    dnsLabel: randomLabel(8, world.random),
    requesterManaged: false,
    lastError: undefined,
    modifyingUntil: 0,
    connectionID: world.newID('vpce-con'),
    connectionTags: new Map(),
    deletedAt: undefined,
  };
  world.endpoints.set(endpoint.id, endpoint);
  for (const attachment of attachments) attach(endpoint, attachment, { service, caller });
  if (service.acceptanceRequired) startWaiting(endpoint, world);
  else startPending(endpoint, world);
  return endpoint;
}

/** The type defaults to Gateway, as in AWS. */
function requestedService({ ServiceName: name, ServiceRegion, VpcEndpointType: type = 'Gateway' }: Input, caller: Caller): OfferedService {
  if (name === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter ServiceName');
  if (type !== 'Interface' && type !== 'Gateway' && type !== 'GatewayLoadBalancer') {
    throw new ApiError('UnsupportedOperation', `This simulator has no endpoints of VpcEndpointType ${type}.`);
  }
  const service = findService(caller, name, { region: ServiceRegion ?? caller.region, type });
  if (!service) throw invalidServiceName(name);
  if (service.type !== type) {
    throw invalidParameter(`Endpoint type (${type}) does not match available service types ([${service.type}]).`);
  }
  return service;
}

/** A new service says Available, and still refuses for a while (incidents §2). */
function checkReady({ own, name }: OfferedService, { world }: Caller): void {
  if (own && world.clock.now() - own.createdAt < world.settings.serviceUnreadyMs) {
    throw new ApiError('Unavailable', `The VPC endpoint service ${name} is not available yet. Please try again shortly.`, 503);
  }
}

export function checkEndpointPolicy(policy: string, service: OfferedService): void {
  checkPolicy(policy);
  if (!service.policySupported) throw invalidParameter(`The service ${service.name} does not support VPC endpoint policies.`);
}

/** Left out, it is on for AWS's own services and off for others; S3 wants it said. */
function wantsPrivateDNS({ PrivateDnsEnabled }: Input, { type, owner, name, region }: OfferedService): boolean {
  return PrivateDnsEnabled ?? (type === 'Interface' && owner === 'amazon' && name !== `com.amazonaws.${region}.s3`);
}

export function awaitsAcceptance(serviceName: string): ApiError {
  return invalidParameter(`Private DNS can't be enabled until the owner of the service ${serviceName} has accepted the endpoint.`);
}

function checkQuota(service: OfferedService, vpc: Vpc, { world }: Caller): void {
  if (service.type === 'Gateway') return;
  const count = [...world.endpoints.values()].filter(
    ({ vpcID, type, state }) => vpcID === vpc.id && type !== 'Gateway' && state !== 'deleted',
  ).length;
  if (count < world.settings.endpointsPerVpc) return;
  throw new ApiError('VpcEndpointLimitExceeded', `The maximum number of VPC endpoints for ${vpc.id} has been reached.`);
}
