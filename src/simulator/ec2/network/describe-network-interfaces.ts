import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface as NetworkInterfaceView,
} from '@aws-sdk/client-ec2';
import { createHash } from 'node:crypto';
import type { FilterFields } from '../../filters.ts';
import { never } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { tagList } from '../../tags.ts';
import type { NetworkInterface, Subnet } from '../../world.ts';
import { list } from './list.ts';

export function networkInterfaceFilters({ world, account }: Caller): FilterFields<NetworkInterface> {
  const subnet = ({ subnetID }: NetworkInterface): Subnet | undefined => world.subnets.get(subnetID);
  const address = ({ privateAddress }: NetworkInterface): string => privateAddress;
  return {
    fields: {
      'addresses.private-ip-address': address,
      'addresses.primary': () => 'true',
      'attachment.attach-time': (each) => attachment(each)?.AttachTime.toISOString(),
      'attachment.attachment-id': (each) => attachment(each)?.AttachmentId,
      'attachment.delete-on-termination': (each) => textOf(attachment(each)?.DeleteOnTermination),
      'attachment.device-index': (each) => textOf(attachment(each)?.DeviceIndex),
      'attachment.instance-id': ({ instanceID }) => instanceID,
      'attachment.instance-owner-id': (each) => attachment(each)?.InstanceOwnerId,
      'attachment.status': (each) => attachment(each)?.Status,
      'availability-zone': (each) => zone(subnet(each), (zoneID) => world.zoneName(account, zoneID)),
      'availability-zone-id': (each) => zone(subnet(each), (zoneID) => zoneID),
      description: ({ description }) => description,
      'group-id': ({ securityGroupIDs }) => securityGroupIDs,
      'group-name': ({ securityGroupIDs }) => securityGroupIDs.flatMap((id) => world.securityGroups.get(id)?.name ?? []),
      'interface-type': ({ kind }) => kind,
      'mac-address': macAddress,
      'network-interface-id': ({ id }) => id,
      'operator.managed': () => 'false',
      'owner-id': (each) => each.account,
      'private-dns-name': privateName,
      'private-ip-address': address,
      'requester-id': (each) => requesterID(each),
      'requester-managed': ({ requesterManaged }) => String(requesterManaged),
      'source-dest-check': ({ requesterManaged }) => String(!requesterManaged),
      status: (each) => (attached(each) ? 'in-use' : 'available'),
      'subnet-id': ({ subnetID }) => subnetID,
      'vpc-id': (each) => subnet(each)?.vpcID,
      ...never([
        'addresses.association.owner-id',
        'addresses.association.public-ip',
        'association.allocation-id',
        'association.association-id',
        'association.ip-owner-id',
        'association.public-dns-name',
        'association.public-ip',
        'ipv6-addresses.ipv6-address',
        'operator.principal',
      ]),
    },
    tagged: (networkInterface) => networkInterface,
  };
}

function zone(subnet: Subnet | undefined, written: (zoneID: string) => string): string | undefined {
  return subnet && written(subnet.zoneID);
}

export function describeNetworkInterfaces(
  input: Checked<DescribeNetworkInterfacesRequest>,
  caller: Caller,
): DescribeNetworkInterfacesResult {
  const records = caller.world.networkInterfaces;
  const listing = { kind: 'networkInterface', records, ids: input.NetworkInterfaceIds, filters: networkInterfaceFilters(caller) } as const;
  const { items, NextToken } = list(listing, input, caller);
  return { NetworkInterfaces: items.map((each) => networkInterfaceView(each, caller)), NextToken };
}

export function networkInterfaceView(networkInterface: NetworkInterface, { world, account }: Caller): NetworkInterfaceView {
  const { id, subnetID, privateAddress, securityGroupIDs, requesterManaged } = networkInterface;
  const subnet = world.subnets.get(subnetID);
  return {
    NetworkInterfaceId: id,
    SubnetId: subnetID,
    VpcId: subnet?.vpcID,
    AvailabilityZone: zone(subnet, (zoneID) => world.zoneName(account, zoneID)),
    AvailabilityZoneId: subnet?.zoneID,
    OwnerId: networkInterface.account,
    Description: networkInterface.description,
    InterfaceType: networkInterface.kind,
    Status: attached(networkInterface) ? 'in-use' : 'available',
    RequesterManaged: requesterManaged,
    SourceDestCheck: !requesterManaged,
    MacAddress: macAddress(networkInterface),
    PrivateDnsName: privateName(networkInterface),
    PrivateIpAddress: privateAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: privateAddress, PrivateDnsName: privateName(networkInterface) }],
    Ipv6Addresses: [],
    Groups: securityGroupIDs.map((groupID) => ({ GroupId: groupID, GroupName: world.securityGroups.get(groupID)?.name })),
    Operator: { Managed: false },
    Attachment: attachment(networkInterface),
    RequesterId: requesterID(networkInterface),
    TagSet: tagList(networkInterface.tags),
  };
}

/** To an instance, or as AWS's own are: to nothing that the caller has. */
function attachment(networkInterface: NetworkInterface) {
  if (!attached(networkInterface)) return undefined;
  const { id, instanceID, account, createdAt } = networkInterface;
  return {
    AttachmentId: `${instanceID ? 'eni-attach' : 'ela-attach'}-${id.slice('eni-'.length)}`,
    AttachTime: new Date(createdAt),
    DeleteOnTermination: instanceID !== undefined,
    DeviceIndex: instanceID ? 0 : 1,
    InstanceId: instanceID,
    InstanceOwnerId: instanceID ? account : 'amazon-aws',
    Status: 'attached',
  } as const;
}

function requesterID({ requesterManaged, kind }: NetworkInterface): string | undefined {
  if (!requesterManaged) return undefined;
  return kind === 'network_load_balancer' ? 'amazon-elb' : 'amazon-aws';
}

function textOf(value: boolean | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function attached({ kind, instanceID }: NetworkInterface): boolean {
  return kind !== 'interface' || instanceID !== undefined;
}

export function privateName({ privateAddress, region }: Pick<NetworkInterface, 'privateAddress' | 'region'>): string {
  return `ip-${privateAddress.replaceAll('.', '-')}.${region}.compute.internal`;
}

/** A locally administered address that hangs on the interface's ID. */
function macAddress({ id }: NetworkInterface): string {
  const bytes = createHash('sha256').update(id).digest('hex').slice(0, 10).match(/../g) ?? [];
  return ['02', ...bytes].join(':');
}
