import { describe, expect, test } from 'vitest';
import { condition, isReady } from '../harness/scenario.ts';
import { connect, stateOf, theShop } from './support/consumers.ts';
import { configuration, principalsOf, tagsOf } from './support/provider-team.ts';
import { published } from './support/published.ts';
import { annotated, minute, scenarios, writesSince } from './support/scenarios.ts';

const open = scenarios();
const root = (account: string): string => `arn:aws:iam::${account}:root`;

describe('principals are an exclusive set', () => {
  test('each edit is one call with what is new and what goes', async () => {
    const { on, object, id } = await published(await open(), { allowedPrincipals: [root('222222222222'), root('333333333333')] });
    const before = on.writes().length;
    await on.edit(object, { spec: { allowedPrincipals: [root('333333333333'), root('444455556666'), root('555566667777')] } });
    await on.until(
      object,
      'synced',
      (seen) => isReady(seen) && condition(seen, 'PrincipalsSynced')?.message === '3 principals are allowed.',
    );
    expect(on.writes().slice(before)).toMatchObject([
      {
        action: 'ModifyVpcEndpointServicePermissions',
        parameters: {
          AddAllowedPrincipals: [root('444455556666'), root('555566667777')],
          RemoveAllowedPrincipals: [root('222222222222')],
        },
      },
    ]);
    expect(await principalsOf(on, id)).toEqual([root('333333333333'), root('444455556666'), root('555566667777')]);
  });

  test('more than a page of them is read to the end', async () => {
    const { on, object, id } = await published(await open(), { allowedPrincipals: [root('222222222222')] });
    const service = on.simulator.world.endpointServices.get(id);
    const strangers = Array.from({ length: 1_100 }, (_none, index) => root(String(100_000_000_000 + index)));
    for (const principal of strangers)
      service?.permissions.set(principal, { id: on.simulator.world.newID('vpce-svc-perm'), tags: new Map() });
    const before = on.writes().length;
    await on.edit(object, annotated('reconcile-requested-at', 'now'));
    await on.pass(minute);
    expect(writesSince(on, before)).toEqual(['ModifyVpcEndpointServicePermissions']);
    expect(on.writes().at(-1)?.parameters).toMatchObject({ RemoveAllowedPrincipals: strangers });
    expect([...(service?.permissions.keys() ?? [])]).toEqual([root('222222222222')]);
  });

  test('none: only the own account may connect', async () => {
    const { on, object, id, seen } = await published(await open(), { allowedPrincipals: [root('222222222222')] });
    expect(condition(seen, 'PrincipalsSynced')?.message).toBe('1 principal is allowed.');
    await on.edit(object, { spec: { allowedPrincipals: null } });
    await on.until(object, 'none', (one) => condition(one, 'PrincipalsSynced')?.message === 'Only this account may connect.');
    expect(await principalsOf(on, id)).toEqual([]);
  });
});

test('acceptance is required or not, as the spec says now', async () => {
  const { on, object, id } = await published(await open(), { acceptance: { required: false } });
  expect((await configuration(on, id))?.AcceptanceRequired).toBe(false);
  const before = on.writes().length;
  for (const required of [true, false]) {
    await on.edit(object, { spec: { acceptance: { required } } });
    await on.until(object, 'ready again', isReady);
    expect((await configuration(on, id))?.AcceptanceRequired).toBe(required);
  }
  expect(writesSince(on, before)).toEqual(['ModifyVpcEndpointServiceConfiguration', 'ModifyVpcEndpointServiceConfiguration']);
});

test("tags follow the spec, the operator's own tags are there from the first moment, a stranger's stays", async () => {
  const { on, object, id } = await published(await open(), { tags: { team: 'pay', old: '1' } });
  await on.aws.provider.ec2.createTags({ Resources: [id], Tags: [{ Key: 'cost', Value: '7' }] });
  const before = on.writes().length;
  await on.edit(object, { spec: { tags: { team: 'shop', old: null } } });
  await on.until(object, 'ready', isReady);
  await on.pass(minute);
  expect(await tagsOf(on, id)).toMatchObject({ team: 'shop', cost: '7', 'privatelink-operator.io/name': 'payments' });
  expect(await tagsOf(on, id)).not.toHaveProperty('old');
  expect(writesSince(on, before)).toEqual(['CreateTags', 'DeleteTags']);
  expect(on.calls('CreateVpcEndpointServiceConfiguration')[0]?.parameters).toMatchObject({
    TagSpecifications: [{ Tags: expect.arrayContaining([{ Key: 'privatelink-operator.io/name', Value: 'payments' }]) as unknown }],
  });
});

describe('minimumZones', () => {
  test('holds Ready back while fewer zones serve, says which and why, and costs no write', async () => {
    const { on, object } = await published(await open(), { minimumZones: 3 });
    const { TargetGroups: [group] = [] } = await on.aws.provider.elb.describeTargetGroups({ Names: ['payments'] });
    const before = on.writes().length;
    const targets = { TargetGroupArn: group?.TargetGroupArn, Targets: [{ Id: 'i-0a000000000000001' }] };
    await on.aws.provider.elb.deregisterTargets(targets);
    const seen = await on.until(object, 'not covered', (one) => condition(one, 'Ready')?.reason === 'ZonesNotCovered');
    expect(condition(seen, 'Ready')?.message).toMatch(/^2 of at least 3 zones serve\. .*euw1-az1/);
    await on.edit(object, { spec: { minimumZones: 2 } });
    await on.until(object, 'two are enough', isReady);
    await on.edit(object, { spec: { minimumZones: 3 } });
    await on.until(object, 'not covered', (one) => condition(one, 'Ready')?.reason === 'ZonesNotCovered');
    await on.aws.provider.elb.registerTargets(targets);
    await on.until(object, 'covered again', isReady);
    expect(writesSince(on, before)).toEqual([]);
  });
});

describe('deletion', () => {
  test('under Block waits for the consumers, says who they are, and goes on when they are gone', async () => {
    const { on, object, id, name } = await published(await open(), { connectionsOnDelete: 'Block' });
    const shop = theShop(on);
    const endpointID = await connect(shop, name);
    await on.until(object, 'connected', (seen) => seen.status['connectionSummary'] === '1');
    const before = on.writes().length;
    await on.remove(object);
    const seen = await on.until(object, 'in use', (one) => condition(one, 'Ready')?.message.startsWith('InUse') === true);
    expect(condition(seen, 'Ready')).toMatchObject({ status: 'True', reason: 'Deleting' });
    for (const part of [id, endpointID, shop.account, 'connectionsOnDelete']) expect(condition(seen, 'Ready')?.message).toContain(part);
    await on.pass(10 * minute);
    expect(writesSince(on, before)).toEqual([]);
    expect(await stateOf(shop, endpointID)).toBe('available');
    await shop.ec2.deleteVpcEndpoints({ VpcEndpointIds: [endpointID] });
    await on.untilGone(object);
    expect(writesSince(on, before)).toEqual(['DeleteVpcEndpointServiceConfigurations']);
    expect(await configuration(on, id)).toSatisfy(
      (left: { ServiceState?: string } | undefined) => left === undefined || left.ServiceState === 'Deleted',
    );
  });

  test('under Reject cuts the consumers off first, waiting ones too', async () => {
    const { on, object, name } = await published(await open(), { connectionsOnDelete: 'Reject', acceptance: {} });
    const shop = theShop(on);
    const waiting = await connect(shop, name);
    await on.until(object, 'waiting', (seen) => seen.status['connectionSummary'] === '0 (1 wait)');
    const before = on.writes().length;
    await on.remove(object);
    await on.untilGone(object);
    expect(writesSince(on, before)).toEqual(['RejectVpcEndpointConnections', 'DeleteVpcEndpointServiceConfigurations']);
    expect(await stateOf(shop, waiting)).toBe('rejected');
  });

  test('under Retain releases the service by a tag, and leaves it', async () => {
    const { on, object, id } = await published(await open(), { deletionPolicy: 'Retain' });
    const before = on.writes().length;
    await on.remove(object);
    await on.untilGone(object);
    expect(await tagsOf(on, id)).toMatchObject({ 'privatelink-operator.io/released': 'true' });
    expect(writesSince(on, before)).toEqual(['CreateTags']);
  });
});

describe('the annotations', () => {
  test('paused: no edit is carried out and no drift put back until the annotation goes', async () => {
    const { on, object, id } = await published(await open());
    const before = on.writes().length;
    await on.edit(object, annotated('paused', 'true'));
    await on.until(object, 'paused', (seen) => condition(seen, 'Paused')?.status === 'True');
    await on.edit(object, { spec: { tags: { team: 'pay' } } });
    await on.aws.provider.ec2.modifyVpcEndpointServiceConfiguration({ ServiceId: id, AcceptanceRequired: false });
    await on.pass(10 * minute);
    expect(writesSince(on, before)).toEqual([]);
    await on.edit(object, annotated('paused', null));
    await on.until(object, 'ready', (seen) => isReady(seen) && condition(seen, 'Paused') === undefined);
    await on.pass(minute);
    expect(writesSince(on, before).toSorted()).toEqual(['CreateTags', 'ModifyVpcEndpointServiceConfiguration']);
  });

  test('paused: deletion waits too, and says so', async () => {
    const { on, object } = await published(await open());
    await on.edit(object, annotated('paused', 'true'));
    await on.until(object, 'paused', (seen) => condition(seen, 'Paused')?.status === 'True');
    const before = on.writes().length;
    await on.remove(object);
    const seen = await on.until(object, 'told', (one) => condition(one, 'Paused')?.message.includes('deletion waits too') === true);
    await on.pass(10 * minute);
    expect(writesSince(on, before)).toEqual([]);
    await on.edit(seen, annotated('paused', null));
    await on.untilGone(object);
  });

  test('reconcile-requested-at: a look with fresh eyes finds at once what is read rarely, and is answered', async () => {
    const { on, object, id } = await published(await open());
    await on.pass(15 * minute);
    const before = on.writes().length;
    const AddAllowedPrincipals = [root('555566667777')];
    await on.aws.provider.ec2.modifyVpcEndpointServicePermissions({ ServiceId: id, AddAllowedPrincipals });
    await on.edit(object, annotated('reconcile-requested-at', '2030-01-01T00:00:00Z'));
    await on.until(object, 'answered', (seen) => seen.status['lastHandledReconcileAt'] === '2030-01-01T00:00:00Z', 5);
    expect(writesSince(on, before)).toEqual(['ModifyVpcEndpointServicePermissions']);
  });
});
