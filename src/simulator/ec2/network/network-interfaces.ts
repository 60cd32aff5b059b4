import type {
  CreateNetworkInterfaceRequest,
  CreateNetworkInterfaceResult,
  DeleteNetworkInterfaceRequest,
  ModifyNetworkInterfaceAttributeRequest,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { specifiedTags } from '../../tags.ts';
import type { NetworkInterface } from '../../world.ts';
import { removeInterface } from '../privatelink/endpoint-interfaces.ts';
import { chosenGroups, checkGroups } from '../privatelink/security-groups.ts';
import { networkInterfaceView } from './describe-network-interfaces.ts';
import { newNetworkInterface } from './new-network-interface.ts';
import { owned } from './not-found.ts';
import { once } from './once.ts';

export function createNetworkInterface(input: Checked<CreateNetworkInterfaceRequest>, caller: Caller): CreateNetworkInterfaceResult {
  const made = once('CreateNetworkInterface', { input, caller }, () => make(input, caller));
  return { NetworkInterface: networkInterfaceView(made, caller) };
}

function make(input: Checked<CreateNetworkInterfaceRequest>, caller: Caller): NetworkInterface {
  const subnet = owned('subnet', input.SubnetId, { records: caller.world.subnets, caller });
  const securityGroupIDs = chosenGroups(input.Groups, subnet.vpcID, caller);
  const tags = specifiedTags(input.TagSpecifications, 'network-interface');
  const parts = {
    subnet,
    kind: 'interface',
    description: input.Description ?? '',
    securityGroupIDs,
    address: input.PrivateIpAddress,
    tags,
  } as const;
  return newNetworkInterface(parts, caller);
}

/** Changes the security groups. AWS's own interfaces are not the caller's to change. */
export function modifyNetworkInterface(input: Checked<ModifyNetworkInterfaceAttributeRequest>, caller: Caller): object {
  const networkInterface = ownInterface(input.NetworkInterfaceId, caller);
  const vpcID = caller.world.subnets.get(networkInterface.subnetID)?.vpcID ?? '';
  if (input.Groups === undefined || input.Groups.length === 0) {
    throw new ApiError('InvalidParameterCombination', 'No attributes specified.');
  }
  networkInterface.securityGroupIDs = checkGroups([...new Set(input.Groups)], vpcID, caller);
  return {};
}

export function deleteNetworkInterface(input: Checked<DeleteNetworkInterfaceRequest>, caller: Caller): object {
  const { id, instanceID } = ownInterface(input.NetworkInterfaceId, caller);
  if (instanceID !== undefined) throw new ApiError('InvalidParameterValue', `Network interface '${id}' is currently in use.`);
  removeInterface(id, caller.world);
  return {};
}

function ownInterface(id: string, caller: Caller): NetworkInterface {
  const networkInterface = owned('networkInterface', id, { records: caller.world.networkInterfaces, caller });
  if (networkInterface.kind === 'interface') return networkInterface;
  throw new ApiError('OperationNotPermitted', `You are not allowed to manage '${networkInterface.kind}' attachments.`);
}
