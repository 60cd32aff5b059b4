import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../src/kube/resource.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { addMore } from './world.ts';
import type { Seen } from '../harness/scenario.ts';
import { admit, loadTeams, resourceOf, type Teams, teamsOf } from '../harness/teams.ts';
import { hurried } from '../harness/time.ts';
import type { Cluster } from './cluster.ts';
import type { CrashPoint } from './crash-point.ts';
import type { Arrival } from './effect.ts';
import { begin, type Life } from './life.ts';
import { makeForeign } from './foreign.ts';
import { abandoned, duplicates, leaks } from './ownership.ts';

/** One run's own simulated AWS, namespaces and clusterID, in which lives of the operator follow one another. */
export interface Stage extends Teams, AsyncDisposable {
  readonly id: string;
  readonly simulator: Simulator;
  create(object: KubeObject): Promise<unknown>;
  edit(object: KubeObject, patch: object): Promise<unknown>;
  remove(object: KubeObject): Promise<void>;
  read(object: KubeObject): Promise<Seen | undefined>;
  /** A call to AWS by somebody else than the operator. */
  call(account: string, action: string, input: object): Promise<object>;
  /** Starts an operator; the one before has to be dead. */
  live(point?: CrashPoint): Promise<Life>;
  /** What has been wrong so far, in words: what must never be, and what must not be left. */
  offences(objects: readonly KubeObject[]): Promise<readonly string[]>;
}

const region = 'eu-west-1';
/** Longer than a pass takes on a busy machine, so that an operator that does not wait for the end of a deletion is seen. */
const settings = { ...hurried, endpointDeletingMs: 1_500, serviceDeletingMs: 1_500 };

export async function openStage(cluster: Cluster): Promise<Stage> {
  const id = `c${randomBytes(4).toString('hex')}`;
  const simulator = await startSimulator({ settings });
  const { world } = simulator;
  loadTeams(world);
  addMore(simulator);
  const foreign = await makeForeign(simulator);
  const { people } = cluster;
  await admit(people, id);
  const seen = new Set<string>();
  const look = (arrival?: Arrival): void => {
    for (const one of duplicates(world, id)) seen.add(one);
    for (const one of arrival === undefined ? [] : abandoned(world, id, arrival)) seen.add(one);
  };
  const lives: Life[] = [];
  const read = async (object: KubeObject): Promise<Seen | undefined> => (await people.get(resourceOf(object), object)) as Seen | undefined;
  return {
    ...teamsOf(id),
    id,
    simulator,
    create: (object) => people.create(resourceOf(object), object),
    edit: (object, patch) => people.patch(resourceOf(object), object, patch),
    remove: (object) => people.delete(resourceOf(object), object),
    read,
    call: (account, action, input) => simulator.handle({ service: 'ec2', action, input, account, region }),
    live: async (point) => {
      await lives.at(-1)?.end();
      const life = await begin({ cluster, simulator, id, written: look }, point);
      lives.push(life);
      return life;
    },
    offences: async (objects) => {
      look();
      const uids = (await Promise.all(objects.map(read))).flatMap((object) => object?.metadata.uid ?? []);
      return [...seen, ...leaks(world, id, uids), ...foreign.changes()];
    },
    [Symbol.asyncDispose]: async () => {
      await lives.at(-1)?.end();
      await simulator.close();
    },
  };
}
