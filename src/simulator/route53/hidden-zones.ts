import { endpointPrivateNames, hiddenZoneID } from '../ec2/privatelink/dns-entries.ts';
import { serviceBehind } from '../ec2/privatelink/offered-service.ts';
import type { Endpoint, World } from '../world.ts';
import { normalName } from './names.ts';

/** A zone that AWS keeps for an endpoint's private DNS: nobody can read or change it, yet it takes its name in the VPC. */
export interface HiddenZone {
  readonly id: string;
  /** In normal form. */
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** Who owns hidden zones, in ListHostedZonesByVPC (aws-facts §5, not measured). */
export const hiddenZoneOwner = 'vpce.amazonaws.com';

/** The hidden zones of the endpoints in a VPC. A wildcard name has a zone without the asterisk. */
export function hiddenZones(vpcID: string, world: World): readonly HiddenZone[] {
  return [...world.endpoints.values()]
    .filter((endpoint) => endpoint.vpcID === vpcID && endpoint.privateDNSEnabled && endpoint.state !== 'deleted')
    .flatMap((endpoint) => zonesOf(endpoint, world));
}

function zonesOf(endpoint: Endpoint, world: World): readonly HiddenZone[] {
  const service = serviceBehind(endpoint, world);
  const privateNames = service ? endpointPrivateNames(endpoint, service) : [];
  const names = new Set(privateNames.map((name) => name.replace(/^\*\./, '')));
  return [...names].map((name) => ({ id: hiddenZoneID(endpoint, name, world), name: normalName(name), endpoint }));
}
