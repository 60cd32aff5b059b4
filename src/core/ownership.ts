/** Who a Kubernetes object is, for ever (`cluster`, `kind`, `namespace`, `name`) and this time (`uid`). */
export interface Identity {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const prefix = 'privatelink-operator.io/';
export const ownerTagKeys = {
  cluster: `${prefix}cluster`,
  kind: `${prefix}kind`,
  namespace: `${prefix}namespace`,
  name: `${prefix}name`,
  uid: `${prefix}uid`,
  released: `${prefix}released`,
} as const;

export type Tags = Readonly<Record<string, string>>;

/** The tags that say whose an AWS resource is: a permanent format. */
export function ownerTags(identity: Identity): Tags {
  return {
    [ownerTagKeys.cluster]: identity.cluster,
    [ownerTagKeys.kind]: identity.kind,
    [ownerTagKeys.namespace]: identity.namespace,
    [ownerTagKeys.name]: identity.name,
    [ownerTagKeys.uid]: identity.uid,
  };
}

/** Whether a tag key is ours to set and a user's tag list may not name it. */
export function isOwnerTag(key: string): boolean {
  return key.startsWith(prefix);
}

/**
 * `ours`: this incarnation's. `earlier`: the same identity with another UID, from before a rebuild of the cluster, or contested.
 * `released`: given up under deletionPolicy Retain. `foreign`: anyone else's, or nobody's: never written to.
 */
export type Ownership = 'ours' | 'earlier' | 'released' | 'foreign';

export function ownership(tags: Tags, identity: Identity): Ownership {
  const owner = ownerTags(identity);
  const same = ([ownerTagKeys.cluster, ownerTagKeys.kind, ownerTagKeys.namespace, ownerTagKeys.name] as const).every(
    (key) => tags[key] === owner[key],
  );
  if (!same) return 'foreign';
  if (tags[ownerTagKeys.released] === 'true') return 'released';
  return tags[ownerTagKeys.uid] === identity.uid ? 'ours' : 'earlier';
}

/** Whose a resource with these tags is, whoever that may be; undefined where they do not say. */
export function ownerIn(tags: Tags): Identity | undefined {
  const {
    [ownerTagKeys.cluster]: cluster,
    [ownerTagKeys.kind]: kind,
    [ownerTagKeys.namespace]: namespace,
    [ownerTagKeys.name]: name,
    [ownerTagKeys.uid]: uid = '',
  } = tags;
  return cluster === undefined || kind === undefined || namespace === undefined || name === undefined
    ? undefined
    : { cluster, kind, namespace, name, uid };
}
