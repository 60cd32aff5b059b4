import type { Output } from '../../aws/ports.ts';
import type { Failure } from '../../core/outcome.ts';
import { type Fact, factOf, present, type Reading, unknown } from '../../core/reading.ts';
import type { Lookup } from '../common/lookup.ts';
import { tagsOf } from '../common/tags.ts';
import type { View } from '../kind.ts';
import type { Endpoint } from './endpoint.ts';
import type { Group, IngressRule, Listing, Subnet, VpcDNS, ZoneNames } from './facts.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

/** The VPC once resolved stays: which one it is must not change under an endpoint. */
export async function resolveVpc(vpc: InterfaceEndpointSpec['vpc'], pinned: string | undefined, view: View): Promise<Lookup<string>> {
  const known = pinned ?? vpc.id;
  if (known !== undefined) return { state: 'found', value: known };
  const wanted = Object.entries(vpc.tags ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const words = wanted.map(([key, value]) => `${key}=${value}`).join(', ');
  const reading = await view.read(
    'describeVpcs',
    { Filters: wanted.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })) },
    { maxAge: view.periods.listing },
  );
  if (!reading.known) return failed(reading.failure, `Cannot look up the VPC tagged ${words}`);
  const ids = (reading.value.Vpcs ?? []).flatMap((one) => one.VpcId ?? []).toSorted();
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return { state: 'found', value: only };
  if (only === undefined)
    return {
      state: 'missing',
      reason: 'VPCNotFound',
      message: `No VPC is tagged ${words} in ${view.region}. Tag one, or correct spec.vpc.`,
    };
  return {
    state: 'missing',
    reason: 'VPCAmbiguous',
    message: `${ids.length} VPCs are tagged ${words}: ${ids.slice(0, 5).join(', ')}. Make the tags match exactly one.`,
  };
}

/** What DescribeVpcEndpointServices is asked. Amazon S3 has a second detail of the same name, for its gateway. */
export function interfaceServices(serviceName: string): { ServiceNames: string[]; Filters: { Name: string; Values: string[] }[] } {
  return { ServiceNames: [serviceName], Filters: [{ Name: 'service-type', Values: ['Interface'] }] };
}

/** Zones in which the service can be had: by ID where AWS says so, else by this account's names. */
export async function offeredZones(
  serviceName: string | undefined,
  view: View,
  endpoint: Endpoint | undefined,
): Promise<Lookup<readonly string[]>> {
  if (serviceName === undefined)
    return failed(
      view.failure('describeVpcEndpointServices', 'NotAsked', 'the service is not known yet'),
      'Cannot tell where the service is offered',
    );
  const reading = await view.read('describeVpcEndpointServices', interfaceServices(serviceName), {
    maxAge: endpoint === undefined ? view.periods.listing : view.periods.rare,
  });
  if (!reading.known)
    return failed(reading.failure, invisible(reading.failure, serviceName, view) ?? `Cannot tell in which zones ${serviceName} is offered`);
  const details = (reading.value.ServiceDetails ?? []).filter((detail) => detail.ServiceName === serviceName);
  const zones = details.flatMap((detail) =>
    detail.AvailabilityZoneIds?.length ? detail.AvailabilityZoneIds : (detail.AvailabilityZones ?? []),
  );
  // As definite as AWS's own InvalidServiceName, and as likely to be mended by the owner.
  if (details.length === 0)
    return failed(
      view.failure('describeVpcEndpointServices', 'InvalidServiceName', 'no interface endpoint service of that name'),
      serviceNotVisible(serviceName, view.accountID, view.region),
    );
  return { state: 'found', value: [...new Set(zones)].toSorted() };
}

function invisible(failure: Failure, serviceName: string, view: View): string | undefined {
  return failure.code === 'InvalidServiceName' ? serviceNotVisible(serviceName, view.accountID, view.region) : undefined;
}

/** An unknown service, one not visible yet and one that does not admit us look alike to a consumer. */
export function serviceNotVisible(serviceName: string, accountID: string, region: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `AWS shows no service ${serviceName} to account ${accountID}. Check the name, or ask its owner to allow the principal arn:${partition}:iam::${accountID}:root`;
}

export async function listSubnets(vpcID: string | undefined, view: View, before: Listing<Subnet> | undefined): Promise<Listing<Subnet>> {
  if (vpcID === undefined)
    return { known: false, failure: view.failure('describeSubnets', 'NotAsked', 'the VPC is not known yet'), items: undefined };
  const reading = await view.read('describeSubnets', { Filters: [{ Name: 'vpc-id', Values: [vpcID] }] }, { maxAge: view.periods.listing });
  return listingOf(reading, before, (output) =>
    (output.Subnets ?? []).map((one) => ({
      id: one.SubnetId ?? '',
      zoneID: one.AvailabilityZoneId ?? '',
      zoneName: one.AvailabilityZone ?? '',
      tags: tagsOf(one.Tags),
    })),
  );
}

/** This account's zone names, from the account itself where it may be asked, and from the subnets at hand. */
export async function zoneNames(view: View, subnets: Listing<Subnet>): Promise<ZoneNames> {
  const reading = await view.read('describeAvailabilityZones', {}, { maxAge: view.periods.rare });
  const told = reading.known
    ? (reading.value.AvailabilityZones ?? []).map((zone) => [zone.ZoneId ?? '', zone.ZoneName ?? ''] as const)
    : [];
  const seen = (subnets.items ?? []).map((subnet) => [subnet.zoneID, subnet.zoneName] as const);
  return Object.fromEntries([...told, ...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export async function listGroups(vpcID: string | undefined, view: View, before: Listing<Group> | undefined): Promise<Listing<Group>> {
  if (vpcID === undefined)
    return { known: false, failure: view.failure('describeSecurityGroups', 'NotAsked', 'the VPC is not known yet'), items: undefined };
  const reading = await view.read(
    'describeSecurityGroups',
    { Filters: [{ Name: 'vpc-id', Values: [vpcID] }] },
    { maxAge: view.periods.listing },
  );
  return listingOf(reading, before, (output) =>
    (output.SecurityGroups ?? []).map((one) => ({
      id: one.GroupId ?? '',
      name: one.GroupName ?? '',
      tags: tagsOf(one.Tags),
      ingress: (one.IpPermissions ?? []).map(ingressRule),
    })),
  );
}

type Permission = NonNullable<NonNullable<Output<'describeSecurityGroups'>['SecurityGroups']>[number]['IpPermissions']>[number];

function ingressRule({ IpProtocol, FromPort, ToPort, IpRanges, UserIdGroupPairs, PrefixListIds }: Permission): IngressRule {
  return {
    protocol: IpProtocol ?? '',
    ports: FromPort === undefined || ToPort === undefined ? undefined : { from: FromPort, to: ToPort },
    cidrs: (IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []),
    others: (UserIdGroupPairs ?? []).length > 0 || (PrefixListIds ?? []).length > 0,
  };
}

function listingOf<T, Item extends { readonly id: string }>(
  reading: Reading<T>,
  before: Listing<Item> | undefined,
  items: (output: T) => readonly Item[],
): Listing<Item> {
  if (!reading.known) return { known: false, failure: reading.failure, items: before?.items };
  return { known: true, items: items(reading.value).toSorted((a, b) => (a.id < b.id ? -1 : 1)), sequence: reading.sequence };
}

/** Both attributes must hold before a private name resolves. Where it is on already they are looked at rarely. */
export async function vpcDNS(vpcID: string | undefined, view: View, isOn: boolean): Promise<Fact<VpcDNS>> {
  if (vpcID === undefined) return unknown(view.failure('describeVpcAttribute', 'NotAsked', 'the VPC is not known yet'));
  const age = { maxAge: isOn ? view.periods.rare : view.periods.listing };
  const [support, hostnames] = await Promise.all([
    view.read('describeVpcAttribute', { VpcId: vpcID, Attribute: 'enableDnsSupport' }, age),
    view.read('describeVpcAttribute', { VpcId: vpcID, Attribute: 'enableDnsHostnames' }, age),
  ]);
  if (!support.known) return unknown(support.failure);
  if (!hostnames.known) return unknown(hostnames.failure);
  return present({
    support: support.value.EnableDnsSupport?.Value === true,
    hostnames: hostnames.value.EnableDnsHostnames?.Value === true,
  });
}

/** The VPC's IPv4 address blocks, the later associated ones too. */
export async function vpcCIDRs(vpcID: string | undefined, view: View): Promise<Fact<readonly string[]>> {
  if (vpcID === undefined) return unknown(view.failure('describeVpcs', 'NotAsked', 'the VPC is not known yet'));
  const reading = await view.read('describeVpcs', { VpcIds: [vpcID] }, { maxAge: view.periods.rare });
  return factOf(reading, ({ Vpcs = [] }) =>
    Vpcs.find((one) => one.VpcId === vpcID)
      ?.CidrBlockAssociationSet?.flatMap(associated)
      .toSorted(),
  );
}

type Association = NonNullable<NonNullable<Output<'describeVpcs'>['Vpcs']>[number]['CidrBlockAssociationSet']>[number];

function associated({ CidrBlock, CidrBlockState }: Association): readonly string[] {
  return CidrBlock === undefined || CidrBlockState?.State !== 'associated' ? [] : [CidrBlock];
}

function failed(failure: Failure, message: string): Extract<Lookup<never>, { state: 'unknown' }> {
  return { state: 'unknown', failure, message: `${message}: ${failure.message}` };
}
