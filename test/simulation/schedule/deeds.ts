import type { Endpoint, EndpointService } from '../../../src/simulator/world.ts';
import type { Universe } from '../kernel/universe.ts';
import { cast, collectionOf, manifest, type ObjectName, objectNames } from './cast.ts';
import { accounts, externalIDs, namespaces, region, roles, strangersSubnet, strangersVpc } from './setting.ts';

/** Something that somebody does at a moment, in milliseconds from the beginning. Plain data, so that a history can be written down. */
export type Deed = { readonly at: number } & (
  | { readonly do: 'create' | 'delete' | 'pause' | 'go on' | 'ask for a fresh look'; readonly object: ObjectName }
  | { readonly do: 'edit'; readonly object: ObjectName; readonly edit: number }
  | { readonly do: 'delete behind its back' | 'tag by hand' | 'strip its tags' | 'claim for another cluster'; readonly object: ObjectName }
  | { readonly do: 'reject by hand'; readonly object: ObjectName }
  | { readonly do: 'a stranger connects'; readonly object: ObjectName }
  | { readonly do: 'replace the load balancer' }
  | { readonly do: 'reads fail' | 'lower the quota' | 'revoke the role' | 'restore the role' | 'expire sessions' }
  | { readonly do: 'move the access' | 'move the access back' }
  | { readonly do: 'crash' | 'compact' | 'clock ahead' | 'clock back' | 'clock twice as fast' | 'clock right' }
);

/** What the story so far has changed beside the objects, as far as the end has to know. */
export interface Marks {
  /** Resources whose owner tags somebody else has changed, and since when, by ID. */
  readonly tampered: Map<string, number>;
  /** Endpoints whose connection somebody has rejected by hand. */
  readonly rejected: Set<string>;
}

const minute = 60_000;
const hour = 60 * minute;
const ownerTags = ['cluster', 'kind', 'namespace', 'name', 'uid'].map((name) => `privatelink-operator.io/${name}`);

/** Carries a deed out. Answers whether there was anything to do it to. */
export function perform(universe: Universe, deed: Deed, marks: Marks): boolean {
  const { machine, server, aws, timeline } = universe;
  switch (deed.do) {
    case 'create':
      return created(universe, deed.object);
    case 'delete':
      return server.request({ method: 'DELETE', path: `${collectionOf(deed.object)}/${deed.object}` }).status < 300;
    case 'edit':
      return patched(universe, deed.object, { spec: cast[deed.object].edits[deed.edit % cast[deed.object].edits.length] ?? {} });
    case 'pause':
      return patched(universe, deed.object, { metadata: { annotations: { 'privatelink-operator.io/paused': 'true' } } });
    case 'go on':
      return patched(universe, deed.object, { metadata: { annotations: { 'privatelink-operator.io/paused': null } } });
    case 'ask for a fresh look':
      return patched(universe, deed.object, {
        metadata: { annotations: { 'privatelink-operator.io/reconcile-requested-at': String(timeline.now) } },
      });
    case 'delete behind its back':
      return deletedByHand(universe, deed.object);
    case 'tag by hand':
      return retagged(universe, deed.object, (tags) => tags.set('team', 'somebody else').set('note', 'mine'));
    case 'strip its tags':
      return tampered(universe, deed.object, marks, (tags) => ownerTags.forEach((tag) => tags.delete(tag)));
    case 'claim for another cluster':
      return tampered(universe, deed.object, marks, (tags) => tags.set('privatelink-operator.io/cluster', 'another'));
    case 'reject by hand':
      return rejectedByHand(universe, deed.object, marks);
    case 'a stranger connects':
      return connects(universe, deed.object, { account: accounts.stranger, vpc: strangersVpc, subnet: strangersSubnet });
    case 'replace the load balancer':
      return patched(universe, 'ledger', { spec: { loadBalancers: [{ name: 'standby' }] } });
    case 'lower the quota':
      Object.assign(aws.world.settings, { endpointsPerVpc: 0 });
      return true;
    case 'reads fail':
      universe.weather.readsFail();
      return true;
    case 'revoke the role':
    case 'restore the role':
      return setTrust(universe, deed.do === 'restore the role');
    case 'move the access':
      return arePinned(universe) && leadsTo(universe, 'provider');
    case 'move the access back':
      return leadsTo(universe, 'consumer');
    case 'expire sessions':
      return expireSessions(universe);
    case 'crash':
      universe.crash();
      return true;
    case 'compact':
      server.compact(server.revision);
      return true;
    case 'clock ahead':
      machine.jump(hour);
      return true;
    case 'clock back':
      machine.jump(-hour);
      return true;
    case 'clock twice as fast':
      machine.setRate(2);
      return true;
    case 'clock right':
      machine.setRate(1);
      return true;
  }
}

/** Everybody sets right what the story has set wrong, so that what is wanted can be reached. */
export function makeAmends(universe: Universe, marks: Marks): void {
  setTrust(universe, true);
  leadsTo(universe, 'consumer');
  Object.assign(universe.aws.world.settings, { endpointsPerVpc: 50 });
  for (const name of Object.keys(cast) as ObjectName[]) perform(universe, { at: 0, do: 'go on', object: name }, marks);
}

/**
 * Somebody who creates an object that is still being deleted tries again until it has gone. Nobody makes one while the access leads to the wrong
 * account: it would rightly be made there.
 */
function created(universe: Universe, name: ObjectName): boolean {
  const again = (): void => void universe.timeline.after(10_000, `create ${name} again`, () => void created(universe, name));
  if (roleOfShop(universe) !== roles.consumer) {
    again();
    return false;
  }
  const { status } = universe.server.request({ method: 'POST', path: collectionOf(name), body: manifest(name) });
  const old = readObject(universe, name);
  if (status === 409 && old?.metadata.deletionTimestamp !== undefined) again();
  return status === 201;
}

export interface ObjectSeen {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

export function readObject({ objects }: Pick<Universe, 'objects'>, name: ObjectName): ObjectSeen | undefined {
  return objects.get(keys[name]) as ObjectSeen | undefined;
}

/** `kind/namespace/name` of each, made once: they are asked for after every change. */
const keys = Object.fromEntries(objectNames.map((name) => [name, `${cast[name].kind}/${cast[name].namespace}/${name}`])) as Readonly<
  Record<ObjectName, string>
>;

function patched({ server }: Universe, name: ObjectName, body: object): boolean {
  const path = `${collectionOf(name)}/${name}`;
  return server.request({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' }).status < 300;
}

/** The AWS resource that an object's status names. */
export function resourceOf(universe: Universe, name: ObjectName): Endpoint | EndpointService | undefined {
  const status = readObject(universe, name)?.status;
  const { endpoints, endpointServices } = universe.aws.world;
  return cast[name].kind === 'EndpointService'
    ? endpointServices.get(String(status?.['serviceID']))
    : endpoints.get(String(status?.['endpointID']));
}

function deletedByHand(universe: Universe, name: ObjectName): boolean {
  const found = resourceOf(universe, name);
  if (found === undefined) return false;
  const input = cast[name].kind === 'EndpointService' ? { ServiceIds: [found.id] } : { VpcEndpointIds: [found.id] };
  const action = cast[name].kind === 'EndpointService' ? 'DeleteVpcEndpointServiceConfigurations' : 'DeleteVpcEndpoints';
  void universe.aws.handle({ service: 'ec2', action, input, account: found.account, region }).catch(() => undefined);
  return true;
}

function retagged(universe: Universe, name: ObjectName, change: (tags: Map<string, string>) => unknown): boolean {
  const found = resourceOf(universe, name);
  if (found === undefined) return false;
  change(found.tags);
  found.taggedAt = universe.timeline.now;
  return true;
}

// oxlint-disable-next-line max-params -- the first two say whose, the others what
function tampered(universe: Universe, name: ObjectName, marks: Marks, change: (tags: Map<string, string>) => unknown): boolean {
  const found = resourceOf(universe, name);
  if (found === undefined) return false;
  marks.tampered.set(found.id, universe.timeline.now);
  return retagged(universe, name, change);
}

function rejectedByHand(universe: Universe, name: ObjectName, marks: Marks): boolean {
  const found = resourceOf(universe, name);
  const service = [...universe.aws.world.endpointServices.values()].find(
    (one) => 'serviceName' in (found ?? {}) && one.name === (found as Endpoint).serviceName,
  );
  if (found === undefined || service === undefined) return false;
  marks.rejected.add(found.id);
  const input = { ServiceId: service.id, VpcEndpointIds: [found.id] };
  void universe.aws
    .handle({ service: 'ec2', action: 'RejectVpcEndpointConnections', input, account: service.account, region })
    .catch(() => undefined);
  return true;
}

interface Place {
  readonly account: string;
  readonly vpc: string;
  readonly subnet: string;
}

/** A consumer that no operator knows asks for a connection to the object's service. */
export function connects(universe: Universe, name: ObjectName, { account, vpc, subnet }: Place): boolean {
  const service = resourceOf(universe, name);
  if (service === undefined || !('name' in service)) return false;
  const input = { VpcEndpointType: 'Interface', VpcId: vpc, SubnetIds: [subnet], ServiceName: service.name };
  void universe.aws.handle({ service: 'ec2', action: 'CreateVpcEndpoint', input, account, region }).catch(() => undefined);
  return true;
}

function setTrust({ aws }: Universe, trusted: boolean): boolean {
  const role = aws.world.roles.get(roles.provider);
  if (role === undefined) return false;
  aws.world.roles.set(role.arn, { ...role, trustedAccounts: trusted ? ['333333333333'] : [] });
  if (!trusted) aws.world.sessions.clear();
  return true;
}

const shop = '/apis/privatelink-operator.io/v1alpha1/privatelinkaccesses/shop';

/** The consumers' access leads to a role of this account from now on. */
function leadsTo({ server }: Universe, account: 'provider' | 'consumer'): boolean {
  const spec = { roleARN: roles[account], externalID: externalIDs[account] };
  return server.request({ method: 'PATCH', path: shop, body: { spec }, contentType: 'application/merge-patch+json' }).status < 300;
}

function roleOfShop({ objects }: Universe): unknown {
  return (objects.get('PrivateLinkAccess/shop')?.spec as { readonly roleARN?: string } | undefined)?.roleARN;
}

/** Whether every consumer's object knows its account: one that does not would belong to whichever it sees first. */
function arePinned(universe: Universe): boolean {
  return objectNames
    .filter((name) => cast[name].namespace === namespaces.consumer)
    .every((name) => {
      const object = readObject(universe, name);
      return object === undefined || object.status?.['accountID'] !== undefined;
    });
}

function expireSessions({ aws, timeline }: Universe): boolean {
  for (const [key, session] of aws.world.sessions) aws.world.sessions.set(key, { ...session, expiresAt: timeline.now });
  return aws.world.sessions.size > 0;
}
