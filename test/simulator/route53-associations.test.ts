import type { Route53 } from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import type { Vpc } from '../../src/simulator/world.ts';
import { published } from './support/published.ts';
import { addVpc } from './support/records.ts';
import type { Simulation } from './support/simulation.ts';
import { calm, consumer, provider, refusal, simulation, stranger } from './support/simulation.ts';
import { makeZone, vpcOf } from './support/zones.ts';

/** A private zone of `consumer` in its VPC `home`, and a VPC of `provider`. */
interface Scene {
  readonly owner: Route53;
  readonly other: Route53;
  readonly third: Route53;
  readonly id: string;
  readonly home: Vpc;
  readonly away: Vpc;
}

async function scene(simulated: Simulation): Promise<Scene> {
  const { world } = simulated.simulator;
  const [home, away] = [addVpc(world), addVpc(world, { account: provider, region: 'us-west-2' })];
  const owner = simulated.route53(consumer);
  const { Id: id } = await makeZone(owner, 'pay.com', [home]);
  return { owner, other: simulated.route53(provider), third: simulated.route53(stranger), id, home, away };
}

const associate = (route53: Route53, id: string, vpc: Vpc) => route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC: vpcOf(vpc) });
const disassociate = (route53: Route53, id: string, vpc: Vpc) =>
  route53.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC: vpcOf(vpc) });
const authorize = (route53: Route53, id: string, vpc: Vpc) =>
  route53.createVPCAssociationAuthorization({ HostedZoneId: id, VPC: vpcOf(vpc) });
const withdraw = (route53: Route53, id: string, vpc: Vpc) =>
  route53.deleteVPCAssociationAuthorization({ HostedZoneId: id, VPC: vpcOf(vpc) });

test("another account's VPC is authorised, associated by its owner, and stays when the authorisation is withdrawn", async () => {
  await using simulated = await simulation();
  const { owner, other, id, home, away } = await scene(simulated);
  expect(await authorize(owner, id, away)).toMatchObject({ HostedZoneId: id.replace('/hostedzone/', ''), VPC: vpcOf(away) });
  await authorize(owner, id, away);
  const { ChangeInfo } = await associate(other, id, away);
  expect(ChangeInfo?.Status).toBe('PENDING');
  const authorized = async () => (await owner.listVPCAssociationAuthorizations({ HostedZoneId: id })).VPCs;
  expect(await authorized()).toEqual([vpcOf(away)]);
  await withdraw(owner, id, away);
  expect(await authorized()).toEqual([]);
  expect((await owner.getHostedZone({ Id: id })).VPCs).toEqual([vpcOf(home), vpcOf(away)]);
  const { HostedZoneSummaries } = await other.listHostedZonesByVPC(vpcOf(away) as never);
  expect(HostedZoneSummaries).toEqual([
    { HostedZoneId: id.replace('/hostedzone/', ''), Name: 'pay.com.', Owner: { OwningAccount: consumer } },
  ]);
  simulated.clock.advance(30_000);
  expect((await other.getChange({ Id: ChangeInfo?.Id })).ChangeInfo?.Status).toBe('INSYNC');
  expect(await refusal(owner.getChange({ Id: ChangeInfo?.Id }))).toMatchObject({ code: 'NoSuchChange' });
});

test('DNS knows of an association, and of its end, only when they are INSYNC', async () => {
  await using simulated = await simulation();
  const { world } = simulated.simulator;
  const { owner, id } = await scene(simulated);
  const second = addVpc(world);
  const knows = (): boolean => {
    world.settle();
    return [...world.hostedZones.values()].some(({ answering }) => answering.vpcIDs.has(second.id));
  };
  await associate(owner, id, second);
  simulated.clock.advance(29_999);
  expect(knows()).toBe(false);
  simulated.clock.advance(1);
  expect(knows()).toBe(true);
  await disassociate(owner, id, second);
  simulated.clock.advance(29_999);
  expect(knows()).toBe(true);
  simulated.clock.advance(1);
  expect(knows()).toBe(false);
});

test.each(['owner', 'other'] as const)('the association of a foreign VPC may be ended by the %s', async (who) => {
  await using simulated = await simulation();
  const given = await scene(simulated);
  await authorize(given.owner, given.id, given.away);
  await associate(given.other, given.id, given.away);
  await disassociate(given[who], given.id, given.away);
  expect((await given.owner.getHostedZone({ Id: given.id })).VPCs).toEqual([vpcOf(given.home)]);
});

const refusals: readonly {
  readonly name: string;
  readonly call: (scene: Scene) => Promise<unknown>;
  readonly code: string;
  readonly status?: number;
  readonly says?: string;
}[] = [
  {
    name: 'an association that nobody has authorised',
    call: ({ other, id, away }) => associate(other, id, away),
    code: 'NotAuthorizedException',
    status: 401,
    says: 'has not authorized to associate with your hosted zone',
  },
  {
    name: "the zone's owner, who associates a foreign VPC",
    call: ({ owner, id, away }) => associate(owner, id, away),
    code: 'NotAuthorizedException',
    status: 401,
  },
  {
    name: "the zone's owner, even where it has authorised",
    call: async ({ owner, id, away }) => {
      await authorize(owner, id, away);
      await associate(owner, id, away);
    },
    code: 'NotAuthorizedException',
    status: 401,
    says: 'route53:AssociateVPCWithHostedZone',
  },
  { name: 'a third account', call: ({ third, id, away }) => associate(third, id, away), code: 'NotAuthorizedException', status: 401 },
  {
    name: 'a VPC that does not exist',
    call: ({ owner, id, home }) => associate(owner, id, { ...home, id: 'vpc-1' }),
    code: 'InvalidVPCId',
  },
  {
    name: 'a VPC in another Region than it is',
    call: ({ owner, id, home }) => associate(owner, id, { ...home, region: 'us-west-2' }),
    code: 'InvalidVPCId',
  },
  { name: 'a VPC that the zone has already', call: ({ owner, id, home }) => associate(owner, id, home), code: 'ConflictingDomainExists' },
  { name: 'an association with no zone', call: ({ owner, home }) => associate(owner, 'Z1', home), code: 'NoSuchHostedZone', status: 404 },
  { name: 'the last VPC, when it should go', call: ({ owner, id, home }) => disassociate(owner, id, home), code: 'LastVPCAssociation' },
  {
    name: 'the end of an association that is none',
    call: ({ other, id, away }) => disassociate(other, id, away),
    code: 'VPCAssociationNotFound',
    status: 404,
  },
  {
    name: 'the end of an association by a third account',
    call: ({ third, id, home }) => disassociate(third, id, home),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: 'an authorisation by another account',
    call: ({ other, id, away }) => authorize(other, id, away),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: 'an authorisation for a VPC that does not exist',
    call: ({ owner, id, away }) => authorize(owner, id, { ...away, id: 'vpc-1' }),
    code: 'InvalidVPCId',
  },
  {
    name: 'the end of an authorisation that is none',
    call: ({ owner, id, away }) => withdraw(owner, id, away),
    code: 'VPCAssociationAuthorizationNotFound',
    status: 404,
  },
  {
    name: 'a list of authorisations for another account',
    call: ({ other, id }) => other.listVPCAssociationAuthorizations({ HostedZoneId: id }),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: "a list of the zones of a foreign account's VPC",
    call: ({ other, home }) => other.listHostedZonesByVPC(vpcOf(home) as never),
    code: 'AccessDenied',
    status: 403,
  },
  {
    name: 'a list of the zones of no VPC',
    call: ({ owner }) => owner.listHostedZonesByVPC({ VPCId: 'vpc-1', VPCRegion: 'eu-west-1' }),
    code: 'InvalidVPCId',
  },
];

describe('Route 53 refuses', () => {
  test.each(refusals)('$name', async ({ call, code, status = 400, says = '' }) => {
    await using simulated = await simulation();
    const given = await refusal(call(await scene(simulated)));
    expect(given).toMatchObject({ code, status });
    expect(given.message).toContain(says);
  });

  test('VPCs and authorisations for a public zone', async () => {
    await using simulated = await simulation();
    const { owner, home } = await scene(simulated);
    const { Id } = await makeZone(owner, 'public.com');
    const says = `Attempting to associate public zone: ${Id.replace('/hostedzone/', '')} with vpc: ${home.id}`;
    expect(await refusal(associate(owner, Id, home))).toMatchObject({ code: 'PublicZoneVPCAssociation', message: says });
    expect(await refusal(authorize(owner, Id, home))).toMatchObject({ code: 'PublicZoneVPCAssociation' });
    expect(await refusal(disassociate(owner, Id, home))).toMatchObject({ code: 'PublicZoneVPCAssociation' });
  });

  test('one VPC and one authorisation more than a zone may have', async () => {
    await using simulated = await simulation({ ...calm, vpcsPerZone: 1, authorizationsPerZone: 1 });
    const { owner, id, away } = await scene(simulated);
    const { world } = simulated.simulator;
    expect(await refusal(associate(owner, id, addVpc(world)))).toMatchObject({ code: 'LimitsExceeded' });
    await authorize(owner, id, away);
    await authorize(owner, id, away);
    expect(await refusal(authorize(owner, id, addVpc(world)))).toMatchObject({ code: 'TooManyVPCAssociationAuthorizations' });
  });

  test('a second zone of one name in a VPC, though not one within the other', async () => {
    await using simulated = await simulation();
    const { owner, home } = await scene(simulated);
    const second = addVpc(simulated.simulator.world);
    await makeZone(owner, 'sub.pay.com', [home]);
    const says = `The VPC that you chose, ${home.id} in region eu-west-1, is already associated with another private hosted zone that has an overlapping name space, pay.com..`;
    expect(await refusal(makeZone(owner, 'PAY.com', [home]))).toMatchObject({ code: 'ConflictingDomainExists', message: says });
    const { Id } = await makeZone(owner, 'pay.com', [second]);
    expect(await refusal(associate(owner, Id, home))).toMatchObject({ code: 'ConflictingDomainExists' });
  });
});

test("authorisations and a VPC's zones come in pages, whose tokens are good for that list only", async () => {
  await using simulated = await simulation({ ...calm, pageSize: 2 });
  const { owner, other, id, away } = await scene(simulated);
  const { world } = simulated.simulator;
  const vpcs = [away, addVpc(world, { account: stranger }), addVpc(world, { account: stranger })];
  for (const vpc of vpcs) await authorize(owner, id, vpc);
  const first = await owner.listVPCAssociationAuthorizations({ HostedZoneId: id });
  const rest = await owner.listVPCAssociationAuthorizations({ HostedZoneId: id, NextToken: first.NextToken });
  expect([...(first.VPCs ?? []), ...(rest.VPCs ?? [])]).toHaveLength(3);
  expect(rest.NextToken).toBeUndefined();
  expect(await refusal(owner.listVPCAssociationAuthorizations({ HostedZoneId: id, NextToken: 'x' }))).toMatchObject({
    code: 'InvalidPaginationToken',
  });
  for (const name of ['a.com', 'b.com', 'c.com']) await makeZone(other, name, [away]);
  const page = await other.listHostedZonesByVPC(vpcOf(away) as never);
  const next = await other.listHostedZonesByVPC({ ...vpcOf(away), NextToken: page.NextToken } as never);
  expect([...(page.HostedZoneSummaries ?? []), ...(next.HostedZoneSummaries ?? [])]).toHaveLength(3);
  expect(await refusal(other.listHostedZonesByVPC({ ...vpcOf(away), NextToken: first.NextToken } as never))).toMatchObject({
    code: 'InvalidPaginationToken',
  });
});

describe('private DNS of an endpoint and private hosted zones', () => {
  const serviceName = 'com.amazonaws.eu-west-1.secretsmanager';
  const name = 'secretsmanager.eu-west-1.amazonaws.com';

  test('the hidden zone takes its name in the VPC, is listed as AWS’s own, and cannot be touched', async () => {
    await using simulated = await simulation();
    const { connect, vpc } = await published(simulated);
    const route53 = simulated.route53(consumer);
    await connect({ ServiceName: serviceName, PrivateDnsEnabled: true });
    expect(await refusal(makeZone(route53, name, [vpc]))).toMatchObject({ code: 'ConflictingDomainExists' });
    const { HostedZoneSummaries = [] } = await route53.listHostedZonesByVPC(vpcOf(vpc) as never);
    expect(HostedZoneSummaries).toMatchObject([{ Name: `${name}.`, Owner: { OwningService: 'vpce.amazonaws.com' } }]);
    const HostedZoneId = HostedZoneSummaries[0]?.HostedZoneId;
    expect(await refusal(route53.getHostedZone({ Id: HostedZoneId }))).toMatchObject({ code: 'NoSuchHostedZone' });
    await makeZone(route53, 'amazonaws.com', [vpc]);
    await makeZone(route53, name, [addVpc(simulated.simulator.world)]);
  });

  test('a wildcard name hides the zone without the asterisk, and S3 hides two', async () => {
    await using simulated = await simulation();
    const { connect, vpc } = await published(simulated);
    const route53 = simulated.route53(consumer);
    await connect({ ServiceName: 'com.amazonaws.eu-west-1.ecr.dkr', PrivateDnsEnabled: true });
    await connect({ ServiceName: 'com.amazonaws.eu-west-1.s3', PrivateDnsEnabled: true });
    const { HostedZoneSummaries = [] } = await route53.listHostedZonesByVPC(vpcOf(vpc) as never);
    const names = ['dkr.ecr.eu-west-1.amazonaws.com.', 's3-accesspoint.eu-west-1.amazonaws.com.', 's3.eu-west-1.amazonaws.com.'];
    expect(HostedZoneSummaries.map(({ Name }) => String(Name)).sort()).toEqual(names);
    expect(new Set(HostedZoneSummaries.map(({ HostedZoneId }) => HostedZoneId)).size).toBe(3);
    expect(await refusal(makeZone(route53, names[0] ?? '', [vpc]))).toMatchObject({ code: 'ConflictingDomainExists' });
  });

  test('a private hosted zone of that name keeps private DNS from being turned on, until it leaves the VPC', async () => {
    await using simulated = await simulation();
    const { connect, consumerEC2, vpc } = await published(simulated);
    const route53 = simulated.route53(consumer);
    const { Id } = await makeZone(route53, name, [vpc, addVpc(simulated.simulator.world)]);
    const message = `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${name} in the VPC ${vpc.id}`;
    const conflict = { code: 'InvalidParameter', message };
    expect(await refusal(connect({ ServiceName: serviceName, PrivateDnsEnabled: true }))).toMatchObject(conflict);
    const { VpcEndpointId } = await connect({ ServiceName: serviceName });
    simulated.clock.advance(60_000);
    const enable = () => consumerEC2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: true });
    expect(await refusal(enable())).toMatchObject(conflict);
    await disassociate(route53, Id, vpc);
    await enable();
  });
});
