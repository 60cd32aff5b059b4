import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../src/simulator/faults.ts';
import type { World } from '../../src/simulator/world.ts';
import { isReady } from '../harness/scenario.ts';
import { domain, hub, manyVPCsScenarios } from './support/many-vpcs.ts';
import { associated, authorized, recordsOf, tagsOf, zonesLeft } from './support/zones-seen.ts';

const { beginWithZone } = manyVPCsScenarios();

describe('one zone, right records and no authorisation left over', () => {
  const busy = {
    error: 'PriorRequestNotComplete',
    message: 'The request was rejected because Route 53 was still processing a prior request.',
  };
  const changing = {
    error: 'ConcurrentModification',
    message: 'Another user submitted a request to create, update, or delete the object at the same time.',
  };
  const rows: Readonly<Record<string, { readonly fault: FaultRule; readonly crash?: true }>> = {
    'the reply to CreateHostedZone is lost': { fault: { action: 'CreateHostedZone', nth: 1, outcome: 'drop-after-commit' } },
    'the reply to CreateHostedZone is lost, and then the operator': {
      fault: { action: 'CreateHostedZone', nth: 1, outcome: 'drop-after-commit' },
      crash: true,
    },
    'the operator ends before it has tagged the zone': {
      fault: { action: 'ChangeTagsForResource', nth: 1, outcome: { error: 'InternalError', status: 500 } },
      crash: true,
    },
    'the operator ends between authorising and associating': {
      fault: { action: 'AssociateVPCWithHostedZone', nth: [1, 2, 3, 4, 5, 6, 7, 8], outcome: { error: 'InternalError', status: 500 } },
      crash: true,
    },
    'the replies to associations are lost': {
      fault: { action: 'AssociateVPCWithHostedZone', nth: [1, 4, 7], outcome: 'drop-after-commit' },
    },
    'the reply to a batch of records is lost': { fault: { action: 'ChangeResourceRecordSets', nth: 1, outcome: 'drop-after-commit' } },
    'the reply to a batch of records is lost, and then the operator': {
      fault: { action: 'ChangeResourceRecordSets', nth: 1, outcome: 'drop-after-commit' },
      crash: true,
    },
    'a batch of records never arrives': { fault: { action: 'ChangeResourceRecordSets', nth: 1, outcome: 'drop-before' } },
    'the replies to withdrawals are lost': {
      fault: { action: 'DeleteVPCAssociationAuthorization', every: 2, outcome: 'drop-after-commit' },
    },
    'Route 53 is busy with the zone': { fault: { action: 'AssociateVPCWithHostedZone', every: 2, outcome: busy } },
    'Route 53 is busy when records are written': { fault: { action: 'ChangeResourceRecordSets', nth: 1, outcome: busy } },
    'somebody else changes the zone': { fault: { action: 'AssociateVPCWithHostedZone', nth: [1, 2, 3], outcome: changing } },
    'somebody else changes the zone when it is authorised': {
      fault: { action: 'CreateVPCAssociationAuthorization', nth: 2, outcome: changing },
    },
    'going too fast': { fault: { action: 'CreateVPCAssociationAuthorization', nth: [1, 3], outcome: 'throttle' } },
  };

  test.each(Object.entries(rows))('though %s', async (_what, { fault, crash }) => {
    let hit = false;
    const when = fault.when ?? (() => (hit = true));
    const { on, zone } = await beginWithZone({}, { before: ({ faults }) => faults.add({ ...fault, when }) });
    if (crash === true) {
      for (let waited = 0; !hit && waited < 300; waited += 1) await on.pass(1_000);
      await on.restart();
    }
    const seen = await on.until(zone, 'ready', isReady);
    expect(hit).toBe(true);
    expect(zonesLeft(on)).toEqual([seen.status['hostedZoneID']]);
    expect(await associated(on, seen)).toEqual(Object.values(on.vpcs).flat().toSorted());
    expect(await authorized(on, seen)).toEqual([]);
    expect(recordsOf(on, seen)).toEqual([`A ${domain}.`, `NS ${domain}.`, `SOA ${domain}.`]);
    expect(tagsOf(on, seen)).toContain('privatelink-operator.io/uid');
  });

  test('though nobody knows whether an authorisation was given, and its VPC is no longer wanted', async () => {
    const { on, zone } = await beginWithZone(
      {},
      {
        before: ({ faults }) => {
          faults.add({ action: 'CreateVPCAssociationAuthorization', outcome: 'drop-after-commit' });
          faults.add({
            action: 'AssociateVPCWithHostedZone',
            when: ({ caller }) => caller.account !== hub,
            outcome: { error: 'AccessDenied', status: 403 },
          });
        },
      },
    );
    for (let waited = 0; on.calls('CreateVPCAssociationAuthorization').length < 6 && waited < 300; waited += 1) await on.pass(1_000);
    await on.edit(zone, { spec: { vpcs: [{ tags: { privatelink: 'shared' } }] } });
    const seen = await on.until(zone, 'ready', isReady);
    await on.pass(60_000);
    expect(await authorized(on, seen)).toEqual([]);
    expect(await associated(on, seen)).toEqual((on.vpcs[hub] ?? []).toSorted());
  });

  test('though CreateHostedZone made a zone that somebody has deleted since: another is made under the next number', async () => {
    let creates = 0;
    const removeLater = (world: World): void =>
      world.after(1, () => {
        for (const one of world.hostedZones.values()) one.deletedAt = world.clock.now();
        world.hostedZones.clear();
      });
    const lost: FaultRule = {
      action: 'CreateHostedZone',
      outcome: 'drop-after-commit',
      when: ({ caller }) => {
        creates += 1;
        if (creates === 1) removeLater(caller.world);
        return creates === 1;
      },
    };
    const { on, zone } = await beginWithZone({}, { before: ({ faults }) => faults.add(lost) });
    const seen = await on.until(zone, 'ready', isReady);
    expect(seen.status['attempt']).toBe(2);
    expect(zonesLeft(on)).toEqual([seen.status['hostedZoneID']]);
  });
});
