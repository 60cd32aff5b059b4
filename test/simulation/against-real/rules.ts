import { crd, resources } from '../../../scripts/crds.ts';
import { isObject, type Json, type JsonObject } from '../api-server/json.ts';
import { text } from '../api-server/object-meta.ts';
import type { Answer } from './client.ts';

/** The messages of every CEL rule of our CRDs. */
const messages: readonly string[] = resources.flatMap((resource) => messagesIn(crd(resource) as Json));

function messagesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => messagesIn(item));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'x-kubernetes-validations' ? (inner as readonly JsonObject[]).map(({ message = '' }) => text(message)) : messagesIn(inner),
  );
}

const notLookedAt = 'some validation rules were not checked because the object was invalid';

/** An answer without the complaints of CEL rules, which the model does not have; undefined where nothing else was complained of. */
export function apartFromRules(answer: Answer): Answer | undefined {
  const { details, reason } = answer.body;
  if (reason !== 'Invalid' || !isObject(details)) return answer;
  const causes = (details['causes'] ?? []) as readonly JsonObject[];
  const left = causes.filter(
    ({ message = '' }) => !text(message).includes(notLookedAt) && !messages.some((one) => text(message).endsWith(one)),
  );
  if (left.length === 0 && causes.length > 0) return undefined;
  return { ...answer, body: { ...answer.body, details: { ...details, causes: left } } };
}
