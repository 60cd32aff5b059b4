import type {
  AvailabilityZone,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer as LoadBalancerView,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Caller } from '../handler.ts';
import { ApiError } from '../handler.ts';
import type { Checked } from '../operations.ts';
import { belongsTo } from '../visibility.ts';
import type { LoadBalancer } from '../world.ts';
import { canonicalHostedZoneID } from './arns.ts';
import { loadBalancerByARN, validationError } from './lookup.ts';
import { checkNamed, markedPage } from './pages.ts';

/** By ARN or by name, where one that is not found fails the whole call, or all in pages. */
export function describeLoadBalancers(input: Checked<DescribeLoadBalancersInput>, caller: Caller): DescribeLoadBalancersOutput {
  const { LoadBalancerArns: arns = [], Names: names = [] } = input;
  if (arns.length > 0 && names.length > 0)
    throw validationError('Load balancer names and load balancer ARNs cannot be specified at the same time');
  checkNamed(arns);
  checkNamed(names);
  const views = (found: readonly LoadBalancer[]) => found.map((loadBalancer) => loadBalancerView(loadBalancer, caller));
  if (arns.length > 0) return { LoadBalancers: views(arns.map((arn) => loadBalancerByARN(arn, caller))) };
  const all = [...caller.world.loadBalancers.values()].filter((loadBalancer) => belongsTo(loadBalancer, caller));
  if (names.length > 0) return { LoadBalancers: views(names.map((name) => named(name, all))) };
  const { items, next } = markedPage(all, input, caller);
  return { LoadBalancers: views(items), ...next };
}

function named(name: string, all: readonly LoadBalancer[]): LoadBalancer {
  const found = all.find((loadBalancer) => loadBalancer.name === name);
  if (found) return found;
  throw new ApiError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
}

export function loadBalancerView(loadBalancer: LoadBalancer, caller: Caller): LoadBalancerView {
  const { type, securityGroupIDs } = loadBalancer;
  const hostedZoneID = type === 'gateway' ? undefined : canonicalHostedZoneID(loadBalancer.region);
  return {
    LoadBalancerArn: loadBalancer.arn,
    LoadBalancerName: loadBalancer.name,
    Type: type,
    Scheme: type === 'gateway' ? undefined : loadBalancer.scheme,
    VpcId: loadBalancer.vpcID,
    DNSName: loadBalancer.dnsName === '' ? undefined : loadBalancer.dnsName,
    CanonicalHostedZoneId: hostedZoneID,
    CreatedTime: new Date(loadBalancer.createdAt),
    State: { Code: loadBalancer.state },
    AvailabilityZones: zoneViews(loadBalancer, caller),
    IpAddressType: loadBalancer.ipAddressType,
    ...(securityGroupIDs.length > 0 ? { SecurityGroups: securityGroupIDs } : {}),
    ...(type === 'network' && securityGroupIDs.length > 0
      ? { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: loadBalancer.enforceInboundRulesOnPrivateLink }
      : {}),
  };
}

/** Zones by the caller's names: ELBv2 gives no zone IDs. */
export function zoneViews({ zones }: LoadBalancer, { world, account }: Caller): AvailabilityZone[] {
  return [...zones].map(([zoneID, { subnetID }]) => ({
    ZoneName: world.zoneName(account, zoneID),
    SubnetId: subnetID,
    LoadBalancerAddresses: [],
  }));
}
