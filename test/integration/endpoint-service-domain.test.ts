import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/kube/resource.ts';
import { condition, isReady, type Scenario, type Seen } from '../harness/scenario.ts';

import { configuration } from './support/provider-team.ts';
import { addZone, admitDNS, dnsAccounts, type PublicZone } from './support/public-zones.ts';
import { minute, scenarios, serviceID } from './support/scenarios.ts';

const open = scenarios();
const detail = 'PrivateDNSVerified';
const start = 'StartVpcEndpointServicePrivateDnsVerification';
const change = 'ChangeResourceRecordSets';
const read = 'ListResourceRecordSets';
const finalizer = 'privatelink-operator.io/finalizer';

interface Proof {
  readonly record?: { readonly name: string; readonly value: string };
  readonly published?: readonly { readonly hostedZoneID: string; readonly name: string; readonly value: string }[];
}
const proofOf = (seen: Seen): Proof => (seen.status['privateDNS'] ?? {}) as Proof;
const recordOf = (seen: Seen): NonNullable<Proof['record']> => proofOf(seen).record ?? { name: '', value: '' };
const isVerified = (seen: Seen): boolean => condition(seen, detail)?.status === 'True';
const detailSays = (reason: string) => (seen: Seen) => condition(seen, detail)?.reason === reason;

interface Setting {
  readonly on: Scenario;
  readonly access: KubeObject;
  readonly zone: PublicZone;
  /** A service with that name and verification in the zone, unless told otherwise. */
  service(name: string, spec?: object): KubeObject;
}

async function setUp(options: Parameters<typeof open>[0] = {}): Promise<Setting> {
  const on = await open(options);
  const access = await admitDNS(on, 'dns');
  const zone = await addZone(on, 'dns', { name: 'example.com' });
  const verification = { hostedZoneID: zone.id, accessRef: { name: access.metadata.name } };
  const service = (name: string, spec: object = {}): KubeObject =>
    on.service('payments', { accessRef: { name: on.provider }, privateDNS: { name, verification }, ...spec });
  return { on, access, zone, service };
}

async function verified(setting: Setting, name = 'api.pay.example.com'): Promise<{ readonly object: KubeObject; readonly seen: Seen }> {
  const object = await setting.on.create(setting.service(name));
  return { object, seen: await setting.on.until(object, 'verified', isVerified) };
}

describe('the record that proves the domain', () => {
  test.each(['api.pay.example.com', '*.pay.example.com'])(
    'of %s is written to the zone, verified a minute later, and consumers may turn private DNS on',
    async (name) => {
      const setting = await setUp();
      const { on, zone } = setting;
      const { seen } = await verified(setting, name);
      const { name: at, value } = recordOf(seen);
      expect(at).toMatch(/^_\w+\.(api\.)?pay\.example\.com$/);
      expect(zone.values(at)).toEqual([value]);
      expect(proofOf(seen).published).toEqual([
        expect.objectContaining({ hostedZoneID: zone.id, accountID: dnsAccounts.dns, name: at, value }) as unknown,
      ]);
      const [written, ...more] = on.calls(change);
      expect(more).toEqual([]);
      expect(on.calls(start).map(({ time }) => time - (written?.time ?? 0))).toEqual([expect.closeTo(60_000, -4.01) as number]);
      const ready = await on.until(on.service('payments'), 'ready', isReady);
      expect(condition(ready, 'Ready')?.message).not.toContain('TXT');

      const endpoint = await on.create(
        on.endpoint('payments', {
          service: { endpointServiceRef: { name: 'payments', namespace: on.provider } },
          privateDNS: { enabled: true },
        }),
      );
      const connected = await on.until(endpoint, 'private DNS', (one) => condition(one, 'PrivateDNSReady')?.status === 'True');
      expect(JSON.stringify(connected.status['dns'])).toContain(name);
    },
  );

  test("may be in a zone of the service's own account, without another access", async () => {
    const on = await open({});
    const zone = await addZone(on, 'own', { name: 'example.com' });
    const privateDNS = { name: 'api.pay.example.com', verification: { hostedZoneID: zone.id } };
    const object = await on.create(on.service('payments', { privateDNS }));
    const { name: at, value } = recordOf(await on.until(object, 'verified', isVerified));
    expect(zone.values(at)).toEqual([value]);
  });

  test("stands beside others' values, also one that is added between our read and our write", async () => {
    const { on, zone, service } = await setUp();
    const theirs = ['theirs', 'in two" "strings'];
    let at = '';
    on.simulator.faults.add({
      action: change,
      nth: 1,
      // In the moment in which our first batch arrives, somebody has just added values.
      when: ({ input }) => {
        at ||= String(JSON.stringify(input).match(/_[^"]+(?=\.")/)?.[0]);
        if (zone.values(at).length === 0) zone.set({ name: at, values: theirs });
        return true;
      },
      outcome: { delayMs: 0 },
    });
    const object = await on.create(service('api.pay.example.com'));
    const seen = await on.until(object, 'verified', isVerified);
    expect(zone.values(at)).toEqual([...theirs, recordOf(seen).value]);
    expect(on.calls(change).map(({ outcome }) => outcome)).toEqual([{ code: 'InvalidChangeBatch' }, 'ok']);

    await on.remove(object);
    await on.untilGone(object);
    expect(zone.values(at)).toEqual(theirs);
  });

  test('lost, is written again, and at rest the zone is read once in ten minutes', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.pass(15 * minute);
    const before = on.calls(/HostedZone|RecordSets/).length;
    await on.pass(60 * minute);
    const reads = on.calls(/HostedZone|RecordSets/).slice(before);
    expect(new Set(reads.map(({ action }) => action))).toEqual(new Set([read]));
    expect(reads.length).toBeGreaterThanOrEqual(5);
    expect(reads.length).toBeLessThanOrEqual(6);

    zone.set({ name: recordOf(seen).name, values: [] });
    await on.pass(11 * minute);
    expect(zone.values(recordOf(seen).name)).toEqual([recordOf(seen).value]);
    expect(isVerified((await on.read(object)) as Seen)).toBe(true);
  });

  test('is no concern of a service that names no zone: Route 53 is asked nothing', async () => {
    const { on } = await setUp();
    const object = await on.create(
      on.service('payments', { accessRef: { name: on.provider }, privateDNS: { name: 'api.pay.example.com' } }),
    );
    await on.until(object, 'ready', isReady);
    await on.pass(30 * minute);
    expect(on.calls(/HostedZone|RecordSets/)).toEqual([]);
  });

  test('of two services at one domain is a value of each', async () => {
    const { on, zone, service } = await setUp();
    const objects = [service('api.pay.example.com'), service('api.pay.example.com', { loadBalancers: [{ name: 'second' }] })];
    await on.aws.provider.elb.createLoadBalancer({
      Name: 'second',
      Type: 'network',
      Scheme: 'internal',
      Subnets: ['subnet-0a000000000000001'],
    });
    const second = { ...objects[1], metadata: { ...objects[1]?.metadata, name: 'second' } } as KubeObject;
    for (const object of [objects[0] as KubeObject, second]) await on.create(object);
    const seen = [await on.until(objects[0] as KubeObject, 'verified', isVerified), await on.until(second, 'verified', isVerified)];
    for (const one of seen) expect(zone.values(recordOf(one).name)).toEqual([recordOf(one).value]);
  });
});

describe('a record that does not prove the domain is explained:', () => {
  test('the zone is of another domain', async () => {
    const { on, access, service } = await setUp();
    const other = await addZone(on, 'dns', { name: 'example.org' });
    const verification = { hostedZoneID: other.id, accessRef: { name: access.metadata.name } };
    const object = await on.create(service('', { privateDNS: { name: 'api.pay.example.com', verification } }));
    const seen = await on.until(object, 'explained', (one) => isReady(one) && detailSays('HostedZoneMismatch')(one));
    expect(condition(seen, detail)?.message).toContain(`hosted zone ${other.id}, which is example.org.`);
    expect([on.calls(change), on.calls(start)]).toEqual([[], []]);
  });

  test('the zone is not there', async () => {
    const { on, access, service } = await setUp();
    const verification = { hostedZoneID: 'Z00000000000000000000', accessRef: { name: access.metadata.name } };
    const object = await on.create(service('', { privateDNS: { name: 'api.pay.example.com', verification } }));
    const seen = await on.until(object, 'explained', detailSays('HostedZoneNotFound'));
    expect(condition(seen, detail)?.message).toContain(`no hosted zone Z00000000000000000000 in account ${dnsAccounts.dns}`);
  });

  test('a CNAME of somebody stands at its name, and is left alone', async () => {
    const { on, zone, service } = await setUp();
    const object = await on.create(service('api.pay.example.com', { privateDNS: { name: 'api.pay.example.com' } }));
    const { name } = recordOf(await on.until(object, 'the record', (one) => proofOf(one).record !== undefined));
    zone.set({ name, type: 'CNAME', values: ['elsewhere.example.com'] });
    await on.edit(object, { spec: service('api.pay.example.com').spec as object });
    const seen = await on.until(object, 'explained', detailSays('RecordConflict'));
    expect(condition(seen, detail)?.message).toContain('a CNAME record stands there');
    expect(on.calls(change)).toEqual([]);
    zone.set({ name, type: 'CNAME', values: [] });
    await on.until(object, 'verified', isVerified);
  });

  test('the access does not admit the namespace; healed when it does', async () => {
    const setting = await setUp();
    const { on, access } = setting;
    await on.edit(access, { spec: { namespaces: { names: ['nobody'] } } });
    const object = await on.create(setting.service('api.pay.example.com'));
    await on.until(object, 'explained', (one) => isReady(one) && detailSays('AccessNotFound')(one));
    await on.edit(access, { spec: { namespaces: { names: [on.provider] } } });
    await on.until(object, 'verified', isVerified);
  });

  test('the zone must not be written to; healed when it may', async () => {
    const setting = await setUp();
    const { on } = setting;
    const lift = on.simulator.faults.add({ action: change, account: dnsAccounts.dns, outcome: { error: 'AccessDenied', status: 403 } });
    const object = await on.create(setting.service('api.pay.example.com'));
    const seen = await on.until(object, 'explained', (one) => isReady(one) && detailSays('AccessDenied')(one));
    expect(condition(seen, detail)?.message).toContain('Allow ChangeResourceRecordSets in the IAM policy');
    lift();
    await on.until(object, 'verified', isVerified);
  });
});

describe('the value is withdrawn', () => {
  test('when the service has another name, and the other name has its own', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.edit(object, { spec: { privateDNS: { name: 'web.pay.example.com' } } });
    const next = await on.until(object, 'verified again', (one) => isVerified(one) && recordOf(one).name !== recordOf(seen).name);
    await on.until(object, 'one value', (one) => proofOf(one).published?.length === 1);
    expect([zone.values(recordOf(seen).name), zone.values(recordOf(next).name)]).toEqual([[], [recordOf(next).value]]);
  });

  test('when the service has no name any more', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.edit(object, { spec: { privateDNS: null } });
    await on.until(object, 'nothing left', (one) => isReady(one) && one.status['privateDNS'] === undefined);
    expect(zone.values(recordOf(seen).name)).toEqual([]);
    expect((await configuration(on, serviceID(seen)))?.PrivateDnsName).toBeUndefined();
  });

  test('not when only the zone is no longer named: what proves the name stays', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.edit(object, { spec: { privateDNS: { verification: null } } });
    await on.pass(15 * minute);
    expect(zone.values(recordOf(seen).name)).toEqual([recordOf(seen).value]);
    await on.remove(object);
    await on.untilGone(object);
    expect(zone.values(recordOf(seen).name)).toEqual([]);
  });

  test('after the deletion of the service, and a zone that denies it holds the object and the access, with the way out', async () => {
    const setting = await setUp();
    const { on, zone, access } = setting;
    const { object, seen } = await verified(setting);
    const lift = on.simulator.faults.add({ action: change, account: dnsAccounts.dns, outcome: { error: 'AccessDenied', status: 403 } });
    await on.remove(object);
    const held = await on.until(
      object,
      'held',
      (one) => condition(one, 'Ready')?.message.includes('spec.deletionPolicy to Retain') === true,
    );
    expect(condition(held, 'Ready')).toMatchObject({ reason: 'Deleting', message: expect.stringContaining(zone.id) as string });
    expect((await configuration(on, serviceID(seen)))?.ServiceState ?? 'Deleted').toBe('Deleted');
    await on.remove(access);
    await on.until(access, 'in use', (one) => condition(one, 'Ready')?.reason === 'InUse');
    lift();
    await on.untilGone(object);
    expect(zone.values(recordOf(seen).name)).toEqual([]);
    await on.untilGone(access);
  });

  test('not at a deletion that is to retain it', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.edit(object, { spec: { deletionPolicy: 'Retain' } });
    await on.remove(object);
    await on.untilGone(object);
    expect(zone.values(recordOf(seen).name)).toEqual([recordOf(seen).value]);
  });

  test('at a deletion in which the zone is no more: nothing is left to withdraw', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    zone.set({ name: recordOf(seen).name, values: [] });
    on.simulator.world.hostedZones.delete(zone.id);
    await on.remove(object);
    await on.untilGone(object);
  });

  test('of a service that had vanished and cannot be made anew', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    const { object, seen } = await verified(setting);
    await on.edit(object, { spec: { loadBalancers: [{ tags: { never: 'there' } }] } });
    await on.aws.provider.ec2.deleteVpcEndpointServiceConfigurations({ ServiceIds: [serviceID(seen)] });
    await on.until(object, 'no service', (one) => one.status['serviceID'] === undefined);
    expect(zone.values(recordOf(seen).name)).toEqual([recordOf(seen).value]);
    await on.remove(object);
    await on.untilGone(object);
    expect(zone.values(recordOf(seen).name)).toEqual([]);
  });
});

describe('moved to a zone of another account', () => {
  test('one zone is written and the other cleared, each by itself, and the access is kept until nothing is behind it', async () => {
    const setting = await setUp();
    const { on, zone, access } = setting;
    const { object, seen } = await verified(setting);
    const { name: at, value } = recordOf(seen);
    const otherAccess = await admitDNS(on, 'other');
    const otherZone = await addZone(on, 'other', { name: 'pay.example.com' });
    const lift = on.simulator.faults.add({ action: change, account: dnsAccounts.dns, outcome: { error: 'AccessDenied', status: 403 } });

    await on.edit(object, {
      spec: { privateDNS: { verification: { hostedZoneID: otherZone.id, accessRef: { name: otherAccess.metadata.name } } } },
    });
    const torn = await on.until(object, 'told beside Ready', (one) => condition(one, 'Ready')?.message.includes(zone.id) === true);
    expect(condition(torn, 'Ready')).toMatchObject({ status: 'True', message: expect.stringContaining('is not withdrawn') as string });
    expect([zone.values(at), otherZone.values(at)]).toEqual([[value], [value]]);
    expect(proofOf(torn).published?.map(({ hostedZoneID }) => hostedZoneID)).toEqual([zone.id, otherZone.id]);

    await on.remove(access);
    const kept = await on.until(access, 'in use', (one) => condition(one, 'Ready')?.reason === 'InUse');
    expect(kept.metadata.finalizers).toEqual([finalizer]);

    lift();
    await on.untilGone(access);
    expect([zone.values(at), otherZone.values(at)]).toEqual([[], [value]]);
    const done = await on.until(object, 'one zone', (one) => proofOf(one).published?.length === 1 && isReady(one));
    expect(condition(done, 'Ready')?.message).not.toContain(zone.id);
    expect(otherAccess.metadata.name).toContain(on.provider);
  });
});

describe('a crash', () => {
  test('between the write and the status, and a reply that is lost: the value is remembered, and withdrawn', async () => {
    const setting = await setUp();
    const { on, zone } = setting;
    on.simulator.faults.add({ action: change, nth: 1, account: dnsAccounts.dns, outcome: 'drop-after-commit' });
    const object = await on.create(setting.service('api.pay.example.com'));
    const seen = await on.until(object, 'the write', () => on.calls(change).length > 0);
    await on.restart();
    expect(proofOf(seen).published).toHaveLength(1);
    const { name: at, value } = recordOf(await on.until(object, 'verified', isVerified));
    expect([zone.values(at), on.calls(change).length]).toEqual([[value], 1]);

    // And without a restart: the name goes while the reply of the withdrawal is lost.
    on.simulator.faults.add({ action: change, nth: 1, account: dnsAccounts.dns, outcome: 'drop-after-commit' });
    await on.edit(object, { spec: { privateDNS: null } });
    await on.until(object, 'nothing left', (one) => one.status['privateDNS'] === undefined);
    expect([zone.values(at), on.calls(change).length]).toEqual([[], 2]);
  });
});
