import type { Scenario } from '../../harness/scenario.ts';
import type { KubeObject } from '../../../src/kube/resource.ts';
import type { Stage } from './rows.ts';
import { stranger } from './world.ts';

/** The moment at which somebody does something. */
export interface Moment {
  readonly on: Scenario;
  readonly object: KubeObject;
  readonly stage: Stage;
}

const region = 'eu-west-1';

/** What people do, so that the operator has a call to make. Each is another doing at each stage, so that there is a difference to carry out. */
export const deeds = {
  'add a tag': ({ on, object, stage }: Moment) => on.edit(object, { spec: { tags: { stage } } }),
  'drop a tag': ({ on, object, stage }: Moment) => on.edit(object, { spec: { tags: { [`until-${stage}`]: null } } }),
  'edit the policy': ({ on, object }: Moment) =>
    on.edit(object, { spec: { policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Encrypt', Resource: '*' }] } } }),
  rename: ({ on, object, stage }: Moment) => on.edit(object, { spec: { privateDNS: { name: `${stage}.example.com` } } }),
  'allow another': ({ on, object }: Moment) =>
    on.edit(object, { spec: { allowedPrincipals: ['111111111111', '222222222222'].map((id) => `arn:aws:iam::${id}:root`) } }),
  connect: (moment: Moment) =>
    connectFrom(moment, { account: '222222222222', vpc: 'vpc-0b000000000000001', subnet: 'subnet-0b000000000000002' }),
  'connect as a stranger': (moment: Moment) => connectFrom(moment, stranger),
  'delete behind our back': async ({ on, object }: Moment) => {
    const { status } = (await on.read(object)) ?? {};
    const [ServiceIds, VpcEndpointIds] = [[String(status?.['serviceID'])], [String(status?.['endpointID'])]];
    await (object.kind === 'EndpointService'
      ? on.aws.provider.ec2.deleteVpcEndpointServiceConfigurations({ ServiceIds })
      : on.aws.consumer.ec2.deleteVpcEndpoints({ VpcEndpointIds }));
  },
  'ask for a fresh look': ({ on, object, stage }: Moment) =>
    on.edit(object, { metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': stage } } }),
  remove: ({ on, object }: Moment) => on.remove(object),
} as const satisfies Record<string, (moment: Moment) => Promise<unknown>>;

export type DeedName = keyof typeof deeds;

async function connectFrom(
  { on, object }: Moment,
  { account, vpc, subnet }: { readonly account: string; readonly vpc: string; readonly subnet: string },
): Promise<unknown> {
  const { status } = await on.until(object, 'its service name', (seen) => seen.status['serviceName'] !== undefined);
  const input = { VpcEndpointType: 'Interface', VpcId: vpc, SubnetIds: [subnet], ServiceName: String(status['serviceName']) };
  return on.simulator.handle({ service: 'ec2', action: 'CreateVpcEndpoint', input, account, region });
}
