import type { Listener, LoadBalancer, TargetGroup } from '../world.ts';
import { validationError } from './lookup.ts';

/** What an attribute may be set to. */
type Check = (value: string) => boolean;
interface Attribute {
  readonly initial: string;
  readonly allows: Check;
}
type Attributes = Readonly<Record<string, Attribute>>;

const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value);
const within =
  (lowest: number, highest: number): Check =>
  (value) =>
    /^\d+$/.test(value) && Number(value) >= lowest && Number(value) <= highest;
const anyText: Check = () => true;
const either =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) || other(value);
const flag = (initial: boolean): Attribute => ({ initial: String(initial), allows: oneOf('true', 'false') });

const secondaryAddresses = 'secondary_ips.auto_assigned.per_subnet';

const gatewayAttributes: Attributes = {
  'deletion_protection.enabled': flag(false),
  'load_balancing.cross_zone.enabled': flag(false),
};

const loadBalancerAttributes: Readonly<Record<LoadBalancer['type'], Attributes>> = {
  gateway: gatewayAttributes,
  network: {
    ...gatewayAttributes,
    'access_logs.s3.enabled': flag(false),
    'access_logs.s3.bucket': { initial: '', allows: anyText },
    'access_logs.s3.prefix': { initial: '', allows: anyText },
    'dns_record.client_routing_policy': {
      initial: 'any_availability_zone',
      allows: oneOf('any_availability_zone', 'availability_zone_affinity', 'partial_availability_zone_affinity'),
    },
    'ipv6.deny_all_igw_traffic': flag(false),
    [secondaryAddresses]: { initial: '0', allows: within(0, 7) },
    'zonal_shift.config.enabled': flag(false),
  },
  application: {
    'deletion_protection.enabled': flag(false),
    'idle_timeout.timeout_seconds': { initial: '60', allows: within(1, 4000) },
    'load_balancing.cross_zone.enabled': { initial: 'true', allows: oneOf('true') },
    'zonal_shift.config.enabled': flag(false),
  },
};

const targetGroupAttributes: Attributes = {
  'deregistration_delay.connection_termination.enabled': flag(false),
  'deregistration_delay.timeout_seconds': { initial: '300', allows: within(0, 3600) },
  'load_balancing.cross_zone.enabled': {
    initial: 'use_load_balancer_configuration',
    allows: oneOf('true', 'false', 'use_load_balancer_configuration'),
  },
  'preserve_client_ip.enabled': flag(true),
  'proxy_protocol_v2.enabled': flag(false),
  'stickiness.enabled': flag(false),
  'stickiness.type': { initial: 'source_ip', allows: oneOf('source_ip', 'source_ip_dest_ip', 'source_ip_dest_ip_proto') },
  'target_group_health.dns_failover.minimum_healthy_targets.count': { initial: '1', allows: either(oneOf('off'), within(1, 1000)) },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': { initial: 'off', allows: either(oneOf('off'), within(1, 100)) },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': { initial: '1', allows: within(1, 1000) },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    initial: 'off',
    allows: either(oneOf('off'), within(1, 100)),
  },
  'target_health_state.unhealthy.connection_termination.enabled': flag(true),
  'target_health_state.unhealthy.draining_interval_seconds': { initial: '0', allows: within(0, 360_000) },
};

export function initialLoadBalancerAttributes(type: LoadBalancer['type']): Map<string, string> {
  return initial(loadBalancerAttributes[type]);
}

/** Client addresses are preserved by default for instances, and for UDP. */
export function initialTargetGroupAttributes({ targetType, protocol }: Pick<TargetGroup, 'targetType' | 'protocol'>): Map<string, string> {
  const preserved = targetType === 'instance' || protocol.includes('UDP');
  return initial(targetGroupAttributes).set('preserve_client_ip.enabled', String(preserved));
}

function initial(attributes: Attributes): Map<string, string> {
  return new Map(Object.entries(attributes).map(([key, attribute]) => [key, attribute.initial]));
}

export interface AttributePair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The new attributes of a load balancer, or AWS's refusal of them. */
export function withLoadBalancerAttributes(
  { type, attributes }: Pick<LoadBalancer, 'type' | 'attributes'>,
  pairs: readonly AttributePair[],
): Map<string, string> {
  const result = changed(attributes, pairs, loadBalancerAttributes[type]);
  const before = Number(attributes.get(secondaryAddresses) ?? 0);
  if (Number(result.get(secondaryAddresses) ?? 0) < before) {
    throw validationError(`The attribute '${secondaryAddresses}' cannot be lowered from ${before}`);
  }
  return result;
}

export function withTargetGroupAttributes(
  { attributes }: Pick<TargetGroup, 'attributes'>,
  pairs: readonly AttributePair[],
): Map<string, string> {
  return changed(attributes, pairs, targetGroupAttributes);
}

/** Idle TCP connections are cut after this; cross-Region services want it untouched (aws-facts §4). */
const listenerAttributes: Attributes = { 'tcp.idle_timeout.seconds': { initial: '350', allows: within(60, 6000) } };

/** Listeners of UDP alone have none. */
function attributesOf(protocol: string): Attributes {
  return protocol === 'UDP' || protocol === 'HTTP' ? {} : listenerAttributes;
}

export function initialListenerAttributes(protocol: string): Map<string, string> {
  return initial(attributesOf(protocol));
}

export function withListenerAttributes(
  { protocol, attributes }: Pick<Listener, 'protocol' | 'attributes'>,
  pairs: readonly AttributePair[],
): Map<string, string> {
  return changed(attributes, pairs, attributesOf(protocol));
}

function changed(current: ReadonlyMap<string, string>, pairs: readonly AttributePair[], known: Attributes): Map<string, string> {
  const result = new Map(current);
  for (const { Key: key = '', Value: value = '' } of pairs) {
    const attribute = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!attribute) throw validationError(`The attribute key '${key}' is not recognized or not valid for this type`);
    if (!attribute.allows(value)) throw validationError(`The value '${value}' of the attribute '${key}' is not valid`);
    result.set(key, value);
  }
  return result;
}

export function attributeList(attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
