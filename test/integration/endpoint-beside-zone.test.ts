import { afterEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, type Seen } from '../harness/scenario.ts';
import { domain, hub, hubVPC, type ManyVPCs, manyVPCs } from './support/many-vpcs.ts';

let current: ManyVPCs | undefined;
afterEach(async () => {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
});

const minute = 60_000;
const withPrivateDNS = { privateDNS: { enabled: true } };
const readyMessage = (seen: Seen): string => condition(seen, 'Ready')?.message ?? '';
const isHeld = (seen: Seen): boolean =>
  condition(seen, 'PrivateDNSReady')?.reason === 'Held' && condition(seen, 'Ready')?.reason === 'PrivateDNSHeld';
const isInUse = (seen: Seen): boolean => condition(seen, 'Ready')?.reason === 'Deleting' && readyMessage(seen).startsWith('InUse: ');

async function begin(): Promise<ManyVPCs> {
  return (current = await manyVPCs({ vpcsOf: { [hub]: 1 } }));
}

/** An endpoint and a zone that leads to it, both ready. */
async function beginWithZone(): Promise<{ readonly on: ManyVPCs; readonly endpoint: KubeObject; readonly zone: KubeObject }> {
  const on = await begin();
  const endpoint = await on.create(on.hubEndpoint());
  const zone = await on.create(on.zone());
  await on.until(zone, 'ready', isReady);
  return { on, endpoint, zone };
}

const endpointID = (seen: Seen): string => String(seen.status['endpointID']);
const actions = (on: ManyVPCs, from: number): readonly string[] =>
  on
    .writes()
    .slice(from)
    .map(({ action }) => action);

describe('private DNS', () => {
  test('waits for a rule that lets all of the VPC in, or for force', async () => {
    const on = await begin();
    on.simulator.world.vpcs.get(hubVPC)?.cidrs.push('100.64.0.0/16');
    const endpoint = await on.create(on.hubEndpoint(withPrivateDNS));
    const held = await on.until(endpoint, 'held', isHeld);
    for (const word of ['sg-0b000000000000001', `100.64.0.0/16 of ${hubVPC}`, 'TCP port 443', 'spec.privateDNS.force'])
      expect(readyMessage(held)).toContain(word);
    expect(held.status['admits']).toEqual({ cidrs: ['10.0.0.0/8'], others: false });
    await on.pass(5 * minute);
    expect(on.calls('ModifyVpcEndpoint')).toEqual([]);
    await on.edit(endpoint, { spec: { privateDNS: { force: true } } });
    const seen = await on.until(endpoint, 'ready', isReady);
    expect(condition(seen, 'PrivateDNSReady')).toMatchObject({
      status: 'True',
      message: expect.stringMatching(/100\.64\.0\.0\/16.* time out/) as string,
    });
    expect(on.calls('ModifyVpcEndpoint')).toHaveLength(1);
  });

  test('is held before AWS refuses it while a zone has its name in the VPC, and goes on when the zone leaves the VPC', async () => {
    const { on, endpoint, zone } = await beginWithZone();
    await on.edit(endpoint, { spec: withPrivateDNS });
    const held = await on.until(endpoint, 'held', isHeld);
    for (const word of [`PrivateHostedZone ${on.consumer}/secrets`, `hosts ${domain} in ${hubVPC}`, 'spec.privateDNS.enabled', 'spec.vpcs'])
      expect(readyMessage(held)).toContain(word);
    await on.edit(endpoint, { spec: { privateDNS: { force: true } } });
    await on.pass(5 * minute);
    expect(on.calls('ModifyVpcEndpoint')).toEqual([]);
    await on.edit(zone, { spec: { vpcs: [{ id: on.vpcs[hub]?.[1] }] } });
    const seen = await on.until(endpoint, 'ready', isReady);
    expect((seen.status['dns'] as { readonly private?: readonly string[] }).private).toContain(domain);
    expect(on.calls('ModifyVpcEndpoint')).toHaveLength(1);
    await on.until(zone, 'ready', isReady);
  });
});

describe('deleting an endpoint that a zone leads to', () => {
  test('waits in words until the record has gone, and then goes by itself', async () => {
    const { on, endpoint, zone } = await beginWithZone();
    const before = on.writes().length;
    await on.remove(endpoint);
    const seen = await on.until(endpoint, 'in use', isInUse);
    expect(condition(seen, 'Ready')).toMatchObject({
      status: 'True',
      message: `InUse: PrivateHostedZone ${on.consumer}/secrets has a record @ that leads to ${endpointID(seen)}: delete the record or the zone first.`,
    });
    await on.pass(5 * minute);
    expect(actions(on, before)).toEqual([]);
    await on.edit(zone, { spec: { records: [] } });
    await on.untilGone(endpoint);
    expect(actions(on, before)).toEqual(['ChangeResourceRecordSets', 'DeleteVpcEndpoints']);
  });

  test('waits for a zone that goes too, and says so: its VPCs and its record go first', async () => {
    const { on, endpoint, zone } = await beginWithZone();
    const before = on.writes().length;
    await on.remove(endpoint);
    await on.until(endpoint, 'in use', isInUse);
    const lift = on.simulator.faults.add({ action: 'DisassociateVPCFromHostedZone', outcome: { error: 'InternalError', status: 500 } });
    await on.remove(zone);
    const seen = await on.until(endpoint, 'the zone goes', (one) => readyMessage(one).includes('is taking away its record @'));
    expect(isInUse(seen)).toBe(true);
    await on.pass(2 * minute);
    expect(actions(on, before)).not.toContain('DeleteVpcEndpoints');
    lift();
    await on.untilGone(endpoint);
    await on.untilGone(zone);
    const done = actions(on, before);
    expect(done.indexOf('DeleteVpcEndpoints')).toBeGreaterThan(done.indexOf('ChangeResourceRecordSets'));
    expect(done.filter((action) => action === 'DeleteVpcEndpoints')).toHaveLength(1);
  });
});
