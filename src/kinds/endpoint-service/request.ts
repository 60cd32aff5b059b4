import type { Input } from '../../aws/ports.ts';
import { ownerTags } from '../../core/ownership.ts';
import { wireTags } from '../common/tags.ts';
import type { EndpointServiceInput } from './assessment.ts';
import type { Balancer } from './facts.ts';

export type CreateRequest = Omit<Input<'createVpcEndpointServiceConfiguration'>, 'ClientToken' | 'DryRun'>;

/** CreateVpcEndpointServiceConfiguration as it is recorded: tags inside, so that it is ours from its first moment. */
export function createRequest(
  { object, identity }: Pick<EndpointServiceInput, 'object' | 'identity'>,
  balancers: readonly Balancer[],
): CreateRequest {
  const { spec } = object;
  return {
    NetworkLoadBalancerArns: [...new Set(balancers.map(({ arn }) => arn))].toSorted(),
    AcceptanceRequired: spec.acceptance.required,
    ...(spec.privateDNS === undefined ? {} : { PrivateDnsName: spec.privateDNS.name }),
    SupportedIpAddressTypes: ['ipv4'],
    TagSpecifications: [{ ResourceType: 'vpc-endpoint-service', Tags: wireTags({ ...spec.tags, ...ownerTags(identity) }) }],
  };
}
