import type { KubeResponse } from '../../../src/kube/transport.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { metaOf, text } from './object-meta.ts';
import type { ServedType } from './served-types.ts';
import { conflict } from './status.ts';

/** The refusal of a deletion that is meant for another object, or for another version of this one; undefined where it is meant for this. */
export function unmet(type: ServedType, object: JsonObject, preconditions: Json | undefined): KubeResponse | undefined {
  if (!isObject(preconditions)) return undefined;
  const metadata = metaOf(object);
  const name = text(metadata['name']);
  for (const [key, word, means] of [
    ['uid', 'UID', 'deleted and then recreated'],
    ['resourceVersion', 'ResourceVersion', 'modified'],
  ] as const) {
    const [wanted, found] = [preconditions[key], text(metadata[key])];
    if (wanted === undefined || wanted === found) continue;
    // Namespaces look for themselves, before the registry does.
    return type.kind === 'Namespace'
      ? conflict(type, { name, why: `Precondition failed: ${word} in precondition: ${text(wanted)}, ${word} in object meta: ${found}` })
      : conflict(type, {
          name,
          why: `the ${word} in the precondition (${text(wanted)}) does not match the ${word} in record (${found}). The object might have been ${means}`,
          by: type.kind,
        });
  }
  return undefined;
}
