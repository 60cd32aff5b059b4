import { isObject, type Json, type JsonObject } from '../api-server/json.ts';
import { metaOf, text } from '../api-server/object-meta.ts';
import type { Answer } from './client.ts';

/**
 * The answers of one server in a form that another's can be compared with: resourceVersions become their rank among those of the
 * history's objects, UIDs the order of their first sight, times and tokens just the fact that they are there. managedFields are dropped.
 */
export function normalise(answers: readonly Answer[], namespace: string): readonly Answer[] {
  const bodies = answers.flatMap(({ body }) => objectsOf(body, namespace));
  const versions = [...new Set(bodies.map((body) => Number(metaOf(body)['resourceVersion'] ?? 0)))].toSorted((a, b) => a - b);
  const uids = [...new Set(bodies.map((body) => text(metaOf(body)['uid'])))].filter((uid) => uid !== '');
  const names: Names = {
    version: (version) => `version ${versions.filter((one) => one <= Number(version)).length}`,
    uid: (uid) => (uids.includes(uid) ? `uid ${uids.indexOf(uid)}` : uid),
  };
  return answers.map(({ asked, status, body }) => ({ asked, status, body: normaliseBody(body, names, namespace) }));
}

interface Names {
  readonly version: (resourceVersion: string) => string;
  readonly uid: (uid: string) => string;
}

/** The objects of this history that an answer shows. */
function objectsOf(body: JsonObject, namespace: string): readonly JsonObject[] {
  if (Array.isArray(body['items'])) return own(body['items'] as readonly JsonObject[], namespace);
  if (isObject(body['object'])) return [body['object']];
  return body['kind'] === 'Status' ? [] : [body];
}

function own(items: readonly JsonObject[], namespace: string): readonly JsonObject[] {
  return items.filter((item) => text(metaOf(item)['namespace']) === namespace || text(metaOf(item)['name']).startsWith(namespace));
}

function normaliseBody(body: JsonObject, names: Names, namespace: string): JsonObject {
  if (body['kind'] === 'Status') return normaliseStatus(body, names);
  const items = body['items'];
  const shown = Array.isArray(items) ? { ...body, items: own(items as readonly JsonObject[], namespace) } : body;
  return renamed(shown, names) as JsonObject;
}

/** Which fields are wrong, and how, is what is compared of a refused object; not the words. */
function normaliseStatus(body: JsonObject, names: Names): JsonObject {
  if (body['reason'] === 'Invalid' && isObject(body['details'])) {
    const { causes = [], ...details } = body['details'];
    const found = (causes as readonly JsonObject[]).map(({ reason = '', field = '' }) => `${text(reason)} ${text(field)}`);
    return { ...body, message: '', details: { ...details, causes: [...new Set(found)].toSorted() } };
  }
  const message = text(body['message'])
    .replace(/(UID in (?:the precondition|record) \()([^)]*)/g, (_all, before: string, uid: string) => before + names.uid(uid))
    .replace(/((?:UID in precondition|UID in object meta): )([^,]*)/g, (_all, before: string, uid: string) => before + names.uid(uid))
    .replace(
      /(ResourceVersion in (?:the precondition|record) \()([^)]*)/g,
      (_all, before: string, version: string) => before + names.version(version),
    )
    .replace(
      /((?:ResourceVersion in precondition|ResourceVersion in object meta): )([^,]*)/g,
      (_all, before: string, version: string) => before + names.version(version),
    );
  return renamed({ ...body, message }, names) as JsonObject;
}

function renamed(value: Json, names: Names): Json {
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, names));
  if (!isObject(value)) return value;
  const result: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'managedFields') continue;
    if (key === 'resourceVersion' && typeof inner === 'string') result[key] = names.version(inner);
    else if (key === 'uid' && typeof inner === 'string') result[key] = names.uid(inner);
    else if ((key === 'creationTimestamp' || key === 'deletionTimestamp') && typeof inner === 'string') result[key] = 'a time';
    else if (key === 'continue' && typeof inner === 'string') result[key] = inner === '' ? '' : 'a token';
    else result[key] = renamed(inner, names);
  }
  return result;
}
