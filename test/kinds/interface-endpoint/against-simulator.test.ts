import { describe, expect, test } from 'vitest';
import { addGroup } from '../../simulator/support/records.ts';
import { type Bench, bench } from './support/bench.ts';

const minute = 60_000;
const writeNames = (one: Bench): readonly string[] => one.writes().map((entry) => entry.action);
const live = (one: Bench) => [...one.simulation.simulator.world.endpoints.values()].filter(({ state }) => !/^delet/i.test(state));
const only = (one: Bench) => {
  const [endpoint, ...more] = live(one);
  if (endpoint === undefined || more.length > 0) throw new Error(`${live(one).length} endpoints`);
  return endpoint;
};

/** What AWS has: subnets and security groups. */
const attached = (one: Bench): readonly string[][] => [
  [...only(one).subnets.keys()].toSorted(),
  [...only(one).securityGroupIDs].toSorted(),
];

async function readyBench(options: Parameters<typeof bench>[0] = {}): Promise<Bench> {
  const one = await bench(options);
  await one.run(5 * minute);
  expect(one.ready()).toBe('True/Available');
  return one;
}

describe('creating', () => {
  test('an endpoint becomes ready by one create and no other write', async () => {
    await using one = await readyBench();
    expect(writeNames(one)).toEqual(['CreateVpcEndpoint']);
    expect(one.object()?.status).toMatchObject({ endpointID: only(one).id, zoneSummary: '2/2', state: 'available' });
    expect(one.object()?.status.dns?.regional).toContain(only(one).id);
    expect(one.object()?.status.zones?.map((zone) => zone.ipv4Address)).toEqual([
      expect.stringMatching(/^10\./),
      expect.stringMatching(/^10\./),
    ]);
    expect(one.object()?.status.pendingCreate).toBeUndefined();
  });

  test('whom its security groups let in is told, and told anew after a change of the rules', async () => {
    await using one = await readyBench();
    expect(one.object()?.status.admits).toEqual({ cidrs: ['10.0.0.0/16'], others: false });
    const [GroupId] = only(one).securityGroupIDs;
    const neighbours = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.1.0.0/16' }] };
    const byGroup = { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] };
    await one.place.consumerEC2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [neighbours, byGroup] });
    await one.run(11 * minute);
    expect(one.object()?.status.admits).toEqual({ cidrs: ['10.0.0.0/15'], others: true });
  });

  test('a create whose reply is lost before a restart, with tags edited meanwhile, is repeated verbatim and its tags put right after', async () => {
    await using one = await bench({
      spec: { tags: { old: '1' } },
      settings: { tagFilterLagMs: 10_000, emptyFirstPages: true, pageSize: 2 },
    });
    one.simulation.simulator.faults.add({ action: 'CreateVpcEndpoint', nth: 1, outcome: 'drop-after-commit' });
    await one.pass();
    await one.pass();
    one.edit({ tags: { new: '2' } });
    one.restart();
    await one.run(10 * minute);
    const creates = one.writes().filter((entry) => entry.action === 'CreateVpcEndpoint');
    expect(new Set(creates.map((entry) => JSON.stringify(entry.parameters))).size).toBe(1);
    expect(one.simulation.simulator.world.endpoints.size).toBe(1);
    expect(only(one).tags.get('new')).toBe('2');
    expect(only(one).tags.has('old')).toBe(false);
    expect(one.ready()).toBe('True/Available');
  });

  test('an object deleted while the reply is lost leaves nothing on AWS', async () => {
    await using one = await bench();
    one.simulation.simulator.faults.add({ action: 'CreateVpcEndpoint', nth: 1, outcome: 'drop-after-commit' });
    await one.pass();
    await one.pass();
    one.remove();
    one.restart();
    await one.run(30 * minute);
    expect(one.object()).toBeUndefined();
    expect(live(one)).toEqual([]);
    expect(one.simulation.simulator.world.endpoints.size).toBeLessThanOrEqual(1);
  });

  test('an endpoint deleted by hand is made anew, once', async () => {
    await using one = await readyBench();
    const before = only(one).id;
    await one.place.consumerEC2.deleteVpcEndpoints({ VpcEndpointIds: [before] });
    await one.run(20 * minute);
    expect(only(one).id).not.toBe(before);
    expect(one.object()?.status.endpointID).toBe(only(one).id);
    expect(one.ready()).toBe('True/Available');
    expect(writeNames(one).filter((name) => name === 'CreateVpcEndpoint')).toHaveLength(2);
  });
});

describe('acceptance', () => {
  test('waits with what one mails the owner, and goes on once accepted', async () => {
    await using one = await bench({ acceptance: true });
    await one.run(15 * minute);
    expect(one.ready()).toBe('False/PendingAcceptance');
    expect(one.condition('Ready')).toContain(only(one).id);
    await one.place.providerEC2.acceptVpcEndpointConnections({ ServiceId: one.place.serviceID, VpcEndpointIds: [only(one).id] });
    await one.run(5 * minute);
    expect(one.ready()).toBe('True/Available');
  });

  test('a rejected endpoint is shown and neither deleted nor made anew', async () => {
    await using one = await bench({ acceptance: true });
    await one.run(5 * minute);
    await one.place.providerEC2.rejectVpcEndpointConnections({ ServiceId: one.place.serviceID, VpcEndpointIds: [only(one).id] });
    await one.run(60 * minute);
    expect(one.ready()).toBe('False/Rejected');
    expect(one.condition('Stalled')).toMatch(/^True/);
    expect(writeNames(one)).toEqual(['CreateVpcEndpoint']);
  });

  test('a service that does not admit us names the principal, stalls after ten minutes, and heals', async () => {
    await using one = await bench();
    const principal = 'arn:aws:iam::111111111111:root';
    await one.place.providerEC2.modifyVpcEndpointServicePermissions({
      ServiceId: one.place.serviceID,
      RemoveAllowedPrincipals: [principal],
    });
    await one.run(5 * minute);
    expect(one.ready()).toBe('False/InvalidServiceName');
    expect(one.condition('Stalled')).toMatch(/^undefined/);
    await one.run(10 * minute);
    expect(one.condition('Stalled')).toContain(principal);
    await one.place.providerEC2.modifyVpcEndpointServicePermissions({ ServiceId: one.place.serviceID, AddAllowedPrincipals: [principal] });
    await one.run(10 * minute);
    expect(one.ready()).toBe('True/Available');
  });
});

const kms = { service: { awsService: 'kms' } };

describe('drift, changed behind our back', () => {
  const drifts: Record<string, readonly [Record<string, unknown>, (one: Bench, id: string) => Promise<unknown>, string]> = {
    'a subnet removed': [
      {},
      (one, id) => one.place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveSubnetIds: [one.place.subnets[1].id] }),
      'ModifyVpcEndpoint',
    ],
    'a subnet added': [
      {},
      (one, id) => one.place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, AddSubnetIds: [one.place.subnets[2].id] }),
      'ModifyVpcEndpoint',
    ],
    'the policy set': [
      kms,
      (one, id) =>
        one.place.consumerEC2.modifyVpcEndpoint({
          VpcEndpointId: id,
          PolicyDocument: '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
        }),
      'ModifyVpcEndpoint',
    ],
    'the policy reset': [
      { ...kms, policyJSON: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}' },
      (one, id) => one.place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, ResetPolicy: true }),
      'ModifyVpcEndpoint',
    ],
    'private DNS turned off': [
      { ...kms, privateDNS: { enabled: true } },
      (one, id) => one.place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: false }),
      'ModifyVpcEndpoint',
    ],
    'private DNS turned on': [
      kms,
      (one, id) => one.place.consumerEC2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: true }),
      'ModifyVpcEndpoint',
    ],
    'a security group swapped': [
      {},
      (one, id) =>
        one.place.consumerEC2.modifyVpcEndpoint({
          VpcEndpointId: id,
          AddSecurityGroupIds: [addGroup(one.simulation.simulator.world, one.place.vpc, 'strange').id],
          RemoveSecurityGroupIds: [...(one.object()?.status.securityGroupIDs ?? [])],
        }),
      'ModifyVpcEndpoint',
    ],
    'a tag changed': [
      { tags: { team: 'pay' } },
      (one, id) => one.place.consumerEC2.createTags({ Resources: [id], Tags: [{ Key: 'team', Value: 'x' }] }),
      'CreateTags',
    ],
    'a tag removed': [
      { tags: { team: 'pay' } },
      (one, id) => one.place.consumerEC2.deleteTags({ Resources: [id], Tags: [{ Key: 'team' }] }),
      'CreateTags',
    ],
  };

  test.each(Object.entries(drifts))('%s is put back by exactly one write', async (_name, [spec, drift, action]) => {
    await using one = await readyBench({ spec });
    await one.run(15 * minute);
    await drift(one, only(one).id);
    const before = one.writes().length;
    await one.run(5 * minute);
    expect(writeNames(one).slice(before)).toEqual([action]);
    expect(one.ready()).toBe('True/Available');
    const { subnetIDs, securityGroupIDs } = one.object()?.status ?? {};
    expect(attached(one)).toEqual([subnetIDs, securityGroupIDs]);
    expect(subnetIDs).toEqual([one.place.subnets[0].id, one.place.subnets[1].id].toSorted());
  });

  test("a stranger's extra tag is left alone", async () => {
    await using one = await readyBench();
    await one.place.consumerEC2.createTags({ Resources: [only(one).id], Tags: [{ Key: 'cost', Value: '7' }] });
    const before = one.writes().length;
    await one.run(20 * minute);
    expect(one.writes()).toHaveLength(before);
  });
});

describe('look-ups that answer less', () => {
  const lacking =
    (one: Bench, keep: number) =>
    (reply: object): object => {
      const { Subnets = [] } = reply as { Subnets?: { SubnetId?: string }[] };
      return {
        ...reply,
        Subnets: Subnets.filter(({ SubnetId }) => one.place.subnets.slice(0, keep).some((subnet) => subnet.id === SubnetId)),
      };
    };
  const byTerms = { subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az2', 'euw1-az3'] }] };

  test('nothing, then denied: nothing is detached', async () => {
    await using one = await readyBench({ spec: byTerms });
    const before = one.writes().length;
    const { faults } = one.simulation.simulator;
    faults.add({ action: 'DescribeSubnets', outcome: { reply: lacking(one, 0) } });
    await one.run(10 * minute);
    expect(one.condition('ReferencesResolved')).toMatch(/^False\/SubnetsNotFound/);
    faults.clear();
    faults.add({ action: 'DescribeSubnets', outcome: { error: 'UnauthorizedOperation', status: 403 } });
    await one.run(10 * minute);
    faults.clear();
    await one.run(10 * minute);
    expect(one.writes()).toHaveLength(before);
    expect(one.ready()).toBe('True/Available');
  });

  test('one fewer in one listing detaches nothing; in two successive ones, exactly that one', async () => {
    await using one = await readyBench({ spec: byTerms });
    await one.run(15 * minute);
    const before = one.writes().length;
    const { faults, journal } = one.simulation.simulator;
    const listings = (): number => journal.filter((entry) => entry.action === 'DescribeSubnets').length;
    const from = listings();
    faults.add({ action: 'DescribeSubnets', outcome: { reply: lacking(one, 2) } });
    while (listings() === from) await one.run(minute);
    for (let again = 0; again < 20; again += 1) await one.pass();
    expect(listings()).toBe(from + 1);
    expect(one.writes()).toHaveLength(before);
    await one.run(5 * minute);
    expect(
      one
        .writes()
        .slice(before)
        .map((entry) => entry.parameters),
    ).toEqual([{ VpcEndpointId: only(one).id, RemoveSubnetIds: [one.place.subnets[2].id] }]);
  });

  test('a restart in between starts the count again', async () => {
    await using one = await readyBench({ spec: byTerms });
    const before = one.writes().length;
    one.simulation.simulator.faults.add({ action: 'DescribeSubnets', outcome: { reply: lacking(one, 2) } });
    for (let again = 0; again < 5; again += 1) {
      await one.run(minute);
      one.restart();
      await one.pass();
    }
    expect(one.writes().slice(before).length).toBeLessThanOrEqual(1);
  });
});

describe('private DNS', () => {
  const spec = { privateDNS: { enabled: true }, service: { awsService: 'kms' } };

  test('goes on by a modification of its own once the endpoint is available', async () => {
    await using one = await bench({ spec });
    await one.run(10 * minute);
    expect(one.ready()).toBe('True/Available');
    expect(one.writes().map((entry) => [entry.action, (entry.parameters as { PrivateDnsEnabled?: boolean }).PrivateDnsEnabled])).toEqual([
      ['CreateVpcEndpoint', false],
      ['ModifyVpcEndpoint', true],
    ]);
    expect(one.object()?.status.dns?.private).toEqual(['kms.eu-west-1.amazonaws.com']);
  });

  test('is held while the VPC does not resolve names, and goes on when it does', async () => {
    await using one = await bench({ spec });
    const vpc = one.simulation.simulator.world.vpcs.get(one.place.vpc.id);
    Object.assign(vpc ?? {}, { enableDnsSupport: true, enableDnsHostnames: false });
    await one.run(10 * minute);
    expect(one.condition('PrivateDNSReady')).toMatch(/^False\/Held: enableDnsHostnames is off/);
    Object.assign(vpc ?? {}, { enableDnsHostnames: true });
    await one.run(10 * minute);
    expect(one.ready()).toBe('True/Available');
  });

  test('is held while a block of the VPC is shut out, goes on when a rule lets it in, and stays on when the rule goes', async () => {
    await using one = await bench({ spec });
    Object.assign(one.simulation.simulator.world.vpcs.get(one.place.vpc.id) ?? {}, { cidrs: ['10.0.0.0/16', '100.64.0.0/16'] });
    await one.run(10 * minute);
    expect(one.ready()).toBe('False/PrivateDNSHeld');
    expect(one.condition('PrivateDNSReady')).toMatch(/^False\/Held: .*100\.64\.0\.0\/16/);
    const [GroupId] = only(one).securityGroupIDs;
    const rule = { GroupId, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '100.64.0.0/16' };
    await one.place.consumerEC2.authorizeSecurityGroupIngress(rule);
    await one.run(2 * minute);
    expect(one.ready()).toBe('True/Available');
    await one.place.consumerEC2.revokeSecurityGroupIngress(rule);
    await one.run(11 * minute);
    expect(one.condition('PrivateDNSReady')).toMatch(/^True\/Enabled: .*100\.64\.0\.0\/16.* time out/);
    expect(writeNames(one).filter((name) => name.endsWith('VpcEndpoint'))).toEqual(['CreateVpcEndpoint', 'ModifyVpcEndpoint']);
  });

  test('is held no longer once it is forced', async () => {
    await using one = await bench({ spec });
    Object.assign(one.simulation.simulator.world.vpcs.get(one.place.vpc.id) ?? {}, { cidrs: ['10.0.0.0/8'] });
    await one.run(10 * minute);
    expect(one.ready()).toBe('False/PrivateDNSHeld');
    one.edit({ privateDNS: { enabled: true, force: true } });
    await one.run(minute);
    expect(one.ready()).toBe('True/Available');
    expect(only(one).privateDNSEnabled).toBe(true);
  });

  test("a refusal is shown in AWS's words and holds up nothing else", async () => {
    await using one = await bench({ spec: { privateDNS: { enabled: true } } });
    await one.run(10 * minute);
    expect(one.condition('PrivateDNSReady')).toMatch(/^False\/Refused: .*does not provide a private DNS name/);
    one.edit({ subnets: [{ zoneIDs: ['euw1-az1', 'euw1-az2', 'euw1-az3'] }] });
    await one.run(5 * minute);
    expect(attached(one)[0]).toHaveLength(3);
  });
});

describe('deleting', () => {
  test('the finalizer stays until a read by ID proves absence, and the condition quotes AWS', async () => {
    await using one = await readyBench({ settings: { endpointDeletingMs: 240_000 } });
    const { faults } = one.simulation.simulator;
    // The simulator carries a call out before a rule replaces its reply, so that the refusal must come as an error here.
    faults.add({ action: 'DeleteVpcEndpoints', nth: [1, 2], outcome: { error: 'DependencyViolation', message: 'has dependent objects' } });
    one.remove();
    await one.run(30_000);
    expect(one.condition('Ready')).toContain('has dependent objects');
    one.restart();
    await one.run(4 * minute);
    expect(one.object()).toBeDefined();
    await one.run(20 * minute);
    expect(one.object()).toBeUndefined();
    expect(live(one)).toEqual([]);
  });

  test.each(['UnauthorizedOperation', 'RequestLimitExceeded', 'InternalError'])('reads that answer %s prove no absence', async (error) => {
    await using one = await readyBench();
    const { faults } = one.simulation.simulator;
    faults.add({ action: 'DescribeVpcEndpoints', outcome: { error, status: error === 'InternalError' ? 500 : 400 } });
    await one.run(20 * minute);
    one.remove();
    await one.run(20 * minute);
    expect(one.object()).toBeDefined();
    expect(writeNames(one)).toEqual(['CreateVpcEndpoint']);
    faults.clear();
    await one.run(10 * minute);
    expect(one.object()).toBeUndefined();
    expect(writeNames(one)).toEqual(['CreateVpcEndpoint', 'DeleteVpcEndpoints']);
  });

  test('Retain marks the endpoint as released and leaves it', async () => {
    await using one = await readyBench({ spec: { deletionPolicy: 'Retain' } });
    one.remove();
    await one.run(10 * minute);
    expect(one.object()).toBeUndefined();
    expect(only(one).tags.get('privatelink-operator.io/released')).toBe('true');
    expect(writeNames(one)).toEqual(['CreateVpcEndpoint', 'CreateTags']);
  });
});

test('at rest an hour costs no write to AWS and no status write', async () => {
  await using one = await readyBench({ settings: { mixedCaseStates: true, emptyFirstPages: true, pageSize: 2 } });
  await one.run(15 * minute);
  const [writes, statusWrites] = [one.writes().length, one.statusWrites()];
  await one.run(60 * minute);
  expect([one.writes().length, one.statusWrites()]).toEqual([writes, statusWrites]);
});
