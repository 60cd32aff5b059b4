import type { Caller } from '../handler.ts';
import { randomHex } from '../random.ts';
import type { LoadBalancer } from '../world.ts';

const shortTypes = { network: 'net', gateway: 'gwy', application: 'app' } as const;

function prefix({ account, region }: Caller): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:`;
}

export function newLoadBalancerARN({ type, name }: Pick<LoadBalancer, 'type' | 'name'>, caller: Caller): string {
  return `${prefix(caller)}loadbalancer/${shortTypes[type]}/${name}/${randomHex(16, caller.world.random)}`;
}

/** `net/<name>/<hash>`, as it stands in the ARN and in the descriptions of network interfaces. */
export function loadBalancerPath(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

export function newListenerARN(loadBalancerARN: string, caller: Caller): string {
  return `${prefix(caller)}listener/${loadBalancerPath(loadBalancerARN)}/${randomHex(16, caller.world.random)}`;
}

export function newTargetGroupARN(name: string, caller: Caller): string {
  return `${prefix(caller)}targetgroup/${name}/${randomHex(16, caller.world.random)}`;
}

/** The DNS name AWS gives; a Gateway Load Balancer has none. */
export function loadBalancerDNSName(
  { type, scheme, name, arn }: Pick<LoadBalancer, 'type' | 'scheme' | 'name' | 'arn'>,
  region: string,
): string {
  const hash = arn.slice(arn.lastIndexOf('/') + 1);
  if (type === 'gateway') return '';
  if (type === 'network') return `${name}-${hash}.elb.${region}.amazonaws.com`;
  return `${scheme === 'internal' ? 'internal-' : ''}${name}-${hash}.${region}.elb.amazonaws.com`;
}

/** The hosted zones of Network Load Balancer names, as AWS publishes them. */
const hostedZoneIDs: Readonly<Record<string, string>> = {
  'us-east-1': 'Z26RNL4JYFTOTI',
  'us-west-2': 'Z18D5FSROUN65G',
  'eu-west-1': 'Z2IFOLAFXWLO4F',
  'eu-central-1': 'Z3F0SRJ5LGBH90',
  'ap-northeast-2': 'ZIBE1TIR4HY56',
};

export function canonicalHostedZoneID(region: string): string | undefined {
  return hostedZoneIDs[region];
}
