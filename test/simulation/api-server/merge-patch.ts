import { isObject, type Json, type JsonObject } from './json.ts';

/** JSON merge patch (RFC 7386), as the API server's library does it: nulls in what is new vanish also inside arrays. */
export function applyMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: { [key: string]: Json } = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const before = target[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) && isObject(before) ? applyMergePatch(before, value) : withoutNulls(value);
  }
  return merged;
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNulls(item));
  if (!isObject(value)) return value;
  const kept: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== null) kept[key] = withoutNulls(inner);
  return kept;
}
