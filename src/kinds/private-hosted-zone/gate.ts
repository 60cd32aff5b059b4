import { cidrsCover } from '../common/cidr.ts';
import type { Facts } from './facts.ts';
import type { RecordPart } from './records.ts';
import type { PrivateHostedZoneSpec } from './schema.ts';
import type { Held, WantedVPC } from './vpcs.ts';

type Spec = Pick<PrivateHostedZoneSpec, 'records'>;

/**
 * A private zone answers NXDOMAIN for what it lacks and never falls back: a VPC is associated only once every record is everywhere and
 * leads to an endpoint that is available and admits the VPC. Pure.
 */
export function gate({ records }: Spec, parts: readonly RecordPart[], endpoints: Facts['endpoints']): (vpc: WantedVPC) => Held | undefined {
  const late = parts.filter(({ state }) => state !== 'InSync' && state !== 'Removing');
  const waiting: Held | undefined =
    late.length === 0
      ? undefined
      : {
          reason: 'RecordsNotInSync',
          message: `Waits for the record${late.length === 1 ? '' : 's'} ${late.map(({ name }) => name).join(', ')}: without ${late.length === 1 ? 'it' : 'them'} the name would resolve to nothing here.`,
        };
  return (vpc) => waiting ?? endpointNotReady({ records }, endpoints) ?? notAdmitted({ records }, endpoints, vpc);
}

/** The first record that cannot be written yet, because the endpoint that it is to lead to is not there, not available or has no such name. */
export function recordWaiting(parts: readonly RecordPart[]): Held | undefined {
  const waiting = parts.find(({ state }) => state === 'Waiting');
  return waiting === undefined
    ? undefined
    : { reason: 'EndpointNotReady', message: waiting.message ?? `Record ${waiting.name} cannot be written yet.` };
}

/** The first endpoint behind a record that is not available. */
export function endpointNotReady({ records }: Spec, endpoints: Facts['endpoints']): Held | undefined {
  for (const { endpointRef } of records) {
    if (endpointRef === undefined) continue;
    const found = endpoints[endpointRef.name];
    if (found?.state !== 'found')
      return { reason: 'EndpointNotReady', message: found?.message ?? `InterfaceEndpoint ${endpointRef.name} is not known.` };
    if (!found.value.isAvailable)
      return { reason: 'EndpointNotReady', message: `InterfaceEndpoint ${endpointRef.name} (${found.value.endpointID}) is not available.` };
  }
  return undefined;
}

/** The first endpoint whose security groups, as far as they can be seen, do not let the VPC's addresses in. */
export function notAdmitted({ records }: Spec, endpoints: Facts['endpoints'], { id, cidrs }: WantedVPC): Held | undefined {
  for (const { endpointRef } of records) {
    const found = endpointRef === undefined ? undefined : endpoints[endpointRef.name];
    if (endpointRef === undefined || found?.state !== 'found') continue;
    const { admits, endpointID, securityGroupIDs } = found.value;
    if (admits === undefined)
      return { reason: 'AdmissionUnknown', message: `What the security groups of ${endpointID} admit is not known yet.` };
    const missing = admits.others ? [] : cidrs.filter((cidr) => !cidrsCover(admits.cidrs, cidr));
    if (missing.length > 0)
      return {
        reason: 'NotAdmitted',
        message: `The security groups of ${endpointID} (${securityGroupIDs.join(', ')}) do not admit ${missing.join(', ')} of ${id}: connections from there would time out. Add a rule for ${missing.length === 1 ? 'it' : 'them'}, or set force in this term of spec.vpcs.`,
      };
  }
  return undefined;
}
