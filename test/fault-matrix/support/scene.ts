import { resource as endpointServices } from '../../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../../src/kinds/interface-endpoint/schema.ts';
import type { KubeObject } from '../../../src/kube/resource.ts';
import { type Scenario, scenario } from '../../harness/scenario.ts';
import { type History, record } from './history.ts';
import type { KindName } from './parts.ts';
import { addMore } from './world.ts';

const minute = 60_000;

/** An operator, AWS and somebody else's resources, in which objects of one kind live one after the other. */
export interface Scene extends AsyncDisposable {
  readonly kind: KindName;
  readonly on: Scenario;
  readonly history: History;
  /** An object of the kind, under a name of its own. */
  newObject(): KubeObject;
  /** Whether somebody else's resources are as they were. */
  foreignUntouched(): boolean;
  /** Whoever has connected goes, so that the next life begins as the first did. */
  disconnect(): Promise<void>;
  /** What carries our tags. */
  ours(): readonly string[];
}

export async function openScene(kind: KindName): Promise<Scene> {
  // Pages and AWS's refusals of the first seconds have tests of their own.
  const settings = { pageSize: 100, emptyFirstPages: false, serviceUnreadyMs: 0 };
  const on = await scenario({ time: 'virtual', before: addMore, settings });
  const isService = kind === 'EndpointService';
  const history = await record(isService ? endpointServices : interfaceEndpoints, isService ? on.provider : on.consumer);
  const foreign = await makeForeign(on);
  // Whatever counts from the start of the process, and not from the object's, has run out by now.
  await on.pass(20 * minute);
  let names = 0;
  return {
    kind,
    on,
    history,
    newObject: () => objectOf(on, kind, `life-${(names += 1)}`),
    foreignUntouched: () => foreignNow(on) === foreign,
    disconnect: () => disconnect(on),
    ours: () => ours(on),
    [Symbol.asyncDispose]: async () => {
      await history.stop();
      await on[Symbol.asyncDispose]();
    },
  };
}

function objectOf(on: Scenario, kind: KindName, name: string): KubeObject {
  const tags = { team: 'pay', 'until-new': 'x', 'until-available': 'x' };
  if (kind === 'InterfaceEndpoint')
    return on.endpoint(name, {
      service: { awsService: 'kms' },
      tags,
      privateDNS: { enabled: true },
    });
  return on.service(name, {
    loadBalancers: [{ tags: { publish: 'matrix' } }],
    tags,
    allowedPrincipals: ['222222222222', '444444444444'].map((id) => `arn:aws:iam::${id}:root`),
    privateDNS: { name: 'pay.example.com' },
    acceptance: {
      rules: [
        { name: 'shop', accounts: ['222222222222'], action: 'Accept' },
        { name: 'strangers', accounts: ['444444444444'], action: 'Reject' },
      ],
    },
  });
}

/** Somebody else's, which nobody may touch. */
async function makeForeign(on: Scenario): Promise<string> {
  const { LoadBalancers = [] } = await on.aws.provider.elb.describeLoadBalancers({ Names: ['payments'] });
  await on.aws.provider.ec2.createVpcEndpointServiceConfiguration({
    NetworkLoadBalancerArns: [LoadBalancers[0]?.LoadBalancerArn ?? ''],
    AcceptanceRequired: true,
  });
  await on.aws.consumer.ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-0b000000000000001',
    SubnetIds: ['subnet-0b000000000000002'],
    ServiceName: 'com.amazonaws.eu-west-1.sqs',
  });
  await on.pass(2 * minute);
  return foreignNow(on);
}

function foreignNow({ simulator: { world } }: Scenario): string {
  world.settle();
  const [service] = world.endpointServices.values();
  const [endpoint] = world.endpoints.values();
  return JSON.stringify([service, endpoint], (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

async function disconnect({ simulator }: Scenario): Promise<void> {
  simulator.world.settle();
  const [, ...guests] = simulator.world.endpoints.values();
  for (const { id, account, region, tags } of guests) {
    if (tags.size > 0) continue;
    const input = { VpcEndpointIds: [id] };
    await simulator.handle({ service: 'ec2', action: 'DeleteVpcEndpoints', input, account, region });
  }
}

function ours({ simulator: { world } }: Scenario): readonly string[] {
  world.settle();
  return [...world.endpoints.values(), ...world.endpointServices.values()]
    .filter(({ tags, state }) => tags.has('privatelink-operator.io/uid') && !/^deleted$/i.test(state))
    .map(({ id, state }) => `${id} ${state}`);
}
