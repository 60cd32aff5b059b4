import type { DescribeVpcAttributeRequest, DescribeVpcAttributeResult, ModifyVpcAttributeRequest } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { owned } from './not-found.ts';

/** One attribute a call, as in AWS. */
export function modifyVpcAttribute(input: Checked<ModifyVpcAttributeRequest>, caller: Caller): object {
  const vpc = owned('vpc', input.VpcId, { records: caller.world.vpcs, caller });
  const [support, hostnames] = [input.EnableDnsSupport?.Value, input.EnableDnsHostnames?.Value];
  if ((support === undefined) === (hostnames === undefined)) {
    throw new ApiError('InvalidParameterCombination', 'Exactly one attribute must be given: EnableDnsSupport or EnableDnsHostnames.');
  }
  vpc.enableDnsSupport = support ?? vpc.enableDnsSupport;
  vpc.enableDnsHostnames = hostnames ?? vpc.enableDnsHostnames;
  return {};
}

export function describeVpcAttribute(input: Checked<DescribeVpcAttributeRequest>, caller: Caller): DescribeVpcAttributeResult {
  const { id, enableDnsSupport, enableDnsHostnames } = owned('vpc', input.VpcId, { records: caller.world.vpcs, caller });
  switch (input.Attribute) {
    case 'enableDnsSupport':
      return { VpcId: id, EnableDnsSupport: { Value: enableDnsSupport } };
    case 'enableDnsHostnames':
      return { VpcId: id, EnableDnsHostnames: { Value: enableDnsHostnames } };
    default:
      return { VpcId: id, EnableNetworkAddressUsageMetrics: { Value: false } };
  }
}
