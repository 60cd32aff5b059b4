import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface as NetworkInterfaceView,
} from '@aws-sdk/client-ec2';
import { createHash } from 'node:crypto';
import type { FilterFields } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { tagList } from '../../tags.ts';
import type { NetworkInterface, Subnet } from '../../world.ts';
import { list } from './list.ts';

function filters({ world, account }: Caller): FilterFields<NetworkInterface> {
  const subnet = ({ subnetID }: NetworkInterface): Subnet | undefined => world.subnets.get(subnetID);
  const address = ({ privateAddress }: NetworkInterface): string => privateAddress;
  return {
    fields: {
      'addresses.private-ip-address': address,
      'addresses.primary': () => 'true',
      'attachment.instance-id': ({ instanceID }) => instanceID,
      'attachment.status': (each) => (attached(each) ? 'attached' : undefined),
      'availability-zone': (each) => zone(subnet(each), (zoneID) => world.zoneName(account, zoneID)),
      'availability-zone-id': (each) => zone(subnet(each), (zoneID) => zoneID),
      description: ({ description }) => description,
      'group-id': ({ securityGroupIDs }) => securityGroupIDs,
      'group-name': ({ securityGroupIDs }) => securityGroupIDs.flatMap((id) => world.securityGroups.get(id)?.name ?? []),
      'interface-type': ({ kind }) => kind,
      'mac-address': macAddress,
      'network-interface-id': ({ id }) => id,
      'owner-id': (each) => each.account,
      'private-dns-name': privateName,
      'private-ip-address': address,
      'requester-managed': ({ requesterManaged }) => String(requesterManaged),
      status: (each) => (attached(each) ? 'in-use' : 'available'),
      'subnet-id': ({ subnetID }) => subnetID,
      'vpc-id': (each) => subnet(each)?.vpcID,
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
  const listing = { kind: 'networkInterface', records, ids: input.NetworkInterfaceIds, filters: filters(caller) } as const;
  const { items, NextToken } = list(listing, input, caller);
  return { NetworkInterfaces: items.map((each) => networkInterfaceView(each, caller)), NextToken };
}

export function networkInterfaceView(networkInterface: NetworkInterface, { world, account }: Caller): NetworkInterfaceView {
  const { id, subnetID, privateAddress, securityGroupIDs, instanceID, requesterManaged } = networkInterface;
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
    ...(attached(networkInterface)
      ? {
          Attachment: {
            InstanceId: instanceID,
            InstanceOwnerId: instanceID ? account : 'amazon-aws',
            Status: 'attached',
            DeviceIndex: instanceID ? 0 : 1,
          },
        }
      : {}),
    TagSet: tagList(networkInterface.tags),
  };
}

function attached({ kind, instanceID }: NetworkInterface): boolean {
  return kind !== 'interface' || instanceID !== undefined;
}

function privateName({ privateAddress, region }: NetworkInterface): string {
  return `ip-${privateAddress.replaceAll('.', '-')}.${region}.compute.internal`;
}

/** A locally administered address that hangs on the interface's ID. */
function macAddress({ id }: NetworkInterface): string {
  const bytes = createHash('sha256').update(id).digest('hex').slice(0, 10).match(/../g) ?? [];
  return ['02', ...bytes].join(':');
}
