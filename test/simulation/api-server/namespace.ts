import { isObject, type JsonObject } from './json.ts';
import { conformMeta, metaOf, text, validateMeta, withMeta } from './object-meta.ts';
import type { Strategy } from './strategy.ts';

/** How core Namespaces live. Nothing here empties and ends one that is being deleted: that is a controller's work. */
export const namespaceStrategy: Strategy = {
  decode: (object) => {
    const metadata = conformMeta(metaOf(object));
    const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
    const { apiVersion = '', kind = '', spec = {}, status = {} } = object;
    return {
      apiVersion,
      kind,
      metadata: { ...metadata, labels: { ...labels, 'kubernetes.io/metadata.name': text(metadata['name']) } },
      spec,
      status,
    };
  },
  prepareForCreate: (object) => ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
  prepareForUpdate: ({ object, old }) => ({ ...object, spec: old['spec'] ?? {}, status: old['status'] ?? {} }),
  validate: (object) => validateMeta(metaOf(object), 'label'),
  allowUnconditionalUpdate: true,
  prepareForDelete: (object, now) => {
    if (metaOf(object)['deletionTimestamp'] !== undefined) return object;
    return { ...withMeta(object, { ...metaOf(object), deletionTimestamp: now }), status: { phase: 'Terminating' } };
  },
  endsWithFinalizers: () => false,
};

export const isTerminating = ({ status }: JsonObject): boolean => isObject(status) && status['phase'] === 'Terminating';
