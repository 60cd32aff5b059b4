import type { SimulatedAws } from '../../../src/simulator/index.ts';
import { accounts, region } from '../../simulation/schedule/setting.ts';

/** Somebody else's service and endpoint, which nobody may touch. */
export async function makeForeign(aws: SimulatedAws): Promise<void> {
  const balancer = [...aws.world.loadBalancers.values()].find(({ name }) => name === 'payments');
  const inputs = [
    ['provider', 'CreateVpcEndpointServiceConfiguration', { NetworkLoadBalancerArns: [balancer?.arn], AcceptanceRequired: true }],
    [
      'consumer',
      'CreateVpcEndpoint',
      {
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0b000000000000001',
        SubnetIds: ['subnet-0b000000000000002'],
        ServiceName: `com.amazonaws.${region}.sqs`,
      },
    ],
  ] as const;
  for (const [team, action, input] of inputs) await aws.handle({ service: 'ec2', action, input, account: accounts[team], region });
}

/** What it is like, to compare. */
export function foreignNow({ world }: SimulatedAws): string {
  world.settle();
  const [service] = world.endpointServices.values();
  const [endpoint] = world.endpoints.values();
  return JSON.stringify([service, endpoint], (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}
