import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { published } from './support/published.ts';
import { addLoadBalancer, addVpc } from './support/records.ts';
import { calm, consumer, provider, region, simulation } from './support/simulation.ts';

const run = promisify(execFile);

async function missing(command: string, args: readonly string[]): Promise<string | undefined> {
  return run(command, args).then(
    () => undefined,
    () => `${command} ${args.join(' ')} does not run on this machine`,
  );
}

const noAws = await missing('aws', ['--version']);
const noBotocore = await missing('python3', ['-c', 'import botocore']);

function skipNote(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}

function environment(account: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'not checked',
    AWS_DEFAULT_REGION: region,
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    AWS_CONFIG_FILE: '/dev/null',
  };
}

interface Outcome {
  readonly code: number;
  readonly output: unknown;
  readonly error: string;
}

async function aws(url: string, account: string, args: readonly string[]): Promise<Outcome> {
  const all = ['--endpoint-url', url, '--output', 'json', ...args];
  return run('aws', all, { env: environment(account) }).then(
    ({ stdout }) => ({ code: 0, output: stdout === '' ? undefined : (JSON.parse(stdout) as unknown), error: '' }),
    (failure: { code: number; stderr: string }) => ({ code: failure.code, output: undefined, error: failure.stderr }),
  );
}

describe.skipIf(noAws)(`the AWS CLI${skipNote(noAws)}`, () => {
  test('creates, lists, reads and deletes an endpoint with tags, filters and pages', { timeout: 60_000 }, async () => {
    await using simulated = await simulation();
    const { vpc, subnets, serviceName } = await published(simulated);
    const { url } = simulated.simulator;
    const command = `ec2 create-vpc-endpoint --vpc-id ${vpc.id} --vpc-endpoint-type Interface --service-name ${serviceName}
      --subnet-ids ${subnets[0].id} ${subnets[1].id} --no-private-dns-enabled --client-token one`;
    const tags = 'ResourceType=vpc-endpoint,Tags=[{Key=name,Value="a <b> & c"}]';
    const made = await aws(url, consumer, [...command.split(/\s+/), '--tag-specifications', tags]);
    const { VpcEndpoint } = made.output as { VpcEndpoint: { VpcEndpointId: string; CreationTimestamp: string; SubnetIds: string[] } };
    expect(VpcEndpoint).toMatchObject({ State: 'pending', Tags: [{ Key: 'name', Value: 'a <b> & c' }] });
    expect(new Date(VpcEndpoint.CreationTimestamp).getTime()).toBe(simulated.clock.now());
    expect(VpcEndpoint.SubnetIds).toEqual([subnets[0].id, subnets[1].id]);
    const list = await aws(url, consumer, ['ec2', 'describe-vpc-endpoints', '--filters', 'Name=tag:name,Values=a*', '--page-size', '5']);
    expect(list.output).toMatchObject({ VpcEndpoints: [{ VpcEndpointId: VpcEndpoint.VpcEndpointId }] });
    const gone = await aws(url, consumer, ['ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', VpcEndpoint.VpcEndpointId]);
    expect(gone.output).toMatchObject({ Unsuccessful: [] });
  });

  test('makes a private hosted zone, changes and lists its records, waits for the change, and deletes it', {
    timeout: 60_000,
  }, async () => {
    await using simulated = await simulation({ ...calm, routeChangeMs: 0 });
    const { url, world } = simulated.simulator;
    const cli = async (command: string) => {
      const { output, error } = await aws(url, consumer, `--region us-east-1 route53 ${command}`.split(' '));
      expect(error).toBe('');
      return output;
    };
    const vpc = `VPCRegion=${region},VPCId=${addVpc(world).id}`;
    const made = await cli(`create-hosted-zone --name pay.com --caller-reference one --vpc ${vpc} --hosted-zone-config Comment=ours`);
    const { HostedZone, Location } = made as { HostedZone: { Id: string }; Location: string };
    expect(Location).toBe(`https://route53.amazonaws.com/2013-04-01${HostedZone.Id}`);
    const record = { Name: '*.pay.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] };
    const batch = (action: string) => JSON.stringify({ Changes: [{ Action: action, ResourceRecordSet: record }] });
    const change = (action: string) => cli(`change-resource-record-sets --hosted-zone-id ${HostedZone.Id} --change-batch ${batch(action)}`);
    const { ChangeInfo } = (await change('CREATE')) as { ChangeInfo: { Id: string } };
    await cli(`wait resource-record-sets-changed --id ${ChangeInfo.Id}`);
    expect(await cli(`list-resource-record-sets --hosted-zone-id ${HostedZone.Id} --page-size 1`)).toMatchObject({
      ResourceRecordSets: [{ Type: 'NS' }, { Type: 'SOA' }, { ...record, Name: '\\052.pay.com.' }],
    });
    await change('DELETE');
    expect(await cli(`delete-hosted-zone --id ${HostedZone.Id}`)).toMatchObject({ ChangeInfo: { Status: 'PENDING' } });
    expect(await cli('list-hosted-zones')).toEqual({ HostedZones: [] });
  });

  const refusals = [
    {
      name: 'an unknown ID',
      args: ['ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', 'vpce-0123456789abcdef0'],
      code: 'InvalidVpcEndpointId.NotFound',
    },
    { name: 'a dry run', args: ['ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', 'vpce-0', '--dry-run'], code: 'DryRunOperation' },
    { name: 'an action that is not simulated', args: ['ec2', 'describe-key-pairs'], code: 'InvalidAction' },
    {
      name: 'a member that is not simulated',
      args: ['ec2', 'create-vpc-endpoint', '--vpc-id', 'v', '--service-network-arn', 'a'],
      code: 'UnsupportedOperation',
    },
    {
      name: 'an unknown hosted zone',
      args: ['--region', 'us-east-1', 'route53', 'get-hosted-zone', '--id', 'Z1'],
      code: 'NoSuchHostedZone',
    },
    {
      name: 'a role that nobody may assume',
      args: ['sts', 'assume-role', '--role-arn', 'arn:aws:iam::111111111111:role/none', '--role-session-name', 'me'],
      code: 'AccessDenied',
    },
  ];
  test.each(refusals)('reads the refusal of $name', { timeout: 60_000 }, async ({ args, code }) => {
    await using simulated = await simulation();
    const { error } = await aws(simulated.simulator.url, consumer, args);
    expect(error).toContain(`(${code})`);
  });

  test('knows who it is', { timeout: 60_000 }, async () => {
    await using simulated = await simulation();
    const { output } = await aws(simulated.simulator.url, provider, ['sts', 'get-caller-identity']);
    expect(output).toEqual({ UserId: provider, Account: provider, Arn: `arn:aws:iam::${provider}:root` });
  });
});

const script = `
import json, sys
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session
ec2 = get_session().create_client('ec2', endpoint_url=sys.argv[1], config=Config(retries={'max_attempts': 1, 'mode': 'standard'}))
names = [d['ServiceName'] for page in ec2.get_paginator('describe_vpc_endpoint_services').paginate() for d in page['ServiceDetails']] \\
    if ec2.can_paginate('describe_vpc_endpoint_services') else [d['ServiceName'] for d in ec2.describe_vpc_endpoint_services()['ServiceDetails']]
made = ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[sys.argv[2]], AcceptanceRequired=False,
    TagSpecifications=[{'ResourceType': 'vpc-endpoint-service', 'Tags': [{'Key': 'k', 'Value': 'ü'}]}])['ServiceConfiguration']
principals = ['arn:aws:iam::%012d:root' % n for n in range(1, 8)]
ec2.modify_vpc_endpoint_service_permissions(ServiceId=made['ServiceId'], AddAllowedPrincipals=principals)
allowed = [p['Principal'] for page in ec2.get_paginator('describe_vpc_endpoint_service_permissions').paginate(
    ServiceId=made['ServiceId'], PaginationConfig={'PageSize': 5}) for p in page['AllowedPrincipals']]
failed = ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[made['ServiceId'], 'vpce-svc-0123456789abcdef0'])['Unsuccessful']
try:
    ec2.describe_vpc_endpoint_services(ServiceNames=['none'])
    error = None
except ClientError as caught:
    error = [caught.response['Error']['Code'], caught.response['ResponseMetadata']['HTTPStatusCode'], bool(caught.response['ResponseMetadata']['RequestId'])]
print(json.dumps({'names': sorted(names), 'tags': made['Tags'], 'allowed': sorted(allowed) == principals, 'failed': failed, 'error': error}))
`;

describe.skipIf(noBotocore)(`botocore${skipNote(noBotocore)}`, () => {
  test('reads nested lists, pages, partial failures and errors', { timeout: 60_000 }, async () => {
    await using simulated = await simulation();
    const { arn } = addLoadBalancer(simulated.simulator.world, ['euw1-az1']);
    const { stdout } = await run('python3', ['-c', script, simulated.simulator.url, arn], { env: environment(provider) });
    const result = JSON.parse(stdout) as { names: string[] };
    expect(result).toMatchObject({
      tags: [{ Key: 'k', Value: 'ü' }],
      allowed: true,
      failed: [{ ResourceId: 'vpce-svc-0123456789abcdef0', Error: { Code: 'InvalidVpcEndpointService.NotFound' } }],
      error: ['InvalidServiceName', 400, true],
    });
    expect(result.names.filter((name) => name === 'com.amazonaws.eu-west-1.s3')).toHaveLength(2);
  });
});
