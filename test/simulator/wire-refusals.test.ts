import { describe, expect, test } from 'vitest';
import { published } from './support/published.ts';
import { consumer, refusal, region, simulation } from './support/simulation.ts';

const signed = `AWS4-HMAC-SHA256 Credential=${consumer}/20261124/${region}/ec2/aws4_request, SignedHeaders=host, Signature=abc`;

interface Request {
  readonly form: Readonly<Record<string, string>>;
  readonly authorization?: string;
}

async function post(url: string, { form, authorization = signed }: Request): Promise<{ status: number; code: string; message: string }> {
  const body = new URLSearchParams({ Version: '2016-11-15', ...form });
  const headers = authorization === '' ? {} : { authorization };
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  const part = (name: string): string => new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1] ?? '';
  return { status: response.status, code: part('Code'), message: part('Message') };
}

const create = { Action: 'CreateVpcEndpoint', VpcId: 'vpc-1', ServiceName: 'a' };
const stsSigned = signed.replace('/ec2/', '/sts/');
const assume = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn: 'r', RoleSessionName: 'me' };

const refused: readonly (Request & { readonly name: string; readonly status?: number; readonly code: string; readonly names: string })[] = [
  { name: 'an action that AWS does not have', form: { Action: 'Frobnicate' }, code: 'InvalidAction', names: 'Frobnicate' },
  { name: 'an action that only AWS has', form: { Action: 'CreateNatGateway' }, code: 'InvalidAction', names: 'CreateNatGateway' },
  { name: 'another API version', form: { ...create, Version: '2010-01-01' }, code: 'InvalidAction', names: '2010-01-01' },
  { name: 'an unknown member', form: { ...create, Colour: 'red' }, code: 'UnknownParameter', names: 'Colour' },
  {
    name: 'an unknown nested member',
    form: { ...create, 'DnsOptions.Colour': 'red' },
    code: 'UnknownParameter',
    names: 'DnsOptions.Colour',
  },
  { name: 'a member below a value', form: { ...create, 'ServiceName.1': 'a' }, code: 'UnknownParameter', names: 'ServiceName.1' },
  { name: 'a list item without a number', form: { ...create, 'SubnetId.first': 'a' }, code: 'UnknownParameter', names: 'SubnetId.first' },
  { name: 'a list without numbers', form: { ...create, SubnetId: 'a' }, code: 'InvalidParameterValue', names: 'SubnetId' },
  { name: 'a list item numbered 0', form: { ...create, 'SubnetId.0': 'a' }, code: 'UnknownParameter', names: 'SubnetId.0' },
  { name: 'a control character', form: { ...create, ClientToken: 'a\u0000' }, code: 'InvalidParameterValue', names: 'ClientToken' },
  { name: 'a control character in a name', form: { ...create, 'Col\u0001our': 'red' }, code: 'UnknownParameter', names: 'Col\ufffdour' },
  { name: 'a list under its model name', form: { ...create, 'SubnetIds.1': 'a' }, code: 'UnknownParameter', names: 'SubnetIds' },
  {
    name: 'a boolean that is none',
    form: { ...create, PrivateDnsEnabled: 'yes' },
    code: 'InvalidParameterValue',
    names: 'PrivateDnsEnabled',
  },
  {
    name: 'a number that is none',
    form: { Action: 'DescribeVpcEndpoints', MaxResults: 'ten' },
    code: 'InvalidParameterValue',
    names: 'MaxResults',
  },
  {
    name: 'a number with a fraction',
    form: { Action: 'DescribeVpcEndpoints', MaxResults: '5.5' },
    code: 'InvalidParameterValue',
    names: 'MaxResults',
  },
  {
    name: 'a number beyond all numbers',
    form: { Action: 'DescribeVpcEndpoints', MaxResults: '99999999999999999999' },
    code: 'InvalidParameterValue',
    names: 'MaxResults',
  },
  {
    name: 'an enum value that is not listed',
    form: { ...create, VpcEndpointType: 'Carrier' },
    code: 'InvalidParameterValue',
    names: 'VpcEndpointType',
  },
  {
    name: 'an enum value in another case',
    form: { ...create, VpcEndpointType: 'interface' },
    code: 'InvalidParameterValue',
    names: 'VpcEndpointType',
  },
  {
    name: 'a nested enum value that is not listed',
    form: { ...create, 'DnsOptions.DnsRecordIpType': 'ipv5' },
    code: 'InvalidParameterValue',
    names: 'DnsOptions.DnsRecordIpType',
  },
  { name: 'a required member that is absent', form: { Action: 'CreateVpcEndpoint' }, code: 'MissingParameter', names: 'VpcId' },
  {
    name: 'a member that the simulator does not implement',
    form: { ...create, ServiceNetworkArn: 'arn' },
    code: 'UnsupportedOperation',
    names: 'ServiceNetworkArn',
  },
  {
    name: 'a nested one',
    form: { ...create, 'SubnetConfiguration.1.Ipv6': '::1' },
    code: 'UnsupportedOperation',
    names: 'SubnetConfigurations.Ipv6',
  },
  {
    name: 'a dry run, with a status of its own',
    form: { ...create, DryRun: 'true' },
    status: 412,
    code: 'DryRunOperation',
    names: 'DryRun',
  },
  {
    name: 'a dry run that could not succeed',
    form: { Action: 'CreateVpcEndpoint', DryRun: 'true' },
    code: 'MissingParameter',
    names: 'VpcId',
  },
  { name: 'an unsigned request', form: create, authorization: '', status: 401, code: 'AuthFailure', names: 'not signed' },
  {
    name: 'an access key that nobody has',
    form: create,
    authorization: signed.replace(consumer, 'AKIAEXAMPLE'),
    status: 401,
    code: 'AuthFailure',
    names: 'access key',
  },
  {
    name: 'a Region that does not exist',
    form: create,
    authorization: signed.replace(region, 'mars-1'),
    status: 401,
    code: 'AuthFailure',
    names: 'mars-1',
  },
  { name: 'an API that is not served', form: create, authorization: signed.replace('/ec2/', '/iam/'), code: 'InvalidAction', names: 'iam' },
  { name: 'an unknown STS member', form: { ...assume, Colour: 'red' }, authorization: stsSigned, code: 'ValidationError', names: 'Colour' },
  {
    name: 'an STS member that the simulator does not implement',
    form: { ...assume, Policy: '{}' },
    authorization: stsSigned,
    code: 'UnsupportedOperation',
    names: 'Policy',
  },
  {
    name: 'an STS list written as EC2 writes it',
    form: { ...assume, 'TransitiveTagKeys.1': 'a' },
    authorization: stsSigned,
    code: 'ValidationError',
    names: 'TransitiveTagKeys.1',
  },
];

describe('the wire refuses, naming it,', () => {
  test.each(refused)('$name', async ({ form, authorization, code, names, status = 400 }) => {
    await using simulated = await simulation();
    const reply = await post(simulated.simulator.url, { form, ...(authorization === undefined ? {} : { authorization }) });
    expect(reply).toMatchObject({ code, status });
    expect(reply.message).toContain(names);
  });
});

test('an error message and a tag come through whatever characters they have', async () => {
  await using simulated = await simulation();
  const ec2 = simulated.ec2(consumer);
  const odd = `<a href="x">'&amp;' ü\t]]>`;
  const { message } = await refusal(ec2.describeVpcEndpointServices({ ServiceNames: [odd] }));
  expect(message).toBe(`The Vpc Endpoint Service '${odd}' does not exist`);
  const { connect } = await published(simulated);
  const { Tags } = await connect({ TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: [{ Key: odd, Value: `${odd}.` }] }] });
  expect(Tags).toEqual([{ Key: odd, Value: `${odd}.` }]);
});
