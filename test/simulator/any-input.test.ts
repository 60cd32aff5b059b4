import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/simulator/handler.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Operation } from '../../src/simulator/operations.ts';
import { newHostedZone, publishZone } from '../../src/simulator/route53/new-hosted-zone.ts';
import { allOperations } from '../../src/simulator/registry.ts';
import { enumValues } from '../../src/simulator/wire/enums.ts';
import { alwaysRead } from '../../src/simulator/wire/members.ts';
import { writeReply } from '../../src/simulator/wire/reply.ts';
import type { World } from '../../src/simulator/world.ts';
import { consumer, provider, scene } from './probe-scene.ts';

const odd = ['', 'x', '*', 'tcp', '-1', 'true', '5', 'Interface', 'available', 'eu-west-1', 'euw1-az1', 'eu-west-1a', 'Accept', 'payments'];

/** By the name of a member: values that lead somewhere. */
function known(world: World): readonly (readonly [RegExp, readonly string[]])[] {
  const keys = (records: ReadonlyMap<string, unknown>): readonly string[] => [...records.keys()];
  const serviceNames = [...world.endpointServices.values()].map(({ name }) => name);
  const addresses = [...world.networkInterfaces.values()].map(({ privateAddress }) => privateAddress);
  return [
    [/^(HostedZoneId|ResourceIds?|Id)$/, [...keys(world.hostedZones), ...keys(world.routeChanges)]],
    [/AliasTarget\.HostedZoneId$/, keys(world.hostedZones)],
    [/VPCId$/, keys(world.vpcs)],
    [/(RecordSet\.Name|DNSName|StartRecordName)$/, ['pay.example.com', 'www.pay.example.com', '*.pay.example.com', 'www.example.com']],
    [/ResourceRecords\.Value$/, ['10.0.0.1', '10.0.0.2', '"text"', 'www.example.com', '::1']],
    [/ZoneIds?$/, world.zones.get('eu-west-1') ?? []],
    [/Zones?$/, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [/VpcIds?$/, keys(world.vpcs)],
    [/Subnet(Id)?s?$/, keys(world.subnets)],
    [/(Groups|GroupIds?)$/, keys(world.securityGroups)],
    [/InstanceIds?$/, keys(world.instances)],
    [/NetworkInterfaceIds?$/, keys(world.networkInterfaces)],
    [/VpcEndpointIds?$/, keys(world.endpoints)],
    [/ServiceIds?$/, keys(world.endpointServices)],
    [/ServiceNames?$/, [...serviceNames, 'com.amazonaws.eu-west-1.s3', 'com.amazonaws.eu-west-1.kms']],
    [/LoadBalancerArns?$/, keys(world.loadBalancers)],
    [/TargetGroupArns?$/, keys(world.targetGroups)],
    [/ListenerArns?$/, keys(world.listeners)],
    [/RoleArn$/, keys(world.roles)],
    [/Resource(Arn)?s$/, [...keys(world.vpcs), ...keys(world.endpoints), ...keys(world.loadBalancers)]],
    [/Cidr/, [...Array.from({ length: 80 }, (_, index) => `10.${index % 2 === 0 ? 10 : 20}.${100 + index}.0/24`), '0.0.0.0/0']],
    [/(Address|Ipv4|Id)$/, [...addresses, '10.10.1.99', '10.20.2.99', ...keys(world.instances)]],
    [/Principals$/, [`arn:aws:iam::${consumer}:root`, '*']],
    [/Key$/, ['a', 'aws:a']],
  ];
}

/** Mostly values that lead somewhere, now and then those that do not. */
function strings(world: World): (path: string) => fc.Arbitrary<string> {
  const pools = known(world);
  return (path) => {
    const pool = pools.find(([pattern]) => pattern.test(path))?.[1] ?? [];
    const any = fc.constantFrom(...odd);
    return pool.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...pool), weight: 9 }, { arbitrary: any, weight: 1 });
  };
}

const resourceTypes = ['vpc', 'subnet', 'security-group', 'network-interface', 'instance', 'vpc-endpoint', 'vpc-endpoint-service'];

interface Place {
  readonly operation: Operation;
  readonly path: string;
  readonly strings: (path: string) => fc.Arbitrary<string>;
}

function within({ operation, strings, path }: Place, name: string): Place {
  return { operation, strings, path: path === '' ? name : `${path}.${name}` };
}

function isRead({ operation: { reads }, path }: Place): boolean {
  return reads.has(path) || alwaysRead.has(path) || [...reads].some((read) => read.startsWith(`${path}.`));
}

function struct(schema: NormalizedSchema, place: Place): fc.Arbitrary<object> {
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const inner = within(place, name);
    return isRead(inner) ? [[name, value(member, { structure: schema.getName() ?? '', name }, inner)] as const] : [];
  });
  const required = requiredMembers(schema).filter((name) => members.some(([member]) => member === name));
  return fc.record(Object.fromEntries(members), { requiredKeys: required });
}

/** Structure schemas list the required members first and say how many they are. */
function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const [, , , , names, , count] = schema.getSchema() as readonly unknown[];
  return Array.isArray(names) && typeof count === 'number' ? names.slice(0, count).map(String) : [];
}

function value(
  schema: NormalizedSchema,
  member: { readonly structure: string; readonly name: string },
  place: Place,
): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) return struct(schema, place);
  if (schema.isListSchema()) return fc.array(value(schema.getValueSchema(), member, place), { minLength: 1, maxLength: 3 });
  if (schema.isBooleanSchema()) return member.name === 'DryRun' ? fc.constant(false) : fc.boolean();
  if (schema.isNumericSchema()) return fc.constantFrom(-1, 0, 1, 2, 5, 80, 443, 8443, 900, 70_000);
  const allowed = enumValues(place.operation.service, member.structure, member.name);
  if (member.name === 'ResourceType') return fc.constantFrom(...resourceTypes);
  return allowed ? fc.constantFrom(...allowed) : place.strings(place.path);
}

/** All that a call may change, as a text. */
function picture(world: World): string {
  const { clock: _clock, settings: _settings, ...records } = world;
  return JSON.stringify(records, (_key, each: unknown) => (each instanceof Map || each instanceof Set ? [...each] : each));
}

/** A private and a public zone of `consumer`, for calls to lead to. */
function addZones(world: World): void {
  const caller = { world, account: consumer, region: 'us-east-1', principal: `arn:aws:iam::${consumer}:root` };
  const [vpc] = [...world.vpcs.values()].filter(({ account }) => account === consumer);
  for (const name of ['pay.example.com', 'example.com']) {
    publishZone(newHostedZone({ name, callerReference: name, vpc: name === 'example.com' ? undefined : vpc }, caller));
  }
}

async function outcome(call: Promise<object>): Promise<object | ApiError> {
  return call.catch((error: unknown) => {
    if (error instanceof ApiError) return error;
    throw error;
  });
}

async function holds(simulator: Simulator, operation: Operation, input: object): Promise<void> {
  const { world } = simulator;
  for (const account of [provider, consumer]) {
    world.settle();
    const before = picture(world);
    const { service, action } = operation;
    const result = await outcome(simulator.handle({ service, action, input, account, region: 'eu-west-1' }));
    if (result instanceof ApiError) expect(picture(world)).toBe(before);
    else writeReply(operation, result, 'id');
  }
}

describe('whatever is asked, the simulator answers, and changes nothing where it refuses:', () => {
  const operations = allOperations.map((operation) => [`${operation.service} ${operation.action}`, operation] as const);
  test.each(operations)('%s', { timeout: 60_000 }, async (_name, operation) => {
    const schema = NormalizedSchema.of(operation.schema[4]);
    await using given = await scene();
    addZones(given.world);
    const place = { operation, path: '', strings: strings(given.world) };
    await fc.assert(
      fc.asyncProperty(struct(schema, place), (input) => holds(given.simulator, operation, input)),
      { numRuns: 60 },
    );
  });
});
