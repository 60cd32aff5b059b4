import type { Simulator } from '../../src/simulator/index.ts';
import { accounts } from '../harness/teams.ts';

const region = 'eu-west-1';

/** Somebody else's resources in both accounts, which nobody may touch: one with no tags, one of another installation of the operator. */
export async function makeForeign(simulator: Simulator): Promise<{ changes(): readonly string[] }> {
  const { world } = simulator;
  const call = (account: string, action: string, input: object): Promise<object> =>
    simulator.handle({ service: 'ec2', action, input, account, region });
  const [balancer] = [...world.loadBalancers.values()].filter(({ name }) => name === 'payments');
  await call(accounts.provider, 'CreateVpcEndpointServiceConfiguration', {
    NetworkLoadBalancerArns: [balancer?.arn],
    AcceptanceRequired: true,
  });
  const tags = { cluster: 'another', kind: 'InterfaceEndpoint', namespace: 'shop', name: 'orders', uid: 'another-uid' };
  await call(accounts.consumer, 'CreateVpcEndpoint', {
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-0b000000000000001',
    SubnetIds: ['subnet-0b000000000000002'],
    ServiceName: 'com.amazonaws.eu-west-1.sqs',
    TagSpecifications: [
      {
        ResourceType: 'vpc-endpoint',
        Tags: Object.entries(tags).map(([key, Value]) => ({ Key: `privatelink-operator.io/${key}`, Value })),
      },
    ],
  });
  const [service] = world.endpointServices.values();
  const [endpoint] = world.endpoints.values();
  const now = (): readonly string[] => {
    world.settle();
    // It becomes available by itself.
    return [service, endpoint].map((one) => JSON.stringify({ ...one, establishedAt: 0 }, listed).replace('"pending"', '"available"'));
  };
  const before = now();
  return {
    changes: () =>
      now()
        .filter((one, index) => one !== before[index])
        .map((one) => `somebody else's was touched: ${one}`),
  };
}

function listed(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}
