import type { Failure, FailureClass } from '../../../../src/core/outcome.ts';
import { type Identity, ownerTags } from '../../../../src/core/ownership.ts';
import type { Recent, Try } from '../../../../src/core/recent.ts';
import type { EndpointServiceInput } from '../../../../src/kinds/endpoint-service/assessment.ts';
import type { Balancer, Connection, Facts } from '../../../../src/kinds/endpoint-service/facts.ts';
import type { ProofFacts } from '../../../../src/kinds/endpoint-service/publication.ts';
import {
  type EndpointServiceSpec,
  type EndpointServiceStatus,
  endpointServiceSpec,
} from '../../../../src/kinds/endpoint-service/schema.ts';
import type { Service } from '../../../../src/kinds/endpoint-service/service.ts';
import type { BalancerView, GroupView, TargetView } from '../../../../src/kinds/endpoint-service/zone-verdict.ts';
import type { Periods } from '../../../../src/kinds/kind.ts';

export const identity: Identity = { cluster: 'c1', kind: 'EndpointService', namespace: 'team', name: 'payments', uid: 'uid-1' };
export const periods: Periods = { listing: 60_000, rare: 600_000, pending: 5_000, grace: 300_000 };
export const now = 10_000_000;
export const serviceID = 'vpce-svc-0123456789abcdef0';
export const root = (account: string): string => `arn:aws:iam::${account}:root`;
export const arn = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/${name}/0123456789abcdef`;

/** Zones by number: 1 is euw1-az1. */
export const zone = (number: number): { readonly zoneID: string; readonly zoneName: string } => ({
  zoneID: `euw1-az${number}`,
  zoneName: `eu-west-1${'abc'.charAt(number - 1)}`,
});

export function balancer(name: string, change: Partial<Balancer> = {}): Balancer {
  return { arn: arn(name), name, state: 'active', vpcID: 'vpc-00000001', zones: [zone(1), zone(2), zone(3)], ...change };
}

export function target(zoneNumber: number, health: TargetView['health'] = 'healthy'): TargetView {
  return { zoneID: `euw1-az${zoneNumber}`, health };
}
export function group(targets: readonly TargetView[] | undefined, crossZone?: boolean): GroupView {
  return { name: 'app', crossZone, targets };
}
/** A load balancer whose listeners are on 443, 444 and so on, each with one group. */
export function view(groups: readonly GroupView[], change: Partial<BalancerView> = {}): BalancerView {
  const listeners = groups.map((one, index) => ({ port: 443 + index, groups: [one] }));
  return { balancer: balancer('payments'), crossZone: false, listeners, ...change };
}
export const servingView = view([group([target(1), target(2), target(3)])]);

export function spec(change: Record<string, unknown> = {}): EndpointServiceSpec {
  return endpointServiceSpec.parse({ loadBalancers: [{ arn: arn('payments') }], ...change });
}

export function service(change: Partial<Service> = {}): Service {
  return {
    id: serviceID,
    name: `com.amazonaws.vpce.eu-west-1.${serviceID}`,
    state: 'available',
    loadBalancerARNs: [arn('payments')],
    acceptanceRequired: true,
    zones: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    privateDNS: undefined,
    addressTypes: ['ipv4'],
    tags: ownerTags(identity),
    ...change,
  };
}

export function connection(number: number, state: string, accountID = '222222222222'): Connection {
  return { endpointID: `vpce-0000000${number}`, accountID, state: state.toLowerCase() };
}

export function failure(failureClass: FailureClass, change: Partial<Failure> = {}): Failure {
  return { class: failureClass, code: `Some${failureClass}`, message: 'in the words of AWS', call: 'SomeCall', ...change };
}
export const notAsked = failure('terminal', { code: 'NotAsked', message: 'not looked at' });
export const unread = (failureClass: FailureClass = 'throttled'): { readonly state: 'unknown'; readonly failure: Failure } => ({
  state: 'unknown',
  failure: failure(failureClass),
});

export const noProof: ProofFacts = { wanted: undefined, zone: undefined, published: [] };

export function facts(change: Partial<Facts> = {}): Facts {
  return {
    resource: { state: 'present', value: service() },
    owned: { state: 'unknown', failure: notAsked },
    inTheWay: { state: 'unknown', failure: notAsked },
    proof: noProof,
    balancers: [{ state: 'found', value: balancer('payments') }],
    sightings: undefined,
    principals: { state: 'present', value: [] },
    connections: { state: 'present', value: [] },
    views: { state: 'present', value: [servingView] },
    zonesUnreadSince: undefined,
    ...change,
  };
}
export const withService = (change: Partial<Service>): Partial<Facts> => ({ resource: { state: 'present', value: service(change) } });

/** Nothing is known of a service yet and a look-up by owner tag has found none. */
export const beforeCreate: Partial<Facts> = {
  resource: { state: 'unknown', failure: notAsked },
  owned: { state: 'present', value: [] },
  principals: { state: 'unknown', failure: notAsked },
  connections: { state: 'unknown', failure: notAsked },
};

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
  readonly status?: Partial<EndpointServiceStatus>;
  readonly facts?: Partial<Facts>;
  readonly deleting?: boolean;
  readonly tries?: Recent['tries'];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly lastGoodRead?: number;
  readonly failing?: Recent['failing'];
  readonly now?: number;
}

export const knownStatus: Partial<EndpointServiceStatus> = { serviceID, observedGeneration: 1 };

export function input(making: Making = {}): EndpointServiceInput {
  return deepFreeze({
    object: {
      metadata: {
        name: identity.name,
        namespace: identity.namespace,
        uid: identity.uid,
        generation: 1,
        resourceVersion: '7',
        creationTimestamp: '2026-11-01T00:00:00Z',
        ...(making.deleting === true ? { deletionTimestamp: '2026-11-02T00:00:00Z' } : {}),
        annotations: making.annotations ?? {},
        labels: {},
        finalizers: [],
      },
      spec: spec(making.spec),
      status: making.status ?? knownStatus,
    },
    facts: facts(making.facts),
    identity,
    accountID: '111111111111',
    region: 'eu-west-1',
    recent: { startedAt: now - 3_600_000, tries: making.tries ?? {}, lastGoodRead: making.lastGoodRead ?? now, failing: making.failing },
    now: making.now ?? now,
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
