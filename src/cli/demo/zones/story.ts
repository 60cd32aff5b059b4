import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type ProbeAnswer, probe } from '../../../simulator/probe.ts';
import { type DemoObject, isReady } from '../cluster.ts';
import type { Play } from '../play.ts';
import { patience, remaining, showTable, showText, type Stage } from '../stage.ts';
import { isWrite } from '../tally.ts';
import { deregisterTargets, turnCrossZoneOn } from './load-balancer-team.ts';

/** Accounts of examples/simulator/world.yaml. */
const provider = { account: '111111111111', region: 'eu-west-1' };
const consumer = { account: '222222222222', region: 'eu-west-1' };

/** Two of a service's zones lose their targets, and both sides say so. */
export const zones: Play = {
  title: 'A control plane, a simulated AWS with two accounts, and the operator',
  world: 'world.yaml',
  cast: `provider ${provider.account}, consumer ${consumer.account}`,
  examples: 'examples/',
  onlooker: consumer,
  tell,
};

async function tell(stage: Stage): Promise<void> {
  const owner = new ElasticLoadBalancingV2Client({
    endpoint: stage.awsEndpoint,
    region: provider.region,
    credentials: { accessKeyId: provider.account, secretAccessKey: 'none' },
  });
  using _ = { [Symbol.dispose]: () => owner.destroy() };
  await apply(stage);
  const endpoint = await becomeReady(stage);
  connect(stage, endpoint);
  await breakZones(stage, owner);
  await seeTheFault(stage, endpoint);
  await heal(stage, owner, endpoint);
  await takeDown(stage);
}

/** Connects to port 443 from the consumer's VPC. */
function tryOut({ world }: Stage, dnsName: string): ProbeAnswer {
  const vpc = [...world.vpcs.values()].find(({ account, tags }) => account === consumer.account && tags.get('Name') === 'shop');
  if (vpc === undefined) throw new Error('examples/simulator/world.yaml has no VPC named shop in the consumer account');
  return probe(world, { ...consumer, vpcID: vpc.id, dnsName, port: 443 });
}

/** The zone that an instance runs in. */
function zoneOf({ world }: Stage, instanceID: string): string {
  return world.subnets.get(world.instances.get(instanceID)?.subnetID ?? '')?.zoneID ?? '';
}

async function apply(stage: Stage): Promise<void> {
  stage.narrator.chapter('Two teams in two accounts write YAML');
  stage.narrator.say('The provider publishes an NLB with a target in each of three zones. The consumer wants two of them, by zone ID.');
  await showTable(stage, 'apply', '-f', 'examples/');
}

async function becomeReady(stage: Stage): Promise<DemoObject> {
  const { cluster, narrator } = stage;
  const endpoint = await narrator.expect('InterfaceEndpoint shop/payments is Ready with 2/2 zones and DNS names', patience, async () => {
    const found = await cluster.get('ifep', 'shop', 'payments');
    return isReady(found) && found.status?.zoneSummary === '2/2' && found.status.dns?.regional !== undefined ? found : undefined;
  });
  await narrator.expect('EndpointService payments/payments is Ready with 3/3 zones and one connection', patience, async () => {
    const found = await cluster.get('epsvc', 'payments', 'payments');
    return isReady(found) && found.status?.zoneSummary === '3/3' && found.status.connections?.available === 1 ? true : undefined;
  });
  await showTable(stage, 'get', 'epsvc,ifep', '-A');
  await narrator.expect('an Event of the accepted connection', patience, async () => {
    const names = await cluster.kubectl('get', 'events', '-n', 'payments', '-o', 'name', '--ignore-not-found', ...acceptance);
    return names.startsWith('event/') ? true : undefined;
  });
  narrator.say('\nThe provider wants to accept each connection; a rule of its spec did:');
  await showText(stage, 'get', 'events', '-n', 'payments', '-o', 'custom-columns=REASON:.reason,EVENT:.message', ...acceptance);
  narrator.say('\nThe same zone has another name in each account, which is why zones are compared by ID:');
  await showTable(stage, 'get', 'epsvc,ifep', '-A', '-o', zoneColumns);
  narrator.say('\nDNS names for clients, of the Region and of each zone:');
  await showTable(stage, 'get', 'ifep', 'payments', '-n', 'shop', '-o', dnsNames);
  return endpoint;
}

const dnsNames = 'jsonpath={.status.dns.regional}{range .status.dns.zonal[*]}{"\\n"}{.name}{end}';
const acceptance = ['--field-selector', 'reason=ConnectionsAccepted'];
const zoneColumns = 'custom-columns=ACCOUNT:.status.accountID,ZONES:.status.zones[*].zoneID,NAMES:.status.zones[*].zoneName';

function connect(stage: Stage, endpoint: DemoObject): void {
  const { narrator } = stage;
  narrator.chapter('A client in the consumer VPC connects');
  for (const { zoneID, name } of endpoint.status?.dns?.zonal ?? []) {
    const answer = tryOut(stage, name);
    narrator.tell(`client to ${zoneID}, port 443`, answer.message);
    if (answer.result !== 'connected') throw new Error(`expected a connection through ${zoneID}, got: ${answer.message}`);
  }
}

/** Takes the targets of two zones away, as a bad rollout would. */
async function breakZones(stage: Stage, owner: ElasticLoadBalancingV2Client): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('The fault: the targets of euw1-az1 and euw1-az2 are deregistered; cross-zone is off');
  const gone = await deregisterTargets(owner, (instanceID) => zoneOf(stage, instanceID) !== 'euw1-az3');
  if (gone.length !== 2) throw new Error(`expected one target in each of two zones, found ${gone.length}`);
  narrator.say(`deregistered: ${gone.join(', ')}`);
}

async function seeTheFault(stage: Stage, endpoint: DemoObject): Promise<void> {
  const { cluster, narrator } = stage;
  const answer = await narrator.expect('the probe through euw1-az2 meets an empty reply', patience, async () => {
    const now = tryOut(stage, zonalName(endpoint, 'euw1-az2'));
    return now.result === 'empty-reply' ? now : undefined;
  });
  narrator.tell('client to euw1-az2, port 443', answer.message);
  for (const { kind, namespace, summary, zoneIDs } of [
    { kind: 'epsvc', namespace: 'payments', summary: '1/3', zoneIDs: ['euw1-az1', 'euw1-az2'] },
    { kind: 'ifep', namespace: 'shop', summary: '1/2', zoneIDs: ['euw1-az2'] },
  ]) {
    await narrator.expect(
      `${kind} ${namespace}/payments says ${summary}, and names ${zoneIDs.join(', ')} and the fix`,
      patience,
      async () => {
        const { status } = (await cluster.get(kind, namespace, 'payments')) ?? {};
        const { message = '' } = status?.conditions?.find(({ type }) => type === 'ZonesServing') ?? {};
        const names = zoneIDs.every((zoneID) => message.includes(zoneID)) && message.includes('turn cross-zone on');
        return status?.zoneSummary === summary && names ? true : undefined;
      },
    );
  }
  await showTable(stage, 'get', 'epsvc,ifep', '-A');
  narrator.say('\nBoth sides say which zone, why, and what to do:');
  await showText(stage, 'get', 'epsvc', 'payments', '-n', 'payments', '-o', zonesServing);
  await showText(stage, 'get', 'ifep', 'payments', '-n', 'shop', '-o', zonesServing);
}

const zonesServing = 'jsonpath={.status.conditions[?(@.type=="ZonesServing")].message}';

async function heal(stage: Stage, owner: ElasticLoadBalancingV2Client, endpoint: DemoObject): Promise<void> {
  const { cluster, narrator, operatorCalls } = stage;
  narrator.chapter('The fix, as the message says: cross-zone on for the target group');
  const before = operatorCalls().length;
  await turnCrossZoneOn(owner);
  await narrator.expect('both sides are whole again', patience, async () => {
    const service = await cluster.get('epsvc', 'payments', 'payments');
    const consumer = await cluster.get('ifep', 'shop', 'payments');
    return service?.status?.zoneSummary === '3/3' && consumer?.status?.zoneSummary === '2/2' ? true : undefined;
  });
  const answer = tryOut(stage, zonalName(endpoint, 'euw1-az2'));
  narrator.tell('client to euw1-az2, port 443', answer.message);
  if (answer.result !== 'connected') throw new Error(`expected a connection, got: ${answer.message}`);
  await showTable(stage, 'get', 'epsvc,ifep', '-A');
  const writes = operatorCalls().slice(before).filter(isWrite);
  if (writes.length > 0) throw new Error(`expected no AWS write by the operator, found ${writes.map(({ action }) => action).join(', ')}`);
  narrator.say('\nThe operator wrote nothing to AWS meanwhile.');
}

async function takeDown(stage: Stage): Promise<void> {
  const { narrator, world } = stage;
  narrator.chapter('Everything is deleted');
  const files = ['-f', 'examples/interface-endpoint.yaml', '-f', 'examples/endpoint-service.yaml'];
  await showTable(stage, 'delete', ...files, `--timeout=${patience}s`);
  await showTable(stage, 'delete', 'pla', '--all', `--timeout=${patience}s`);
  await showTable(stage, 'get', 'privatelink', '-A');
  await narrator.expect('AWS has nothing left', patience, async () => (remaining(world).length === 0 ? true : undefined));
  narrator.say('\nAWS has no endpoint, no network interface of one and no endpoint service left.');
}

function zonalName(endpoint: DemoObject, zoneID: string): string {
  const name = endpoint.status?.dns?.zonal?.find((zonal) => zonal.zoneID === zoneID)?.name;
  if (name === undefined) throw new Error(`the endpoint has no DNS name in ${zoneID}`);
  return name;
}
