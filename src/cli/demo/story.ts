import {
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ProbeAnswer } from '../../simulator/probe.ts';
import type { JournalEntry } from '../../simulator/journal.ts';
import { type Cluster, type DemoObject, isReady } from './cluster.ts';
import type { Narrator } from './narrator.ts';

/** What the story is told with. */
export interface Stage {
  readonly cluster: Cluster;
  readonly narrator: Narrator;
  /** The provider's own AWS client: the team that owns the load balancer, not the operator. */
  readonly provider: ElasticLoadBalancingV2Client;
  /** Connects from the consumer's VPC. */
  probe(dnsName: string, port: number): ProbeAnswer;
  /** The operator's AWS calls so far. */
  operatorCalls(): readonly JournalEntry[];
  /** The zone that an instance runs in. */
  zoneOf(instanceID: string): string;
  /** Endpoints and endpoint services that AWS still has. */
  remaining(): readonly string[];
}

const patience = 30;

export async function tellStory(stage: Stage): Promise<void> {
  await apply(stage);
  const endpoint = await becomeReady(stage);
  await connect(stage, endpoint);
  const targetGroup = await breakZones(stage);
  await seeTheFault(stage, endpoint);
  await heal(stage, { endpoint, targetGroup });
  await takeDown(stage);
}

async function apply({ cluster, narrator }: Stage): Promise<void> {
  narrator.chapter('Two teams in two accounts write YAML');
  narrator.show(
    'kubectl apply -f examples/',
    await cluster.kubectl(
      'apply',
      '-f',
      'examples/access.yaml',
      '-f',
      'examples/endpoint-service.yaml',
      '-f',
      'examples/interface-endpoint.yaml',
    ),
  );
}

async function becomeReady({ cluster, narrator }: Stage): Promise<DemoObject> {
  await narrator.expect('EndpointService payments/payments is Ready with 3/3 zones', patience, async () => {
    const service = await cluster.get('epsvc', 'payments', 'payments');
    return isReady(service) && service.status?.zoneSummary === '3/3' ? service : undefined;
  });
  const endpoint = await narrator.expect('InterfaceEndpoint shop/payments is Ready with 2/2 zones', patience, async () => {
    const found = await cluster.get('ifep', 'shop', 'payments');
    return isReady(found) && found.status?.zoneSummary === '2/2' && found.status.dns?.regional !== undefined ? found : undefined;
  });
  narrator.show('kubectl get epsvc,ifep -A', await cluster.kubectl('get', 'epsvc,ifep', '-A'));
  narrator.say(`DNS name for clients: ${endpoint.status?.dns?.regional ?? ''}`);
  for (const zonal of endpoint.status?.dns?.zonal ?? []) narrator.say(`  in ${zonal.zoneID}: ${zonal.name}`);
  return endpoint;
}

async function connect({ narrator, probe }: Stage, endpoint: DemoObject): Promise<void> {
  narrator.chapter('A client in the consumer VPC connects');
  for (const { zoneID, name } of endpoint.status?.dns?.zonal ?? []) {
    const answer = probe(name, 443);
    narrator.show(`probe ${zoneID} :443`, answer.message);
    if (answer.result !== 'connected') throw new Error(`expected a connection through ${zoneID}, got: ${answer.message}`);
  }
}

/** Takes the targets of the first two zones away, as a bad rollout would. */
async function breakZones({ narrator, provider, zoneOf }: Stage): Promise<string> {
  narrator.chapter('The fault: the targets of euw1-az1 and euw1-az2 are deregistered; cross-zone is off');
  const { TargetGroups = [] } = await provider.send(new DescribeTargetGroupsCommand({ Names: ['payments'] }));
  const arn = TargetGroups[0]?.TargetGroupArn;
  if (arn === undefined) throw new Error('the world has no target group named payments');
  const { TargetHealthDescriptions = [] } = await provider.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
  const targets = TargetHealthDescriptions.flatMap(({ Target }) =>
    Target?.Id !== undefined && zoneOf(Target.Id) !== 'euw1-az3' ? [{ Id: Target.Id, Port: Target.Port }] : [],
  );
  if (targets.length !== 2) throw new Error(`expected one target in each of two zones, found ${targets.length}`);
  await provider.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets: targets }));
  return arn;
}

async function seeTheFault({ cluster, narrator, probe }: Stage, endpoint: DemoObject): Promise<void> {
  const name = zonalName(endpoint, 'euw1-az2');
  const answer = await narrator.expect('the probe through euw1-az2 meets an empty reply', patience, async () => {
    const now = probe(name, 443);
    return now.result === 'empty-reply' ? now : undefined;
  });
  narrator.show('probe euw1-az2 :443', answer.message);
  const service = await narrator.expect('the provider says 1/3', patience, async () => {
    const now = await cluster.get('epsvc', 'payments', 'payments');
    return now?.status?.zoneSummary === '1/3' ? now : undefined;
  });
  const consumer = await narrator.expect('the consumer says 1/2', patience, async () => {
    const now = await cluster.get('ifep', 'shop', 'payments');
    return now?.status?.zoneSummary === '1/2' ? now : undefined;
  });
  narrator.show('kubectl get epsvc,ifep -A', await cluster.kubectl('get', 'epsvc,ifep', '-A'));
  for (const [side, object] of [
    ['provider', service],
    ['consumer', consumer],
  ] as const) {
    const message = object.status?.zones?.find((zone) => zone.zoneID === 'euw1-az2')?.message ?? '';
    if (!/euw1-az2/.test(message) || !/cross-zone/.test(message))
      throw new Error(`expected the ${side} to name euw1-az2 and the fix, got: ${message}`);
    narrator.say(`${side}: ${message}`);
  }
}

async function heal(
  { cluster, narrator, probe, provider, operatorCalls }: Stage,
  { endpoint, targetGroup }: { readonly endpoint: DemoObject; readonly targetGroup: string },
): Promise<void> {
  narrator.chapter('The fix, as the message says: cross-zone on for the target group');
  const before = operatorCalls().length;
  await provider.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: targetGroup,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    }),
  );
  await narrator.expect('both sides are whole again', patience, async () => {
    const service = await cluster.get('epsvc', 'payments', 'payments');
    const consumer = await cluster.get('ifep', 'shop', 'payments');
    return service?.status?.zoneSummary === '3/3' && consumer?.status?.zoneSummary === '2/2' ? true : undefined;
  });
  const answer = probe(zonalName(endpoint, 'euw1-az2'), 443);
  narrator.show('probe euw1-az2 :443', answer.message);
  if (answer.result !== 'connected') throw new Error(`expected a connection, got: ${answer.message}`);
  narrator.show('kubectl get epsvc,ifep -A', await cluster.kubectl('get', 'epsvc,ifep', '-A'));
  const writes = operatorCalls()
    .slice(before)
    .filter(({ action }) => !/^(Describe|Get|AssumeRole)/.test(action));
  if (writes.length > 0) throw new Error(`expected no AWS write by the operator, found ${writes.map(({ action }) => action).join(', ')}`);
  narrator.say('The operator wrote nothing to AWS meanwhile.');
}

async function takeDown({ cluster, narrator, remaining }: Stage): Promise<void> {
  narrator.chapter('Everything is deleted');
  narrator.show(
    'kubectl delete -f examples/',
    await cluster.kubectl('delete', '-f', 'examples/interface-endpoint.yaml', '-f', 'examples/endpoint-service.yaml', '--timeout=60s'),
  );
  await narrator.expect('AWS has nothing left', patience, async () => (remaining().length === 0 ? true : undefined));
  narrator.say('AWS has no endpoint and no endpoint service left.');
}

function zonalName(endpoint: DemoObject, zoneID: string): string {
  const name = endpoint.status?.dns?.zonal?.find((zonal) => zonal.zoneID === zoneID)?.name;
  if (name === undefined) throw new Error(`the endpoint has no DNS name in ${zoneID}`);
  return name;
}
