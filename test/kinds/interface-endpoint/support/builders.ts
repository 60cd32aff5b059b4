import type { Failure, FailureClass } from '../../../../src/core/outcome.ts';
import { type Identity, ownerTags } from '../../../../src/core/ownership.ts';
import type { Recent, Try } from '../../../../src/core/recent.ts';
import type { InterfaceEndpointInput } from '../../../../src/kinds/interface-endpoint/assessment.ts';
import type { Endpoint } from '../../../../src/kinds/interface-endpoint/endpoint.ts';
import type { Facts, Group, IngressRule, Subnet } from '../../../../src/kinds/interface-endpoint/facts.ts';
import {
  type InterfaceEndpointSpec,
  type InterfaceEndpointStatus,
  interfaceEndpointSpec,
} from '../../../../src/kinds/interface-endpoint/schema.ts';
import type { Live, Periods } from '../../../../src/kinds/kind.ts';

export const identity: Identity = { cluster: 'c1', kind: 'InterfaceEndpoint', namespace: 'team', name: 'orders', uid: 'uid-1' };
export const periods: Periods = { listing: 60_000, rare: 600_000, pending: 5_000, grace: 300_000 };
export const now = 10_000_000;
export const endpointID = 'vpce-0a1b2c3d';
export const serviceName = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

const subnetID = (letter: string): string => `subnet-0000000${letter}`;
/** `a1` is subnet a in zone 1. */
export function subnet(name: string, tags: Record<string, string> = { tier: 'app' }): Subnet {
  const zone = name.slice(1);
  return { id: subnetID(name), zoneID: `euw1-az${zone}`, zoneName: `eu-west-1${'abc'.charAt(Number(zone) - 1)}`, tags };
}
export const privateName = 'api.pay.example.com';
export const vpcCIDR = '10.0.0.0/16';
/** Lets these addresses in on port 443. */
export const open = (cidr: string): IngressRule => ({ protocol: 'tcp', ports: { from: 443, to: 443 }, cidrs: [cidr], others: false });
export const group = (name: string, tags: Record<string, string> = {}, ingress: readonly IngressRule[] = [open(vpcCIDR)]): Group => ({
  id: `sg-0000000${name}`,
  name,
  tags,
  ingress,
});
export const ids = (...names: readonly string[]): string[] => names.map(subnetID);
export const sg = (...names: readonly string[]): string[] => names.map((name) => `sg-0000000${name}`);

export function spec(change: Record<string, unknown> = {}): InterfaceEndpointSpec {
  return interfaceEndpointSpec.parse({
    service: { name: serviceName },
    vpc: { id: 'vpc-00000001' },
    subnets: [{ tags: { tier: 'app' } }],
    securityGroups: [{ name: 'a' }],
    ...change,
  });
}

export function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    id: endpointID,
    state: 'available',
    serviceName,
    vpcID: 'vpc-00000001',
    subnetIDs: ids('a1', 'b2'),
    groupIDs: sg('a'),
    networkInterfaceIDs: ['eni-1', 'eni-2'],
    policy: undefined,
    privateDNS: false,
    dnsEntries: [],
    tags: ownerTags(identity),
    lastError: undefined,
    ...change,
  };
}

export function failure(failureClass: FailureClass, change: Partial<Failure> = {}): Failure {
  return { class: failureClass, code: `Some${failureClass}`, message: 'in the words of AWS', call: 'DescribeVpcEndpoints', ...change };
}
export const notAsked = failure('terminal', { code: 'NotAsked', message: 'not looked at' });

export function facts(change: Partial<Facts> = {}): Facts {
  return {
    resource: { state: 'present', value: endpoint() },
    owned: { state: 'unknown', failure: notAsked },
    inTheWay: { state: 'unknown', failure: notAsked },
    serviceName: { state: 'found', value: serviceName },
    vpcID: { state: 'found', value: 'vpc-00000001' },
    offered: { state: 'found', value: ['euw1-az1', 'euw1-az2', 'euw1-az3'] },
    zoneNames: { 'euw1-az1': 'eu-west-1a', 'euw1-az2': 'eu-west-1b', 'euw1-az3': 'eu-west-1c' },
    subnets: { known: true, items: [subnet('a1'), subnet('b2')], sequence: 1 },
    groups: { known: true, items: [group('a'), group('b')], sequence: 1 },
    subnetSightings: undefined,
    groupSightings: undefined,
    privateNames: { state: 'present', value: [privateName] },
    zones: [],
    records: [],
    vpcCIDRs: { state: 'present', value: [vpcCIDR] },
    vpcDNS: { state: 'unknown', failure: notAsked },
    addresses: { state: 'unknown', failure: notAsked },
    provider: undefined,
    ...change,
  };
}

/** Nothing is known of an endpoint yet and a look-up by owner tag has found none. */
export const beforeCreate: Partial<Facts> = { resource: { state: 'unknown', failure: notAsked }, owned: { state: 'present', value: [] } };

export function attempt(change: Partial<Try> & Pick<Try, 'outcome'>): Try {
  return {
    key: '',
    firstAt: now - 1_000,
    at: now - 1_000,
    maybeDoneAt: undefined,
    failures: change.outcome.result === 'failed' ? 1 : 0,
    notBefore: now,
    ...change,
  };
}

export interface Making {
  readonly spec?: Record<string, unknown>;
  readonly status?: Partial<InterfaceEndpointStatus>;
  readonly facts?: Partial<Facts>;
  readonly deleting?: boolean;
  readonly tries?: Recent['tries'];
  readonly lastGoodRead?: number;
  readonly failing?: Recent['failing'];
  readonly generation?: number;
}

export const knownStatus: Partial<InterfaceEndpointStatus> = {
  endpointID,
  subnetIDs: ids('a1', 'b2'),
  securityGroupIDs: sg('a'),
  observedGeneration: 1,
};

export function input(making: Making = {}): InterfaceEndpointInput {
  const object: Live<InterfaceEndpointSpec, InterfaceEndpointStatus> = {
    metadata: {
      name: identity.name,
      namespace: identity.namespace,
      uid: identity.uid,
      generation: making.generation ?? 1,
      resourceVersion: '7',
      creationTimestamp: '2026-11-01T00:00:00Z',
      ...(making.deleting === true ? { deletionTimestamp: '2026-11-02T00:00:00Z' } : {}),
      annotations: {},
      labels: {},
      finalizers: [],
    },
    spec: spec(making.spec),
    status: making.status ?? knownStatus,
  };
  return deepFreeze({
    object,
    facts: facts(making.facts),
    identity,
    accountID: '111122223333',
    region: 'eu-west-1',
    recent: { startedAt: now - 3_600_000, tries: making.tries ?? {}, lastGoodRead: making.lastGoodRead ?? now, failing: making.failing },
    now,
    periods,
  });
}

export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
