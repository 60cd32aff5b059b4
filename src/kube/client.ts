import type { Clock } from '../core/clock.ts';
import { withTimeout } from '../core/clock.ts';
import { isGone, isNotFound, kubeError, KubeUnreachableError } from './errors.ts';
import { mergePatch } from './merge-patch.ts';
import { collectionPath, type KubeObject, objectPath, type ResourceType } from './resource.ts';
import type { KubeRequest, Transport } from './transport.ts';

export interface KubeList {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
}

/** The verbs we use, on raw JSON. Each rejects with `KubeError` for a refusal and `KubeUnreachableError` where no answer came. Nothing is retried here. */
export interface KubeClient {
  /** Undefined where there is none. */
  get(resource: ResourceType, object: Named): Promise<KubeObject | undefined>;
  /** All pages, in one consistent view where the server keeps it. */
  list(resource: ResourceType, signal?: AbortSignal): Promise<KubeList>;
  create(resource: ResourceType, object: KubeObject): Promise<KubeObject>;
  /** JSON merge patch. With a resourceVersion in the patch, a changed object refuses it with a conflict. */
  patch(resource: ResourceType, object: Named, patch: object): Promise<KubeObject>;
  /** Patches the difference of `status` and what the object has, on `/status` and with its resourceVersion; undefined where they are equal. */
  patchStatus(resource: ResourceType, object: KubeObject, status: unknown): Promise<KubeObject | undefined>;
  delete(resource: ResourceType, object: Named): Promise<void>;
  readonly transport: Transport;
}
interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** Shown in managedFields: ours covers metadata and status, never spec. */
const fieldManager = 'privatelink-operator';
const pageSize = 500;
const patience = 30_000;

export function createKubeClient(transport: Transport, clock: Clock): KubeClient {
  const send = async (call: KubeRequest): Promise<unknown> => {
    const response = await withTimeout(clock, { milliseconds: patience, outer: call.signal }, (signal) =>
      transport.request({ ...call, signal }),
    );
    if (response.status >= 300) throw kubeError(response.status, response.body);
    return parseAnswer(call, response.body);
  };
  const sendObject = async (call: KubeRequest): Promise<KubeObject> => slim((await send(call)) as KubeObject);
  const patchAt = (path: string, body: object): Promise<KubeObject> =>
    sendObject({ method: 'PATCH', path, query: { fieldManager }, contentType: 'application/merge-patch+json', body });
  return {
    transport,
    get: async (resource, object) => {
      try {
        return await sendObject({ method: 'GET', path: objectPath(resource, object.metadata) });
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    list: (resource, signal) => listAll(send, resource, signal),
    create: (resource, object) =>
      sendObject({ method: 'POST', path: collectionPath(resource, object.metadata.namespace), query: { fieldManager }, body: object }),
    patch: (resource, object, patch) => patchAt(objectPath(resource, object.metadata), patch),
    patchStatus: async (resource, object, status) => {
      const difference = mergePatch(object.status ?? {}, status);
      if (difference === undefined) return undefined;
      return patchAt(`${objectPath(resource, object.metadata)}/status`, {
        metadata: { resourceVersion: object.metadata.resourceVersion },
        status: difference,
      });
    },
    delete: async (resource, object) => {
      await send({ method: 'DELETE', path: objectPath(resource, object.metadata) });
    },
  };
}

/** What is no JSON does not come from the API server, so nobody knows what became of the request. */
function parseAnswer({ method, path }: KubeRequest, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // The parser's own message would quote the body.
    throw new KubeUnreachableError(`${method} ${path}`, 'the answer is not JSON; is there a proxy in between?');
  }
}

interface RawList {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly KubeObject[] | null;
}

/** Pages through a collection; where a continue token expires under way, all is asked for at once, which no token can spoil. */
async function listAll(send: (call: KubeRequest) => Promise<unknown>, resource: ResourceType, signal?: AbortSignal): Promise<KubeList> {
  let items: KubeObject[] = [];
  let token = '';
  let limit: { readonly limit?: string } = { limit: String(pageSize) };
  for (;;) {
    const query = { ...limit, ...(token === '' ? {} : { continue: token }) };
    try {
      const page = (await send({
        method: 'GET',
        path: collectionPath(resource),
        query,
        ...(signal === undefined ? {} : { signal }),
      })) as RawList;
      items.push(...(page.items ?? []).map(slim));
      token = page.metadata.continue ?? '';
      if (token === '') return { items, resourceVersion: page.metadata.resourceVersion ?? '' };
    } catch (error) {
      if (!isGone(error) || token === '') throw error;
      items = [];
      token = '';
      limit = {};
    }
  }
}

/** Drops managedFields, most of an object's size and nothing we read. */
export function slim(object: KubeObject): KubeObject {
  const { managedFields: _dropped, ...metadata } = object.metadata as KubeObject['metadata'] & { readonly managedFields?: unknown };
  return { ...object, metadata };
}
