import type { Route53 } from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import type { Vpc } from '../../src/simulator/world.ts';
import { addVpc } from './support/records.ts';
import { calm, consumer, refusal, simulation } from './support/simulation.ts';
import { makeZone, vpcOf } from './support/zones.ts';

interface Zone {
  readonly route53: Route53;
  readonly id: string;
  readonly second: Vpc;
}

const record = { Name: 'a.pay.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] } as const;

const writes: readonly { readonly name: string; readonly write: (zone: Zone) => Promise<unknown> }[] = [
  {
    name: 'a change of records',
    write: ({ route53, id }) =>
      route53.changeResourceRecordSets({
        HostedZoneId: id,
        ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: { ...record, ResourceRecords: [...record.ResourceRecords] } }] },
      }),
  },
  {
    name: 'an association',
    write: ({ route53, id, second }) => route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC: vpcOf(second) }),
  },
  {
    name: 'the end of an association',
    write: ({ route53, id, second }) => route53.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC: vpcOf(second) }),
  },
  {
    name: 'a change of tags',
    write: ({ route53, id }) =>
      route53.changeTagsForResource({
        ResourceType: 'hostedzone',
        ResourceId: id.replace('/hostedzone/', ''),
        AddTags: [{ Key: 'a', Value: '' }],
      }),
  },
  { name: 'a comment', write: ({ route53, id }) => route53.updateHostedZoneComment({ Id: id, Comment: 'x' }) },
  { name: 'a deletion', write: ({ route53, id }) => route53.deleteHostedZone({ Id: id }) },
];

describe('while Route 53 works on a write of a zone, it refuses', () => {
  test.each(writes)('$name', async ({ write }) => {
    await using simulated = await simulation({ ...calm, hostedZoneBusyMs: 300 });
    const { world } = simulated.simulator;
    const route53 = simulated.route53(consumer);
    const { Id } = await makeZone(route53, 'pay.com', [addVpc(world)]);
    const zone = { route53, id: Id, second: addVpc(world) };
    const [, associate] = writes;
    simulated.clock.advance(300);
    // So that there is one to end, unless the write itself makes it.
    if (write !== associate?.write) await associate?.write(zone);
    else await route53.updateHostedZoneComment({ Id });
    simulated.clock.advance(299);
    const says = { code: 'PriorRequestNotComplete', status: 400 };
    expect(await refusal(write(zone))).toMatchObject(says);
    simulated.clock.advance(1);
    await write(zone);
  });

  test('neither another zone, nor reads, nor authorisations', async () => {
    await using simulated = await simulation({ ...calm, hostedZoneBusyMs: 300 });
    const { world } = simulated.simulator;
    const route53 = simulated.route53(consumer);
    const [one, two] = [await makeZone(route53, 'a.com', [addVpc(world)]), await makeZone(route53, 'b.com', [addVpc(world)])];
    simulated.clock.advance(300);
    await route53.updateHostedZoneComment({ Id: one.Id });
    await route53.updateHostedZoneComment({ Id: two.Id });
    await route53.getHostedZone({ Id: one.Id });
    await route53.createVPCAssociationAuthorization({ HostedZoneId: one.Id, VPC: vpcOf(addVpc(world)) });
  });
});

test('a write that is refused keeps no other out', async () => {
  await using simulated = await simulation({ ...calm, hostedZoneBusyMs: 300 });
  const route53 = simulated.route53(consumer);
  const vpc = addVpc(simulated.simulator.world);
  const { Id } = await makeZone(route53, 'pay.com', [vpc]);
  simulated.clock.advance(300);
  const last = route53.disassociateVPCFromHostedZone({ HostedZoneId: Id, VPC: vpcOf(vpc) });
  expect(await refusal(last)).toMatchObject({ code: 'LastVPCAssociation' });
  await route53.updateHostedZoneComment({ Id });
});

test('ConcurrentModification and a throttle can be injected', async () => {
  await using simulated = await simulation();
  const { faults } = simulated.simulator;
  const route53 = simulated.route53(consumer);
  const { Id } = await makeZone(route53, 'pay.com');
  faults.add({ action: 'UpdateHostedZoneComment', nth: 1, outcome: { error: 'ConcurrentModification' } });
  faults.add({ action: 'UpdateHostedZoneComment', nth: 2, outcome: 'throttle' });
  expect(await refusal(route53.updateHostedZoneComment({ Id }))).toMatchObject({ code: 'ConcurrentModification', status: 400 });
  expect(await refusal(route53.updateHostedZoneComment({ Id }))).toMatchObject({
    code: 'Throttling',
    message: 'Rate exceeded',
    status: 400,
  });
});
