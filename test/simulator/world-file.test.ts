import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadWorld, parseWorldFile } from '../../src/simulator/world-file.ts';
import { worldFileJSONSchema } from '../../src/simulator/world-file-schema.ts';
import { createWorld } from '../../src/simulator/world-store.ts';
import { publicTexts } from '../../src/simulator/resolver/public-texts.ts';
import { resolve } from '../../src/simulator/resolver/resolve.ts';
import { defaultSettings } from '../../src/simulator/settings.ts';
import { clientsOf } from './elbv2-client.ts';
import { consumer, exampleWorld, provider } from './probe-scene.ts';
import { virtualClock } from './support/virtual-clock.ts';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const example = text('examples/simulator/world.yaml');

test('the JSON schema is what the code makes: npm run -s simulator -- --schema > src/simulator/world.schema.json', () => {
  expect(text('src/simulator/world.schema.json')).toBe(worldFileJSONSchema());
});

test('the examples are valid by the JSON schema too, and a misspelling is not', () => {
  const validate = new Ajv2020.default({ strict: false, formats: { ipv4: true } }).compile(JSON.parse(worldFileJSONSchema()) as object);
  for (const one of [example, text('examples/simulator/many-vpcs.yaml')])
    expect([validate(parse(one)), validate.errors]).toEqual([true, null]);
  expect(validate(parse(example.replace('vpcs:', 'vpc:')))).toBe(false);
});

test('the example world stands at once: zones differ by account, targets are healthy, the load balancer is active', async () => {
  const { simulator } = await exampleWorld();
  await using _ = simulator;
  using own = clientsOf(provider, simulator);
  using other = clientsOf(consumer, simulator);
  const { LoadBalancers } = await own.elbv2.describeLoadBalancers({ Names: ['payments'] });
  expect(LoadBalancers?.[0]).toMatchObject({ State: { Code: 'active' }, VpcId: 'vpc-0a000000000000001' });
  const { TargetGroups } = await own.elbv2.describeTargetGroups({ Names: ['payments'] });
  const { TargetHealthDescriptions } = await own.elbv2.describeTargetHealth({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn });
  expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual(['healthy', 'healthy', 'healthy']);
  const Filters = [{ Name: 'tag:tier', Values: ['private'] }];
  const { Subnets } = await other.ec2.describeSubnets({ Filters });
  expect(Subnets?.map(({ AvailabilityZoneId }) => AvailabilityZoneId)).toEqual(['euw1-az2', 'euw1-az3']);
  const provided = await own.ec2.describeSubnets({ Filters: [{ Name: 'availability-zone-id', Values: ['euw1-az2'] }] });
  expect(provided.Subnets?.[0]?.AvailabilityZone).not.toBe(Subnets?.[0]?.AvailabilityZone);
  expect([...simulator.world.roles.keys()]).toEqual([
    'arn:aws:iam::111111111111:role/privatelink-provider',
    'arn:aws:iam::222222222222:role/privatelink-consumer',
  ]);
});

test('a file says how public DNS answers, in any case of letters', () => {
  const world = createWorld(defaultSettings, virtualClock());
  loadWorld('{"accounts": [], "publicTxtRecords": {"_Pay.example.com": ["vpce:1"]}}', world);
  expect(world.publicTxtRecords).toEqual(new Map([['_pay.example.com', new Set(['vpce:1'])]]));
});

const hosted = `accounts:
  - id: "111111111111"
    vpcs: [{ id: vpc-0a000001, name: hub, region: eu-west-1, cidr: 10.0.0.0/16 }]
    hostedZones:
      - { id: Z0PRIVATE, name: pay.com, vpcs: [vpc-0a000001, vpc-0b000001], records: [{ name: "*.pay.com", type: A, values: [10.0.0.1] }] }
      - { name: pay.com, records: [{ name: _x.pay.com, type: TXT, values: ['"vpce:1"'] }] }
  - id: "222222222222"
    vpcs: [{ id: vpc-0b000001, name: spoke, region: us-west-2, cidr: 10.1.0.0/16 }]
peerings: [[vpc-0a000001, vpc-0b000001]]
`;

test('hosted zones of a file answer at once, in VPCs of other accounts too, and peerings join VPCs', () => {
  const world = createWorld(defaultSettings, virtualClock());
  loadWorld(hosted, world);
  const asked = { account: '222222222222', vpcID: 'vpc-0b000001', dnsName: 'a.pay.com' };
  expect(resolve(world, asked)).toMatchObject({ result: 'answered', values: ['10.0.0.1'], hostedZoneID: 'Z0PRIVATE' });
  expect(publicTexts('_x.pay.com', world)).toEqual(['vpce:1']);
  expect(world.peerings).toEqual([['vpc-0a000001', 'vpc-0b000001']]);
  expect([...world.hostedZones.values()].map(({ isPrivate }) => isPrivate)).toEqual([true, false]);
});

describe('a fault in hosted zones or peerings is named with its place:', () => {
  const faults = [
    {
      name: 'a VPC that is not there',
      from: 'vpc-0b000001], rec',
      to: 'vpc-0c000001], rec',
      message: 'accounts[0].hostedZones[0]: there is no VPC vpc-0c000001',
    },
    {
      name: 'a record outside the zone',
      from: '*.pay.com',
      to: 'a.com',
      message: 'accounts[0].hostedZones[0]: pay.com: RRSet with DNS name a.com.',
    },
    {
      name: 'a text without quotes',
      from: `'"vpce:1"'`,
      to: 'vpce',
      message: 'accounts[0].hostedZones[1]: pay.com: Invalid Resource Record',
    },
    {
      name: 'two zones of one name in a VPC',
      from: '- { name: pay.com,',
      to: '- { name: pay.com, vpcs: [vpc-0b000001],',
      message: 'accounts[0]: The VPC that you chose, vpc-0b000001',
    },
    { name: 'a peering with nothing', from: '[[vpc-0a000001', to: '[[vpc-0c000001', message: 'peerings[0]: there is no VPC vpc-0c000001' },
  ];
  test.each(faults)('$name', ({ from, to, message }) => {
    expect(hosted).toContain(from);
    expect(() => loadWorld(hosted.replace(from, to), createWorld(defaultSettings, virtualClock()))).toThrow(message);
  });
});

describe('a fault in the file is named with its place:', () => {
  const faults: readonly { name: string; from: string; to: string; message: string }[] = [
    {
      name: 'an unquoted account',
      from: 'id: "111111111111"',
      to: 'id: 111111111111',
      message: 'accounts[0].id: an account ID is 12 digits in quotes, such as "111111111111"',
    },
    {
      name: 'an unknown member',
      from: 'cidr: 10.10.0.0/16\n        subnets',
      to: 'cidr: 10.10.0.0/16\n        subnet',
      message: 'accounts[0].vpcs[0]: Unrecognized key: "subnet"',
    },
    { name: 'a zone of no Region', from: 'zoneID: euw1-az1', to: 'zoneID: eu-west-1a', message: 'accounts[0].vpcs[0].subnets[0].zoneID' },
    {
      name: 'a zone of another Region',
      from: 'zoneID: euw1-az1',
      to: 'zoneID: use1-az1',
      message: 'payments-1: use1-az1 is not a zone of eu-west-1',
    },
    {
      name: 'a subnet over another',
      from: '10.10.2.0/24',
      to: '10.10.1.128/25',
      message: "accounts[0]: The CIDR '10.10.1.128/25' conflicts with another subnet",
    },
    { name: 'a subnet of four addresses', from: '10.10.2.0/24', to: '10.10.2.0/30', message: "The CIDR '10.10.2.0/30' is invalid." },
    {
      name: 'an ID twice',
      from: 'subnet-0a000000000000002',
      to: 'subnet-0a000000000000001',
      message: 'payments-2: something else has the ID subnet-0a000000000000001 already',
    },
    {
      name: 'an ID of a length that AWS does not have',
      from: 'subnet-0a000000000000002',
      to: 'subnet-0a00000002',
      message: 'an ID of this kind is subnet- and 8 or 17 hex digits',
    },
    {
      name: 'an account twice',
      from: 'id: "222222222222"',
      to: 'id: "111111111111"',
      message: 'accounts[1]: the account 111111111111 is there twice',
    },
    {
      name: 'a subnet outside the VPC',
      from: '10.10.1.0/24',
      to: '10.11.1.0/24',
      message: "payments-1: 10.11.1.0/24 is not within the VPC's 10.10.0.0/16",
    },
    {
      name: 'a subnet that is not there',
      from: 'subnet: payments-1',
      to: 'subnet: pay',
      message: 'there is no subnet "pay" in this VPC; it has payments-1, payments-2, payments-3',
    },
    {
      name: 'a target group that is not there',
      from: '{name: payments}',
      to: '{name: pay}',
      message: 'there is no target group "pay" in this VPC; it has payments',
    },
    {
      name: 'a rule without a source',
      from: '{ports: 8443, cidr: 10.10.0.0/16}',
      to: '{ports: 8443}',
      message: 'a rule has exactly one of cidr and group',
    },
    {
      name: 'a listener that AWS refuses',
      from: 'protocol: TCP',
      to: 'protocol: HTTP',
      message: "accounts[0]: Listener protocol 'HTTP' must be one of 'TCP, UDP, TCP_UDP'",
    },
    { name: 'a setting that does not exist', from: 'seed: 2', to: 'sed: 2', message: 'settings: Unrecognized key: "sed"' },
    { name: 'no YAML', from: '\naccounts:', to: '\naccounts: [', message: 'the file is neither YAML nor JSON' },
  ];
  test.each(faults)('$name', ({ from, to, message }) => {
    const changed = example.replace(from, to);
    expect(changed).not.toBe(example);
    expect(() => loadWorld(changed, createWorld(defaultSettings, virtualClock()))).toThrow(message);
  });
});

test("settings of the file are the world's", () => {
  expect(parseWorldFile(example).settings).toEqual({ seed: 2 });
});

const main = new URL('../../src/simulator/main.ts', import.meta.url).pathname;
const root = new URL('../..', import.meta.url).pathname;

test("by itself it serves the AWS CLI's protocol, says how to use it, and ends on SIGTERM", async () => {
  const child = spawn(process.execPath, [main, '--world', 'examples/simulator/world.yaml'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [greeting] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting.toString())?.[0] ?? '';
  expect(greeting.toString()).toContain(`export AWS_ENDPOINT_URL=${url}`);
  using clients = clientsOf(consumer, { url });
  // The first page may come empty, and objects of the file are there all the same.
  const { Vpcs } = await clients.ec2.describeVpcs({ VpcIds: ['vpc-0b000000000000001'] });
  expect(Vpcs?.[0]?.Tags).toEqual([{ Key: 'Name', Value: 'shop' }]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a bad option or file ends it with 1 and the reason', async () => {
  const run = promisify(execFile)(process.execPath, [main, '--world', 'examples/access.yaml'], { cwd: root });
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('The world file is not valid:') as string });
});
