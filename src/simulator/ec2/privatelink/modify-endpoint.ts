import type { ModifyVpcEndpointRequest, ModifyVpcEndpointResult } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { owned } from '../network/not-found.ts';
import type { Endpoint } from '../../world.ts';
import { awaitsAcceptance, checkEndpointPolicy } from './create-endpoint.ts';
import { attach, detach } from './endpoint-interfaces.ts';
import { ownEndpoint } from './endpoint-lookup.ts';
import { checkAddressType } from './endpoint-options.ts';
import { passThrough } from './endpoint-states.ts';
import { invalidParameter, invalidServiceName } from './errors.ts';
import type { SubnetChange } from './modify-subnets.ts';
import { subnetChange } from './modify-subnets.ts';
import type { OfferedService } from './offered-service.ts';
import { serviceBehind } from './offered-service.ts';
import { checkInboundOnly, checkPrivateDNS } from './private-dns.ts';
import { checkGroups } from './security-groups.ts';

type Input = Checked<ModifyVpcEndpointRequest>;

/** Changes an endpoint, one Modify at a time: while one runs, the next is refused. */
export function modifyEndpoint(input: Input, caller: Caller): ModifyVpcEndpointResult {
  const endpoint = ownEndpoint(input.VpcEndpointId, caller);
  checkModifiable(endpoint, caller);
  const service = serviceBehind(endpoint, caller.world);
  if (!service) throw invalidServiceName(endpoint.serviceName);
  const subnets = subnetChange(input, { endpoint, service, caller });
  const securityGroupIDs = changedGroups(input, endpoint, caller);
  const policy = changedPolicy(input, endpoint, service);
  const dns = changedDNS(input, { endpoint, service }, caller);
  applySubnets(subnets, { endpoint, service, caller });
  endpoint.policy = policy;
  if (dns.privateDNSEnabled && !endpoint.privateDNSEnabled) {
    endpoint.privateDNSFrom = caller.world.clock.now() + caller.world.settings.endpointModifyMs;
  }
  endpoint.privateDNSEnabled = dns.privateDNSEnabled;
  endpoint.dnsOptions = dns.dnsOptions;
  applyGroups(securityGroupIDs, endpoint, caller);
  startModifying(endpoint, caller);
  return { Return: true };
}

function checkModifiable(endpoint: Endpoint, { world }: Caller): void {
  const { id, state, modifyingUntil } = endpoint;
  if (modifyingUntil > world.clock.now() || state === 'pending') {
    throw new ApiError('OperationInProgress', `VpcEndpoint modify operation in progress on ${id}`);
  }
  if (state !== 'available' && state !== 'pendingAcceptance') {
    throw new ApiError('IncorrectState', `The Vpc Endpoint '${id}' is in state ${state} and cannot be modified`);
  }
}

function startModifying(endpoint: Endpoint, { world }: Caller): void {
  const milliseconds = world.settings.endpointModifyMs;
  endpoint.modifyingUntil = world.clock.now() + milliseconds;
  if (endpoint.state === 'available' && endpoint.type !== 'Gateway') {
    passThrough(endpoint, { now: 'pending', next: 'available', milliseconds }, world);
  }
}

function changedGroups(input: Input, endpoint: Endpoint, caller: Caller): string[] {
  const { AddSecurityGroupIds: added = [], RemoveSecurityGroupIds: removed = [] } = input;
  if (added.length + removed.length === 0) return endpoint.securityGroupIDs;
  if (endpoint.type !== 'Interface') throw invalidParameter(`Security groups cannot be specified for endpoints of type ${endpoint.type}.`);
  const stranger = removed.find((id) => !endpoint.securityGroupIDs.includes(id));
  if (stranger !== undefined) throw invalidParameter(`The security group ${stranger} is not associated with ${endpoint.id}.`);
  const ids = [...new Set([...endpoint.securityGroupIDs, ...added])].filter((id) => !removed.includes(id));
  if (ids.length === 0) throw invalidParameter(`At least one security group must stay with ${endpoint.id}.`);
  return checkGroups(ids, endpoint.vpcID, caller);
}

function applyGroups(ids: string[], endpoint: Endpoint, { world }: Caller): void {
  endpoint.securityGroupIDs = ids;
  for (const { networkInterfaceID } of endpoint.subnets.values()) {
    const networkInterface = world.networkInterfaces.get(networkInterfaceID);
    if (networkInterface) networkInterface.securityGroupIDs = [...ids];
  }
}

function changedPolicy({ PolicyDocument, ResetPolicy }: Input, endpoint: Endpoint, service: OfferedService): string | undefined {
  if (ResetPolicy === true && PolicyDocument !== undefined) {
    throw new ApiError('InvalidParameterCombination', 'PolicyDocument and ResetPolicy cannot be specified together.');
  }
  if (ResetPolicy === true) return undefined;
  if (PolicyDocument !== undefined) checkEndpointPolicy(PolicyDocument, service);
  return PolicyDocument ?? endpoint.policy;
}

interface Subject {
  readonly endpoint: Endpoint;
  readonly service: OfferedService;
}

function changedDNS(input: Input, { endpoint, service }: Subject, caller: Caller): Pick<Endpoint, 'privateDNSEnabled' | 'dnsOptions'> {
  checkAddressType(input, endpoint.type);
  const privateDNSEnabled = input.PrivateDnsEnabled ?? endpoint.privateDNSEnabled;
  const onlyForInboundResolver = input.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint;
  checkInboundOnly({ onlyForInboundResolver, privateDNSEnabled, service, vpcID: endpoint.vpcID }, caller);
  if (privateDNSEnabled && !endpoint.privateDNSEnabled) checkEnabling({ endpoint, service }, caller);
  return {
    privateDNSEnabled,
    dnsOptions: {
      recordIPType: input.DnsOptions?.DnsRecordIpType ?? endpoint.dnsOptions.recordIPType,
      onlyForInboundResolver: onlyForInboundResolver ?? endpoint.dnsOptions.onlyForInboundResolver,
    },
  };
}

function checkEnabling({ endpoint, service }: Subject, caller: Caller): void {
  if (endpoint.type !== 'Interface') throw invalidParameter(`Private DNS cannot be enabled for endpoints of type ${endpoint.type}.`);
  if (endpoint.state === 'pendingAcceptance') throw awaitsAcceptance(service.name);
  const vpc = owned('vpc', endpoint.vpcID, { records: caller.world.vpcs, caller });
  checkPrivateDNS({ endpointID: endpoint.id, vpc, service }, caller);
}

function applySubnets({ detached, attached }: SubnetChange, { endpoint, service, caller }: Subject & { readonly caller: Caller }): void {
  for (const subnetID of detached) detach(endpoint, subnetID, caller.world);
  for (const attachment of attached) attach(endpoint, attachment, { service, caller });
}
