import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyListenerAttributesInput,
  ModifyLoadBalancerAttributesInput,
  ModifyTargetGroupAttributesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { attributeList, withListenerAttributes, withLoadBalancerAttributes, withTargetGroupAttributes } from './attribute-values.ts';
import { listenerByARN, loadBalancerByARN, targetGroupByARN } from './lookup.ts';

export function modifyLoadBalancerAttributes(
  input: Checked<ModifyLoadBalancerAttributesInput>,
  caller: Caller,
): DescribeLoadBalancerAttributesOutput {
  const loadBalancer = loadBalancerByARN(input.LoadBalancerArn, caller);
  loadBalancer.attributes = withLoadBalancerAttributes(loadBalancer, input.Attributes);
  return { Attributes: attributeList(loadBalancer.attributes) };
}

export function describeLoadBalancerAttributes(
  input: Checked<DescribeLoadBalancerAttributesInput>,
  caller: Caller,
): DescribeLoadBalancerAttributesOutput {
  return { Attributes: attributeList(loadBalancerByARN(input.LoadBalancerArn, caller).attributes) };
}

export function modifyTargetGroupAttributes(
  input: Checked<ModifyTargetGroupAttributesInput>,
  caller: Caller,
): DescribeTargetGroupAttributesOutput {
  const targetGroup = targetGroupByARN(input.TargetGroupArn, caller);
  targetGroup.attributes = withTargetGroupAttributes(targetGroup, input.Attributes);
  return { Attributes: attributeList(targetGroup.attributes) };
}

export function describeTargetGroupAttributes(
  input: Checked<DescribeTargetGroupAttributesInput>,
  caller: Caller,
): DescribeTargetGroupAttributesOutput {
  return { Attributes: attributeList(targetGroupByARN(input.TargetGroupArn, caller).attributes) };
}

export function modifyListenerAttributes(input: Checked<ModifyListenerAttributesInput>, caller: Caller): DescribeListenerAttributesOutput {
  const listener = listenerByARN(input.ListenerArn, caller);
  listener.attributes = withListenerAttributes(listener, input.Attributes);
  return { Attributes: attributeList(listener.attributes) };
}

export function describeListenerAttributes(
  input: Checked<DescribeListenerAttributesInput>,
  caller: Caller,
): DescribeListenerAttributesOutput {
  return { Attributes: attributeList(listenerByARN(input.ListenerArn, caller).attributes) };
}
