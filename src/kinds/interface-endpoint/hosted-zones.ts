import { sameName } from '../common/dns-names.ts';
import type { AnyObject, Objects } from '../kind.ts';
import type { RecordHere, ZoneHere } from './facts.ts';
import { listAt, recordAt, textAt } from './service.ts';

const zoneKind = 'PrivateHostedZone';

/** How far a zone's association with a VPC is while AWS gives the VPC no other zone of the name. */
const heldStates = ['Associated', 'Pending', 'Removing'] as const;

/** The private hosted zones of this cluster that a VPC has, is about to have, or has not quite lost. */
export function zonesOf(vpcID: string, objects: Objects): readonly ZoneHere[] {
  const zones = objects.all(zoneKind).flatMap((zone): readonly ZoneHere[] => {
    const [hostedZoneID, domain] = [textAt(zone.status, 'hostedZoneID'), textAt(zone.spec, 'domain')];
    const association = listAt(zone.status, 'vpcs').find((vpc) => textAt(vpc, 'id') === vpcID);
    const state = heldStates.find((one) => one === textAt(association, 'state'));
    // Before the zone exists it waits for our private DNS, and must not be waited for in turn.
    if (hostedZoneID === undefined || domain === undefined || state === undefined) return [];
    return [{ object: pathOf(zone), hostedZoneID, domain, isLeaving: state === 'Removing' }];
  });
  return zones.toSorted((a, b) => (a.object < b.object ? -1 : 1));
}

/** The zone that hosts a private name: a wildcard stands in the zone of what follows it. */
export function hostsName({ domain }: ZoneHere, privateName: string): boolean {
  return sameName(privateName.replace(/^\*\./, ''), domain);
}

export interface Target {
  readonly namespace: string;
  readonly name: string;
  readonly endpointID: string | undefined;
}

/** Records of the namespace's zones that lead to an endpoint, or do so on AWS still. */
export function recordsTo(target: Target, objects: Objects): readonly RecordHere[] {
  return objects
    .all(zoneKind)
    .filter(({ metadata }) => metadata.namespace === target.namespace)
    .flatMap((zone) => recordsOf(zone, target))
    .toSorted((a, b) => (`${a.zone} ${a.record}` < `${b.zone} ${b.record}` ? -1 : 1));
}

function recordsOf(zone: AnyObject, target: Target): readonly RecordHere[] {
  const isGoing = zone.metadata.deletionTimestamp !== undefined;
  const wanted = isGoing
    ? []
    : namesOf(listAt(zone.spec, 'records').filter((one) => textAt(recordAt(one, 'endpointRef'), 'name') === target.name));
  const standing = namesOf(listAt(zone.status, 'records').filter((one) => leadsTo(one, target)));
  const names = [...new Set([...wanted, ...standing])];
  return names.map((record) => ({ zone: pathOf(zone), record, isLeaving: !wanted.includes(record) }));
}

/** An endpoint's own names all begin with its ID. */
function leadsTo(record: unknown, { endpointID }: Target): boolean {
  return ['written', 'writing'].some((key) => {
    const dnsName = textAt(recordAt(recordAt(record, key), 'alias'), 'dnsName');
    return endpointID !== undefined && dnsName?.startsWith(`${endpointID}-`) === true;
  });
}

function namesOf(records: readonly unknown[]): readonly string[] {
  return records.flatMap((record) => textAt(record, 'name') ?? []);
}

function pathOf({ metadata }: AnyObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
