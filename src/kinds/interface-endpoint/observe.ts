import { sight } from '../../core/sightings.ts';
import { factOf, unknown } from '../../core/reading.ts';
import type { Live, View } from '../kind.ts';
import type { Facts } from './facts.ts';
import { recordsTo, zonesOf } from './hosted-zones.ts';
import { observeInTheWay } from './in-the-way.ts';
import { listGroups, listSubnets, offeredZones, resolveVpc, vpcCIDRs, vpcDNS, zoneNames } from './look-up.ts';
import { observeEndpoint } from './observe-endpoint.ts';
import { providerZones } from './provider.ts';
import { observePrivateNames } from './private-names.ts';
import type { InterfaceEndpointSpec, InterfaceEndpointStatus } from './schema.ts';
import { matchGroups } from './security-groups.ts';
import { serviceName } from './service.ts';
import { matchSubnets } from './subnets.ts';

type Object = Live<InterfaceEndpointSpec, InterfaceEndpointStatus>;

export async function observe(object: Object, view: View, previous: Facts | undefined): Promise<Facts> {
  const own = await observeEndpoint(object, view, previous);
  const { namespace, name, deletionTimestamp } = object.metadata;
  return deletionTimestamp === undefined
    ? { ...own, ...(await observeReferences(object, view, { own, previous })) }
    : { ...own, ...notLookedAt(view), records: recordsTo({ namespace, name, endpointID: object.status.endpointID }, view.objects) };
}

type Own = Pick<Facts, 'resource' | 'owned'>;
type Others = Omit<Facts, keyof Own>;

async function observeReferences(
  { spec, status, metadata }: Object,
  view: View,
  { own, previous }: { readonly own: Own; readonly previous: Facts | undefined },
): Promise<Others> {
  const endpoint = own.resource.state === 'present' ? own.resource.value : undefined;
  const name = serviceName(spec.service, { namespace: metadata.namespace, region: view.region }, view.objects);
  const vpcID = await resolveVpc(spec.vpc, endpoint?.vpcID ?? status.vpcID, view);
  const vpc = vpcID.state === 'found' ? vpcID.value : undefined;
  const inUse = endpoint?.serviceName ?? (name.state === 'found' ? name.value : undefined);
  const [offered, privateNames, subnets, groups, dns, cidrs, addresses, inTheWay] = await Promise.all([
    offeredZones(inUse, view, endpoint),
    observePrivateNames(inUse, view, { maxAge: endpoint === undefined ? view.periods.listing : view.periods.rare }),
    listSubnets(vpc, view, previous?.subnets),
    listGroups(vpc, view, previous?.groups),
    spec.privateDNS.enabled ? vpcDNS(vpc, view, endpoint?.privateDNS === true) : unknown(notAsked(view)),
    spec.privateDNS.enabled ? vpcCIDRs(vpc, view) : unknown(notAsked(view)),
    observeAddresses(endpoint?.networkInterfaceIDs ?? [], view),
    observeInTheWay(endpoint, view),
  ]);
  return {
    serviceName: name,
    vpcID,
    offered,
    zoneNames: await zoneNames(view, subnets),
    subnets,
    groups,
    subnetSightings: subnets.known
      ? sight(previous?.subnetSightings, {
          sequence: subnets.sequence,
          held: endpoint?.subnetIDs ?? [],
          found: matchSubnets(spec.subnets, subnets.items).map((match) => match.subnet.id),
        })
      : undefined,
    groupSightings: groups.known
      ? sight(previous?.groupSightings, {
          sequence: groups.sequence,
          held: endpoint?.groupIDs ?? [],
          found: matchGroups(spec.securityGroups, groups.items),
        })
      : undefined,
    vpcDNS: dns,
    vpcCIDRs: cidrs,
    addresses,
    privateNames,
    zones: spec.privateDNS.enabled && vpc !== undefined ? zonesOf(vpc, view.objects) : [],
    records: [],
    inTheWay,
    provider: providerZones({ spec, namespace: metadata.namespace, serviceName: inUse }, view.objects),
  };
}

/** The addresses never change while the set of network interfaces is the same. */
async function observeAddresses(ids: readonly string[], view: View): Promise<Facts['addresses']> {
  if (ids.length === 0) return unknown(notAsked(view));
  const reading = await view.read('describeNetworkInterfaces', { NetworkInterfaceIds: [...ids] }, { maxAge: view.periods.rare });
  return factOf(reading, (output) =>
    (output.NetworkInterfaces ?? [])
      .map((one) => ({
        networkInterfaceID: one.NetworkInterfaceId ?? '',
        subnetID: one.SubnetId ?? '',
        ipv4Address: one.PrivateIpAddress ?? '',
      }))
      .toSorted((a, b) => (a.subnetID < b.subnetID ? -1 : 1)),
  );
}

/** A deletion needs nothing but the endpoint itself and who uses it, least of all objects that may go first. */
function notLookedAt(view: View): Others {
  const failure = notAsked(view);
  const lookup = { state: 'unknown', failure, message: failure.message } as const;
  const listing = { known: false, failure, items: undefined } as const;
  return {
    serviceName: lookup,
    vpcID: lookup,
    offered: lookup,
    zoneNames: {},
    subnets: listing,
    groups: listing,
    subnetSightings: undefined,
    groupSightings: undefined,
    vpcDNS: unknown(failure),
    vpcCIDRs: unknown(failure),
    addresses: unknown(failure),
    privateNames: unknown(failure),
    zones: [],
    records: [],
    inTheWay: unknown(failure),
    provider: undefined,
  };
}

function notAsked(view: View): ReturnType<View['failure']> {
  return view.failure('describeVpcEndpoints', 'NotAsked', 'not looked at');
}
