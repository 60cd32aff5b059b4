import { type DemoObject, isReady } from '../cluster.ts';
import type { Play } from '../play.ts';
import { patience, remaining, showTable, showText, type Stage } from '../stage.ts';
import { byAction, isWrite } from '../tally.ts';
import { connect, tellOfClient, vpcNamed } from './clients.ts';
import { admit, tagVPC } from './teams.ts';

/** Accounts of examples/simulator/many-vpcs.yaml. */
const network = { account: '111122223333', region: 'eu-west-1' };
const orders = { account: '444455556666', region: 'eu-west-1' };
const payments = { account: '777788889999', region: 'eu-west-1' };

/** One endpoint, a hub and twelve spokes in three accounts: then one more, and one that is not admitted. */
export const manyVPCs: Play = {
  title: 'A control plane, a simulated AWS with a hub, twelve spokes and more in three accounts, and the operator',
  world: 'many-vpcs.yaml',
  cast: `network ${network.account}, orders ${orders.account}, payments ${payments.account}`,
  examples: 'examples/many-vpcs/',
  onlooker: network,
  tell: async (stage) => {
    await before(stage);
    await apply(stage);
    await tagOneMore(stage);
    await tagOneThatIsNotAdmitted(stage);
    await takeDown(stage);
  },
};

async function before(stage: Stage): Promise<void> {
  stage.narrator.chapter('Before: the spokes are peered with the hub, and have no other way out');
  await tellOfClient(stage, 'orders-1', 'timed-out');
}

async function apply(stage: Stage): Promise<void> {
  const { cluster, narrator } = stage;
  narrator.chapter('The network team writes YAML: one endpoint, one zone, and VPCs by their tags');
  await showTable(stage, 'apply', '-f', 'examples/many-vpcs/');
  await narrator.expect('InterfaceEndpoint network/secretsmanager is Ready', patience, async () => {
    const found = await cluster.get('ifep', 'network', 'secretsmanager');
    return isReady(found) ? true : undefined;
  });
  await untilAssociated(stage, 13);
  await showTable(stage, 'get', 'ifep,phz', '-n', 'network');
  await showTable(stage, 'get', 'phz', 'secretsmanager', '-n', 'network', '-o', vpcList);
  narrator.chapter('After: the same client, and one in each of the others');
  await tellOfClient(stage, 'orders-1', 'connected');
  const names = ['hub', ...spokes('orders'), ...spokes('payments')];
  await narrator.expect(`clients in all of ${names.join(', ')} connect`, patience, async () =>
    names.every((name) => connect(stage, vpcNamed(stage, name)).result === 'connected') ? true : undefined,
  );
  narrator.tell(`connected from all ${names.length}`, names.join(', '));
  tellOfWrites(stage, 0);
}

/** What the operator has written to Route 53 since its call number `from`. */
function tellOfWrites({ narrator, operatorCalls }: Stage, from: number): void {
  const writes = operatorCalls()
    .slice(from)
    .filter((call) => call.service === 'route53' && isWrite(call));
  narrator.tell(`Route 53 writes for it, ${writes.length}`, byAction(writes));
}

const vpcList = 'jsonpath={range .status.vpcs[*]}{.accountID}  {.id}  {.state}{"\\n"}{end}';
const whyHeld = 'jsonpath={.status.conditions[?(@.type=="Ready")].message}';

function spokes(team: string): readonly string[] {
  return [1, 2, 3, 4, 5, 6].map((number) => `${team}-${number}`);
}

/** The thirteenth spoke, by a tag alone. */
async function tagOneMore(stage: Stage): Promise<void> {
  const { narrator, operatorCalls } = stage;
  narrator.chapter('The team of orders has one more VPC, and tags it: no YAML is edited');
  await tellOfClient(stage, 'orders-7', 'timed-out');
  const { metadata } = await zoneOf(stage);
  const from = operatorCalls().length;
  await tagVPC(stage, orders, vpcNamed(stage, 'orders-7').id);
  narrator.say('orders-7 is tagged privatelink=shared');
  const seen = await untilAssociated(stage, 14);
  if (seen.metadata.generation !== metadata.generation) throw new Error('expected the spec to be as it was');
  await tellOfClient(stage, 'orders-7', 'connected');
  tellOfWrites(stage, from);
}

async function tagOneThatIsNotAdmitted(stage: Stage): Promise<void> {
  const { cluster, narrator } = stage;
  const { id, cidrs } = vpcNamed(stage, 'payments-7');
  const [cidr = ''] = cidrs;
  narrator.chapter(`Payments tags one too, but its addresses, ${cidr}, are not admitted by the endpoint's security group`);
  await tagVPC(stage, payments, id);
  await narrator.expect(`PrivateHostedZone network/secretsmanager names ${id} and ${cidr}`, patience, async () => {
    const { status } = (await cluster.get('phz', 'network', 'secretsmanager')) ?? {};
    const { message = '' } = status?.conditions?.find(({ type }) => type === 'Ready') ?? {};
    return message.includes(id) && message.includes(`do not admit ${cidr}`) ? true : undefined;
  });
  await showTable(stage, 'get', 'phz', '-n', 'network');
  await showText(stage, 'get', 'phz', 'secretsmanager', '-n', 'network', '-o', whyHeld);
  narrator.say('\nIt is held, for with the zone it would time out; it sees what it saw before, and the others go on:');
  await tellOfClient(stage, 'payments-7', 'timed-out');
  await tellOfClient(stage, 'orders-7', 'connected');
  narrator.chapter('The fix, as the message says: a rule for it');
  await admit(stage, network, { groupID: 'sg-0a000000000000001', cidr });
  await untilAssociated(stage, 15);
  await showTable(stage, 'get', 'phz', '-n', 'network');
  await tellOfClient(stage, 'payments-7', 'connected');
}

async function takeDown(stage: Stage): Promise<void> {
  const { narrator, world } = stage;
  narrator.chapter('Everything is deleted: the VPCs leave the zone first, then the record goes, the zone, and the endpoint');
  const files = ['private-hosted-zone', 'interface-endpoint'].flatMap((name) => ['-f', `examples/many-vpcs/${name}.yaml`]);
  await showTable(stage, 'delete', ...files, `--timeout=${patience}s`);
  await showTable(stage, 'delete', 'pla', '--all', `--timeout=${patience}s`);
  await showTable(stage, 'get', 'privatelink', '-A');
  await narrator.expect('AWS has nothing left', patience, async () => (remaining(world).length === 0 ? true : undefined));
  narrator.say('\nAWS has no hosted zone, no endpoint and no network interface of one left.');
  await tellOfClient(stage, 'orders-1', 'timed-out');
}

async function zoneOf({ cluster }: Stage): Promise<DemoObject> {
  const found = await cluster.get('phz', 'network', 'secretsmanager');
  if (found === undefined) throw new Error('there is no PrivateHostedZone network/secretsmanager');
  return found;
}

function untilAssociated(stage: Stage, count: number): Promise<DemoObject> {
  const summary = `${count}/${count}`;
  return stage.narrator.expect(`PrivateHostedZone network/secretsmanager is Ready with ${summary} VPCs`, patience, async () => {
    const found = await zoneOf(stage);
    return isReady(found) && found.status?.vpcSummary === summary ? found : undefined;
  });
}
