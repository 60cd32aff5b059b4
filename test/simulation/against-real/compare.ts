import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../api-server/json.ts';
import { metaOf, text } from '../api-server/object-meta.ts';
import { goodSpecs } from './arbitrary-object.ts';
import { type Answer, Client } from './client.ts';
import { normalise } from './normalise.ts';
import { type NamedTarget, type Place, placeAt } from './place.ts';
import { apartFromRules } from './rules.ts';
import { modelServer, type Server } from './server.ts';
import type { CustomKind, History, Step, Target, WatchStep } from './step.ts';

export interface Verdict {
  /** The first answer that differs, and undefined where none does. */
  readonly difference: Difference | undefined;
  /** Answers compared. */
  readonly compared: number;
  /** Writes that only CEL rules refused: not shown to the model. */
  readonly refusedByRules: number;
  /** The verb and the status of each. */
  readonly answers: readonly string[];
}
export interface Difference {
  readonly asked: string;
  readonly real: Answer | undefined;
  readonly model: Answer | undefined;
}

/** Carries a history out on the real server and on a new model, and compares every answer and every event of the watches. */
export async function compare(
  history: History,
  { real, namespace }: { readonly real: Server; readonly namespace: string },
): Promise<Verdict> {
  const pair = new Pair(real, placeAt(namespace));
  await pair.perform({ type: 'create', at: { kind: 'Namespace', name: 'a' }, body: {} });
  for (const kind of history.kinds)
    await pair.perform({ type: 'create', at: { kind, name: 'end' as Target['name'] }, body: { spec: goodSpecs(kind)[0] ?? {} } });
  for (const step of history.steps) await pair.perform(step);
  await pair.tidy(history.kinds);
  await pair.watch(history.watches);
  return pair.verdict();
}

class Pair {
  readonly #place: Place;
  readonly #real: Client;
  readonly #model: Client;
  readonly #answers: { readonly real: (Answer | undefined)[]; readonly model: (Answer | undefined)[] } = { real: [], model: [] };
  #refusedByRules = 0;
  /** How many resourceVersions had been seen when the ends of the watches began. */
  #beforeTheEnd = 0;

  constructor(real: Server, place: Place) {
    this.#place = place;
    this.#real = new Client(real, place);
    this.#model = new Client(modelServer(), place);
  }

  async perform(step: Step): Promise<JsonObject | undefined> {
    const given = await this.#real.perform(step);
    const real = given && apartFromRules(given);
    if (given !== undefined && real === undefined) {
      this.#refusedByRules += 1;
      return undefined;
    }
    const model = await this.#model.perform(step);
    this.#answers.real.push(real);
    this.#answers.model.push(model);
    return real?.body;
  }

  /** Takes every object away, so that the next history's lists are short, and ends the watches. */
  async tidy(kinds: readonly CustomKind[]): Promise<void> {
    this.#beforeTheEnd = Math.min(this.#real.versions.length, this.#model.versions.length);
    for (const kind of kinds) {
      const found = await this.perform({ type: 'list', kind, everywhere: false, limit: 0 });
      for (const item of (found?.['items'] ?? []) as readonly JsonObject[]) {
        const name = this.#nameOf(item);
        if (name !== undefined) await this.#remove({ kind, name });
      }
      await this.#remove({ kind, name: 'end' });
    }
    await this.perform(patchOf({ kind: 'Namespace', name: 'a' }, { labels: { end: 'now' } }));
  }

  #nameOf(item: JsonObject): Target['name'] | undefined {
    const { name, namespace } = metaOf(item);
    const mine = text(namespace) === this.#place.namespace || text(name).startsWith(this.#place.namespace);
    return mine ? names.find((one) => text(name).endsWith(one) && text(name) !== 'end') : undefined;
  }

  async #remove(at: NamedTarget): Promise<void> {
    await this.perform(patchOf(at, { finalizers: null }));
    await this.perform({ type: 'delete', at: at as Target, resourceVersion: 'none', uid: 'none' });
  }

  async watch(watches: readonly WatchStep[]): Promise<void> {
    for (const { kind, from, everywhere } of watches) {
      const told = (client: Client): Promise<readonly Answer[]> =>
        client.watch(kind, { everywhere, since: client.versions[from % this.#beforeTheEnd] ?? '' });
      const [real, model] = await Promise.all([told(this.#real), told(this.#model)]);
      for (let index = 0; index < Math.max(real.length, model.length); index += 1) {
        this.#answers.real.push(real[index]);
        this.#answers.model.push(model[index]);
      }
    }
  }

  verdict(): Verdict {
    const [real, model] = [this.#answers.real, this.#answers.model].map((answers) => {
      const given = normalise(
        answers.filter((one) => one !== undefined),
        this.#place.namespace,
      );
      let next = 0;
      return answers.map((one) => (one === undefined ? undefined : given[next++]));
    });
    const pairs = (real ?? []).map((answer, index) => [answer, model?.[index]] as const);
    const different = pairs.find(([ofReal, ofModel]) => !isDeepStrictEqual(ofReal, ofModel));
    return {
      difference: different && { asked: (different[0] ?? different[1])?.asked ?? '', real: different[0], model: different[1] },
      compared: pairs.length,
      refusedByRules: this.#refusedByRules,
      answers: this.#answers.real.flatMap((one) => (one === undefined ? [] : [`${one.asked.split(' ')[0]} ${one.status}`])),
    };
  }
}

const names = ['a', 'b', 'c'] as const;

const patchOf = (at: NamedTarget, metadata: JsonObject): Step => ({
  type: 'patch',
  at: at as Target,
  part: 'main',
  patch: { metadata },
  resourceVersion: 'none',
  uid: 'none',
});
