import { inspect } from 'node:util';
import type { KubeObject } from '../../../../src/kube/resource.ts';
import { resource as endpointServices } from '../../../../src/kinds/endpoint-service/schema.ts';
import { resource as interfaceEndpoints } from '../../../../src/kinds/interface-endpoint/schema.ts';
import { operatorAccount } from '../../../harness/operator.ts';
import { isReady, type Scenario, scenario, type Seen } from '../../../harness/scenario.ts';
import { type DeedName, deeds } from './deeds.ts';
import { endState } from './end-state.ts';
import { type FailureName, failures } from './failures.ts';
import { type History, record } from './history.ts';
import { apiActionOf, type KindName, type MatrixCall } from './parts.ts';
import { minutesOf, patienceOf, type Role, type Stage } from './rows.ts';
import { wordOf } from './words.ts';
import { addMore } from './world.ts';

const minute = 60_000;
export const stages = ['new', 'available'] as const;

/** A life, or the same without any failure, to compare with. */
export interface Course {
  readonly kind: KindName;
  readonly doing: Readonly<Partial<Record<Stage, DeedName>>>;
  readonly fault: { readonly call: MatrixCall; readonly failure: FailureName; readonly role: Role } | undefined;
  /** What each stage has to end in; any where there is nothing to compare with. */
  readonly expected: Readonly<Record<Stage, string>> | undefined;
}

export interface StageSeen {
  readonly versions: readonly (readonly [word: string, seen: Seen])[];
  /** Calls that met the failure. */
  readonly hits: number;
  /** When the first call met it, in epoch milliseconds. */
  readonly since: number;
  readonly end: string;
}

export interface Outcome {
  readonly stages: Readonly<Record<Stage, StageSeen>>;
  /** Client tokens of creates that AWS carried out: as many as resources ever made. */
  readonly made: number;
  /** What carries our tags after the object is gone. */
  readonly left: readonly string[];
  readonly foreignTouched: boolean;
  /** Passes that ended in anything but an AWS failure. */
  readonly crashes: readonly string[];
}

export async function live(course: Course): Promise<Outcome> {
  await using on = await scenario({
    time: 'virtual',
    before: addMore,
    // Pages and AWS's refusals of the first seconds have tests of their own.
    settings: { pageSize: 100, emptyFirstPages: false, serviceUnreadyMs: 0 },
  });
  const history = await record(
    course.kind === 'EndpointService' ? endpointServices : interfaceEndpoints,
    course.kind === 'EndpointService' ? on.provider : on.consumer,
  );
  try {
    const foreign = await makeForeign(on);
    // Whatever counts from the start of the process, and not from the object's, has run out by now.
    await on.pass(20 * minute);
    const seen = await bothStages(on, history, course);
    return {
      stages: seen,
      made: tokensOfCreates(on).size,
      left: ours(on),
      foreignTouched: (await foreignNow(on)) !== foreign,
      crashes: on
        .operator()
        .complaints.filter(({ message }) => message.startsWith('a pass failed'))
        .map(({ fields }) => inspect(fields)),
    };
  } finally {
    await history.stop();
  }
}

async function bothStages(on: Scenario, history: History, course: Course): Promise<Readonly<Record<Stage, StageSeen>>> {
  const first = objectOf(on, course.kind, 'first');
  const whenNew = await stage({ on, history, course, object: first }, 'new');
  const removed = course.doing.new === 'remove';
  const object = removed ? objectOf(on, course.kind, 'second') : first;
  if (removed) {
    await on.create(object);
    await on.until(object, 'ready', isReady);
    await on.pass(minute);
  }
  const available = await stage({ on, history, course, object }, 'available');
  if ((await on.read(object)) !== undefined) await on.remove(object);
  await on.untilGone(object);
  return { new: whenNew, available };
}

interface Staging {
  readonly on: Scenario;
  readonly history: History;
  readonly course: Course;
  readonly object: KubeObject;
}

/** The failure begins, somebody may do something, the failure ends, and everything comes to rest. */
async function stage({ on, history, course, object }: Staging, at: Stage): Promise<StageSeen> {
  const before = at === 'new' ? 0 : (await versionsOf(on, history, object)).length - 1;
  if (at === 'available') await on.pass(minute);
  const fault = course.fault === undefined ? undefined : arm(on, course.fault);
  if (at === 'new') await on.create(object);
  const deed = course.doing[at];
  if (deed !== undefined) {
    if (at === 'new') await on.until(object, 'made', ({ status }) => (status['serviceID'] ?? status['endpointID']) !== undefined);
    await deeds[deed]({ on, object, stage: at });
  }
  if (course.fault !== undefined && fault !== undefined) {
    const { role, failure } = course.fault;
    for (let waited = 0; fault.hits() === 0 && waited < patienceOf(role); waited += 1) await on.pass(minute);
    await on.pass(minutesOf(role, at, failure) * minute);
    fault.lift();
  }
  if (deed === 'remove') await on.untilGone(object);
  const end = await atRest(on, object, course.expected?.[at]);
  const versions = (await versionsOf(on, history, object)).slice(before);
  return {
    versions: versions.map((seen) => [wordOf(seen, course.fault?.failure), seen]),
    hits: fault?.hits() ?? 0,
    since: fault?.since() ?? 0,
    end,
  };
}

function arm(on: Scenario, { call, failure }: NonNullable<Course['fault']>): { lift(): void; hits(): number; since(): number } {
  let hits = 0;
  let since = 0;
  const action = apiActionOf(call);
  const lift = on.simulator.faults.add({
    action,
    when: ({ caller }) => {
      const operators = caller.principal.includes('assumed-role/') || caller.account === operatorAccount;
      if (operators && hits === 0) since = on.now();
      if (operators) hits += 1;
      return operators;
    },
    outcome: failures[failure].outcome(call),
  });
  return { lift, hits: () => hits, since: () => since };
}

/** The state that was expected, as soon as it is there; what there is after a while where it is not, or where nothing was. */
async function atRest(on: Scenario, object: KubeObject, expected: string | undefined): Promise<string> {
  const limit = on.now() + (expected === undefined ? 5 : 12) * minute;
  for (;;) {
    const state = await endState(on, object);
    if (state === expected || on.now() >= limit) return state;
    await on.pass(10_000);
  }
}

async function versionsOf(on: Scenario, history: History, object: KubeObject): Promise<readonly Seen[]> {
  return history.of(object.metadata.name, (await on.read(object))?.metadata.resourceVersion);
}

function objectOf(on: Scenario, kind: KindName, name: string): KubeObject {
  const tags = { team: 'pay', 'until-new': 'x', 'until-available': 'x' };
  if (kind === 'InterfaceEndpoint')
    return on.endpoint(name, {
      service: { awsService: 'kms' },
      tags,
      privateDNS: { enabled: true },
    });
  return on.service(name, {
    loadBalancers: [{ tags: { publish: 'matrix' } }],
    tags,
    allowedPrincipals: ['222222222222', '444444444444'].map((id) => `arn:aws:iam::${id}:root`),
    privateDNS: { name: 'pay.example.com' },
    acceptance: {
      rules: [
        { name: 'shop', accounts: ['222222222222'], action: 'Accept' },
        { name: 'strangers', accounts: ['444444444444'], action: 'Reject' },
      ],
    },
  });
}

/** Somebody else's, which nobody may touch. */
async function makeForeign(on: Scenario): Promise<string> {
  const { LoadBalancers = [] } = await on.aws.provider.elb.describeLoadBalancers({ Names: ['payments'] });
  await on.aws.provider.ec2.createVpcEndpointServiceConfiguration({
    NetworkLoadBalancerArns: [LoadBalancers[0]?.LoadBalancerArn ?? ''],
    AcceptanceRequired: true,
  });
  await on.aws.consumer.ec2.createVpcEndpoint({
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-0b000000000000001',
    SubnetIds: ['subnet-0b000000000000002'],
    ServiceName: 'com.amazonaws.eu-west-1.sqs',
  });
  await on.pass(2 * minute);
  return foreignNow(on);
}

async function foreignNow({ simulator: { world } }: Scenario): Promise<string> {
  world.settle();
  const [service] = world.endpointServices.values();
  const [endpoint] = world.endpoints.values();
  return JSON.stringify([service, endpoint], (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

function tokensOfCreates(on: Scenario): ReadonlySet<string> {
  const carriedOut = on.calls(/^CreateVpcEndpoint/).filter(({ outcome, dropped }) => outcome === 'ok' && dropped !== 'before');
  return new Set(carriedOut.map(({ parameters }) => String((parameters as { readonly ClientToken?: string }).ClientToken)));
}

function ours({ simulator: { world } }: Scenario): readonly string[] {
  world.settle();
  return [...world.endpoints.values(), ...world.endpointServices.values()]
    .filter(({ tags, state }) => tags.has('privatelink-operator.io/uid') && !/^deleted$/i.test(state))
    .map(({ id, state }) => `${id} ${state}`);
}
