import type { ApiError, Caller } from '../../handler.ts';
import { zonesOfVPC } from '../../route53/conflicts.ts';
import { hiddenZones } from '../../route53/hidden-zones.ts';
import { normalName } from '../../route53/names.ts';
import type { Endpoint, Vpc } from '../../world.ts';
import { invalidParameter } from './errors.ts';
import type { OfferedService } from './offered-service.ts';

interface Subject {
  /** Undefined while the endpoint is being created. */
  readonly endpointID: string | undefined;
  readonly vpc: Vpc;
  readonly service: OfferedService;
}

/** Refuses private DNS where AWS would: no verified name, DNS attributes off, a name that the VPC has already. */
export function checkPrivateDNS({ endpointID, vpc, service }: Subject, caller: Caller): void {
  if (service.privateNames.length === 0) {
    throw invalidParameter(`Private DNS can't be enabled because the service ${service.name} does not provide a private DNS name.`);
  }
  if (!vpc.enableDnsSupport || !vpc.enableDnsHostnames) {
    throw invalidParameter(
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  }
  const taken = takenZones(vpc.id, endpointID, caller);
  const conflict = service.privateNames.find((name) => taken.has(normalName(name.replace(/^\*\./, ''))));
  if (conflict !== undefined) throw conflictingDomain(conflict, vpc.id);
}

export function conflictingDomain(name: string, vpcID: string): ApiError {
  return invalidParameter(
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${name} in the VPC ${vpcID}`,
  );
}

/** Names of the zones that the VPC has: private hosted zones, and the hidden ones of other endpoints. */
function takenZones(vpcID: string, except: string | undefined, { world }: Caller): Set<string> {
  const hidden = hiddenZones(vpcID, world).filter(({ endpoint }) => endpoint.id !== except);
  return new Set([...zonesOfVPC(vpcID, world), ...hidden].map(({ name }) => name));
}

interface InboundOnly {
  readonly onlyForInboundResolver: boolean | undefined;
  readonly privateDNSEnabled: boolean;
  readonly service: OfferedService;
  readonly vpcID: string;
}

/** `PrivateDnsOnlyForInboundResolverEndpoint` is for services with a gateway too (S3), and needs that gateway in the VPC. */
export function checkInboundOnly({ onlyForInboundResolver, privateDNSEnabled, service, vpcID }: InboundOnly, caller: Caller): void {
  if (onlyForInboundResolver === undefined) return;
  if (service.name !== `com.amazonaws.${service.region}.s3`) {
    throw invalidParameter(`PrivateDnsOnlyForInboundResolverEndpoint is not supported for the service ${service.name}.`);
  }
  if (!onlyForInboundResolver || !privateDNSEnabled) return;
  if (hasGateway(service.name, vpcID, caller)) return;
  throw invalidParameter(
    `To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC ${vpcID} must have a Gateway endpoint for the service.`,
  );
}

function hasGateway(serviceName: string, vpcID: string, { world }: Caller): boolean {
  return [...world.endpoints.values()].some(
    (endpoint: Endpoint) =>
      endpoint.type === 'Gateway' && endpoint.vpcID === vpcID && endpoint.serviceName === serviceName && endpoint.state === 'available',
  );
}
