import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addGroup, addSubnet } from '../simulator/support/records.ts';
import { openStage, type Scene, type Stage } from './support/endpoint-scene.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

let scenes = 0;
const scene = (): Promise<Scene> => {
  scenes += 1;
  return stage.scene(`ifep-${scenes}`);
};
const until: Stage['until'] = (ask, what) => stage.until(ask, what);
const ready = 'True/Available';
const owner = 'privatelink-operator.io';

async function readyScene(spec: Record<string, unknown> = {}): Promise<Scene> {
  const here = await scene();
  await here.create(spec);
  await here.shows('Ready', ready);
  return here;
}
const attached = (here: Scene): readonly string[] => [...here.endpoint().subnets.keys()].toSorted();
const subnetsOf = (here: Scene, ...which: readonly (0 | 1 | 2)[]): readonly string[] =>
  which.map((index) => here.subnets[index].id).toSorted();
const tagged = (here: Scene, index: 0 | 1 | 2, value: string): void => void here.subnets[index].tags.set('tier', value);

describe('the service', () => {
  test('by its full name: one create, private DNS off, owner tags in the same call', async () => {
    const here = await readyScene();
    expect(here.writes()).toEqual(['CreateVpcEndpoint']);
    expect(here.endpoint().tags.get(`${owner}/name`)).toBe('orders');
    expect(here.endpoint().privateDNSEnabled).toBe(false);
  });

  test('by the short name of an AWS service', async () => {
    const here = await readyScene({ service: { awsService: 'secretsmanager' } });
    expect(here.endpoint().serviceName).toBe('com.amazonaws.eu-west-1.secretsmanager');
  });

  test('by reference: waits for the referent and goes on when it has a name', async () => {
    const here = await scene();
    await here.create({ service: { endpointServiceRef: { name: 'pay' } } });
    await here.shows('Ready', 'False/ServiceNotFound');
    await here.publish(here.namespace, { status: { serviceName: here.serviceName } });
    await here.shows('Ready', ready);
  });

  test('by reference into a namespace that does not admit ours: RefNotPermitted and no call', async () => {
    const [here, there] = [await scene(), await scene()];
    await there.publish(there.namespace, { status: { serviceName: here.serviceName } });
    await here.create({ service: { endpointServiceRef: { name: 'pay', namespace: there.namespace } } });
    await here.shows('Ready', 'False/RefNotPermitted');
    expect(here.writes()).toEqual([]);
  });

  test('by reference into a namespace that admits all', async () => {
    const [here, there] = [await scene(), await scene()];
    await there.publish(there.namespace, {
      spec: { allowedConsumers: { namespaces: { from: 'All' } } },
      status: { serviceName: here.serviceName },
    });
    await here.create({ service: { endpointServiceRef: { name: 'pay', namespace: there.namespace } } });
    await here.shows('Ready', ready);
  });
});

describe('the VPC', () => {
  test('by tags that match exactly one, pinned in status', async () => {
    const here = await scene();
    here.vpc.tags.set('net', here.namespace);
    await here.create({ vpc: { tags: { net: here.namespace } } });
    await here.shows('Ready', ready);
    expect((await here.get())?.status?.vpcID).toBe(here.vpc.id);
  });

  test('by tags that match two: says so and makes nothing', async () => {
    const [here, there] = [await scene(), await scene()];
    for (const { vpc } of [here, there]) vpc.tags.set('net', here.namespace);
    await here.create({ vpc: { tags: { net: here.namespace } } });
    expect(await here.shows('Ready', 'False/VPCAmbiguous')).toContain(there.vpc.id);
    expect(here.writes()).toEqual([]);
  });
});

describe('subnets', () => {
  test('by tags, by zone name and by ID, one in each zone', async () => {
    const here = await scene();
    tagged(here, 0, 'app');
    const zoneName = stage.simulator.world.zoneName(here.vpc.account, 'euw1-az2');
    await here.create({ subnets: [{ tags: { tier: 'app' } }, { zoneNames: [zoneName] }, { id: here.subnets[2].id }] });
    await here.shows('Ready', ready);
    expect(attached(here)).toEqual(subnetsOf(here, 0, 1, 2));
    expect((await here.get())?.status?.zoneSummary).toBe('3/3');
  });

  test('two in one zone: the earliest term wins, the other is named as dropped', async () => {
    const here = await scene();
    const twin = addSubnet(stage.simulator.world, here.vpc, { zoneID: 'euw1-az1' });
    await here.create({ subnets: [{ id: twin.id }, { zoneIDs: ['euw1-az1', 'euw1-az2'] }] });
    await here.shows('Ready', ready);
    expect(attached(here)).toEqual([twin.id, here.subnets[1].id].toSorted());
    expect((await here.get())?.status?.droppedSubnets).toMatchObject([{ id: here.subnets[0].id, reason: 'ZoneTaken' }]);
  });

  test('in a zone without the service: left out, named, and wanted', async () => {
    const here = await scene();
    here.loadBalancer.zones.delete('euw1-az2');
    await here.providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: here.serviceID });
    await here.create();
    await here.shows('ZonesCovered', 'False/ZoneNotOffered');
    await here.shows('Ready', ready);
    expect((await here.get())?.status).toMatchObject({
      zoneSummary: '1/2',
      droppedSubnets: [{ id: here.subnets[1].id, reason: 'ZoneNotOffered' }],
    });
  });

  test('a fixed address at create, and for a subnet added later', async () => {
    const here = await scene();
    const address = (index: 0 | 1): string => here.subnets[index].cidr.replace(/\.0\/24$/, '.77');
    const term = (index: 0 | 1) => ({ id: here.subnets[index].id, ipv4Address: address(index) });
    await here.create({ subnets: [term(0)] });
    await here.shows('Ready', ready);
    await here.edit({ spec: { subnets: [term(0), term(1)] } });
    await until(async () => {
      const zones = (await here.get())?.status?.zones ?? [];
      return { holds: zones.map((zone) => zone.ipv4Address).join() === [address(0), address(1)].join(), seen: zones };
    }, 'both addresses in status');
  });

  test('a swap within a zone removes first and adds after', async () => {
    const here = await readyScene({ subnets: [{ zoneIDs: ['euw1-az2'] }, { zoneIDs: ['euw1-az1'] }] });
    const twin = addSubnet(stage.simulator.world, here.vpc, { zoneID: 'euw1-az1' });
    await here.edit({ spec: { subnets: [{ id: here.subnets[1].id }, { id: twin.id }] } });
    await until(() => ({ holds: attached(here).includes(twin.id), seen: attached(here) }), 'the swap');
    expect(attached(here)).toEqual([twin.id, here.subnets[1].id].toSorted());
    expect(here.writes()).toEqual(['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'ModifyVpcEndpoint']);
  });
});

describe('security groups', () => {
  test('by ID, by name and by tags, as an exclusive set', async () => {
    const here = await scene();
    const [byID, byTag, strange] = ['one', 'two', 'strange'].map((name) => addGroup(stage.simulator.world, here.vpc, name));
    byTag?.tags.set('use', 'pl');
    await here.create({ securityGroups: [{ id: byID?.id }, { name: 'app' }, { tags: { use: 'pl' } }] });
    await here.shows('Ready', ready);
    const wanted = here.endpoint().securityGroupIDs.toSorted();
    expect(wanted).toHaveLength(3);
    await here.ec2.modifyVpcEndpoint({ VpcEndpointId: here.endpoint().id, AddSecurityGroupIds: [strange?.id ?? ''] });
    await until(
      () => ({ holds: here.endpoint().securityGroupIDs.toSorted().join() === wanted.join(), seen: here.endpoint().securityGroupIDs }),
      "the stranger's group to go",
    );
  });

  test("none found: waits and never takes the VPC's default group", async () => {
    const here = await scene();
    await here.create({ securityGroups: [{ name: 'nowhere' }] });
    await here.shows('Ready', 'False/SecurityGroupsNotFound');
    expect(here.writes()).toEqual([]);
  });
});

describe('policy, private DNS and tags', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' };

  test('a policy that AWS formats otherwise is left alone; one that means something else is put back', async () => {
    const here = await readyScene({ service: { awsService: 'kms' }, policy: { Version: '2012-10-17', Statement: [statement] } });
    const id = here.endpoint().id;
    const again = { Statement: { ...statement, Action: ['KMS:Decrypt', 'kms:Encrypt'], Resource: ['*'] }, Version: '2012-10-17' };
    await here.ec2.modifyVpcEndpoint({ VpcEndpointId: id, PolicyDocument: JSON.stringify(again, undefined, 2) });
    const before = here.writes().length;
    await here.edit({ spec: { tags: { marker: '1' } } });
    await until(() => ({ holds: here.endpoint().tags.get('marker') === '1', seen: [...here.endpoint().tags] }), 'a later write');
    expect(here.writes().slice(before)).toEqual(['CreateTags']);
    await until(
      () => ({ holds: stage.simulator.world.clock.now() >= here.endpoint().modifyingUntil, seen: here.endpoint() }),
      'the modification to end',
    );
    await here.ec2.modifyVpcEndpoint({ VpcEndpointId: id, ResetPolicy: true });
    await until(
      () => ({ holds: here.endpoint().policy?.includes('kms:Encrypt') === true, seen: here.endpoint().policy }),
      'the policy to be put back',
    );
  });

  test('private DNS goes on by a modification after the endpoint is available', async () => {
    const here = await readyScene({ service: { awsService: 'kms' }, privateDNS: { enabled: true } });
    expect(here.writes()).toEqual(['CreateVpcEndpoint', 'ModifyVpcEndpoint']);
    expect((await here.get())?.status?.dns?.private).toEqual(['kms.eu-west-1.amazonaws.com']);
  });

  test('private DNS is held while the VPC does not resolve names', async () => {
    const here = await scene();
    here.vpc.enableDnsHostnames = false;
    await here.create({ service: { awsService: 'kms' }, privateDNS: { enabled: true } });
    expect(await here.shows('PrivateDNSReady', 'False/Held')).toContain('enableDnsHostnames');
    here.vpc.enableDnsHostnames = true;
    await here.shows('Ready', ready);
  });

  test("AWS's refusal of private DNS is shown in words", async () => {
    const here = await scene();
    await here.create({ privateDNS: { enabled: true } });
    expect(await here.shows('PrivateDNSReady', 'False/Refused')).toContain('does not provide a private DNS name');
  });

  test("tags follow the spec; a stranger's extra tag stays", async () => {
    const here = await readyScene({ tags: { team: 'pay', old: '1' } });
    await here.ec2.createTags({ Resources: [here.endpoint().id], Tags: [{ Key: 'cost', Value: '7' }] });
    await here.edit({ spec: { tags: { team: 'shop', old: null } } });
    await until(
      () => ({ holds: here.endpoint().tags.get('team') === 'shop' && !here.endpoint().tags.has('old'), seen: [...here.endpoint().tags] }),
      'the tags',
    );
    expect(here.endpoint().tags.get('cost')).toBe('7');
  });
});

describe('acceptance', () => {
  test('waiting, the message carries account, endpoint and service; accepted, it becomes ready', async () => {
    const here = await scene();
    await here.providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: here.serviceID, AcceptanceRequired: true });
    await here.create();
    const message = await here.shows('Ready', 'False/PendingAcceptance');
    for (const part of [here.vpc.account, here.endpoint().id, here.serviceName]) expect(message).toContain(part);
    await here.providerEC2.acceptVpcEndpointConnections({ ServiceId: here.serviceID, VpcEndpointIds: [here.endpoint().id] });
    await here.shows('Ready', ready);
  });

  test('rejected, it is stalled, kept, and not made anew after a restart', async () => {
    const here = await scene();
    await here.providerEC2.modifyVpcEndpointServiceConfiguration({ ServiceId: here.serviceID, AcceptanceRequired: true });
    await here.create();
    await here.shows('Ready', 'False/PendingAcceptance');
    await here.providerEC2.rejectVpcEndpointConnections({ ServiceId: here.serviceID, VpcEndpointIds: [here.endpoint().id] });
    await here.shows('Stalled', 'True/Rejected');
    await stage.restart();
    await here.shows('Stalled', 'True/Rejected');
    expect(here.writes()).toEqual(['CreateVpcEndpoint', 'RejectVpcEndpointConnections']);
  });
});

describe('reports', () => {
  test("the provider's zone report is joined, with its fix in words, and uncovers the zone", async () => {
    const here = await scene();
    const zones = [
      { zoneID: 'euw1-az1', state: 'NotServing', reason: 'NoTargetsInZone', message: 'Add a target or turn cross-zone on.' },
      { zoneID: 'euw1-az2', state: 'Serving' },
    ];
    await here.publish(here.namespace, { status: { serviceName: here.serviceName, zones } });
    await here.create();
    expect(await here.shows('ZonesServing', 'False/ProviderNotServing')).toContain('Add a target or turn cross-zone on.');
    await here.shows('Ready', ready);
    expect((await here.get())?.status?.zoneSummary).toBe('1/2');
  });

  test('names, zones and addresses are told by shape and by zone ID', async () => {
    const here = await readyScene();
    const { status } = (await here.get()) ?? {};
    const { id, dnsLabel } = here.endpoint();
    expect(status?.dns?.regional).toMatch(new RegExp(`^${id}-${dnsLabel}\\.`));
    for (const zoneID of ['euw1-az1', 'euw1-az2']) {
      const zoneName = stage.simulator.world.zoneName(here.vpc.account, zoneID);
      expect(status?.dns?.zonal?.find((one) => one.zoneID === zoneID)?.name).toContain(`-${zoneName}.`);
      expect(status?.zones?.find((one) => one.zoneID === zoneID)).toMatchObject({
        zoneName,
        attached: true,
        ipv4Address: expect.stringMatching(/^10\./) as string,
      });
    }
  });
});

describe('ownership and deletion', () => {
  test('deletion ends only when AWS shows that the endpoint is gone', async () => {
    const here = await readyScene();
    const { id } = here.endpoint();
    await here.remove();
    await here.gone();
    expect(stage.simulator.world.endpoints.get(id)?.state ?? 'deleted').toBe('deleted');
  });

  test('Retain leaves the endpoint, marked as released', async () => {
    const here = await readyScene({ deletionPolicy: 'Retain' });
    await here.remove();
    await here.gone();
    expect(here.endpoint().tags.get(`${owner}/released`)).toBe('true');
  });

  test('an endpoint that lost its owner tags is not written to, deletion included', async () => {
    const here = await readyScene();
    await here.ec2.deleteTags({ Resources: [here.endpoint().id], Tags: [{ Key: `${owner}/name` }] });
    await here.shows('Stalled', 'True/NotOwned');
    const before = here.writes().length;
    await here.remove();
    await here.shows('Ready', 'False/Deleting');
    await here.edit({ metadata: { annotations: { [`${owner}/reconcile-requested-at`]: 'now' } } });
    await until(
      async () => ({ holds: (await here.get())?.status?.lastHandledReconcileAt === 'now', seen: (await here.get())?.status }),
      'one more pass',
    );
    expect(here.writes()).toHaveLength(before);
    await here.edit({ metadata: { finalizers: null } });
    await here.gone();
  });

  test('the same object after a rebuild of the cluster takes its endpoint up again', async () => {
    const here = await readyScene();
    const { id } = here.endpoint();
    await here.edit({ metadata: { annotations: { [`${owner}/paused`]: 'true' } } });
    await here.shows('Paused', 'True/Paused');
    await here.remove();
    await here.edit({ metadata: { finalizers: null } });
    await here.gone();
    const { metadata } = await here.create();
    await here.shows('Ready', ready);
    expect(here.endpoint()).toMatchObject({ id });
    expect(here.endpoint().tags.get(`${owner}/uid`)).toBe(metadata.uid);
  });

  test('paused, nothing is written; released from the pause, it goes on', async () => {
    const here = await readyScene();
    await here.edit({ metadata: { annotations: { [`${owner}/paused`]: 'true' } }, spec: { tags: { team: 'pay' } } });
    await here.shows('Paused', 'True/Paused');
    expect(here.writes()).toEqual(['CreateVpcEndpoint']);
    await here.edit({ metadata: { annotations: { [`${owner}/paused`]: null } } });
    await until(() => ({ holds: here.endpoint().tags.get('team') === 'pay', seen: [...here.endpoint().tags] }), 'the tag');
  });

  test('an endpoint deleted by hand is made anew', async () => {
    const here = await readyScene();
    const { id } = here.endpoint();
    await here.ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] });
    await until(() => ({ holds: here.endpoints().some((one) => one.id !== id), seen: here.endpoints() }), 'a new endpoint');
    await here.shows('Ready', ready);
  });
});
