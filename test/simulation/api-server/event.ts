import { isObject, type JsonObject } from './json.ts';
import { conformMeta, metaOf, text, validateMeta } from './object-meta.ts';
import type { Cause } from './status.ts';
import type { Strategy } from './strategy.ts';

/** How events.k8s.io/v1 Events live: they are only recorded. The hour after which they go is left out. */
export const eventStrategy: Strategy = {
  decode: (object) => ({
    deprecatedFirstTimestamp: null,
    deprecatedLastTimestamp: null,
    deprecatedSource: {},
    ...object,
    metadata: conformMeta(metaOf(object)),
  }),
  prepareForCreate: (object) => object,
  prepareForUpdate: ({ object }) => object,
  validate: (object) => [...validateMeta(metaOf(object), 'subdomain'), ...validateRegarding(object)],
  allowUnconditionalUpdate: true,
  // Inside, an Event is an object of the core group.
  validationGroup: '',
  prepareForDelete: () => undefined,
  endsWithFinalizers: () => true,
};

/** The legacy rule, all that is left of it in events.k8s.io: what is in no namespace has its events in `default`. */
function validateRegarding(object: JsonObject): readonly Cause[] {
  const regarding = isObject(object['regarding']) ? text(object['regarding']['namespace']) : '';
  const { namespace = '' } = metaOf(object);
  if (regarding !== '' || namespace === 'default' || namespace === 'kube-system') return [];
  return [{ reason: 'FieldValueInvalid', field: 'involvedObject.namespace', message: 'Invalid value: "": does not match event.namespace' }];
}
