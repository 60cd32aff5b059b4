import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { EC2 } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import type { Config } from '../../src/config.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/client.ts';
import type { KubeObject } from '../../src/kube/resource.ts';
import { createTransport } from '../../src/kube/transport.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/journal.ts';
import type { Settings } from '../../src/simulator/settings.ts';
import { asPerson } from './person.ts';
import { keepJournal } from './run/journals.ts';
import { accounts, admit, loadTeams, resourceOf, type Teams, teamsOf } from './teams.ts';
import type { TestOperator } from './operator.ts';
import { realTime, type Time, virtualTime } from './time.ts';

/** Two accounts, two namespaces, an operator and the simulated AWS of examples/simulator/world.yaml, for one test. */
export interface Scenario extends Teams, AsyncDisposable {
  readonly simulator: Simulator;
  readonly client: KubeClient;
  readonly operator: () => TestOperator;
  /** Clients of the two teams themselves, who change things behind the operator's back. */
  readonly aws: { readonly provider: TeamClients; readonly consumer: TeamClients };
  create(object: KubeObject): Promise<KubeObject>;
  /** Merge-patches the object's spec or metadata as a person would. */
  edit(object: KubeObject, patch: object): Promise<KubeObject>;
  remove(object: KubeObject): Promise<void>;
  read(object: KubeObject): Promise<Seen | undefined>;
  /** Waits until `look` is true of the object; fails with its conditions when it is not within `seconds` (15 in real time, 20 minutes in virtual). */
  until(object: KubeObject, what: string, look: (seen: Seen) => boolean, seconds?: number): Promise<Seen>;
  untilGone(object: KubeObject, seconds?: number): Promise<void>;
  /** The operator's calls, by action where one is given. */
  calls(action?: string | RegExp): readonly JournalEntry[];
  writes(): readonly JournalEntry[];
  now(): number;
  /** Lets so many milliseconds of the scenario's time pass. */
  pass(milliseconds: number): Promise<unknown>;
  /** Everything forgotten, as after a crash, and perhaps another Region set; the simulated AWS and the API server stay. */
  restart(region?: string): Promise<void>;
  /** The same teams and AWS in another cluster, where there is nothing else, with an operator of its own. Closed with this one. */
  elsewhere(cluster: Cluster): Promise<Scenario>;
}
/** An API server, by the files with the credentials of its people and of the operator, and the operator's `clusterID`. */
export interface Cluster {
  readonly kubeconfig: string;
  readonly operatorKubeconfig: string;
  readonly clusterID: string;
}
export interface TeamClients {
  readonly ec2: EC2;
  readonly elb: ElasticLoadBalancingV2;
}

/** An object with its status, loosely typed for assertions. */
export interface Seen extends KubeObject {
  readonly status: {
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
      readonly observedGeneration?: number;
    }[];
    readonly [field: string]: unknown;
  };
}

export interface ScenarioOptions {
  /** `real` unless given: the machine's time, hurried. `virtual` moves only by `pass` and the waiting functions. */
  readonly time?: 'real' | 'virtual';
  readonly settings?: Partial<Settings>;
  readonly periods?: Partial<Config['periods']>;
  readonly requestTimeout?: number;
  /** Applied to the simulated AWS before the operator starts. */
  readonly before?: (simulator: Simulator) => void;
}

export async function scenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const id = `t${randomBytes(4).toString('hex')}`;
  const time = options.time === 'virtual' ? virtualTime() : realTime();
  const simulator = await startSimulator({ settings: { ...time.settings, ...options.settings }, clock: time.clocks.simulator });
  time.begin(simulator);
  loadTeams(simulator.world);
  options.before?.(simulator);
  const clients = { provider: clientsOf(accounts.provider, simulator), consumer: clientsOf(accounts.consumer, simulator) };
  const cluster = { kubeconfig: inject('kubeconfig'), operatorKubeconfig: inject('operatorKubeconfig'), clusterID: id };
  const clusters: Scenario[] = [];
  const first = await inCluster(cluster, { id, time, simulator, clients, options, clusters });
  return {
    ...first,
    [Symbol.asyncDispose]: async () => {
      for (const one of clusters.toReversed()) await one[Symbol.asyncDispose]();
      time.end();
      keepJournal(inject('runFolder'), simulator.journal);
      await simulator.close();
      for (const { ec2, elb } of Object.values(clients)) {
        ec2.destroy();
        elb.destroy();
      }
    },
  };
}

/** What the clusters of one scenario share. */
interface Setting {
  readonly id: string;
  readonly time: Time;
  readonly simulator: Simulator;
  readonly clients: Scenario['aws'];
  readonly options: ScenarioOptions;
  /** Those opened so far. */
  readonly clusters: Scenario[];
}

async function inCluster(cluster: Cluster, setting: Setting): Promise<Scenario> {
  const { id, time, simulator, clients, options } = setting;
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(cluster.kubeconfig);
  const transport = createTransport(kubeconfig);
  const client = createKubeClient(asPerson(time.observe(transport, cluster.kubeconfig)), time.clocks.operator);
  await admit(client, id);
  const start = (region?: string): Promise<TestOperator> =>
    time.launch({
      kubeconfig: cluster.operatorKubeconfig,
      endpoint: simulator.url,
      clusterID: cluster.clusterID,
      test: id,
      ...(region === undefined ? {} : { region }),
      ...(options.periods === undefined ? {} : { periods: options.periods }),
      ...(options.requestTimeout === undefined ? {} : { requestTimeout: options.requestTimeout }),
    });
  let operator = await start();
  const calls = (action?: string | RegExp): readonly JournalEntry[] =>
    simulator.journal.filter(
      (entry) =>
        entry.principal.includes('assumed-role/') &&
        entry.principal.endsWith(`/${cluster.clusterID}`) &&
        (action === undefined || (typeof action === 'string' ? entry.action === action : action.test(entry.action))),
    );
  const read = async (object: KubeObject): Promise<Seen | undefined> => (await client.get(resourceOf(object), object)) as Seen | undefined;
  const opened: Scenario = {
    ...teamsOf(id),
    simulator,
    client,
    operator: () => operator,
    aws: clients,
    create: (object) => client.create(resourceOf(object), object),
    edit: (object, patch) => client.patch(resourceOf(object), object, patch),
    remove: (object) => client.delete(resourceOf(object), object),
    read,
    // A sentence, a look and a limit read well beside the object they are about.
    // oxlint-disable-next-line max-params
    until: async (object, what, look, seconds = time.patience / 1000) => {
      let last: Seen | undefined;
      const found = await poll(time, seconds, async () => {
        last = await read(object);
        return last?.status?.conditions !== undefined && look(last) ? last : undefined;
      });
      if (found !== undefined) return found;
      throw new Error(
        `${object.kind ?? ''} ${object.metadata.name}: expected within ${seconds} s: ${what}\n${JSON.stringify(last?.status, null, 1)}\n${operator.complaints
          .slice(-5)
          .map(({ fields, message }) => `${message}: ${inspect(fields)}`)
          .join('\n')}`,
      );
    },
    untilGone: async (object, seconds = time.patience / 1000) => {
      let last: Seen | undefined;
      const gone = await poll(time, seconds, async () => ((last = await read(object)) === undefined ? true : undefined));
      if (gone === undefined)
        throw new Error(`${object.metadata.name} is still there after ${seconds} s\n${JSON.stringify(last?.status, null, 1)}`);
    },
    calls,
    writes: () => calls().filter(({ action }) => !/^(Describe|Get|List|AssumeRole)/.test(action)),
    now: time.now,
    pass: time.pass,
    restart: async (region) => {
      await time.during(operator.stop());
      operator = await start(region);
    },
    elsewhere: (other) => inCluster(other, setting),
    [Symbol.asyncDispose]: async () => {
      await time.during(operator.stop());
      await transport.close();
    },
  };
  setting.clusters.push(opened);
  return opened;
}

/** A condition's status, or undefined where the object has none of that type. */
export function condition(
  seen: Seen,
  type: string,
): { readonly status: string; readonly reason: string; readonly message: string } | undefined {
  return seen.status.conditions.find((one) => one.type === type);
}

/** Ready, and of this generation. */
export function isReady(seen: Seen): boolean {
  return seen.status['observedGeneration'] === seen.metadata.generation && condition(seen, 'Ready')?.status === 'True';
}

async function poll<T>(time: Time, seconds: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const deadline = time.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined || time.now() > deadline) return found;
    await time.pass(time.step);
  }
}

function clientsOf(account: string, { url }: Simulator): TeamClients {
  const config = { endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: account, secretAccessKey: 'none' } };
  return { ec2: new EC2(config), elb: new ElasticLoadBalancingV2(config) };
}
