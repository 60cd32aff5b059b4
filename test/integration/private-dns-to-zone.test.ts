import { afterEach, expect, test } from 'vitest';
import { resolve } from '../../src/simulator/resolver/resolve.ts';
import { condition, isReady } from '../harness/scenario.ts';
import { accessName, domain, hub, hubVPC, type ManyVPCs, manyVPCs, spokes } from './support/many-vpcs.ts';
import { vpcOf } from './support/zones-seen.ts';

let current: ManyVPCs | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

/** Where the name leads in a VPC: to the endpoint, to AWS's public addresses, or nowhere. */
function leadsTo({ simulator: { world } }: ManyVPCs, account: string, vpcID: string): 'endpoint' | 'public' | 'nowhere' {
  const answer = resolve(world, { account, vpcID, dnsName: domain });
  if (answer.result !== 'answered') return 'nowhere';
  return answer.hostedZoneID === undefined ? 'public' : 'endpoint';
}

/** Asks the hub and every spoke once a second until it is so. Answers what was seen in each VPC, and for how many seconds. */
async function watchUntil(on: ManyVPCs, isSo: () => boolean | Promise<boolean>): Promise<Readonly<Record<string, Record<string, number>>>> {
  const places = [{ account: hub, id: hubVPC }, ...spokes.flatMap((account) => (on.vpcs[account] ?? []).map((id) => ({ account, id })))];
  const seen: Record<string, Record<string, number>> = {};
  for (let waited = 0; waited < 900; waited += 1) {
    for (const { account, id } of places) {
      const counts = (seen[id] ??= {});
      const where = leadsTo(on, account, id);
      counts[where] = (counts[where] ?? 0) + 1;
    }
    if (await isSo()) return seen;
    await on.pass(1_000);
  }
  throw new Error(`it did not come about within a quarter of an hour: ${JSON.stringify(seen)}`);
}

test('moves from endpoint private DNS to a zone as docs/many-vpcs.md says: no gap for the spokes, and in the hub only public addresses for a while', async () => {
  const on = await (async () => (current = await manyVPCs({ vpcsOf: { [hub]: 1, [spokes[0]]: 2, [spokes[1]]: 2 } })))();
  const endpoint = await on.create(on.hubEndpoint({ privateDNS: { enabled: true } }));
  await on.until(endpoint, 'private DNS is on', isReady);
  const others = spokes.map((account) => ({ accessRef: { name: accessName(on, account) }, tags: { privatelink: 'shared' } }));
  const unused = { id: on.vpcs[hub]?.[1] };
  const isZoneReady = async (): Promise<boolean> => isReady(await on.until(zone, 'there', () => true));

  const zone = await on.create(on.zone({ vpcs: [unused] }));
  const hasPrivateDNS = await watchUntil(on, isZoneReady);
  expect(Object.keys(hasPrivateDNS[hubVPC] ?? {})).toEqual(['endpoint']);

  await on.edit(zone, { spec: { vpcs: [unused, ...others] } });
  const everySpoke = spokes.flatMap((account) => (on.vpcs[account] ?? []).map((id) => ({ account, id })));
  const joining = await watchUntil(on, () => everySpoke.every(({ account, id }) => leadsTo(on, account, id) === 'endpoint'));
  expect(Object.values(joining).flatMap((counts) => Object.keys(counts))).not.toContain('nowhere');
  expect(Object.keys(joining[hubVPC] ?? {})).toEqual(['endpoint']);

  await on.edit(zone, { spec: { vpcs: [unused, ...others, { id: hubVPC }] } });
  const conflict = await on.until(zone, 'named', (one) => condition(one, 'Ready')?.reason === 'EndpointPrivateDNS');
  expect([conflict.status['vpcSummary'], vpcOf(conflict, hubVPC)?.['state']]).toEqual(['5/6', 'Conflict']);

  await on.edit(endpoint, { spec: { privateDNS: { enabled: false } } });
  const moving = await watchUntil(on, async () => leadsTo(on, hub, hubVPC) === 'endpoint' && (await isZoneReady()));
  const { [hubVPC]: home = {}, ...away } = moving;
  expect(Object.values(away).flatMap((counts) => Object.keys(counts))).toEqual(everySpoke.map(() => 'endpoint'));
  expect(home['nowhere']).toBeUndefined();
  expect(home['public']).toBeGreaterThan(0);
  process.stdout.write(`the hub resolved to public addresses for ${home['public']} s\n`);
});
