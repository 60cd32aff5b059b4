import { describe, expect, test } from 'vitest';
import type { Simulation } from './support/simulation.ts';
import { consumer, region, simulation } from './support/simulation.ts';

const scope = (service: string): string => `${consumer}/20261124/${region}/${service}/aws4_request`;
const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${scope(service)}, SignedHeaders=host, Signature=abc`,
});
const form = (action: string, version: string): string => String(new URLSearchParams({ Action: action, Version: version }));
const regions = form('DescribeRegions', '2016-11-15');
const identity = form('GetCallerIdentity', '2011-06-15');
const presigned = (service: string): string =>
  String(
    new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': scope(service),
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'abc',
    }),
  );

interface Arrival {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function send({ simulator }: Simulation, { path = '/', ...rest }: Arrival) {
  const response = await fetch(`${simulator.url}${path}`, rest);
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const answered: readonly (Arrival & { readonly name: string; readonly says: string })[] = [
  { name: 'a GET with its form in the query', path: `/?${regions}`, headers: signed('ec2'), says: '<regionName>eu-west-1</regionName>' },
  {
    name: 'a POST with half of its form in the query',
    method: 'POST',
    path: '/?Action=DescribeRegions',
    body: 'Version=2016-11-15',
    headers: signed('ec2'),
    says: '<regionName>eu-west-1</regionName>',
  },
  { name: 'a presigned URL', path: `/?${identity}&${presigned('sts')}`, says: `<Account>${consumer}</Account>` },
];

describe('the wire answers', () => {
  test.each(answered)('$name', async ({ says, ...arrival }) => {
    await using simulated = await simulation();
    const reply = await send(simulated, arrival);
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.text).toContain(says);
  });
});

const json = { 'content-type': 'application/x-amz-json-1.1' };

const refused: readonly (Arrival & { readonly name: string; readonly status: number; readonly says: string })[] = [
  {
    name: 'an unsigned STS call in the XML of STS',
    method: 'POST',
    body: identity,
    status: 403,
    says: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>MissingAuthenticationToken</Code>',
  },
  {
    name: 'an unsigned call that STS has and the simulator has not',
    method: 'POST',
    body: form('AssumeRoleWithWebIdentity', '2011-06-15'),
    status: 400,
    says: '<Code>InvalidAction</Code>',
  },
  {
    name: 'another way to sign',
    method: 'POST',
    body: regions,
    headers: { authorization: 'Basic abc' },
    status: 401,
    says: '<Code>AuthFailure</Code>',
  },
  { name: 'an empty request', headers: signed('ec2'), status: 400, says: '<Code>InvalidAction</Code>' },
  {
    name: 'JSON where a form should be',
    method: 'POST',
    body: '{"Action":"DescribeRegions"}',
    headers: { ...signed('ec2'), ...json },
    status: 400,
    says: '<Code>InvalidAction</Code>',
  },
  {
    name: 'a parameter given twice',
    method: 'POST',
    body: `${form('DescribeVpcs', '2016-11-15')}&VpcId.1=vpc-1&VpcId.1=vpc-2`,
    headers: signed('ec2'),
    status: 400,
    says: 'VpcId.1: it is given more than once',
  },
  {
    name: 'a body without end',
    method: 'POST',
    body: `${regions}&RegionName.1=${'a'.repeat(2_000_000)}`,
    headers: signed('ec2'),
    status: 413,
    says: '<Code>RequestEntityTooLarge</Code>',
  },
  { name: 'S3, in its XML', path: '/bucket', headers: signed('s3'), status: 400, says: '<Error><Code>InvalidAction</Code>' },
  {
    name: 'CloudFront, in its XML',
    path: '/2020-05-31/distribution',
    headers: signed('cloudfront'),
    status: 400,
    says: '<ErrorResponse><Error><Code>InvalidAction</Code><Message>The simulator does not serve the API &apos;cloudfront&apos;.',
  },
  {
    name: 'KMS, in its JSON',
    method: 'POST',
    body: '{}',
    headers: { ...signed('kms'), ...json },
    status: 400,
    says: '{"__type":"InvalidAction","message":"The simulator does not serve the API \'kms\'."}',
  },
];

describe('the wire refuses, so that the client can read it,', () => {
  test.each(refused)('$name', async ({ status, says, ...arrival }) => {
    await using simulated = await simulation();
    const reply = await send(simulated, arrival);
    expect(reply).toMatchObject({ status });
    expect(reply.text).toContain(says);
    expect(await send(simulated, { path: `/?${regions}`, headers: signed('ec2') })).toMatchObject({ status: 200 });
  });
});
