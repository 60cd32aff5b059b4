import type { Caller } from '../../handler.ts';
import { ownedBy } from '../../tags.ts';
import type { NetworkInterface, Subnet } from '../../world.ts';
import { checkAddress, takeAddress } from '../privatelink/addresses.ts';

interface Parts {
  readonly subnet: Subnet;
  readonly kind: NetworkInterface['kind'];
  readonly description: string;
  readonly securityGroupIDs: string[];
  /** The lowest free one unless given. */
  readonly address?: string | undefined;
  readonly instanceID?: string;
  readonly loadBalancerARN?: string;
  readonly tags?: Map<string, string>;
}

/** Adds a network interface with an address of its subnet. */
export function newNetworkInterface(parts: Parts, caller: Caller): NetworkInterface {
  const { subnet, kind, description, securityGroupIDs, instanceID, loadBalancerARN, tags } = parts;
  const networkInterface: NetworkInterface = {
    ...ownedBy(caller, tags),
    id: caller.world.newID('eni'),
    subnetID: subnet.id,
    privateAddress: address(parts),
    kind,
    requesterManaged: loadBalancerARN !== undefined,
    description,
    securityGroupIDs,
    instanceID,
    endpointID: undefined,
    loadBalancerARN,
  };
  caller.world.networkInterfaces.set(networkInterface.id, networkInterface);
  return networkInterface;
}

function address({ subnet, address: wanted }: Parts): string {
  if (wanted === undefined) return takeAddress(subnet);
  checkAddress(subnet, wanted);
  subnet.usedAddresses.add(wanted);
  return wanted;
}
