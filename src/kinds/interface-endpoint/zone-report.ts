import type { Endpoint } from './endpoint.ts';
import type { Facts, ProviderZone, Subnet, ZoneNames } from './facts.ts';
import { isOffered, type SubnetChoice } from './subnets.ts';

export interface ZoneReport {
  readonly zoneID: string;
  readonly zoneName?: string;
  readonly subnetID?: string;
  readonly networkInterfaceID?: string;
  readonly ipv4Address?: string;
  readonly offered: boolean;
  readonly attached: boolean;
  readonly serving: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

export interface ZoneQuestion {
  readonly endpoint: Endpoint | undefined;
  readonly listed: readonly Subnet[];
  /** This account's name of each zone ID. */
  readonly zoneNames: ZoneNames;
  readonly offered: readonly string[];
  readonly choice: SubnetChoice;
  readonly addresses: Facts['addresses'];
  readonly provider: readonly ProviderZone[] | undefined;
  /** What the status said of a subnet before, for one that the listing lacks. */
  readonly before: readonly { [Key in 'zoneName' | 'subnetID' | 'networkInterfaceID' | 'ipv4Address' | 'zoneID']?: string | undefined }[];
}

/** The schema's bound; a provider's words may be long. */
const longestMessage = 2_048;

/** Every zone that is wanted or attached, by zone ID: whether traffic can enter there, whether it would be answered, and if not, why. */
export function zoneReport(question: ZoneQuestion): ZoneReport[] {
  const attached = (question.endpoint?.subnetIDs ?? []).flatMap((id) => subnetOf(id, question) ?? []);
  const zoneIDs = new Set([...question.choice.wantedZones, ...attached.map((subnet) => subnet.zoneID)]);
  return [...zoneIDs].toSorted().map((zoneID) => {
    const here = attached.find((subnet) => subnet.zoneID === zoneID);
    const report = here === undefined ? unattachedZone(zoneID, question) : attachedZone(here, question);
    return { ...report, message: report.message.slice(0, longestMessage) };
  });
}

type Serving = Pick<ZoneReport, 'serving' | 'reason' | 'message'>;
type Place = Pick<Subnet, 'id' | 'zoneID' | 'zoneName'>;

function subnetOf(id: string, { listed, before }: ZoneQuestion): Place | undefined {
  const found = listed.find((subnet) => subnet.id === id);
  if (found !== undefined) return found;
  const known = before.find((zone) => zone.subnetID === id);
  return known?.zoneID === undefined ? undefined : { id, zoneID: known.zoneID, zoneName: known.zoneName ?? '' };
}

function attachedZone(subnet: Place, question: ZoneQuestion): ZoneReport {
  const closed = notAccepted(subnet, question.endpoint);
  const address =
    question.addresses.state === 'present'
      ? question.addresses.value.find((one) => one.subnetID === subnet.id)
      : question.before.find((zone) => zone.subnetID === subnet.id);
  return {
    zoneID: subnet.zoneID,
    ...(subnet.zoneName === '' ? {} : { zoneName: subnet.zoneName }),
    subnetID: subnet.id,
    ...(address?.networkInterfaceID === undefined ? {} : { networkInterfaceID: address.networkInterfaceID }),
    ...(address?.ipv4Address === undefined ? {} : { ipv4Address: address.ipv4Address }),
    offered: isOffered(subnet, question.offered),
    attached: true,
    ...(closed ?? servingIn(subnet, question.provider)),
  };
}

/** Interfaces exist before the service's owner accepts, and after a rejection, but nothing answers there. */
function notAccepted(zone: Place, endpoint: Endpoint | undefined): Serving | undefined {
  switch (endpoint?.state) {
    case 'pendingAcceptance':
    case 'rejected':
    case 'expired':
    case 'failed':
      return {
        serving: 'False',
        reason: `${endpoint.state.charAt(0).toUpperCase()}${endpoint.state.slice(1)}`,
        message: `${zone.id} is attached in ${zone.zoneID} (${zone.zoneName}), but ${endpoint.id} is ${endpoint.state}: no connection passes.`,
      };
    default:
      return undefined;
  }
}

/** What the provider reports of the zone. Nothing known against it counts as covered, and the message says so. */
function servingIn(zone: Place, provider: readonly ProviderZone[] | undefined): Serving {
  const named = `${zone.zoneID} (${zone.zoneName})`;
  if (provider === undefined) {
    return {
      serving: 'Unknown',
      reason: 'ProviderNotVisible',
      message: `${zone.id} is attached in ${named}. Whether the provider serves this zone cannot be seen from here; it counts as covered.`,
    };
  }
  const report = provider.find((one) => one.zoneID === zone.zoneID);
  if (report === undefined && provider.length > 0) {
    return {
      serving: 'False',
      reason: 'ProviderHasNoZone',
      message: `${zone.id} is attached in ${named}, where the service has no load balancer (any more): nothing answers there. Ask its owner to enable the zone, or choose a subnet elsewhere.`,
    };
  }
  switch (report?.state) {
    case 'Serving':
      return { serving: 'True', reason: 'Serving', message: `${zone.id} is attached in ${named} and the provider serves this zone.` };
    case 'NotServing':
    case 'Degraded':
      return {
        serving: 'False',
        reason: `Provider${report.state}`,
        message: `Connections through ${zone.id} in ${named} fail at the provider: ${report.message}`,
      };
    case 'Unknown':
    case undefined: {
      const why = report?.message === undefined || report.message === '' ? 'the provider reports on no zone yet' : report.message;
      return {
        serving: 'Unknown',
        reason: 'ProviderUnknown',
        message: `${zone.id} is attached in ${named}. Whether the provider serves this zone is not known (${why}); it counts as covered.`,
      };
    }
  }
}

function unattachedZone(zoneID: string, { zoneNames, offered, choice, endpoint }: ZoneQuestion): ZoneReport {
  const zoneName = zoneNames[zoneID];
  const isOfferedHere = isOffered({ zoneID, zoneName: zoneName ?? zoneID }, offered);
  return {
    zoneID,
    ...(zoneName === undefined ? {} : { zoneName }),
    offered: isOfferedHere,
    attached: false,
    serving: 'Unknown',
    ...whyUnattached(zoneID, { choice, isOfferedHere, hasEndpoint: endpoint !== undefined }),
  };
}

function whyUnattached(
  zoneID: string,
  { choice, isOfferedHere, hasEndpoint }: { readonly choice: SubnetChoice; readonly isOfferedHere: boolean; readonly hasEndpoint: boolean },
): Pick<ZoneReport, 'reason' | 'message'> {
  if (choice.add.some(({ subnet }) => subnet.zoneID === zoneID)) {
    return {
      reason: 'NotAttachedYet',
      message: hasEndpoint ? `A subnet in ${zoneID} is being attached.` : `A subnet in ${zoneID} is attached when the endpoint is created.`,
    };
  }
  const dropped = choice.dropped.find((one) => one.zoneID === zoneID && one.reason !== 'ZoneTaken');
  if (dropped !== undefined) return { reason: dropped.reason, message: dropped.message };
  if (!isOfferedHere)
    return {
      reason: 'ZoneNotOffered',
      message: `The service is not offered in ${zoneID}. Ask its owner to add the zone, or want another.`,
    };
  return {
    reason: 'NoSubnet',
    message: `No subnet in ${zoneID} matches spec.subnets, though the service is offered there. Add or tag one.`,
  };
}

/** "covered/wanted": attached and not known to be unanswered, of the zones that the spec wants. */
export function zoneSummary(zones: readonly ZoneReport[], wantedZones: readonly string[]): string {
  return `${coveredZones(zones, wantedZones)}/${wantedZones.length}`;
}

export function coveredZones(zones: readonly ZoneReport[], wantedZones: readonly string[]): number {
  return zones.filter((zone) => wantedZones.includes(zone.zoneID) && zone.attached && zone.serving !== 'False').length;
}
