import * as route53 from '@aws-sdk/client-route-53';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OperationSchema } from '../../src/simulator/operations.ts';
import { operation } from '../../src/simulator/operations.ts';
import type { HttpRequest } from '../../src/simulator/wire/http-request.ts';
import { readRestRequest } from '../../src/simulator/wire/rest-request.ts';
import { route } from '../../src/simulator/wire/rest-routes.ts';
import { anyInput } from './support/any-input.ts';
import { addVpc } from './support/records.ts';
import { consumer, simulation } from './support/simulation.ts';

const schemas = Object.values<unknown>(route53).filter((value): value is OperationSchema => Array.isArray(value) && value[0] === 9);

class Captured extends Error {
  readonly request: HttpRequest;

  constructor(request: HttpRequest) {
    super('captured');
    this.request = request;
  }
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const client = new route53.Route53Client({
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: consumer, secretAccessKey: 'not checked' },
  requestHandler: {
    handle: ({ method, path, query, headers, body = '' }: Sent) => {
      const text = typeof body === 'string' ? body : Buffer.from(body).toString();
      throw new Captured({ method, path, query: new URLSearchParams(query).toString(), headers, body: text });
    },
  },
});

/** What the SDK's client sends. */
async function sent(action: string, input: object): Promise<HttpRequest> {
  const Command = (route53 as unknown as Record<string, new (input: object) => route53.GetChangeCommand>)[`${action}Command`];
  if (!Command) throw new Error(`the SDK has no command for ${action}`);
  try {
    await client.send(new Command(input));
  } catch (error) {
    if (error instanceof Captured) return error.request;
    throw error;
  }
  throw new Error('nothing was sent');
}

/** Labels are required, for they make the path. */
function labelled(schema: NormalizedSchema, value: object): boolean {
  return [...schema.structIterator()].every(([name, member]) => !member.getMergedTraits().httpLabel || name in value);
}

describe('whatever the SDK sends to Route 53, the simulator reads back:', () => {
  test.each(schemas.map((schema) => [schema[2], schema] as const))('%s', async (action, schema) => {
    const each = operation<object, object>(schema, { reads: [], run: () => ({}) });
    const members = NormalizedSchema.of(schema[4]);
    const input = members.isUnitSchema() ? undefined : anyInput(members, 3);
    const values = input ? input.filter((value) => labelled(members, value)) : fc.constant({});
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const request = await sent(action, value);
        expect(route(request).action).toBe(action);
        expect(readRestRequest(each, request)).toMatchObject(value);
      }),
      { numRuns: 8 },
    );
  });
});

const scope = `${consumer}/20261125/us-east-1/route53/aws4_request`;
const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=abc`;
const namespace = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
const create = (members: string): string => `<CreateHostedZoneRequest ${namespace}>${members}</CreateHostedZoneRequest>`;
const named = '<Name>a.example.com</Name><CallerReference>1</CallerReference>';

interface Raw {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const refused: readonly (Raw & { readonly name: string; readonly status?: number; readonly code: string; readonly says: string })[] = [
  { name: 'a path that AWS does not have', path: '/2013-04-01/nothing', code: 'InvalidAction', says: 'POST /2013-04-01/nothing' },
  { name: 'an operation that only AWS has', path: '/2013-04-01/healthcheck', code: 'InvalidAction', says: 'CreateHealthCheck' },
  { name: 'an unknown member', body: create(`${named}<Colour>red</Colour>`), code: 'InvalidInput', says: 'Colour' },
  { name: 'an unknown nested member', body: create(`${named}<VPC><Colour/></VPC>`), code: 'InvalidInput', says: 'VPC.Colour' },
  { name: 'a member given twice', body: create(`${named}<Name>b</Name>`), code: 'InvalidInput', says: 'Name: it is given more than once' },
  { name: 'a required member that is absent', body: create('<Name>a.example.com</Name>'), code: 'InvalidInput', says: 'CallerReference' },
  { name: 'no body where one is needed', body: '', code: 'InvalidInput', says: 'Name' },
  { name: 'a value where a structure is', body: create(`${named}<VPC>vpc-1</VPC>`), code: 'InvalidInput', says: 'VPC: it is a structure' },
  { name: 'a structure where a value is', body: create('<Name><Name>a</Name></Name>'), code: 'InvalidInput', says: 'Name.Name' },
  {
    name: 'an enum value that is not listed',
    body: create(`${named}<VPC><VPCRegion>mars-1</VPCRegion></VPC>`),
    code: 'InvalidInput',
    says: 'mars-1',
  },
  {
    name: 'a boolean that is none',
    body: create(`${named}<HostedZoneConfig><PrivateZone>yes</PrivateZone></HostedZoneConfig>`),
    code: 'InvalidInput',
    says: "'yes' is not a boolean",
  },
  { name: 'another root', body: `<Request ${namespace}/>`, code: 'InvalidInput', says: 'Request' },
  { name: 'no namespace', body: `<CreateHostedZoneRequest>${named}</CreateHostedZoneRequest>`, code: 'InvalidInput', says: 'namespace' },
  { name: 'something that is no XML', body: '{}', code: 'InvalidInput', says: 'Invalid XML' },
  { name: 'XML without an end', body: '<CreateHostedZoneRequest>', code: 'InvalidInput', says: 'Invalid XML' },
  {
    name: 'a member that the simulator does not implement',
    body: create(`${named}<DelegationSetId>N1</DelegationSetId>`),
    code: 'UnsupportedOperation',
    says: 'DelegationSetId',
  },
  { name: 'an unknown query parameter', method: 'GET', path: '/2013-04-01/hostedzone?colour=red', code: 'InvalidInput', says: 'colour' },
  {
    name: 'a query parameter given twice',
    method: 'GET',
    path: '/2013-04-01/hostedzone?marker=a&marker=b',
    code: 'InvalidInput',
    says: 'marker: it is given more than once',
  },
  { name: 'a number that is none', method: 'GET', path: '/2013-04-01/hostedzone?maxitems=ten', code: 'InvalidInput', says: 'MaxItems' },
  { name: 'a request without a signature', headers: {}, status: 403, code: 'MissingAuthenticationToken', says: 'not signed' },
  {
    name: 'a signature for a Region',
    headers: { authorization: authorization.replace('us-east-1', 'eu-west-1') },
    status: 403,
    code: 'SignatureDoesNotMatch',
    says: 'eu-west-1',
  },
];

describe("Route 53's wire refuses, naming it,", () => {
  test.each(refused)(
    '$name',
    async ({
      code,
      says,
      status = 400,
      method = 'POST',
      path = '/2013-04-01/hostedzone',
      body = create(named),
      headers = { authorization },
    }) => {
      await using simulated = await simulation();
      const response = await fetch(`${simulated.simulator.url}${path}`, { method, headers, ...(method === 'GET' ? {} : { body }) });
      const text = await response.text();
      expect(text).toMatch(
        new RegExp(
          `^<\\?xml version="1.0" encoding="UTF-8"\\?>\\n<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>`,
        ),
      );
      expect(text).toContain(says.replaceAll("'", '&apos;'));
      expect(response.status).toBe(status);
      expect(simulated.simulator.journal.at(-1)).toMatchObject({ service: 'route53', outcome: { code } });
    },
  );
});

test('a reply has its root, its namespace, its status and its header', async () => {
  await using simulated = await simulation();
  const body = create(`${named}<VPC><VPCRegion>eu-west-1</VPCRegion><VPCId>${addVpc(simulated.simulator.world).id}</VPCId></VPC>`);
  const response = await fetch(`${simulated.simulator.url}/2013-04-01/hostedzone`, { method: 'POST', headers: { authorization }, body });
  const text = await response.text();
  expect(response.status).toBe(201);
  const id = /<Id>\/hostedzone\/(Z[A-Z0-9]{20})<\/Id>/.exec(text)?.[1] ?? 'none';
  expect(response.headers.get('location')).toBe(`https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`);
  expect(text).toContain(`<CreateHostedZoneResponse ${namespace}><HostedZone>`);
  expect(text).toContain('<Config><PrivateZone>true</PrivateZone></Config>');
  expect(text).not.toContain('Location');
});

test.each(['Z1', '/hostedzone/Z1', 'hostedzone/Z1'])('an ID may be written %s', async (id) => {
  await using simulated = await simulation();
  const path = `/2013-04-01/hostedzone/${encodeURIComponent(id)}`;
  const text = await (await fetch(`${simulated.simulator.url}${path}`, { headers: { authorization } })).text();
  expect(text).toContain('<Message>No hosted zone found with ID: Z1</Message>');
});
