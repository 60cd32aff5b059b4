import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { published } from './support/published.ts';
import type { Keys, Simulation } from './support/simulation.ts';
import { consumer, provider, refusal, simulation, stranger } from './support/simulation.ts';

const roleARN = `arn:aws:iam::${provider}:role/operator`;

function addRole({ simulator }: Simulation, externalID?: string): void {
  simulator.world.roles.set(roleARN, { arn: roleARN, account: provider, externalID, trustedAccounts: [consumer] });
}

async function assume(simulated: Simulation, changes: Partial<AssumeRoleCommandInput> = {}, account = consumer): Promise<Keys> {
  const input = { RoleArn: roleARN, RoleSessionName: 'session', ...changes };
  const { Credentials } = await simulated.sts(account).assumeRole(input);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

test('an account number as access key is that account’s root', async () => {
  await using simulated = await simulation();
  expect(await simulated.sts(consumer).getCallerIdentity({})).toMatchObject({ Account: consumer, Arn: `arn:aws:iam::${consumer}:root` });
});

test('assumed keys carry the role’s account and its session’s ARN, until they expire', async () => {
  await using simulated = await simulation();
  addRole(simulated);
  const credentials = await assume(simulated, { DurationSeconds: 900 });
  const { VpcEndpoints } = await simulated.ec2('', { credentials }).describeVpcEndpoints({});
  expect(VpcEndpoints).toEqual([]);
  expect(simulated.simulator.journal.at(-1)).toMatchObject({
    account: provider,
    principal: `arn:aws:sts::${provider}:assumed-role/operator/session`,
  });
  simulated.clock.advance(900_000);
  expect(await refusal(simulated.ec2('', { credentials }).describeVpcEndpoints({}))).toMatchObject({ code: 'RequestExpired' });
});

test('assumed keys without their session token are nobody’s', async () => {
  await using simulated = await simulation();
  addRole(simulated);
  const { accessKeyId, secretAccessKey } = await assume(simulated);
  const ec2 = simulated.ec2('', { credentials: { accessKeyId, secretAccessKey } });
  expect(await refusal(ec2.describeVpcEndpoints({}))).toMatchObject({ code: 'AuthFailure', status: 401 });
});

test('a role that asks for no external ID takes any', async () => {
  await using simulated = await simulation();
  addRole(simulated);
  expect((await assume(simulated, { ExternalId: 'whatever' })).accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
});

describe('AssumeRole refuses', () => {
  const rows: readonly { name: string; changes?: Partial<AssumeRoleCommandInput>; account?: string; code: string }[] = [
    { name: 'a wrong external ID', changes: { ExternalId: 'no' }, code: 'AccessDenied' },
    { name: 'no external ID', code: 'AccessDenied' },
    { name: 'an account that is not trusted', changes: { ExternalId: 'secret' }, account: stranger, code: 'AccessDenied' },
    { name: 'a role that does not exist', changes: { ExternalId: 'secret', RoleArn: `${roleARN}2` }, code: 'AccessDenied' },
    { name: 'a session of a minute', changes: { ExternalId: 'secret', DurationSeconds: 60 }, code: 'ValidationError' },
    { name: 'a session longer than the role allows', changes: { ExternalId: 'secret', DurationSeconds: 3601 }, code: 'ValidationError' },
    {
      name: 'what is no role',
      changes: { ExternalId: 'secret', RoleArn: `arn:aws:iam::${provider}:user/operator` },
      code: 'ValidationError',
    },
    { name: 'a session name with a space', changes: { ExternalId: 'secret', RoleSessionName: 'a b' }, code: 'ValidationError' },
  ];
  test.each(rows)('$name', async ({ changes, account, code }) => {
    await using simulated = await simulation();
    addRole(simulated, 'secret');
    expect(await refusal(assume(simulated, changes, account))).toMatchObject({ code });
    await assume(simulated, { ExternalId: 'secret' });
  });
});

test('a role’s own ID stays in all of its sessions, and GetCallerIdentity says it', async () => {
  await using simulated = await simulation();
  addRole(simulated);
  const sts = simulated.sts(consumer);
  const sessions = await Promise.all(['one', 'two'].map((RoleSessionName) => sts.assumeRole({ RoleArn: roleARN, RoleSessionName })));
  const ids = sessions.map(({ AssumedRoleUser }) => AssumedRoleUser?.AssumedRoleId);
  expect(ids[0]).toMatch(/^AROA[0-9A-F]{17}:one$/);
  expect(ids[1]).toBe(ids[0]?.replace(':one', ':two'));
});

test('a role that allows 12 hours gives one to a role that assumes it', async () => {
  await using simulated = await simulation();
  const trustedAccounts = [consumer, provider];
  const role = { arn: roleARN, account: provider, externalID: undefined, trustedAccounts, maxSessionSeconds: 43_200 };
  simulated.simulator.world.roles.set(roleARN, role);
  const credentials = await assume(simulated, { DurationSeconds: 43_200 });
  const chained = simulated.sts('', credentials).assumeRole({ RoleArn: roleARN, RoleSessionName: 'two', DurationSeconds: 3601 });
  expect(await refusal(chained)).toMatchObject({ code: 'ValidationError', message: expect.stringContaining('role chaining') as string });
});

test('a permission for a role admits its sessions and no others', async () => {
  await using simulated = await simulation();
  const { providerEC2, serviceID, serviceName } = await published(simulated);
  const { world } = simulated.simulator;
  for (const name of ['reader', 'other']) {
    const arn = `arn:aws:iam::${stranger}:role/${name}`;
    world.roles.set(arn, { arn, account: stranger, externalID: undefined, trustedAccounts: [stranger] });
  }
  const AddAllowedPrincipals = [`arn:aws:iam::${stranger}:role/reader`];
  await providerEC2.modifyVpcEndpointServicePermissions({ ServiceId: serviceID, AddAllowedPrincipals });
  const look = async (role: string) => {
    const credentials = await assume(simulated, { RoleArn: `arn:aws:iam::${stranger}:role/${role}` }, stranger);
    return simulated.ec2('', { credentials }).describeVpcEndpointServices({ ServiceNames: [serviceName] });
  };
  expect((await look('reader')).ServiceNames).toEqual([serviceName]);
  expect(await refusal(look('other'))).toMatchObject({ code: 'InvalidServiceName' });
});
