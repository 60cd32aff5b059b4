import type { ServiceConfiguration } from '@aws-sdk/client-ec2';
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Scenario } from '../../harness/scenario.ts';

const subnets = { 'euw1-az1': 'subnet-0a000000000000001', 'euw1-az2': 'subnet-0a000000000000002', 'euw1-az3': 'subnet-0a000000000000003' };
export type Zone = keyof typeof subnets;

/** A network load balancer of the provider's without listeners, active after its time of provisioning. */
export async function addBalancer(
  on: Scenario,
  name: string,
  { zones = ['euw1-az1'], tags = {} }: { readonly zones?: readonly Zone[]; readonly tags?: Readonly<Record<string, string>> } = {},
): Promise<LoadBalancer & { readonly LoadBalancerArn: string }> {
  const { LoadBalancers: [made] = [] } = await on.aws.provider.elb.createLoadBalancer({
    Name: name,
    Type: 'network',
    Scheme: 'internal',
    Subnets: zones.map((zone) => subnets[zone]),
    ...(Object.keys(tags).length === 0 ? {} : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  });
  if (made?.LoadBalancerArn === undefined) throw new Error(`load balancer ${name} is made`);
  return { ...made, LoadBalancerArn: made.LoadBalancerArn };
}

export async function setZones(on: Scenario, balancer: string, zones: readonly Zone[]): Promise<void> {
  const arn = await balancerARN(on, balancer);
  await on.aws.provider.elb.setSubnets({ LoadBalancerArn: arn, Subnets: zones.map((zone) => subnets[zone]) });
}

export async function balancerNamed(on: Scenario, name: string): Promise<LoadBalancer> {
  const { LoadBalancers: [found] = [] } = await on.aws.provider.elb.describeLoadBalancers({ Names: [name] });
  if (found === undefined) throw new Error(`there is no load balancer ${name}`);
  return found;
}

export async function balancerARN(on: Scenario, name: string): Promise<string> {
  return (await balancerNamed(on, name)).LoadBalancerArn ?? '';
}

/** The service as its owner reads it; undefined once AWS shows it no more. */
export async function configuration(on: Scenario, serviceID: string): Promise<ServiceConfiguration | undefined> {
  try {
    const { ServiceConfigurations: [found] = [] } = await on.aws.provider.ec2.describeVpcEndpointServiceConfigurations({
      ServiceIds: [serviceID],
    });
    return found;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidVpcEndpointService.NotFound') return undefined;
    throw error;
  }
}

export async function tagsOf(on: Scenario, serviceID: string): Promise<Readonly<Record<string, string>>> {
  const { Tags = [] } = (await configuration(on, serviceID)) ?? {};
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export async function principalsOf(on: Scenario, ServiceId: string): Promise<readonly string[]> {
  const { AllowedPrincipals = [] } = await on.aws.provider.ec2.describeVpcEndpointServicePermissions({ ServiceId, MaxResults: 1_000 });
  return AllowedPrincipals.flatMap(({ Principal }) => Principal ?? []).toSorted();
}
