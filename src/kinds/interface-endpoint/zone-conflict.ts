import type { Failure } from '../../core/outcome.ts';
import type { Endpoint } from './endpoint.ts';
import type { Facts, ZoneHere } from './facts.ts';
import { hostsName } from './hosted-zones.ts';

type Conflict =
  | { readonly state: 'held'; readonly message: string }
  | { readonly state: 'waiting'; readonly message: string; readonly failure?: Failure };

/** A zone of this cluster that has the private name in the VPC already: AWS would refuse private DNS, and would name no zone. */
export function zoneConflict({ zones, privateNames }: Pick<Facts, 'zones' | 'privateNames'>, { vpcID }: Endpoint): Conflict | undefined {
  if (zones.length === 0) return undefined;
  const cannotTell = `Cannot tell whether a private hosted zone of ${vpcID} has the service's private name`;
  if (privateNames.state === 'unknown')
    return { state: 'waiting', message: `${cannotTell}: ${privateNames.failure.message}`, failure: privateNames.failure };
  if (privateNames.state === 'absent') return { state: 'waiting', message: `${cannotTell}.` };
  const zone = zones.find((one) => privateNames.value.some((name) => hostsName(one, name)));
  return zone === undefined ? undefined : { state: 'held', message: conflictMessage(zone, vpcID) };
}

function conflictMessage({ object, hostedZoneID, domain, isLeaving }: ZoneHere, vpcID: string): string {
  const here = `PrivateHostedZone ${object} (${hostedZoneID}) hosts ${domain} in ${vpcID}, and AWS lets a VPC have a name once.`;
  if (isLeaving) return `${here} It is being taken off ${vpcID}; private DNS goes on by itself after that.`;
  return (
    `${here} Either set spec.privateDNS.enabled to false, for the name resolves there as the zone's records say; ` +
    `or keep private DNS here and take ${vpcID} out of the zone's spec.vpcs, so that it serves the other VPCs alone: between the two the name resolves to public addresses there. ` +
    'A zone whose own account has no other VPC needs the first, or an accessRef into an account that has one.'
  );
}
