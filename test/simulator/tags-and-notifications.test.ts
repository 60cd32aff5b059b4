import { describe, expect, test } from 'vitest';
import { published } from './support/published.ts';
import { calm, consumer, refusal, simulation } from './support/simulation.ts';

const topic = 'arn:aws:sns:eu-west-1:111111111111:topic';

test('tags of endpoints, services, connections and permissions are set, listed and taken away', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, providerEC2, serviceID } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  await consumerEC2.createTags({
    Resources: [id],
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  });
  const { VpcEndpointConnections } = await providerEC2.describeVpcEndpointConnections({});
  const connectionID = VpcEndpointConnections?.[0]?.VpcEndpointConnectionId ?? '';
  const { AllowedPrincipals } = await providerEC2.describeVpcEndpointServicePermissions({ ServiceId: serviceID });
  const permissionID = AllowedPrincipals?.[0]?.ServicePermissionId ?? '';
  await providerEC2.createTags({ Resources: [serviceID, connectionID, permissionID], Tags: [{ Key: 'team', Value: 'x' }] });
  const { Tags } = await providerEC2.describeTags({ Filters: [{ Name: 'key', Values: ['team'] }] });
  expect(Tags?.map(({ ResourceType }) => ResourceType).sort()).toEqual([
    'vpc-endpoint-connection',
    'vpc-endpoint-service',
    'vpc-endpoint-service-permission',
  ]);
  expect((await providerEC2.describeVpcEndpointConnections({})).VpcEndpointConnections?.[0]?.Tags).toEqual([{ Key: 'team', Value: 'x' }]);
  await consumerEC2.deleteTags({ Resources: [id], Tags: [{ Key: 'a' }, { Key: 'b', Value: 'not this' }] });
  expect((await consumerEC2.describeTags({})).Tags).toEqual([{ Key: 'b', Value: '2', ResourceId: id, ResourceType: 'vpc-endpoint' }]);
  await consumerEC2.deleteTags({ Resources: [id] });
  expect((await consumerEC2.describeTags({})).Tags).toEqual([]);
});

test('tags go on all resources or on none, and not on those of others', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2, providerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const Tags = [{ Key: 'a', Value: '1' }];
  expect(await refusal(consumerEC2.createTags({ Resources: [id, 'vpc-0123456789abcdef0'], Tags }))).toMatchObject({
    code: 'InvalidVpcID.NotFound',
  });
  expect(await refusal(providerEC2.createTags({ Resources: [id], Tags }))).toMatchObject({ code: 'InvalidVpcEndpointId.NotFound' });
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  expect(await refusal(consumerEC2.createTags({ Resources: [id], Tags: many }))).toMatchObject({ code: 'TagLimitExceeded' });
  expect(simulated.simulator.world.endpoints.get(id)?.tags.size).toBe(0);
});

test('a notification is made, changed, listed and deleted', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID } = await published(simulated);
  const { ConnectionNotification } = await providerEC2.createVpcEndpointConnectionNotification({
    ServiceId: serviceID,
    ConnectionNotificationArn: topic,
    ConnectionEvents: ['Connect'],
  });
  const id = ConnectionNotification?.ConnectionNotificationId ?? '';
  expect(ConnectionNotification).toMatchObject({ ConnectionNotificationState: 'Enabled', ConnectionNotificationType: 'Topic' });
  const change = { ConnectionNotificationId: id, ConnectionNotificationArn: `${topic}2`, ConnectionEvents: ['Accept', 'Reject'] };
  await providerEC2.modifyVpcEndpointConnectionNotification(change);
  const list = async () =>
    (await providerEC2.describeVpcEndpointConnectionNotifications({ Filters: [{ Name: 'service-id', Values: [serviceID] }] }))
      .ConnectionNotificationSet;
  expect(await list()).toMatchObject([change]);
  const { Unsuccessful } = await providerEC2.deleteVpcEndpointConnectionNotifications({ ConnectionNotificationIds: [id, 'vpce-nfn-0no'] });
  expect(Unsuccessful).toMatchObject([{ ResourceId: 'vpce-nfn-0no', Error: { Code: 'InvalidConnectionNotification' } }]);
  expect(await list()).toEqual([]);
  const gone = providerEC2.describeVpcEndpointConnectionNotifications({ ConnectionNotificationId: id });
  expect(await refusal(gone)).toMatchObject({ code: 'InvalidConnectionNotification' });
});

describe('a notification is refused', () => {
  const rows = [
    {
      name: 'with two parents',
      input: { ServiceId: 'vpce-svc-0123456789abcdef0', VpcEndpointId: 'vpce-0123456789abcdef0' },
      code: 'InvalidParameterCombination',
    },
    { name: 'with none', input: {}, code: 'InvalidParameterCombination' },
    { name: 'of an unknown service', input: { ServiceId: 'vpce-svc-0123456789abcdef0' }, code: 'InvalidVpcEndpointServiceId.NotFound' },
    { name: 'with an unknown event', input: { ConnectionEvents: ['Explode'] }, own: true, code: 'InvalidParameter' },
    {
      name: 'with something else than a topic',
      input: { ConnectionNotificationArn: 'arn:aws:sqs:eu-west-1:111111111111:queue' },
      own: true,
      code: 'InvalidParameter',
    },
  ];
  test.each(rows)('$name', async ({ input, own, code }) => {
    await using simulated = await simulation();
    const { providerEC2, serviceID } = await published(simulated);
    const call = providerEC2.createVpcEndpointConnectionNotification({
      ConnectionNotificationArn: topic,
      ConnectionEvents: ['Connect'],
      ...(own ? { ServiceId: serviceID } : {}),
      ...input,
    });
    expect(await refusal(call)).toMatchObject({ code });
    expect(simulated.simulator.world.notifications.size).toBe(0);
  });
});

test('prefix lists of gateway services, associations of none, and who pays for an endpoint', async () => {
  await using simulated = await simulation();
  const { connect, consumerEC2 } = await published(simulated);
  const { VpcEndpointId: id } = await connect();
  const lists = await consumerEC2.describePrefixLists({ Filters: [{ Name: 'prefix-list-name', Values: ['*.s3'] }] });
  expect(lists.PrefixLists).toMatchObject([{ PrefixListName: 'com.amazonaws.eu-west-1.s3' }]);
  expect((await consumerEC2.describeVpcEndpointAssociations({ VpcEndpointIds: [id] })).VpcEndpointAssociations).toEqual([]);
  const payer = { Scope: 'vpc-endpoint-charges', PayerResponsibility: 'vpc-endpoint-service-account' } as const;
  await consumerEC2.modifyVpcEndpointPayerResponsibility({ VpcEndpointId: id, ...payer });
  const { VpcEndpoints } = await consumerEC2.describeVpcEndpoints({ VpcEndpointIds: [id] });
  expect(VpcEndpoints?.[0]?.PayerResponsibilities).toEqual([
    { Scope: 'vpc-endpoint-charges', PayerResponsibilityType: 'vpc-endpoint-service-account' },
  ]);
});

test('the list of tags is as late as tag filters are', async () => {
  await using simulated = await simulation({ ...calm, tagFilterLagMs: 10_000 });
  const { connect } = await published(simulated);
  const ec2 = simulated.ec2(consumer);
  const { VpcEndpointId: id } = await connect();
  await ec2.createTags({ Resources: [id], Tags: [{ Key: 'a', Value: '1' }] });
  expect((await ec2.describeTags({})).Tags).toEqual([]);
  simulated.clock.advance(10_000);
  expect((await ec2.describeTags({})).Tags).toHaveLength(1);
});
