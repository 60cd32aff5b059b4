import type { KubeResponse } from '../../../src/kube/transport.ts';
import { equal, type Json, type JsonObject, without } from './json.ts';
import { applyMergePatch } from './merge-patch.ts';
import { finalizersOf, metaOf, text, validateMetaUpdate, withMeta } from './object-meta.ts';
import { unmet } from './preconditions.ts';
import type { ServedType } from './served-types.ts';
import { alreadyExists, badRequest, conflict, invalid, notFound, qualified, respond, storageError } from './status.ts';
import type { Storage, Table, Version, Write } from './storage.ts';
import type { Part, Strategy } from './strategy.ts';

export interface RegistryOptions {
  readonly type: ServedType;
  readonly strategy: Strategy;
  readonly storage: Storage;
  readonly now: () => number;
  readonly newUID: () => string;
  readonly onCommit: (type: ServedType, version: Version) => void;
}

export interface Name {
  readonly namespace: string;
  readonly name: string;
}

export const keyOf = ({ namespace, name }: Name): string => (namespace === '' ? name : `${namespace}/${name}`);

/** The writes of one type of object, in the order of steps that the real server's registry has. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #table: Table;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#table = options.storage.table(qualified(options.type));
  }

  /** `admit` refuses what must not be made now, if anything. */
  create(
    namespace: string,
    { body, admit }: { readonly body: JsonObject; readonly admit: (name: string) => KubeResponse | undefined },
  ): KubeResponse {
    const { type, strategy, newUID } = this.#options;
    const decoded = strategy.decode({ ...body, apiVersion: body['apiVersion'] ?? apiVersionOf(type), kind: body['kind'] ?? type.kind });
    const { deletionTimestamp: _never, deletionGracePeriodSeconds: _nor, generation: _neither, ...sent } = metaOf(decoded);
    const metadata = inNamespace(sent, namespace);
    if (metadata === undefined) return elsewhere;
    const name = text(metadata['name']);
    const refusal = admit(name);
    if (refusal !== undefined) return refusal;
    const object = strategy.prepareForCreate(withMeta(decoded, { ...metadata, uid: newUID(), creationTimestamp: this.#timestamp() }));
    const causes = strategy.validate(object, 'main');
    if (causes.length > 0) return invalid({ ...type, group: strategy.validationGroup ?? type.group }, { name, causes });
    if (isSet(metadata['resourceVersion'])) return storageError('resourceVersion should not be set on objects to be created');
    const key = keyOf({ namespace, name });
    const there = this.#table.get(key);
    if (there !== undefined) return alreadyExists(type, { name, deleting: metaOf(there.object)['deletionTimestamp'] !== undefined });
    const read = strategy.decode(object);
    return { status: 201, body: this.#commit({ key, type: 'ADDED', object: read, stale: !equal(read, object) }).text };
  }

  patch(at: Name, patch: JsonObject, part: Part): KubeResponse {
    const { type, strategy } = this.#options;
    const key = keyOf(at);
    const current = this.#table.get(key);
    if (current === undefined) return notFound(type, at.name);
    if ('apiVersion' in patch || 'kind' in patch) throw new Error(`the model knows no patch of apiVersion or kind: ${key}`);
    const decoded = strategy.decode(applyMergePatch(current.object, patch));
    const metadata = inNamespace(metaOf(decoded), at.namespace);
    if (metadata === undefined) return elsewhere;
    const patched = withMeta(decoded, metadata);
    const refusal = misnamed(metadata, at.name) ?? this.#outdated(patched, current);
    if (refusal !== undefined) return refusal;
    const updated = this.#prepare(patched, current.object, part);
    const causes = [...validateMetaUpdate(metaOf(updated), metaOf(current.object)), ...strategy.validate(updated, part)];
    if (causes.length > 0) return invalid(type, { name: at.name, causes });
    const { deletionTimestamp } = metaOf(current.object);
    if (deletionTimestamp !== undefined && finalizersOf(metaOf(updated)).length === 0 && strategy.endsWithFinalizers(updated)) {
      this.#commit({ key, type: 'DELETED', object: current.object });
      return respond(200, updated);
    }
    if (equal(updated, current.object) && !current.stale) return { status: 200, body: current.text };
    return { status: 200, body: this.#commit({ key, type: 'MODIFIED', object: updated }).text };
  }

  delete(at: Name, options: JsonObject): KubeResponse {
    const { type, strategy } = this.#options;
    const key = keyOf(at);
    const current = this.#table.get(key);
    if (current === undefined) return notFound(type, at.name);
    const refusal = unmet(type, current.object, options['preconditions']);
    if (refusal !== undefined) return refusal;
    const waiting = strategy.prepareForDelete(current.object, this.#timestamp());
    if (waiting === current.object) return { status: 200, body: current.text };
    if (waiting !== undefined) return { status: 200, body: this.#commit({ key, type: 'MODIFIED', object: waiting }).text };
    this.#commit({ key, type: 'DELETED', object: current.object });
    const { uid = '' } = metaOf(current.object);
    const details = { name: at.name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, uid };
    return respond(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
  }

  /** The update as the type wants it, with what nobody may change in metadata put back. */
  #prepare(patched: JsonObject, old: JsonObject, part: Part): JsonObject {
    const before = metaOf(old);
    const updated = this.#options.strategy.prepareForUpdate({ object: patched, old, part });
    const kept = ['resourceVersion', 'creationTimestamp', 'deletionTimestamp'].filter((key) => before[key] !== undefined);
    const missing = ['uid', 'deletionGracePeriodSeconds'].filter((key) => metaOf(updated)[key] === undefined && before[key] !== undefined);
    return withMeta(updated, { ...metaOf(updated), ...Object.fromEntries([...kept, ...missing].map((key) => [key, before[key] as Json])) });
  }

  #outdated(patched: JsonObject, current: Version): KubeResponse | undefined {
    const { type, strategy } = this.#options;
    const name = text(metaOf(current.object)['name']);
    const resourceVersion = text(metaOf(patched)['resourceVersion']);
    if (!/^\d*$/.test(resourceVersion))
      return storageError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
    if (!isSet(resourceVersion)) {
      if (strategy.allowUnconditionalUpdate) return undefined;
      const cause = {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0: must be specified for an update',
      };
      return invalid(type, { name, causes: [cause], by: type.plural });
    }
    if (resourceVersion === String(current.revision)) return undefined;
    return conflict(type, { name, why: 'the object has been modified; please apply your changes to the latest version and try again' });
  }

  #commit(write: Write): Version {
    const { storage, type, onCommit } = this.#options;
    const version = storage.commit(this.#table, write);
    onCommit(type, version);
    return version;
  }

  /** RFC 3339, whole seconds. */
  #timestamp(): string {
    return new Date(this.#options.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

const apiVersionOf = ({ group, version }: ServedType): string => (group === '' ? version : `${group}/${version}`);

/** Zero means none. */
const isSet = (resourceVersion: Json | undefined): boolean => Number(resourceVersion ?? 0) !== 0;

const elsewhere = badRequest('the namespace of the provided object does not match the namespace sent on the request');

/** Metadata in the namespace of the request, which is also that of an object that names none; undefined where it names another. */
function inNamespace(metadata: JsonObject, namespace: string): JsonObject | undefined {
  if (namespace === '') return without(metadata, 'namespace');
  const { namespace: named = namespace } = metadata;
  return named === namespace ? { ...metadata, namespace } : undefined;
}

function misnamed({ name: called }: JsonObject, name: string): KubeResponse | undefined {
  if (called === name) return undefined;
  if (called === undefined) return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  return badRequest(`the name of the object (${text(called)}) does not match the name on the URL (${name})`);
}
