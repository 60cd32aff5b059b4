import type { Input } from '../../aws/ports.ts';
import { type Identity, ownerTags } from '../../core/ownership.ts';
import { wireTags } from '../common/tags.ts';
import type { InterfaceEndpointSpec } from './schema.ts';
import type { ChosenSubnet } from './subnets.ts';

export type CreateRequest = Omit<Input<'createVpcEndpoint'>, 'ClientToken' | 'DryRun'>;

export interface Creation {
  readonly spec: InterfaceEndpointSpec;
  readonly identity: Identity;
  readonly serviceName: string;
  readonly vpcID: string;
  readonly subnets: readonly ChosenSubnet[];
  readonly groups: readonly string[];
}

/** CreateVpcEndpoint as it is recorded. Private DNS is off, and said so, whatever the spec wants: the name must not lead to an endpoint that is not up. */
export function createRequest({ spec, identity, serviceName, vpcID, subnets, groups }: Creation): CreateRequest {
  const configurations = subnetConfigurations(subnets);
  const policy = policyText(spec);
  return {
    VpcEndpointType: 'Interface',
    VpcId: vpcID,
    ServiceName: serviceName,
    SubnetIds: subnets.map(({ subnet }) => subnet.id).toSorted(),
    ...(configurations.length === 0 ? {} : { SubnetConfigurations: configurations }),
    SecurityGroupIds: [...groups],
    ...(policy === undefined ? {} : { PolicyDocument: policy }),
    PrivateDnsEnabled: false,
    IpAddressType: 'ipv4',
    TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: wireTags({ ...spec.tags, ...ownerTags(identity) }) }],
  };
}

/** The addresses that the spec designates, for the subnets that it designates them in. */
export function subnetConfigurations(subnets: readonly ChosenSubnet[]): { SubnetId: string; Ipv4: string }[] {
  return subnets
    .flatMap(({ subnet, ipv4Address }) => (ipv4Address === undefined ? [] : [{ SubnetId: subnet.id, Ipv4: ipv4Address }]))
    .toSorted((a, b) => (a.SubnetId < b.SubnetId ? -1 : 1));
}

export function policyText(spec: InterfaceEndpointSpec): string | undefined {
  return spec.policyJSON ?? (spec.policy === undefined ? undefined : JSON.stringify(spec.policy));
}
