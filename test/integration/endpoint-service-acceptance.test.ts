import { describe, expect, test } from 'vitest';
import { isReady, type Scenario } from '../harness/scenario.ts';
import { bank, connect, type Consumer, shop, stateOf, theBank, theShop } from './support/consumers.ts';
import { annotated, eventsOf, minute, scenarios, serviceID } from './support/scenarios.ts';

const open = scenarios();

interface Stage {
  readonly on: Scenario;
  readonly object: ReturnType<Scenario['service']>;
  readonly id: string;
  readonly name: string;
  readonly consumers: { readonly shop: Consumer; readonly bank: Consumer };
}

/** A service that both consumers may find, with these rules. */
async function published(rules: readonly object[], options: Parameters<typeof open>[0] = {}): Promise<Stage> {
  const on = await open(options);
  const allowedPrincipals = [shop, bank].map((account) => `arn:aws:iam::${account}:root`);
  const object = await on.create(on.service('payments', { allowedPrincipals, acceptance: { rules } }));
  const seen = await on.until(object, 'ready', isReady);
  // A new service refuses its first consumers for a while.
  await on.pass(minute);
  const consumers = { shop: theShop(on), bank: await theBank(on) };
  return { on, object, id: serviceID(seen), name: String(seen.status['serviceName']), consumers };
}

const accept = { name: 'partner', accounts: [shop], action: 'Accept' };
const connectionsOf = async ({ on, object }: Stage): Promise<unknown> => (await on.read(object))?.status['connections'];

describe('the rules decide waiting connections', () => {
  test("account A's is accepted, B's, which no rule names, waits and is counted", async () => {
    const stage = await published([accept]);
    const { on, object, name, consumers } = stage;
    const [ofShop, ofBank] = [await connect(consumers.shop, name), await connect(consumers.bank, name)];
    await on.until(object, 'one of each', (seen) => seen.status['connectionSummary'] === '1 (1 wait)');
    await on.pass(10 * minute);
    expect([await stateOf(consumers.shop, ofShop), await stateOf(consumers.bank, ofBank)]).toEqual(['available', 'pendingacceptance']);
    expect(await connectionsOf(stage)).toEqual({ available: 1, pendingAcceptance: 1, rejected: 0, other: 0 });
    expect(on.calls('AcceptVpcEndpointConnections').map(({ parameters }) => parameters)).toEqual([
      { ServiceId: stage.id, VpcEndpointIds: [ofShop] },
    ]);
  });

  test('the first that names it decides: a Reject before an Accept', async () => {
    const stage = await published([{ name: 'not yet', accounts: [shop], action: 'Reject' }, accept]);
    const endpointID = await connect(stage.consumers.shop, stage.name);
    await stage.on.until(
      stage.object,
      'rejected',
      (seen) => (seen.status['connections'] as { readonly rejected: number } | undefined)?.rejected === 1,
    );
    expect(await stateOf(stage.consumers.shop, endpointID)).toBe('rejected');
    expect(stage.on.calls('AcceptVpcEndpointConnections')).toEqual([]);
  });

  test('one that names endpoint IDs decides those, whatever their account', async () => {
    const stage = await published([]);
    const { on, object, name, consumers } = stage;
    const [named, other] = [await connect(consumers.bank, name), await connect(consumers.bank, name)];
    await on.edit(object, { spec: { acceptance: { rules: [{ name: 'this one', endpointIDs: [named], action: 'Accept' }] } } });
    await on.until(object, 'one of each', (seen) => seen.status['connectionSummary'] === '1 (1 wait)');
    expect([await stateOf(consumers.bank, named), await stateOf(consumers.bank, other)]).toEqual(['available', 'pendingacceptance']);
  });
});

test('a rejected connection is left rejected, after a restart and when somebody asks for a pass', async () => {
  const stage = await published([accept]);
  const { on, object, id, name, consumers } = stage;
  const endpointID = await connect(consumers.shop, name);
  await on.until(object, 'accepted', (seen) => seen.status['connectionSummary'] === '1');
  await on.aws.provider.ec2.rejectVpcEndpointConnections({ ServiceId: id, VpcEndpointIds: [endpointID] });
  const before = on.writes().length;
  await on.pass(2 * minute);
  await on.restart();
  await on.pass(2 * minute);
  await on.edit(object, annotated('reconcile-requested-at', 'now'));
  await on.until(object, 'answered', (seen) => seen.status['lastHandledReconcileAt'] === 'now');
  await on.pass(2 * minute);
  expect(await stateOf(consumers.shop, endpointID)).toBe('rejected');
  expect(on.writes().slice(before)).toEqual([]);
  expect(await connectionsOf(stage)).toEqual({ available: 0, pendingAcceptance: 0, rejected: 1, other: 0 });
});

test('of a batch that AWS carries out in part, only what it refused is sent again, ever later', async () => {
  const { on, object, name, consumers } = await published([accept]);
  // Both are seen in one look, or they would be two batches.
  const [first, second] = [await connect(consumers.shop, name), await connect(consumers.shop, name)];
  const waiting = on.simulator.world.endpoints.get(second);
  if (waiting === undefined) throw new Error('the second endpoint is made');
  // AWS takes no decision on an endpoint while another operation on it goes on.
  waiting.modifyingUntil = Infinity;
  await on.pass(4 * minute);
  const calls = on.calls('AcceptVpcEndpointConnections');
  const sent = calls.map(({ parameters }) => (parameters as { readonly VpcEndpointIds: readonly string[] }).VpcEndpointIds);
  expect(sent[0]?.toSorted()).toEqual([first, second].toSorted());
  expect(new Set(sent.slice(1).flat())).toEqual(new Set([second]));
  const waits = calls.slice(1).map(({ time }, index) => Math.round((time - (calls[index]?.time ?? 0)) / 1000));
  expect(waits.slice(0, 4)).toEqual([10, 20, 30, 30]);

  waiting.modifyingUntil = 0;
  await on.until(object, 'both connected', (seen) => seen.status['connectionSummary'] === '2');
  expect((await eventsOf(on, object)).filter(({ reason }) => reason === 'ConnectionsAccepted').map(({ note }) => note)).toEqual([
    `${first} by a rule of spec.acceptance.`,
    `${second} by a rule of spec.acceptance.`,
  ]);
});
