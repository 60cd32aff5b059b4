import type { Reservation, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownedBy, specifiedTags } from '../../tags.ts';
import type { Instance, Subnet } from '../../world.ts';
import { freeAddressCount, noFreeAddress } from '../privatelink/addresses.ts';
import { chosenGroups } from '../privatelink/security-groups.ts';
import { instanceView } from './describe-instances.ts';
import { passThrough } from './instance-states.ts';
import { newNetworkInterface } from './new-network-interface.ts';
import { owned } from './not-found.ts';
import { once } from './once.ts';

const defaultType = 't3.micro';

/** Starts as many instances as there is room for, at least `MinCount`, each with one interface in the subnet. */
export function runInstances(input: Checked<RunInstancesRequest>, caller: Caller): Reservation {
  const { instances } = once('RunInstances', { input, caller }, () => ({ instances: start(input, caller) }));
  return {
    ReservationId: `r-${instances[0]?.id.slice('i-'.length)}`,
    OwnerId: caller.account,
    Groups: [],
    Instances: instances.map((each) => instanceView(each, caller)),
  };
}

function start(input: Checked<RunInstancesRequest>, caller: Caller): Instance[] {
  const { world } = caller;
  if (input.ImageId === undefined) throw new ApiError('MissingParameter', 'The request must contain the parameter ImageId');
  if (input.SubnetId === undefined) throw new ApiError('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.');
  const subnet = owned('subnet', input.SubnetId, { records: world.subnets, caller });
  if (input.MinCount < 1 || input.MaxCount < input.MinCount) {
    throw new ApiError(
      'InvalidParameterValue',
      `Value (${input.MinCount}) for parameter minCount is invalid. It must be between 1 and maxCount.`,
    );
  }
  const count = Math.min(input.MaxCount, freeAddressCount(subnet));
  if (count < input.MinCount || (input.PrivateIpAddress !== undefined && count > 1)) throw noFreeAddress(subnet);
  const securityGroupIDs = chosenGroups(input.SecurityGroupIds, subnet.vpcID, caller);
  const tags = specifiedTags(input.TagSpecifications, 'instance');
  const { PrivateIpAddress: address, ImageId: imageID, InstanceType: instanceType } = input;
  const instances = Array.from({ length: count }, () =>
    newInstance({ subnet, securityGroupIDs: [...securityGroupIDs], tags: new Map(tags), address, imageID, instanceType }, caller),
  );
  for (const instance of instances) passThrough(instance, { now: 'pending', then: 'running' }, world);
  return instances;
}

interface Parts {
  readonly id?: string;
  readonly subnet: Subnet;
  readonly securityGroupIDs: string[];
  readonly tags: Map<string, string>;
  readonly address?: string | undefined;
  readonly imageID?: string | undefined;
  readonly instanceType?: string | undefined;
}

/** Adds a running instance and its network interface. */
export function newInstance({ id, subnet, securityGroupIDs, tags, address, imageID, instanceType }: Parts, caller: Caller): Instance {
  const { world } = caller;
  const instanceID = id ?? world.newID('i');
  const { privateAddress } = newNetworkInterface(
    { subnet, kind: 'interface', description: '', securityGroupIDs, address, instanceID },
    caller,
  );
  const instance: Instance = {
    ...ownedBy(caller, tags),
    id: instanceID,
    subnetID: subnet.id,
    privateAddress,
    imageID,
    instanceType: instanceType ?? defaultType,
    state: 'running',
    listening: 'all',
  };
  world.instances.set(instanceID, instance);
  return instance;
}
