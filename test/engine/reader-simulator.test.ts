import { afterEach, expect, test } from 'vitest';
import { createAws } from '../../src/aws/clients.ts';
import { createReader } from '../../src/engine/reader.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';

const account = '111122223333';
const region = 'eu-west-1';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function setUp() {
  const simulator: Simulator = await startSimulator({ settings: { createVisibleMs: 0 } });
  const clock = new VirtualClock();
  const aws = createAws({
    clock,
    region,
    sessionName: 'test',
    endpoint: simulator.url,
    credentials: async () => ({ accessKeyId: account, secretAccessKey: 's' }),
  });
  cleanups.push(
    () => simulator.close(),
    () => aws.destroy(),
  );
  return { simulator, reader: createReader({ clock, pageSize: 5 }), ports: aws.ports({}, region) };
}

test('every page of a listing is read over HTTP, whatever AWS puts on the first', async () => {
  const { simulator, reader, ports } = await setUp();
  const { Vpc } = (await simulator.handle({
    service: 'ec2',
    action: 'CreateVpc',
    input: { CidrBlock: '10.0.0.0/16' },
    account,
    region,
  })) as {
    readonly Vpc: { readonly VpcId: string };
  };
  const names = Array.from({ length: 12 }, (_, index) => `group-${index}`);
  for (const GroupName of names) {
    await simulator.handle({
      service: 'ec2',
      action: 'CreateSecurityGroup',
      input: { GroupName, Description: 'd', VpcId: Vpc.VpcId },
      account,
      region,
    });
  }
  simulator.journal.clear();
  const question = { Filters: [{ Name: 'vpc-id', Values: [Vpc.VpcId] }] };
  const reading = await reader.read({ access: {}, region }, ports, 'describeSecurityGroups', question, { maxAge: 0 });
  const found = new Set(reading.known ? (reading.value.SecurityGroups ?? []).map(({ GroupName }) => GroupName) : []);
  expect(found).toEqual(new Set(['default', ...names]));
  expect(simulator.journal.length).toBeGreaterThanOrEqual(3);
});
