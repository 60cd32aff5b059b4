import type { KubeRequest } from '../../../src/kube/transport.ts';
import { isObject, type JsonObject } from '../api-server/json.ts';
import { metaOf, text } from '../api-server/object-meta.ts';
import { collection, type Place, pathOf } from './place.ts';
import type { Server } from './server.ts';
import type { KindName, Sight, Step, Target } from './step.ts';

/** What was asked and what came back. */
export interface Answer {
  readonly asked: string;
  readonly status: number;
  readonly body: JsonObject;
}

/** Carries the steps of one history out on one server, and remembers the identities it has seen there. */
export class Client {
  readonly #server: Server;
  readonly #place: Place;
  readonly #sights = new Map<string, JsonObject[]>();
  readonly #tokens = new Map<KindName, string>();
  /** Every resourceVersion that came back, of objects and of lists, in the order of the answers. */
  readonly versions: string[] = [];

  constructor(server: Server, place: Place) {
    this.#server = server;
    this.#place = place;
  }

  /** Undefined where there is nothing to ask: no page to go on from. */
  async perform(step: Step): Promise<Answer | undefined> {
    const call = this.#call(step);
    if (call === undefined) return undefined;
    const { status, body } = await this.#server.request(call);
    const parsed = JSON.parse(body) as JsonObject;
    this.#remember(step, parsed);
    return { asked: `${call.method} ${call.path}`, status, body: parsed };
  }

  /** What a watch from that resourceVersion is told, each event as an answer. */
  async watch(kind: KindName, { everywhere, since }: { readonly everywhere: boolean; readonly since: string }): Promise<readonly Answer[]> {
    const path = collection(kind, everywhere ? '' : this.#place.namespace);
    const lines = await this.#server.watch({ path, resourceVersion: since, isLast: (line) => this.#place.isLast(kind, line) });
    return lines
      .filter((line) => line.includes(this.#place.namespace) || !line.startsWith('{"type"'))
      .map((line) => ({
        asked: `WATCH ${path} ${line.startsWith('{') ? '' : line}`,
        status: 200,
        body: line.startsWith('{') ? (JSON.parse(line) as JsonObject) : {},
      }));
  }

  #call(step: Step): KubeRequest | undefined {
    switch (step.type) {
      case 'create':
        return {
          method: 'POST',
          path: collection(step.at.kind, this.#place.namespace),
          query: writer,
          body: this.#place.object(step.at, step.body),
        };
      case 'get':
        return { method: 'GET', path: `${pathOf(this.#place, step.at)}${step.part === 'status' ? '/status' : ''}` };
      case 'list': {
        const everywhere = step.everywhere || step.kind === 'PrivateLinkAccess';
        const limit = everywhere ? 0 : step.limit;
        return { method: 'GET', path: collection(step.kind, everywhere ? '' : this.#place.namespace), query: limited(limit) };
      }
      case 'page': {
        const token = this.#tokens.get(step.kind);
        if (token === undefined) return undefined;
        return { method: 'GET', path: collection(step.kind, this.#place.namespace), query: { ...limited(step.limit), continue: token } };
      }
      case 'patch': {
        const path = `${pathOf(this.#place, step.at)}${step.part === 'status' ? '/status' : ''}`;
        const seen = this.#identities(step.at, step);
        const metadata = step.patch['metadata'] === null ? null : { ...metaOf(step.patch), ...seen };
        const body = metadata !== null && Object.keys(metadata).length === 0 ? step.patch : { ...step.patch, metadata };
        return { method: 'PATCH', path, query: writer, contentType: 'application/merge-patch+json', body };
      }
      case 'delete': {
        const preconditions = this.#identities(step.at, step);
        const body = Object.keys(preconditions).length === 0 ? {} : { body: { preconditions } };
        return { method: 'DELETE', path: pathOf(this.#place, step.at), ...body };
      }
    }
  }

  #identities(at: Target, step: { readonly resourceVersion: Sight; readonly uid: Sight }): JsonObject {
    const resourceVersion = this.#sighted(at, step.resourceVersion)?.['resourceVersion'];
    const uid = this.#sighted(at, step.uid)?.['uid'];
    return { ...(resourceVersion === undefined ? {} : { resourceVersion }), ...(uid === undefined ? {} : { uid }) };
  }

  #sighted(at: Target, sight: Sight): JsonObject | undefined {
    if (sight === 'none') return undefined;
    if (sight === 'nonsense' || sight === 'zero') return { resourceVersion: sight === 'zero' ? '0' : sight, uid: sight };
    const seen = this.#sights.get(pathOf(this.#place, at)) ?? [];
    if (sight === 'foreign') return [...this.#sights].findLast(([path]) => path !== pathOf(this.#place, at))?.[1].at(-1);
    return seen[Math.max(0, seen.length - 1 - sight)];
  }

  #remember(step: Step, body: JsonObject): void {
    const metadata = metaOf(body);
    const version = text(metadata['resourceVersion']);
    if (version !== '') this.versions.push(version);
    if (step.type === 'list' || step.type === 'page') {
      const token = metadata['continue'];
      if (typeof token === 'string' && token !== '') this.#tokens.set(step.kind, token);
      else this.#tokens.delete(step.kind);
    } else if (version !== '' && isObject(body['metadata'])) {
      const path = pathOf(this.#place, step.at);
      this.#sights.set(path, [...(this.#sights.get(path) ?? []), metadata]);
    }
  }
}

const writer = { fieldManager: 'test' } as const;
const limited = (limit: number): Record<string, string> => (limit === 0 ? {} : { limit: String(limit) });
