import { afterEach, describe, expect, test } from 'vitest';
import { isReady } from '../harness/scenario.ts';
import { hub, type ManyVPCs, type ManyVPCsOptions, manyVPCs } from './support/many-vpcs.ts';

let current: ManyVPCs | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

async function begin(options?: ManyVPCsOptions): Promise<ManyVPCs> {
  return (current = await manyVPCs(options));
}

describe('one zone over nine VPCs in three accounts', () => {
  test('costs one call a VPC of its own account, three a foreign one, and leaves no authorisation behind', async () => {
    const on = await begin();
    const endpoint = await on.create(on.hubEndpoint());
    await on.until(endpoint, 'ready', isReady);
    const before = on.writes().length;
    const zone = await on.create(on.zone());
    const seen = await on.until(zone, 'ready', isReady);
    const writes = on.writes().slice(before);
    expect(seen.status['vpcSummary']).toBe('9/9');
    expect(countsOf(writes.map(({ action }) => action))).toEqual({
      CreateHostedZone: 1,
      ChangeTagsForResource: 1,
      ChangeResourceRecordSets: 1,
      CreateVPCAssociationAuthorization: 6,
      AssociateVPCWithHostedZone: 8,
      DeleteVPCAssociationAuthorization: 6,
    });
    const route53 = on.route53(hub);
    const Id = String(seen.status['hostedZoneID']);
    const { VPCs = [] } = await route53.getHostedZone({ Id });
    expect(VPCs.map(({ VPCId }) => String(VPCId)).toSorted()).toEqual(Object.values(on.vpcs).flat().toSorted());
    expect((await route53.listVPCAssociationAuthorizations({ HostedZoneId: Id })).VPCs).toEqual([]);
  });
});

function countsOf(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
