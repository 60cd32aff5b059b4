import { describe, expect, test } from 'vitest';
import { AwsError } from '../../src/aws/errors.ts';
import type { Ports } from '../../src/aws/ports.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { isConfirmedMissing, sight } from '../../src/core/sightings.ts';
import { createReader, type Reader } from '../../src/engine/reader.ts';
import { settle, VirtualClock } from '../harness/virtual-clock.ts';

type Describe = Ports['describeVpcEndpoints'];
type Page = Awaited<ReturnType<Describe>>;
const scope = { access: {}, region: 'eu-west-1' };
const denied: Failure = { class: 'denied', code: 'UnauthorizedOperation', message: 'no', call: 'DescribeVpcEndpoints' };

/** A port whose replies the test hands out one by one. */
function scripted(...replies: (Page | Failure)[]) {
  const asked: object[] = [];
  const describeVpcEndpoints: Describe = async (input) => {
    asked.push(input ?? {});
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    if (reply === undefined) throw new Error('no reply scripted');
    if ('class' in reply) throw new AwsError(reply);
    return reply;
  };
  return { ports: { describeVpcEndpoints }, asked };
}

function endpoints(...ids: string[]): Page {
  return { VpcEndpoints: ids.map((VpcEndpointId) => ({ VpcEndpointId })) };
}

type Read = (age?: { maxAge: number; after?: number }, input?: object) => ReturnType<Reader['read']>;
function setUp(...replies: (Page | Failure)[]) {
  const clock = new VirtualClock();
  const reader = createReader({ clock });
  const { ports, asked } = scripted(...replies);
  const read: Read = (age = { maxAge: 60_000 }, input = {}) => reader.read(scope, ports, 'describeVpcEndpoints', input, age);
  return { clock, reader, ports, asked, read };
}

describe('pages', () => {
  test('are joined, an empty one with a token is followed, and an empty token ends them', async () => {
    const { read, asked } = setUp(
      { VpcEndpoints: [], NextToken: 'a' },
      { ...endpoints('vpce-1'), NextToken: 'b' },
      { ...endpoints('vpce-2'), NextToken: '' },
    );
    expect(await read()).toMatchObject({ known: true, value: endpoints('vpce-1', 'vpce-2') });
    expect(asked).toEqual([{ MaxResults: 1_000 }, { MaxResults: 1_000, NextToken: 'a' }, { MaxResults: 1_000, NextToken: 'b' }]);
  });

  test('have no size where IDs are named', async () => {
    const { read, asked } = setUp(endpoints('vpce-1'));
    await read({ maxAge: 0 }, { VpcEndpointIds: ['vpce-1'] });
    expect(asked).toEqual([{ VpcEndpointIds: ['vpce-1'] }]);
  });

  test('of a Route 53 list begin where the one before says, and those of zones end with the name that was asked for', async () => {
    const asked: unknown[] = [];
    const zone = (Id: string) => ({ Id, Name: 'a.example.', CallerReference: Id });
    const replies = [
      { HostedZones: [zone('Z1')], IsTruncated: true, NextDNSName: 'A.example.', NextHostedZoneId: 'Z2' },
      { HostedZones: [zone('Z2')], IsTruncated: true, NextDNSName: 'b.example.', NextHostedZoneId: 'Z3' },
    ];
    const listHostedZonesByName: Ports['listHostedZonesByName'] = async (input) => {
      asked.push(input);
      return { MaxItems: 100, ...(replies[asked.length - 1] ?? { HostedZones: [], IsTruncated: false }) };
    };
    const reader = createReader({ clock: new VirtualClock() });
    const reading = await reader.read(scope, { listHostedZonesByName }, 'listHostedZonesByName', { DNSName: 'a.example' }, { maxAge: 0 });
    expect(reading).toMatchObject({ known: true, value: { HostedZones: [zone('Z1'), zone('Z2')] } });
    expect(asked).toEqual([{ DNSName: 'a.example' }, { DNSName: 'A.example.', HostedZoneId: 'Z2' }]);
  });

  test('of records end with the name that was asked for, and go through the whole zone where none was', async () => {
    const next = (NextRecordName: string) => ({ IsTruncated: true, NextRecordName, NextRecordType: 'TXT' as const });
    const pages = [next('a.example.'), next('b.example.'), { IsTruncated: false }];
    const read = async (input: { readonly HostedZoneId: string; readonly StartRecordName?: string }): Promise<readonly unknown[]> => {
      const asked: unknown[] = [];
      const listResourceRecordSets: Ports['listResourceRecordSets'] = async (question) => {
        asked.push(question?.StartRecordName);
        return { ResourceRecordSets: [], MaxItems: 1, IsTruncated: false, ...pages[asked.length - 1] };
      };
      const reader = createReader({ clock: new VirtualClock() });
      await reader.read(scope, { listResourceRecordSets }, 'listResourceRecordSets', input, { maxAge: 0 });
      return asked;
    };
    expect(await read({ HostedZoneId: 'Z1', StartRecordName: 'a.example' })).toEqual(['a.example', 'a.example.']);
    pages[0] = next(String.raw`\052.a.example.`);
    expect(await read({ HostedZoneId: 'Z1', StartRecordName: '*.A.example' })).toHaveLength(2);
    expect(await read({ HostedZoneId: 'Z1' })).toEqual([undefined, String.raw`\052.a.example.`, 'b.example.']);
  });

  test('of ELBv2 go by marker', async () => {
    const asked: unknown[] = [];
    const describeLoadBalancers: Ports['describeLoadBalancers'] = async (input) => {
      asked.push(input);
      return asked.length === 1
        ? { LoadBalancers: [{ LoadBalancerArn: 'a' }], NextMarker: 'm' }
        : { LoadBalancers: [{ LoadBalancerArn: 'b' }] };
    };
    const reading = await createReader({ clock: new VirtualClock() }).read(
      scope,
      { describeLoadBalancers },
      'describeLoadBalancers',
      {},
      { maxAge: 0 },
    );
    expect(reading).toMatchObject({ value: { LoadBalancers: [{ LoadBalancerArn: 'a' }, { LoadBalancerArn: 'b' }] } });
    expect(asked).toEqual([{}, { Marker: 'm' }]);
  });

  test('that lead back to themselves are a failure, not a listing', async () => {
    const { read, asked } = setUp({ ...endpoints('vpce-1'), NextToken: 'again' });
    expect(await read()).toMatchObject({ known: false, failure: { class: 'unknown', code: 'EndlessPages' } });
    expect(asked).toHaveLength(2);
  });

  test('that fail on the way leave no half of a list', async () => {
    const { read } = setUp({ ...endpoints('vpce-1'), NextToken: 'a' }, denied);
    expect(await read()).toMatchObject({ known: false, failure: denied });
  });
});

test.each<[string, readonly (Page | Failure)[], readonly (boolean | undefined)[]]>([
  ['fail alike, the second one says so', [denied, { ...denied, code: 'AccessDenied' }], [false, true]],
  ['fail each in its way, neither does', [denied, { ...denied, class: 'notFound' }], [false, false]],
  ['fail with a success between them, neither does', [denied, endpoints('vpce-1'), denied], [false, undefined, false]],
])('where answers to one question %s', async (_which, replies, expected) => {
  const { clock, read } = setUp(...replies);
  const repeated: (boolean | undefined)[] = [];
  for (let asked = 0; asked < replies.length; asked += 1) {
    const reading = await read({ maxAge: 0 });
    repeated.push(reading.known ? undefined : reading.repeated);
    await clock.advance(10_000);
  }
  expect(repeated).toEqual(expected);
});

describe('age', () => {
  test('a young answer is given from memory and an old one is not', async () => {
    const { clock, read, asked } = setUp(endpoints('vpce-1'));
    await read();
    await clock.advance(60_000);
    await read();
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await read();
    expect(asked).toHaveLength(2);
  });

  test('an answer that began before the demanded moment is not given, however young', async () => {
    const { clock, read, asked } = setUp(endpoints('vpce-1'));
    await read();
    await clock.advance(10);
    const reading = await read({ maxAge: 60_000, after: clock.now() });
    expect(asked).toHaveLength(2);
    expect(reading).toMatchObject({ begunAt: clock.now() });
  });

  test('what may only begin later is not known yet, and nothing is asked', async () => {
    const { clock, read, asked } = setUp(endpoints('vpce-1'));
    expect(await read({ maxAge: 60_000, after: clock.now() + 1 })).toMatchObject({
      known: false,
      failure: { class: 'unknown', code: 'NotYet', call: 'DescribeVpcEndpoints' },
    });
    expect(asked).toHaveLength(0);
  });

  test('a reading counts from its first page', async () => {
    const clock = new VirtualClock();
    const begun = clock.now();
    const describeVpcEndpoints: Describe = (input) =>
      new Promise((resolve) =>
        clock.setTimer(30_000, () =>
          resolve(input?.NextToken === undefined ? { ...endpoints('vpce-1'), NextToken: 'a' } : endpoints('vpce-2')),
        ),
      );
    const reading = createReader({ clock }).read(scope, { describeVpcEndpoints }, 'describeVpcEndpoints', {}, { maxAge: 0 });
    await clock.advance(60_000);
    expect(await reading).toMatchObject({ begunAt: begun });
  });
});

describe('sharing', () => {
  /** A port that answers only when told. */
  function gated() {
    const gates: ((page: Page) => void)[] = [];
    const describeVpcEndpoints: Describe = () => new Promise((resolve) => gates.push(resolve));
    return { ports: { describeVpcEndpoints }, gates };
  }

  test('a hundred who ask the same share one flight, whatever the order of the question', async () => {
    const { ports, gates } = gated();
    const reader = createReader({ clock: new VirtualClock() });
    const all = Array.from({ length: 100 }, (_, index) =>
      reader.read(
        scope,
        ports,
        'describeVpcEndpoints',
        index % 2 === 0 ? { Filters: [{ Name: 'vpc-id', Values: ['v'] }] } : { Filters: [{ Values: ['v'], Name: 'vpc-id' }] },
        { maxAge: 0 },
      ),
    );
    await settle();
    expect(gates).toHaveLength(1);
    gates[0]?.(endpoints('vpce-1'));
    expect(new Set(await Promise.all(all)).size).toBe(1);
  });

  test('a flight that began too early is waited for, and one more serves all who demand a later one', async () => {
    const clock = new VirtualClock();
    const { ports, gates } = gated();
    const reader = createReader({ clock });
    const early = reader.read(scope, ports, 'describeVpcEndpoints', {}, { maxAge: 0 });
    await clock.advance(10);
    const late = [1, 2].map(() => reader.read(scope, ports, 'describeVpcEndpoints', {}, { maxAge: 60_000, after: clock.now() }));
    await settle();
    expect(gates).toHaveLength(1);
    gates[0]?.(endpoints('old'));
    expect(await early).toMatchObject({ value: endpoints('old') });
    await settle();
    expect(gates).toHaveLength(2);
    gates[1]?.(endpoints('new'));
    for (const reading of await Promise.all(late)) expect(reading).toMatchObject({ value: endpoints('new') });
  });

  test.each([
    ['another role', { access: { roleARN: 'arn:aws:iam::1:role/r' }, region: 'eu-west-1' }],
    ['another Region', { access: {}, region: 'eu-west-2' }],
  ])('nothing is shared with %s', async (_sentence, other) => {
    const { reader, ports, asked, read } = setUp(endpoints('vpce-1'));
    await read();
    await reader.read(other, ports, 'describeVpcEndpoints', {}, { maxAge: 60_000 });
    expect(asked).toHaveLength(2);
  });

  test('nothing is shared between one external ID and another of the same role, for the second may be refused', async () => {
    const { reader, ports, asked } = setUp(endpoints('vpce-1'));
    for (const externalID of ['a', 'b'])
      await reader.read(
        { access: { roleARN: 'arn:aws:iam::1:role/r', externalID }, region: 'eu-west-1' },
        ports,
        'describeVpcEndpoints',
        {},
        { maxAge: 60_000 },
      );
    expect(asked).toHaveLength(2);
  });
});

describe('failures', () => {
  test('stand for five seconds, so that a crowd does not hammer a refused call', async () => {
    const { clock, read, asked } = setUp(denied);
    for (let index = 0; index < 100; index += 1) expect(await read()).toMatchObject({ known: false, failure: denied });
    expect(asked).toHaveLength(1);
    await clock.advance(5_000);
    await read();
    expect(asked).toHaveLength(2);
  });

  test('do not stand against the demand for a later beginning', async () => {
    const { clock, read, asked } = setUp(denied, endpoints('vpce-1'));
    await read();
    await clock.advance(1);
    expect(await read({ maxAge: 60_000, after: clock.now() })).toMatchObject({ known: true });
    expect(asked).toHaveLength(2);
  });

  test('never give way to an older success', async () => {
    const { clock, read } = setUp(endpoints('vpce-1'), denied);
    await read();
    await clock.advance(10);
    await read({ maxAge: 0 });
    expect(await read()).toMatchObject({ known: false, failure: denied });
  });

  test('that are defects of ours reach whoever asked, and the next may ask again', async () => {
    const clock = new VirtualClock();
    let broken = true;
    const describeVpcEndpoints: Describe = async () => {
      if (broken) throw new TypeError('a defect');
      return endpoints('vpce-1');
    };
    const reader = createReader({ clock });
    const ask = () => reader.read(scope, { describeVpcEndpoints }, 'describeVpcEndpoints', {}, { maxAge: 0 });
    await expect(ask()).rejects.toThrow('a defect');
    broken = false;
    expect(await ask()).toMatchObject({ known: true });
  });
});

describe('sequence', () => {
  const sequenceOf = (reading: Awaited<ReturnType<Read>>): number => (reading.known ? reading.sequence : Number.NaN);

  test('rises by one with each success, and not with an answer from memory', async () => {
    const { clock, read } = setUp(endpoints('vpce-1'));
    const first = sequenceOf(await read());
    expect(sequenceOf(await read())).toBe(first);
    await clock.advance(60_001);
    expect(sequenceOf(await read())).toBe(first + 1);
  });

  test('a failed listing between two starts the count of sightings again', async () => {
    const { clock, read } = setUp(endpoints('b'), denied, endpoints('b'), endpoints('b'), endpoints('b'));
    const next = async () => {
      await clock.advance(60_001);
      return sequenceOf(await read());
    };
    const look = { held: ['a', 'b'], found: ['b'] };
    const once = sight(undefined, { ...look, sequence: await next() });
    expect(await next()).toBeNaN();
    const again = sight(once, { ...look, sequence: await next() });
    expect(isConfirmedMissing(again, 'a')).toBe(false);
    expect(isConfirmedMissing(sight(once, { ...look, sequence: await next() }), 'a')).toBe(false);
    expect(isConfirmedMissing(sight(again, { ...look, sequence: (await next()) - 1 }), 'a')).toBe(true);
  });

  test('what nobody asked for in an hour is forgotten, and its count starts again', async () => {
    const { clock, read, asked } = setUp(endpoints('vpce-1'));
    const first = sequenceOf(await read());
    await clock.advance(3_600_001);
    await read({ maxAge: 0 }, { VpcEndpointIds: ['other'] });
    const later = sequenceOf(await read({ maxAge: Number.POSITIVE_INFINITY }));
    expect(asked).toHaveLength(3);
    expect(later).toBeGreaterThan(first + 1);
  });
});
