import type { DescribeInstancesRequest, DescribeInstancesResult, Instance as InstanceView } from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { tagList } from '../../tags.ts';
import type { Instance, NetworkInterface, Subnet } from '../../world.ts';
import { networkInterfaceFilters, networkInterfaceView, privateName } from './describe-network-interfaces.ts';
import { instanceTraits, traitFilters } from './instance-traits.ts';
import { stateView } from './instance-states.ts';
import { list } from './list.ts';

function filters(caller: Caller): FilterFields<Instance> {
  const { world, account } = caller;
  const subnet = ({ subnetID }: Instance): Subnet | undefined => world.subnets.get(subnetID);
  const groups = (instance: Instance): string[] => interfacesOf(instance, caller).flatMap(({ securityGroupIDs }) => securityGroupIDs);
  const zoneName = (instance: Instance): string | undefined => nameOf(subnet(instance), (zoneID) => world.zoneName(account, zoneID));
  return {
    fields: {
      ...traitFilters,
      'availability-zone': zoneName,
      'availability-zone-id': (instance) => subnet(instance)?.zoneID,
      'image-id': ({ imageID }) => imageID,
      'instance-id': ({ id }) => id,
      'instance-state-code': ({ state }) => String(stateView(state).Code),
      'instance-state-name': ({ state }) => state,
      'instance-type': ({ instanceType }) => instanceType,
      'instance.group-id': groups,
      'instance.group-name': (instance) => groups(instance).flatMap((id) => world.securityGroups.get(id)?.name ?? []),
      'launch-time': ({ createdAt }) => new Date(createdAt).toISOString(),
      ...interfaceFilters(caller),
      'owner-id': (instance) => instance.account,
      'private-dns-name': privateName,
      'private-ip-address': ({ privateAddress }) => privateAddress,
      'reservation-id': reservationID,
      'subnet-id': ({ subnetID }) => subnetID,
      'vpc-id': (instance) => subnet(instance)?.vpcID,
    },
    tagged: (instance) => instance,
  };
}

/** `network-interface.subnet-id` and so on: each of the filters on network interfaces themselves. */
function interfaceFilters(caller: Caller): FilterFields<Instance>['fields'] {
  const ofInterfaces = Object.entries(networkInterfaceFilters(caller).fields);
  return Object.fromEntries(
    ofInterfaces.map(([name, field]) => [
      `network-interface.${name}`,
      (instance: Instance) => interfacesOf(instance, caller).flatMap((each) => field(each) ?? []),
    ]),
  );
}

function reservationID({ id }: Instance): string {
  return `r-${id.slice('i-'.length)}`;
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
    ReservationId: reservationID(instance),
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
    instance.state === 'terminated'
      ? { PrivateDnsName: '' }
      : {
          PrivateIpAddress: instance.privateAddress,
          PrivateDnsName: privateName(instance),
          SubnetId: instance.subnetID,
          VpcId: subnet?.vpcID,
        };
  return {
    ...instanceTraits,
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
    // Their schema leaves out of the reply what only the interface's own view has.
    NetworkInterfaces: interfaces,
    SecurityGroups: interfaces[0]?.Groups ?? [],
    Tags: tagList(instance.tags),
  };
}
