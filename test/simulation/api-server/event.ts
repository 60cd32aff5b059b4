import { conformMeta, metaOf, validateMeta } from './object-meta.ts';
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
  validate: (object) => validateMeta(metaOf(object), 'subdomain'),
  prepareForDelete: () => undefined,
  endsWithFinalizers: () => true,
};
