import type { ResourceType } from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { replaceTags } from '../../tags.ts';
import { belongsTo } from '../../visibility.ts';
import type { Owned, World } from '../../world.ts';

/** Anything that has an ID and tags. */
export interface Taggable {
  readonly id: string;
  readonly type: ResourceType;
  readonly tags: ReadonlyMap<string, string>;
  /** Where filters look; absent for what filters of tags do not know. */
  readonly record: Pick<Owned, 'tags' | 'taggedAt'> | undefined;
  replace(tags: Map<string, string>, caller: Caller): void;
}

interface Kind {
  readonly type: ResourceType;
  records(world: World): ReadonlyMap<string, Owned & { readonly id: string }>;
}

/** By the prefix of their IDs. */
const kinds: Readonly<Record<string, Kind>> = {
  vpce: { type: 'vpc-endpoint', records: (world) => world.endpoints },
  'vpce-svc': { type: 'vpc-endpoint-service', records: (world) => world.endpointServices },
  vpc: { type: 'vpc', records: (world) => world.vpcs },
  subnet: { type: 'subnet', records: (world) => world.subnets },
  sg: { type: 'security-group', records: (world) => world.securityGroups },
  eni: { type: 'network-interface', records: (world) => world.networkInterfaces },
  i: { type: 'instance', records: (world) => world.instances },
};

/** The caller's resource of that ID, or undefined. */
export function findTaggable(id: string, caller: Caller): Taggable | undefined {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  const kind = Object.hasOwn(kinds, prefix) ? kinds[prefix] : undefined;
  const record = kind?.records(caller.world).get(id);
  if (kind && record) return belongsTo(record, caller) ? taggable(kind.type, record) : undefined;
  return connectionsAndPermissions(caller).find((candidate) => candidate.id === id);
}

/** Every taggable resource of the caller. */
export function allTaggables(caller: Caller): Taggable[] {
  const owned = Object.values(kinds).flatMap((kind) =>
    [...kind.records(caller.world).values()].filter((record) => belongsTo(record, caller)).map((record) => taggable(kind.type, record)),
  );
  return [...owned, ...connectionsAndPermissions(caller)];
}

function taggable(type: ResourceType, record: Owned & { readonly id: string }): Taggable {
  return { id: record.id, type, tags: record.tags, record, replace: (tags, caller) => replaceTags(record, tags, caller) };
}

/** What a service has besides itself: its connections, whoever owns their endpoints, and its permissions. */
function connectionsAndPermissions(caller: Caller): Taggable[] {
  const services = [...caller.world.endpointServices.values()].filter((service) => belongsTo(service, caller));
  const names = new Set(services.map(({ name }) => name));
  const connections = [...caller.world.endpoints.values()]
    .filter(({ serviceName, state }) => names.has(serviceName) && state !== 'deleted')
    .map((endpoint) => untracked(endpoint.connectionID, 'vpc-endpoint-connection', endpoint.connectionTags));
  const permissions = services.flatMap((service) =>
    [...service.permissions.values()].map(({ id, tags }) => untracked(id, 'vpc-endpoint-service-permission', tags)),
  );
  return [...connections, ...permissions];
}

function untracked(id: string, type: ResourceType | 'vpc-endpoint-connection', tags: Map<string, string>): Taggable {
  const replace = (changed: ReadonlyMap<string, string>): void => {
    tags.clear();
    for (const [key, value] of changed) tags.set(key, value);
  };
  return { id, type: type as ResourceType, tags, record: undefined, replace };
}
