import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/aws/audit.ts';
import { type AwsOptions, createAws } from '../../src/aws/clients.ts';
import { AwsError } from '../../src/aws/errors.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server that does to each request what the test wants. `requests` holds the bodies, and `arrived` resolves with the next. */
async function serve(handler: Handler) {
  const requests: { readonly body: string; readonly headers: IncomingMessage['headers'] }[] = [];
  let tell: () => void = () => {};
  let arrived = new Promise<void>((resolve) => (tell = resolve));
  const sockets = new Set<unknown>();
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ body, headers: request.headers });
      sockets.add(request.socket);
      handler(request, response, body);
      tell();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  const next = (): Promise<void> => {
    const waiting = arrived;
    void waiting.then(() => (arrived = new Promise((resolve) => (tell = resolve))));
    return waiting;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, sockets, next };
}

function setUp(endpoint: string, options: Partial<AwsOptions> = {}) {
  const clock = new VirtualClock(Date.now());
  const audited: AuditEntry[] = [];
  const observed: object[] = [];
  const aws = createAws({
    clock,
    region: 'eu-west-1',
    sessionName: 'privatelink-operator',
    endpoint,
    credentials: async () => ({ accessKeyId: '111122223333', secretAccessKey: 'top-secret' }),
    audit: (entry) => audited.push(entry),
    onCall: (call) => observed.push(call),
    ...options,
  });
  cleanups.push(() => aws.destroy());
  return { aws, clock, audited, observed, ports: aws.ports({}, 'eu-west-1') };
}

async function failureFrom(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsError)) throw new Error(`expected an AwsError, got ${String(error)}`);
  return error.failure;
}

function refuse(code: string, status: number, message = 'words'): Handler {
  return (_request, response) =>
    void response
      .writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'r-1' })
      .end(
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`,
      );
}
const endpointsReply = '<DescribeVpcEndpointsResponse><requestId>r-1</requestId><vpcEndpointSet/></DescribeVpcEndpointsResponse>';
const answer: Handler = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'text/xml', 'x-amzn-requestid': 'r-1' }).end(endpointsReply);

describe('what becomes of a call', () => {
  test.each<[string, Handler, Partial<Failure>]>([
    ['a refusal', refuse('DependencyViolation', 400, 'in use'), { class: 'dependency', code: 'DependencyViolation', message: 'in use' }],
    ['a throttle at 503', refuse('RequestLimitExceeded', 503), { class: 'throttled', code: 'RequestLimitExceeded' }],
    ['an internal error', refuse('InternalError', 500), { class: 'unknown', code: 'InternalError' }],
    [
      'a page of a proxy with 502',
      (_request, response) => void response.writeHead(502).end('<html>Bad gateway'),
      { class: 'unknown', code: 'HTTP502' },
    ],
    [
      'a text with 503',
      (_request, response) => void response.writeHead(503).end('no healthy upstream'),
      { class: 'unknown', code: 'HTTP503' },
    ],
    [
      'a page of a proxy with 403',
      (_request, response) => void response.writeHead(403).end('<html>Forbidden by policy'),
      { class: 'denied', code: 'HTTP403' },
    ],
    ['a connection cut before the reply', (request) => void request.socket.destroy(), { class: 'unknown', code: 'ECONNRESET' }],
    [
      'a connection cut within the reply',
      (request, response) => void response.writeHead(200, { 'content-length': '500' }).write('<Delete', () => request.socket.destroy()),
      { class: 'unknown' },
    ],
  ])('%s is asked for once and classed', async (_sentence, handler, expected) => {
    const { url, requests } = await serve(handler);
    const { ports } = setUp(url);
    expect(await failureFrom(ports.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1'] }))).toMatchObject({
      call: 'DeleteVpcEndpoints',
      ...expected,
    });
    expect(requests).toHaveLength(1);
  });

  test('reads are not repeated behind our back either', async () => {
    const { url, requests } = await serve(refuse('RequestLimitExceeded', 503));
    expect(await failureFrom(setUp(url).ports.describeVpcEndpoints({}))).toMatchObject({ class: 'throttled' });
    expect(requests).toHaveLength(1);
  });

  test('nobody listening is unknown, for it may be the second try of something carried out', async () => {
    const { ports } = setUp('http://127.0.0.1:1');
    expect(await failureFrom(ports.describeVpcEndpoints({}))).toMatchObject({ class: 'unknown', code: 'ECONNREFUSED' });
  });

  test('no metadata of the SDK reaches the caller', async () => {
    const { url } = await serve(answer);
    expect(await setUp(url).ports.describeVpcEndpoints({})).not.toHaveProperty('$metadata');
  });
});

describe('the time-out goes by the operator clock', () => {
  test.each<[string, Handler]>([
    ['where no reply comes', () => undefined],
    [
      'where a reply begins and never ends',
      (_request, response) => void response.writeHead(200, { 'content-length': '500' }).write('<Describe'),
    ],
  ])('%s', async (_sentence, handler) => {
    const { url, next } = await serve(handler);
    const { ports, clock } = setUp(url);
    const failure = failureFrom(ports.createVpcEndpoint({ VpcId: 'vpc-1' }));
    await next();
    await clock.advance(60_000);
    expect(await failure).toMatchObject({ class: 'unknown', code: 'TimeoutError', call: 'CreateVpcEndpoint' });
    expect(clock.timers).toBe(0);
  });

  test('where credentials never come, and then nothing is sent', async () => {
    const { url, requests } = await serve(answer);
    let give: (() => void) | undefined;
    const credentials = () =>
      new Promise<{ accessKeyId: string; secretAccessKey: string }>(
        (resolve) => (give = () => resolve({ accessKeyId: '111122223333', secretAccessKey: 's' })),
      );
    const { ports, clock } = setUp(url, { credentials, requestTimeout: 1_000 });
    const failure = failureFrom(ports.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1'] }));
    await clock.advance(1_000);
    expect(await failure).toMatchObject({ class: 'unknown', code: 'TimeoutError' });
    give?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(requests).toHaveLength(0);
  });
});

describe('requests', () => {
  test('share connections, say who sends them, and name the Region they were bound to', async () => {
    const { url, requests, sockets } = await serve(answer);
    const { aws } = setUp(url, { userAgent: 'privatelink-operator/1.2.3' });
    for (const region of ['eu-west-1', 'eu-west-1', 'us-east-1']) await aws.ports({}, region).describeVpcEndpoints({});
    expect(sockets.size).toBe(1);
    expect(requests[0]?.headers['user-agent']).toContain('privatelink-operator/1.2.3');
    expect(requests.map(({ headers }) => /\/(\w+-\w+-\d)\//.exec(headers.authorization ?? '')?.[1])).toEqual([
      'eu-west-1',
      'eu-west-1',
      'us-east-1',
    ]);
  });

  test('go to the endpoint of their service where one is set', async () => {
    const ec2 = await serve(answer);
    const rest = await serve(answer);
    await setUp(rest.url, { endpoints: { ec2: ec2.url } }).ports.describeVpcEndpoints({});
    expect([ec2.requests.length, rest.requests.length]).toEqual([1, 0]);
  });

  test('slow down after a throttle', async () => {
    const { url, requests } = await serve(refuse('RequestLimitExceeded', 503));
    const { ports, clock } = setUp(url);
    await failureFrom(ports.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1'] }));
    const second = failureFrom(ports.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1'] }));
    await clock.advance(6_000);
    expect(requests).toHaveLength(1);
    await clock.advance(1_000);
    await second;
    expect(requests).toHaveLength(2);
  });
});

describe('audit', () => {
  test('one line a write, with what it made, and none for a read', async () => {
    const reply =
      '<CreateVpcEndpointResponse><requestId>r-7</requestId><vpcEndpoint><vpcEndpointId>vpce-9</vpcEndpointId></vpcEndpoint></CreateVpcEndpointResponse>';
    const { url } = await serve(
      (_request, response, body) =>
        void response.writeHead(200, { 'x-amzn-requestid': 'r-7' }).end(body.includes('CreateVpcEndpoint') ? reply : endpointsReply),
    );
    const { aws, clock, audited, observed } = setUp(url);
    const ports = aws.ports({}, 'eu-west-1', 'prod/InterfaceEndpoint/shop/pay');
    await ports.describeVpcEndpoints({});
    await ports.createVpcEndpoint({ VpcId: 'vpc-1', PolicyDocument: 'a policy' });
    expect(audited).toEqual([
      {
        time: new Date(clock.now()).toISOString(),
        roleARN: undefined,
        region: 'eu-west-1',
        action: 'CreateVpcEndpoint',
        resourceIDs: ['vpce-9'],
        identity: 'prod/InterfaceEndpoint/shop/pay',
        outcome: 'ok',
        code: undefined,
        requestID: 'r-7',
        milliseconds: 0,
      },
    ]);
    expect(observed).toMatchObject([
      { call: 'DescribeVpcEndpoints', service: 'ec2', region: 'eu-west-1', outcome: 'ok' },
      { call: 'CreateVpcEndpoint' },
    ]);
    expect(JSON.stringify(audited)).not.toMatch(/top-secret|111122223333|a policy/);
  });

  test.each<[string, Handler, Partial<AuditEntry>]>([
    [
      'a refused write',
      refuse('UnauthorizedOperation', 403),
      { outcome: 'denied', code: 'UnauthorizedOperation', requestID: 'r-1', resourceIDs: ['vpce-1', 'vpce-2'] },
    ],
    [
      'a write whose end nobody knows',
      (request) => void request.socket.destroy(),
      { outcome: 'unknown', code: 'ECONNRESET', requestID: undefined },
    ],
    [
      'a write refused within a 200',
      (_request, response) =>
        void response.end(
          '<DeleteVpcEndpointsResponse><requestId>r-1</requestId><unsuccessful><item><error><code>DependencyViolation</code><message>m</message></error><resourceId>vpce-1</resourceId></item></unsuccessful></DeleteVpcEndpointsResponse>',
        ),
      { outcome: 'unsuccessful' },
    ],
  ])('%s has its line', async (_sentence, handler, expected) => {
    const { url } = await serve(handler);
    const { ports, audited } = setUp(url);
    await ports.deleteVpcEndpoints({ VpcEndpointIds: ['vpce-1', 'vpce-2'] }).catch(() => undefined);
    expect(audited).toHaveLength(1);
    expect(audited[0]).toMatchObject(expected);
  });
});
