import type { Caller } from '../../handler.ts';
import type { Subnet, Vpc } from '../../world.ts';
import { invalidParameter } from './errors.ts';
import type { OfferedService } from './offered-service.ts';
import { checkInboundOnly } from './private-dns.ts';

interface Options {
  readonly SecurityGroupIds?: readonly string[] | undefined;
  readonly IpAddressType?: string | undefined;
  readonly DnsOptions?:
    | { readonly DnsRecordIpType?: string | undefined; readonly PrivateDnsOnlyForInboundResolverEndpoint?: boolean | undefined }
    | undefined;
}
interface Requested {
  readonly input: Options;
  readonly vpc: Vpc;
  readonly service: OfferedService;
  readonly subnets: readonly Subnet[];
  readonly privateDNSEnabled: boolean;
}

/** Refuses options that do not go with the endpoint's type, or that its subnets do not carry. */
export function checkOptions({ input, vpc, service, subnets, privateDNSEnabled }: Requested, caller: Caller): void {
  const { type } = service;
  if (type === 'Gateway' && subnets.length > 0) throw invalidParameter('Subnets cannot be specified for endpoints of type Gateway.');
  if (type === 'GatewayLoadBalancer' && subnets.length !== 1) {
    throw invalidParameter('Endpoints of type GatewayLoadBalancer need exactly one subnet.');
  }
  if (type !== 'Interface' && (input.SecurityGroupIds ?? []).length > 0) {
    throw invalidParameter(`Security groups cannot be specified for endpoints of type ${type}.`);
  }
  if (type !== 'Interface' && privateDNSEnabled) throw invalidParameter(`Private DNS cannot be enabled for endpoints of type ${type}.`);
  checkAddressType(input, type);
  const onlyForInboundResolver = input.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint;
  checkInboundOnly({ onlyForInboundResolver, privateDNSEnabled, service, vpcID: vpc.id }, caller);
}

/** The simulated subnets have no IPv6 range, so that nothing but IPv4 fits. */
export function checkAddressType({ IpAddressType, DnsOptions }: Options, type: OfferedService['type']): void {
  if (IpAddressType !== undefined && IpAddressType !== 'ipv4') {
    throw invalidParameter(`The IP address type ${IpAddressType} is not supported by all of the endpoint's subnets.`);
  }
  const record = DnsOptions?.DnsRecordIpType;
  const allowed = type === 'Gateway' ? ['ipv4', 'service-defined'] : ['ipv4'];
  if (record !== undefined && !allowed.includes(record)) {
    throw invalidParameter(`The DNS record IP type ${record} is not compatible with the IP address type ipv4.`);
  }
}
