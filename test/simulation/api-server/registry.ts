import type { KubeResponse } from '../../../src/kube/transport.ts';
import { equal, isObject, type Json, type JsonObject } from './json.ts';
import { applyMergePatch } from './merge-patch.ts';
import { finalizersOf, metaOf, text, validateMetaUpdate, withMeta } from './object-meta.ts';
import type { ServedType } from './served-types.ts';
import { alreadyExists, badRequest, conflict, invalid, notFound, qualified, respond } from './status.ts';
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

  create(namespace: string, body: JsonObject): KubeResponse {
    const { type, strategy, newUID } = this.#options;
    const decoded = strategy.decode({ ...body, apiVersion: body['apiVersion'] ?? apiVersionOf(type), kind: body['kind'] ?? type.kind });
    const sent = metaOf(decoded);
    if (text(sent['namespace']) !== '' && sent['namespace'] !== namespace)
      return badRequest('the namespace of the provided object does not match the namespace sent on the request');
    const { deletionTimestamp: _never, deletionGracePeriodSeconds: _nor, generation: _neither, ...metadata } = sent;
    const name = text(metadata['name']);
    const object = strategy.prepareForCreate(
      withMeta(decoded, { ...metadata, ...(namespace === '' ? {} : { namespace }), uid: newUID(), creationTimestamp: this.#timestamp() }),
    );
    const causes = strategy.validate(object, 'main');
    if (causes.length > 0) return invalid(type, { name, causes });
    const key = keyOf({ namespace, name });
    if (this.#table.get(key) !== undefined) return alreadyExists(type, name);
    const read = strategy.decode(object);
    return { status: 201, body: this.#commit({ key, type: 'ADDED', object: read, stale: !equal(read, object) }).text };
  }

  patch(at: Name, patch: JsonObject, part: Part): KubeResponse {
    const { type, strategy } = this.#options;
    const key = keyOf(at);
    const current = this.#table.get(key);
    if (current === undefined) return notFound(type, at.name);
    const patched = strategy.decode(applyMergePatch(current.object, patch));
    const refusal = misplaced(patched, at) ?? this.#outdated(patched, current);
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
    const refusal = this.#unmet(options['preconditions'], current);
    if (refusal !== undefined) return refusal;
    const waiting = strategy.prepareForDelete(current.object, this.#timestamp());
    if (waiting === current.object && !current.stale) return { status: 200, body: current.text };
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
    const kept = ['creationTimestamp', 'deletionTimestamp'].filter((key) => before[key] !== undefined);
    const missing = ['uid', 'deletionGracePeriodSeconds'].filter((key) => metaOf(updated)[key] === undefined && before[key] !== undefined);
    return withMeta(updated, { ...metaOf(updated), ...Object.fromEntries([...kept, ...missing].map((key) => [key, before[key] as Json])) });
  }

  #outdated(patched: JsonObject, current: Version): KubeResponse | undefined {
    const { type } = this.#options;
    const name = text(metaOf(current.object)['name']);
    const { resourceVersion } = metaOf(patched);
    if (resourceVersion === undefined) {
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

  #unmet(preconditions: Json | undefined, current: Version): KubeResponse | undefined {
    if (!isObject(preconditions)) return undefined;
    const { type } = this.#options;
    const { name, uid, resourceVersion } = metaOf(current.object);
    const refused = (why: string): KubeResponse => conflict(type, { name: text(name), why, by: type.kind });
    const { uid: wantedUID, resourceVersion: wanted } = preconditions;
    if (wantedUID !== undefined && wantedUID !== uid)
      return refused(
        `the UID in the precondition (${text(wantedUID)}) does not match the UID in record (${text(uid)}). The object might have been deleted and then recreated`,
      );
    if (wanted !== undefined && wanted !== resourceVersion)
      return refused(
        `the ResourceVersion in the precondition (${text(wanted)}) does not match the ResourceVersion in record (${text(resourceVersion)}). The object might have been modified`,
      );
    return undefined;
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

/** A patch that makes the object another one. */
function misplaced(patched: JsonObject, { namespace, name }: Name): KubeResponse | undefined {
  const { namespace: inBody = namespace, name: called } = metaOf(patched);
  if (inBody !== namespace) return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (called !== name) return badRequest(`the name of the object (${text(called)}) does not match the name on the URL (${name})`);
  return undefined;
}
