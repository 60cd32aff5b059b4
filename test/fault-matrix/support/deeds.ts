import type { KubeObject } from '../../../src/kube/resource.ts';
import { accounts, region, spokeVPCs, strangersSubnet, strangersVpc } from '../../simulation/schedule/setting.ts';
import type { RecordSet } from '../../../src/simulator/world-dns.ts';
import { isOurs, publicZone } from './foreign.ts';
import type { Stage } from './rows.ts';
import type { Scene } from './scene.ts';

/** The moment at which somebody does something. */
export interface Moment {
  readonly scene: Scene;
  readonly object: KubeObject;
  readonly stage: Stage;
}

/** What people do, so that the operator has a call to make. Each is another doing at each stage, so that there is a difference to carry out. */
export const deeds = {
  'add a tag': ({ scene, object, stage }: Moment) => scene.edit(object, { spec: { tags: { stage } } }),
  'drop a tag': ({ scene, object, stage }: Moment) => scene.edit(object, { spec: { tags: { [`until-${stage}`]: null } } }),
  'edit the policy': ({ scene, object }: Moment) =>
    scene.edit(object, { spec: { policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Encrypt', Resource: '*' }] } } }),
  rename: ({ scene, object, stage }: Moment) => scene.edit(object, { spec: { privateDNS: { name: `${stage}.example.com` } } }),
  'allow another': ({ scene, object }: Moment) =>
    scene.edit(object, { spec: { allowedPrincipals: ['111111111111', '222222222222'].map((id) => `arn:aws:iam::${id}:root`) } }),
  connect: (moment: Moment) =>
    connectFrom(moment, { account: accounts.consumer, vpc: 'vpc-0b000000000000001', subnet: 'subnet-0b000000000000002' }),
  'connect as a stranger': (moment: Moment) =>
    connectFrom(moment, { account: accounts.stranger, vpc: strangersVpc, subnet: strangersSubnet }),
  'delete behind our back': ({ scene, object }: Moment) => {
    const { status } = scene.read(object) ?? {};
    if (object.kind === 'PrivateHostedZone') return scene.aws.world.hostedZones.delete(String(status?.['hostedZoneID']));
    return object.kind === 'EndpointService'
      ? call(scene, accounts.provider, 'DeleteVpcEndpointServiceConfigurations', { ServiceIds: [status?.['serviceID']] })
      : call(scene, accounts.consumer, 'DeleteVpcEndpoints', { VpcEndpointIds: [status?.['endpointID']] });
  },
  'edit the records': ({ scene, object }: Moment) =>
    scene.edit(object, { spec: { records: [...recordsOf(object), { name: 'more', type: 'TXT', values: ['"more"'] }] } }),
  'share with another': ({ scene, object }: Moment) =>
    scene.edit(object, { spec: { vpcs: [...vpcsOf(object), { accessRef: { name: 'spoke' }, id: spokeVPCs[1] }] } }),
  'share no more': async ({ scene, object, stage }: Moment) => {
    const zoneOf = () => scene.aws.world.hostedZones.get(String(scene.read(object)?.status['hostedZoneID']));
    const count = stage === 'new' ? 2 : 1;
    await scene.until(() => zoneOf()?.vpcs.size === count + 1, 20);
    scene.edit(object, { spec: { vpcs: vpcsOf(object).slice(0, count) } });
  },
  'lose the record': ({ scene }: Moment) => {
    const { records } = scene.aws.world.hostedZones.get(publicZone) ?? { records: new Map<string, RecordSet>() };
    for (const [key, record] of records) if (isOurs(record)) records.delete(key);
  },
  // And somebody asks for a fresh look.
  'lose the verification': ({ scene, object, stage }: Moment) => {
    for (const { privateDNS } of scene.aws.world.endpointServices.values()) if (privateDNS !== undefined) privateDNS.state = 'failed';
    scene.edit(object, { metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': stage } } });
  },
  remove: ({ scene, object }: Moment) => scene.remove(object),
} as const satisfies Record<string, (moment: Moment) => unknown>;

function recordsOf({ spec }: KubeObject): readonly object[] {
  return (spec as { readonly records: readonly object[] }).records;
}

function vpcsOf({ spec }: KubeObject): readonly object[] {
  return (spec as { readonly vpcs: readonly object[] }).vpcs;
}

export type DeedName = keyof typeof deeds;

async function connectFrom(
  { scene, object }: Moment,
  { account, vpc, subnet }: { readonly account: string; readonly vpc: string; readonly subnet: string },
): Promise<unknown> {
  const nameOf = (): unknown => scene.read(object)?.status['serviceName'];
  await scene.until(() => nameOf() !== undefined, 20);
  const input = { VpcEndpointType: 'Interface', VpcId: vpc, SubnetIds: [subnet], ServiceName: nameOf() };
  return call(scene, account, 'CreateVpcEndpoint', input);
}

// oxlint-disable-next-line max-params -- whose call, and the call
function call({ aws }: Scene, account: string, action: string, input: object): Promise<object> {
  return aws.handle({ service: 'ec2', action, input, account, region });
}
