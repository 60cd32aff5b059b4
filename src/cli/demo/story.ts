import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { JournalEntry } from '../../simulator/journal.ts';
import type { ProbeAnswer } from '../../simulator/probe.ts';
import { type Cluster, type DemoObject, isReady } from './cluster.ts';
import { deregisterTargets, turnCrossZoneOn } from './load-balancer-team.ts';
import type { Narrator } from './narrator.ts';
import { isWrite } from './tally.ts';

/** What the story is told with. */
export interface Stage {
  readonly cluster: Cluster;
  readonly narrator: Narrator;
  /** The AWS client of the team that owns the load balancer; not the operator's. */
  readonly provider: ElasticLoadBalancingV2Client;
  /** Connects to port 443 from the consumer's VPC. */
  probe(dnsName: string): ProbeAnswer;
  /** The operator's AWS calls so far. */
  operatorCalls(): readonly JournalEntry[];
  /** The zone that an instance runs in. */
  zoneOf(instanceID: string): string;
  /** Endpoints, their network interfaces and endpoint services that AWS still has. */
  remaining(): readonly string[];
}

/** Seconds that a step may take. */
const patience = 30;

export async function tellStory(stage: Stage): Promise<void> {
  await apply(stage);
  const endpoint = await becomeReady(stage);
  connect(stage, endpoint);
  await breakZones(stage);
  await seeTheFault(stage, endpoint);
  await heal(stage, endpoint);
  await takeDown(stage);
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

function connect({ narrator, probe }: Stage, endpoint: DemoObject): void {
  narrator.chapter('A client in the consumer VPC connects');
  for (const { zoneID, name } of endpoint.status?.dns?.zonal ?? []) {
    const answer = probe(name);
    narrator.tell(`client to ${zoneID}, port 443`, answer.message);
    if (answer.result !== 'connected') throw new Error(`expected a connection through ${zoneID}, got: ${answer.message}`);
  }
}

/** Takes the targets of two zones away, as a bad rollout would. */
async function breakZones({ narrator, provider, zoneOf }: Stage): Promise<void> {
  narrator.chapter('The fault: the targets of euw1-az1 and euw1-az2 are deregistered; cross-zone is off');
  const gone = await deregisterTargets(provider, (instanceID) => zoneOf(instanceID) !== 'euw1-az3');
  if (gone.length !== 2) throw new Error(`expected one target in each of two zones, found ${gone.length}`);
  narrator.say(`deregistered: ${gone.join(', ')}`);
}

async function seeTheFault(stage: Stage, endpoint: DemoObject): Promise<void> {
  const { cluster, narrator, probe } = stage;
  const answer = await narrator.expect('the probe through euw1-az2 meets an empty reply', patience, async () => {
    const now = probe(zonalName(endpoint, 'euw1-az2'));
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

async function heal(stage: Stage, endpoint: DemoObject): Promise<void> {
  const { cluster, narrator, probe, provider, operatorCalls } = stage;
  narrator.chapter('The fix, as the message says: cross-zone on for the target group');
  const before = operatorCalls().length;
  await turnCrossZoneOn(provider);
  await narrator.expect('both sides are whole again', patience, async () => {
    const service = await cluster.get('epsvc', 'payments', 'payments');
    const consumer = await cluster.get('ifep', 'shop', 'payments');
    return service?.status?.zoneSummary === '3/3' && consumer?.status?.zoneSummary === '2/2' ? true : undefined;
  });
  const answer = probe(zonalName(endpoint, 'euw1-az2'));
  narrator.tell('client to euw1-az2, port 443', answer.message);
  if (answer.result !== 'connected') throw new Error(`expected a connection, got: ${answer.message}`);
  await showTable(stage, 'get', 'epsvc,ifep', '-A');
  const writes = operatorCalls().slice(before).filter(isWrite);
  if (writes.length > 0) throw new Error(`expected no AWS write by the operator, found ${writes.map(({ action }) => action).join(', ')}`);
  narrator.say('\nThe operator wrote nothing to AWS meanwhile.');
}

async function takeDown(stage: Stage): Promise<void> {
  const { narrator, remaining } = stage;
  narrator.chapter('Everything is deleted');
  const files = ['-f', 'examples/interface-endpoint.yaml', '-f', 'examples/endpoint-service.yaml'];
  await showTable(stage, 'delete', ...files, `--timeout=${patience}s`);
  await showTable(stage, 'delete', 'pla', '--all', `--timeout=${patience}s`);
  await showTable(stage, 'get', 'privatelink', '-A');
  await narrator.expect('AWS has nothing left', patience, async () => (remaining().length === 0 ? true : undefined));
  narrator.say('\nAWS has no endpoint, no network interface of one and no endpoint service left.');
}

async function showTable({ cluster, narrator }: Stage, ...args: readonly string[]): Promise<void> {
  narrator.showTable(`kubectl ${args.map(quote).join(' ')}`, await cluster.kubectl(...args));
}

async function showText({ cluster, narrator }: Stage, ...args: readonly string[]): Promise<void> {
  narrator.showText(`kubectl ${args.map(quote).join(' ')}`, await cluster.kubectl(...args));
}

/** As a shell wants it. */
function quote(argument: string): string {
  return /^[\w./,:=-]+$/.test(argument) ? argument : `'${argument}'`;
}

function zonalName(endpoint: DemoObject, zoneID: string): string {
  const name = endpoint.status?.dns?.zonal?.find((zonal) => zonal.zoneID === zoneID)?.name;
  if (name === undefined) throw new Error(`the endpoint has no DNS name in ${zoneID}`);
  return name;
}
