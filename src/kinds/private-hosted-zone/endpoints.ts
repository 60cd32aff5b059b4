import { normalName, sameName } from '../common/dns-names.ts';
import type { Lookup } from '../common/lookup.ts';
import type { AnyObject, Objects } from '../kind.ts';
import type { Admits, DnsTarget, Facts, HiddenZone, RecordTarget } from './facts.ts';
import type { PrivateHostedZoneSpec } from './schema.ts';

/** What an InterfaceEndpoint says of itself, as far as it matters to zones: another kind's object, so read with care. */
interface EndpointStatus {
  readonly endpointID?: string;
  readonly state?: string;
  readonly vpcID?: string;
  readonly securityGroupIDs?: readonly string[];
  readonly admits?: Admits;
  readonly privateNames?: readonly string[];
  readonly dns?: {
    readonly regional?: string;
    readonly hostedZoneID?: string;
    readonly zonal?: readonly { readonly zoneID: string; readonly name: string }[];
    readonly private?: readonly string[];
  };
}

interface EndpointSpec {
  readonly privateDNS?: { readonly enabled?: boolean };
}

/** The endpoints that the records lead to, by name. */
export function recordTargets({ records }: PrivateHostedZoneSpec, namespace: string, objects: Objects): Facts['endpoints'] {
  const names = new Set(records.flatMap(({ endpointRef }) => endpointRef?.name ?? []));
  return Object.fromEntries([...names].toSorted().map((name) => [name, targetOf(name, objects.get('InterfaceEndpoint', namespace, name))]));
}

function targetOf(name: string, object: AnyObject | undefined): Lookup<RecordTarget> {
  if (object === undefined)
    return {
      state: 'missing',
      reason: 'EndpointNotFound',
      message: `There is no InterfaceEndpoint ${name} in this namespace. Create it, or correct spec.records.`,
    };
  const { endpointID, state, dns = {}, admits, securityGroupIDs = [] } = statusOf(object);
  if (endpointID === undefined)
    return {
      state: 'missing',
      reason: 'EndpointNotReady',
      message: `InterfaceEndpoint ${name} has no endpoint yet. The record follows by itself.`,
    };
  const { hostedZoneID } = dns;
  const target = (dnsName: string | undefined): DnsTarget | undefined =>
    dnsName === undefined || hostedZoneID === undefined ? undefined : { dnsName: normalName(dnsName), hostedZoneID };
  return {
    state: 'found',
    value: {
      endpointID,
      isAvailable: state === 'available',
      regional: target(dns.regional),
      zonal: Object.fromEntries(
        (dns.zonal ?? []).flatMap((zone) => {
          const found = target(zone.name);
          return found === undefined ? [] : [[zone.zoneID, found] as const];
        }),
      ),
      admits,
      securityGroupIDs,
    },
  };
}

/** Endpoints of ours that have, or are to have, the zone's name in their VPC by private DNS of their own: AWS lets a VPC have a name once. */
export function hiddenZonesOf(domain: string, objects: Objects): Facts['hiddenZones'] {
  const zones = objects.all('InterfaceEndpoint').flatMap((object): readonly (readonly [string, HiddenZone])[] => {
    const { endpointID, vpcID, dns, privateNames = [] } = statusOf(object);
    if (endpointID === undefined || vpcID === undefined || object.metadata.deletionTimestamp !== undefined) return [];
    const wanted = ((object.spec ?? {}) as EndpointSpec).privateDNS?.enabled === true;
    const names = [...(dns?.private ?? []), ...(wanted ? privateNames : [])];
    const isHere = names.some((name) => sameName(zoneNameOf(name), domain));
    return isHere ? [[vpcID, { object: `${object.metadata.namespace ?? ''}/${object.metadata.name}`, endpointID }]] : [];
  });
  return Object.fromEntries(zones);
}

/** The zone that hosts a private name: a wildcard stands in the zone of what follows it. */
function zoneNameOf(privateName: string): string {
  return privateName.replace(/^\*\./, '');
}

/** Private names of the services behind our records that no PrivateHostedZone of the namespace has a record for. */
export function namesNotHosted(
  { spec, namespace }: { readonly spec: PrivateHostedZoneSpec; readonly namespace: string },
  objects: Objects,
): readonly string[] {
  const hosted = new Set(
    objects
      .all('PrivateHostedZone')
      .filter(({ metadata }) => metadata.namespace === namespace)
      .flatMap((zone) => recordNames(zone.spec as PrivateHostedZoneSpec)),
  );
  for (const name of recordNames(spec)) hosted.add(name);
  const names = new Set(
    spec.records.flatMap(({ endpointRef }) => {
      const object = endpointRef === undefined ? undefined : objects.get('InterfaceEndpoint', namespace, endpointRef.name);
      return object === undefined ? [] : (statusOf(object).privateNames ?? []);
    }),
  );
  return [...names].filter((name) => !hosted.has(normalName(name))).toSorted();
}

function recordNames({ domain, records }: PrivateHostedZoneSpec): readonly string[] {
  return records.map(({ name }) => normalName(name === '@' ? domain : `${name}.${domain}`));
}

function statusOf({ status }: AnyObject): EndpointStatus {
  return (status ?? {}) as EndpointStatus;
}
