import type { DescribeInstancesRequest, DescribeInstancesResult, Instance as InstanceView } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { tagList } from '../../tags.ts';
import type { Instance, NetworkInterface, Subnet } from '../../world.ts';
import { networkInterfaceView } from './describe-network-interfaces.ts';
import { stateView } from './instance-states.ts';
import { list } from './list.ts';

function filters(caller: Caller): FilterFields<Instance> {
  const { world, account } = caller;
  const subnet = ({ subnetID }: Instance): Subnet | undefined => world.subnets.get(subnetID);
  const interfaceField = (of: (networkInterface: NetworkInterface) => string) => (instance: Instance) =>
    interfacesOf(instance, caller).map(of);
  const groups = (instance: Instance): string[] => interfacesOf(instance, caller).flatMap(({ securityGroupIDs }) => securityGroupIDs);
  const zoneName = (instance: Instance): string | undefined => nameOf(subnet(instance), (zoneID) => world.zoneName(account, zoneID));
  return {
    fields: {
      'availability-zone': zoneName,
      'availability-zone-id': (instance) => subnet(instance)?.zoneID,
      'image-id': ({ imageID }) => imageID,
      'instance-id': ({ id }) => id,
      'instance-state-code': ({ state }) => String(stateView(state).Code),
      'instance-state-name': ({ state }) => state,
      'instance-type': ({ instanceType }) => instanceType,
      'instance.group-id': groups,
      'instance.group-name': (instance) => groups(instance).flatMap((id) => world.securityGroups.get(id)?.name ?? []),
      'network-interface.network-interface-id': interfaceField(({ id }) => id),
      'network-interface.addresses.private-ip-address': interfaceField(({ privateAddress }) => privateAddress),
      'network-interface.subnet-id': interfaceField(({ subnetID }) => subnetID),
      'owner-id': (instance) => instance.account,
      'private-ip-address': ({ privateAddress }) => privateAddress,
      'subnet-id': ({ subnetID }) => subnetID,
      'vpc-id': (instance) => subnet(instance)?.vpcID,
    },
    tagged: (instance) => instance,
  };
}

function nameOf(subnet: Subnet | undefined, name: (zoneID: string) => string): string | undefined {
  return subnet && name(subnet.zoneID);
}

function interfacesOf({ id }: Instance, { world }: Caller): NetworkInterface[] {
  return [...world.networkInterfaces.values()].filter(({ instanceID }) => instanceID === id);
}

/** Every instance in a reservation of its own. */
export function describeInstances(input: Checked<DescribeInstancesRequest>, caller: Caller): DescribeInstancesResult {
  const listing = { kind: 'instance', records: caller.world.instances, ids: input.InstanceIds, filters: filters(caller) } as const;
  const { items, NextToken } = list(listing, input, caller);
  const Reservations = items.map((instance) => ({
    ReservationId: `r-${instance.id.slice('i-'.length)}`,
    OwnerId: instance.account,
    Groups: [],
    Instances: [instanceView(instance, caller)],
  }));
  return { Reservations, NextToken };
}

export function instanceView(instance: Instance, caller: Caller): InstanceView {
  const { world, account } = caller;
  const subnet = world.subnets.get(instance.subnetID);
  const interfaces = interfacesOf(instance, caller).map((each) => networkInterfaceView(each, caller));
  const here =
    instance.state === 'terminated' ? {} : { PrivateIpAddress: instance.privateAddress, SubnetId: instance.subnetID, VpcId: subnet?.vpcID };
  return {
    InstanceId: instance.id,
    ...here,
    ImageId: instance.imageID,
    InstanceType: instance.instanceType as InstanceView['InstanceType'],
    State: stateView(instance.state),
    LaunchTime: new Date(instance.createdAt),
    Placement: {
      AvailabilityZone: nameOf(subnet, (zoneID) => world.zoneName(account, zoneID)),
      AvailabilityZoneId: subnet?.zoneID,
      Tenancy: 'default',
    },
    NetworkInterfaces: interfaces.map(({ NetworkInterfaceId, PrivateIpAddress, SubnetId, VpcId }) => ({
      NetworkInterfaceId,
      PrivateIpAddress,
      SubnetId,
      VpcId,
    })),
    SecurityGroups: interfaces[0]?.Groups ?? [],
    Tags: tagList(instance.tags),
  };
}
