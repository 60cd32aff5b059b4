import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/core/conditions.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { ownerTags } from '../../../src/core/ownership.ts';
import type { Action } from '../../../src/kinds/endpoint-service/action.ts';
import { plan } from '../../../src/kinds/endpoint-service/plan.ts';
import { status } from '../../../src/kinds/endpoint-service/status.ts';
import {
  arn,
  beforeCreate,
  connection,
  failure,
  group,
  input,
  knownStatus,
  type Making,
  now,
  root,
  service,
  serviceID,
  servingView,
  target,
  unread,
  view,
  withService,
} from './support/builders.ts';

const readyBefore: Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'Available',
  message: 'as before',
  observedGeneration: 1,
  lastTransitionTime: '2026-11-01T00:00:00Z',
};
const wasReady: Partial<Making> = { status: { ...knownStatus, conditions: [readyBefore] } };
const oneZone = { views: { state: 'present', value: [view([group([target(3)])])] } } as const;
const name = '*.pay.example.com';
const pending = { name, state: 'pendingVerification', record: { name: '_6e86.pay.example.com', type: 'TXT', value: 'vpce:l6p0' } };

/** The status when every planned action ends so. */
function after(making: Making, outcome: Outcome = { result: 'done' }): ReturnType<typeof status> {
  const given = input(making);
  const planned = plan(given);
  return status(
    given,
    planned,
    planned.actions.map((action: Action) => ({ action, outcome })),
  );
}
const failed = (failureClass: Parameters<typeof failure>[0]): Outcome => ({ result: 'failed', failure: failure(failureClass) });
const find = (made: ReturnType<typeof status>, type: string) => made.conditions.find((condition) => condition.type === type);

const rows: Record<string, readonly [Making, Outcome | undefined, string, string | undefined, string | undefined]> = {
  'all is well': [{}, undefined, 'True Available', undefined, undefined],
  'it is being created': [{ status: {}, facts: beforeCreate }, undefined, 'False Creating', 'Progressing', undefined],
  'the create is throttled': [
    { status: {}, facts: beforeCreate },
    failed('throttled'),
    'False Throttled',
    'ProgressingWithRetry',
    undefined,
  ],
  'the create is refused for good': [{ status: {}, facts: beforeCreate }, failed('terminal'), 'False Refused', undefined, 'Refused'],
  'the create is denied for the first time': [
    { status: {}, facts: beforeCreate },
    failed('denied'),
    'False AccessDenied',
    'ProgressingWithRetry',
    undefined,
  ],
  'a load balancer does not exist': [
    { status: {}, facts: { ...beforeCreate, balancers: [{ state: 'missing', reason: 'LoadBalancerNotFound', message: 'none' }] } },
    undefined,
    'False LoadBalancerNotFound',
    'ProgressingWithRetry',
    undefined,
  ],
  'a change is sent': [{ facts: withService({ acceptanceRequired: false }) }, undefined, 'False Updating', 'Progressing', undefined],
  'a change is throttled while available': [
    { ...wasReady, facts: withService({ acceptanceRequired: false }) },
    failed('throttled'),
    'True Available',
    undefined,
    undefined,
  ],
  'it cannot be read while available': [
    { ...wasReady, facts: { resource: unread('denied') } },
    undefined,
    'True Available',
    undefined,
    undefined,
  ],
  'it has not been read for fifteen minutes': [
    { ...wasReady, facts: { resource: unread() }, lastGoodRead: now - 900_000 },
    undefined,
    'Unknown ObservationStale',
    undefined,
    undefined,
  ],
  'a zone does not serve': [{ facts: oneZone }, undefined, 'True Available', undefined, undefined],
  'too few zones serve': [{ spec: { minimumZones: 2 }, facts: oneZone }, undefined, 'False ZonesNotCovered', undefined, undefined],
  'the private name is not verified': [
    { spec: { privateDNS: { name } }, facts: withService({ privateDNS: pending }) },
    undefined,
    'True Available',
    undefined,
    undefined,
  ],
  'an acceptance is refused for good': [
    {
      spec: { acceptance: { rules: [{ name: 'partner', accounts: ['222222222222'], action: 'Accept' }] } },
      facts: { connections: { state: 'present', value: [connection(1, 'pendingAcceptance')] } },
    },
    failed('terminal'),
    'True Available',
    undefined,
    undefined,
  ],
  'principals are refused for good': [
    { spec: { allowedPrincipals: [root('222222222222')] } },
    failed('terminal'),
    'False Refused',
    undefined,
    'Refused',
  ],
  'somebody else owns it': [{ facts: withService({ tags: {} }) }, undefined, 'False NotOwned', undefined, 'NotOwned'],
  'it is being deleted': [{ ...wasReady, deleting: true }, undefined, 'True Deleting', undefined, undefined],
};

describe('the row of the status contract when', () => {
  test.each(Object.entries(rows))('%s', (_name, [making, outcome, ready, reconciling, stalled]) => {
    const made = after(making, outcome);
    const summary = find(made, 'Ready');
    expect(`${summary?.status} ${summary?.reason}`).toBe(ready);
    expect(find(made, 'Reconciling')?.reason).toBe(reconciling);
    expect(find(made, 'Stalled')?.reason).toBe(stalled);
  });
});

describe('the words', () => {
  test('of an unverified name carry the whole TXT record', () => {
    const made = after({ spec: { privateDNS: { name } }, facts: withService({ privateDNS: pending }) });
    expect(find(made, 'PrivateDNSVerified')).toMatchObject({ status: 'False', reason: 'PendingVerification' });
    expect(find(made, 'PrivateDNSVerified')?.message).toContain('_6e86.pay.example.com TXT "vpce:l6p0"');
    expect(made.privateDNS).toEqual(pending);
  });

  test('of a deletion that waits name who is connected and what to do', () => {
    const made = after({ ...wasReady, deleting: true, facts: { connections: { state: 'present', value: [connection(1, 'Available')] } } });
    expect(find(made, 'Ready')?.message).toBe(
      `InUse: ${serviceID} still has 1 connection (vpce-00000001 of 222222222222). Wait until they are gone, or set spec.connectionsOnDelete to Reject to cut them off.`,
    );
  });

  test('of a deletion that AWS refuses quote AWS', () => {
    const made = after(
      { ...wasReady, deleting: true },
      { result: 'failed', failure: failure('dependency', { code: 'ExistingVpcEndpointConnections' }) },
    );
    expect(find(made, 'Ready')?.message).toContain('in the words of AWS (ExistingVpcEndpointConnections)');
  });

  test.each([
    [
      ownerTags({ cluster: 'c2', kind: 'EndpointService', namespace: 'team', name: 'pay', uid: 'u' }),
      'belongs to EndpointService team/pay of cluster c2',
    ],
    [{ Name: 'theirs' }, 'carries no owner tags'],
  ])('of a create refused for another service name its owner, %#', (tags, owner) => {
    const other = service({ id: 'vpce-svc-0000000f', tags });
    const facts = { ...beforeCreate, inTheWay: { state: 'present', value: [other] } } as const;
    const made = after({ status: {}, facts }, { result: 'failed', failure: failure('terminal') });
    expect(find(made, 'Ready')?.message).toContain(
      `in the words of AWS. The load balancer is already in vpce-svc-0000000f, which ${owner}. `,
    );
  });

  test('of zones name the zone and the remedy', () => {
    expect(find(after({ facts: oneZone }), 'ZonesServing')).toMatchObject({ status: 'False', reason: 'NoTargetsInZone' });
    expect(find(after({ facts: oneZone }), 'ZonesServing')?.message).toContain('euw1-az2 and cross-zone is off');
  });
});

describe('the fields', () => {
  test('count zones and connections', () => {
    const connections = [
      connection(1, 'Available'),
      connection(2, 'pendingAcceptance'),
      connection(3, 'rejected'),
      connection(4, 'expired'),
    ];
    const made = after({ facts: { ...oneZone, connections: { state: 'present', value: connections } } });
    expect(made.zoneSummary).toBe('1/3');
    expect(made.connections).toEqual({ available: 1, pendingAcceptance: 1, rejected: 1, other: 1 });
    expect(made.connectionSummary).toBe('1 (1 wait)');
    expect(made.loadBalancers?.map((one) => one.arn)).toEqual([arn('payments')]);
  });

  test('stay as they were while AWS cannot be read', () => {
    const before = after({});
    const { conditions, createSeen: _, events: __, keepGeneration: ___, ...fields } = before;
    const kept = conditions.map((detail) => ({ ...detail, observedGeneration: 1, lastTransitionTime: '2026-11-01T00:00:00Z' }));
    const blind = {
      resource: unread(),
      connections: unread(),
      principals: unread(),
      views: unread(),
      zonesUnreadSince: now,
      balancers: [{ ...unread(), message: '' }],
    };
    const made = after({ status: { ...fields, conditions: kept, observedGeneration: 1 }, facts: blind });
    expect(made).toMatchObject(fields);
    expect(made.keepGeneration).toBe(true);
    const values = (all: readonly { readonly type: string; readonly status: string }[]) =>
      Object.fromEntries(all.map((one) => [one.type, one.status]));
    expect(values(made.conditions)).toEqual(values(conditions));
  });

  test('take the ID of what was created, and keep the recorded create until a read has shown it', () => {
    const made = after({ status: {}, facts: beforeCreate }, { result: 'done', id: serviceID });
    expect(made).toMatchObject({ serviceID, createSeen: false });
    expect(after({}).createSeen).toBe(true);
  });

  test('do not say that an edit is done while a load balancer awaits its second sighting', () => {
    const held = withService({ loadBalancerARNs: [arn('old'), arn('payments')] });
    const sightings = { sequence: 4, missingSince: { [arn('old')]: 4 } };
    expect(after({ spec: { loadBalancers: [{ tags: { app: 'pay' } }] }, facts: { ...held, sightings } }).keepGeneration).toBe(true);
    expect(after({ facts: { views: { state: 'present', value: [servingView] } } }).keepGeneration).toBe(false);
  });
});
