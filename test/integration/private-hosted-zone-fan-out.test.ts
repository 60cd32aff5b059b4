import { expect, test } from 'vitest';
import { isReady } from '../harness/scenario.ts';
import { hub, manyVPCs } from './support/many-vpcs.ts';
import { associated, authorized } from './support/zones-seen.ts';

/** What Route 53 lets one account call altogether (aws-facts §6). */
const bucket = { capacity: 50, refillPerSecond: 10 };

test('300 VPCs in 12 accounts are associated as fast as the bucket of the owner lets calls through', async () => {
  const others = Array.from({ length: 11 }, (_, index) => String(500_000_000_001 + index));
  await using on = await manyVPCs({ vpcsOf: { [hub]: 24, ...Object.fromEntries(others.map((account) => [account, 25])) } });
  const endpoint = await on.create(on.hubEndpoint());
  await on.until(endpoint, 'ready', isReady);
  const zone = await on.create(on.zone());
  const seen = await on.until(zone, 'ready', (one) => isReady(one) && one.status['vpcSummary'] === '300/300');
  await on.pass(60_000);
  expect((await associated(on, seen)).length).toBe(300);
  expect(await authorized(on, seen)).toEqual([]);

  const fanOut = on.writes().filter(({ action }) => /VPC(AssociationAuthorization|WithHostedZone)$/.test(action));
  expect(fanOut.map(({ outcome }) => outcome)).toEqual(fanOut.map(() => 'ok'));
  const calls = fanOut.filter(({ account }) => account === hub).length;
  const floor = (calls - bucket.capacity) / bucket.refillPerSecond;
  const took = ((fanOut.at(-1)?.time ?? 0) - (fanOut[0]?.time ?? 0)) / 1_000;
  process.stdout.write(
    `${fanOut.length} calls, ${calls} of them in the owner's account: ${took.toFixed(1)} s, floor ${floor.toFixed(1)} s, ratio ${(took / floor).toFixed(3)}\n`,
  );
  expect(took / floor).toBeLessThanOrEqual(1.1);
});
