import type { KubeObject } from '../../../src/kube/resource.ts';
import type { SimulatedAws } from '../../../src/simulator/index.ts';
import type { JournalEntry } from '../../../src/simulator/journal.ts';
import { endState } from '../../harness/end-state.ts';
import { isReady, type Seen } from '../../harness/scenario.ts';
import { directBackend } from '../../simulation/kernel/aws-backend.ts';
import { createUniverse, type Universe } from '../../simulation/kernel/universe.ts';
import { arrange, clusterID } from '../../simulation/schedule/setting.ts';
import type { Failing } from './failures.ts';
import { type Breakable, breakable, type Fault } from './fault.ts';
import { foreignNow, isOurs, makeForeign, publicZone } from './foreign.ts';
import { collectionOf, neededBy } from './objects.ts';
import type { KindName } from './parts.ts';

const minute = 60_000;
/** No life takes other turns of chance than another. */
const seed = 1;
// Pages and AWS's refusals of the first seconds have tests of their own.
const settings = { pageSize: 100, emptyFirstPages: false, serviceUnreadyMs: 0 };

/** A simulated world of its own for one life of one object, with somebody else's resources in it. */
export class Scene {
  readonly kind: KindName;
  readonly aws: SimulatedAws;
  /** What passes that ended in anything but an AWS failure have left in the log. */
  readonly crashes: readonly object[];
  readonly #universe: Universe;
  readonly #wire: Breakable;
  readonly #versions = new Map<string, Seen[]>();
  readonly #given = new Set<string>();
  #foreign = '';

  static async open(kind: KindName): Promise<Scene> {
    const crashes: object[] = [];
    const unheard = (): void => undefined;
    let wire: Breakable | undefined;
    const universe: Universe = createUniverse({
      seed,
      mishaps: [],
      clusterID,
      settings,
      backend: (aws) => (wire = breakable(directBackend(aws), () => universe.timeline)).backend,
      observer: {
        awsWrite: unheard,
        awsRefused: unheard,
        liveRead: unheard,
        audit: unheard,
        complaint: (fields) => void crashes.push(fields),
      },
    });
    arrange(universe.aws, universe.server);
    await makeForeign(universe.aws);
    if (wire === undefined) throw new Error('no wire to AWS was asked for');
    const scene = new Scene(kind, { universe, wire, crashes });
    // Whatever counts from the start of the process, and not from the object's, has run out by then.
    await scene.pass(6 * minute);
    await scene.#prepare();
    scene.#foreign = foreignNow(universe.aws);
    return scene;
  }

  private constructor(
    kind: KindName,
    { universe, wire, crashes }: { readonly universe: Universe; readonly wire: Breakable; readonly crashes: readonly object[] },
  ) {
    this.kind = kind;
    this.aws = universe.aws;
    this.crashes = crashes;
    this.#universe = universe;
    this.#wire = wire;
    universe.server.onCommit(({ type, object }) => {
      // What a deletion ends with is the version before it, with another resourceVersion.
      const seen = (type === 'DELETED' ? { ...object, kind: 'Deleted' } : object) as unknown as Seen;
      const { name } = seen.metadata;
      this.#versions.set(name, [...(this.#versions.get(name) ?? []), seen]);
    });
  }

  /** What the kind's objects lead to is made first, and stays. */
  async #prepare(): Promise<void> {
    for (const object of neededBy(this.kind)) {
      this.create(object);
      await this.until(() => isReadyIn(this.read(object)), 20);
    }
    for (const { id } of this.#resources()) this.#given.add(id);
    await this.pass(minute);
  }

  #resources(): readonly { readonly id: string; readonly state: string }[] {
    const { endpoints, endpointServices, hostedZones } = this.aws.world;
    const tagged = [...endpoints.values(), ...endpointServices.values()].filter(
      ({ tags, state }) => tags.has('privatelink-operator.io/uid') && !/^deleted$/i.test(state),
    );
    const zones = [...hostedZones.values()].filter(({ id, deletedAt }) => id !== publicZone && deletedAt === undefined);
    return [...tagged, ...zones.map(({ id }) => ({ id, state: 'there' }))];
  }

  get now(): number {
    return this.#universe.timeline.now;
  }

  /** Whether somebody else's resources are as they were. */
  get foreignUntouched(): boolean {
    return foreignNow(this.aws) === this.#foreign;
  }

  /** What was made for the object, and our values in the public zone. */
  get ours(): readonly string[] {
    const { world } = this.aws;
    world.settle();
    const resources = this.#resources()
      .filter(({ id }) => !this.#given.has(id))
      .map(({ id, state }) => `${id} ${state}`);
    const records = [...(world.hostedZones.get(publicZone)?.records.values() ?? [])].filter(isOurs);
    return [...resources, ...records.map(({ name }) => name)];
  }

  /** The operator's calls that AWS has heard of. */
  get calls(): readonly JournalEntry[] {
    return this.aws.journal.filter(({ principal }) => principal.includes('assumed-role/'));
  }

  /** Lets so many milliseconds pass. */
  async pass(milliseconds: number): Promise<void> {
    const { timeline } = this.#universe;
    const limit = timeline.now + milliseconds;
    while (await timeline.step(limit));
    timeline.reach(limit);
  }

  /** Lets time pass until something is so. Answers whether it was within so many minutes. */
  async until(isSo: () => boolean, minutes: number): Promise<boolean> {
    const { timeline } = this.#universe;
    const limit = timeline.now + minutes * minute;
    while (!isSo()) if (!(await timeline.step(limit))) return false;
    return true;
  }

  create(object: KubeObject): void {
    this.#asked('POST', collectionOf(object), object);
  }

  edit(object: KubeObject, body: object): void {
    this.#asked('PATCH', `${collectionOf(object)}/${object.metadata.name}`, body);
  }

  remove(object: KubeObject): void {
    this.#asked('DELETE', `${collectionOf(object)}/${object.metadata.name}`);
  }

  read({ kind = '', metadata: { namespace = '', name } }: KubeObject): Seen | undefined {
    return this.#universe.objects.get(`${kind}/${namespace}/${name}`) as Seen | undefined;
  }

  /** Every version of an object so far; the last is its end where it has gone. */
  versions({ metadata: { name } }: KubeObject): readonly Seen[] {
    return this.#versions.get(name) ?? [];
  }

  endState(object: KubeObject): Promise<string> {
    return endState({ provider: clusterID, simulator: this.aws, read: async (one) => this.read(one) }, object);
  }

  fail(action: string, failing: Failing): Fault {
    return this.#wire.arm(action, failing);
  }

  #asked(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): void {
    const contentType = method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {};
    const { status, body: answer } = this.#universe.server.request({
      method,
      path,
      ...contentType,
      ...(body === undefined ? {} : { body }),
    });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${answer}`);
  }
}

function isReadyIn(seen: Seen | undefined): boolean {
  return seen !== undefined && isReady(seen);
}
