import { describe, expect, test } from 'vitest';
import { hostsName, recordsTo, zonesOf } from '../../../src/kinds/interface-endpoint/hosted-zones.ts';
import { references } from '../../../src/kinds/interface-endpoint/references.ts';
import type { AnyObject, Objects } from '../../../src/kinds/kind.ts';
import { endpointID } from './support/builders.ts';

const domain = 'kms.eu-west-1.amazonaws.com';
const vpcID = 'vpc-00000001';

interface Made {
  readonly name?: string;
  readonly namespace?: string;
  readonly going?: true;
  readonly spec?: object;
  readonly status?: object;
}
const zone = ({ name = 'kms', namespace = 'team', going, spec = {}, status = {} }: Made): AnyObject => ({
  kind: 'PrivateHostedZone',
  metadata: { name, namespace, ...(going === undefined ? {} : { deletionTimestamp: '2026-11-02T00:00:00Z' }) },
  spec: { domain, records: [], ...spec },
  status: { hostedZoneID: 'Z1', ...status },
});
const objects = (...all: readonly AnyObject[]): Objects => ({
  get: () => undefined,
  all: (kind) => all.filter((one) => one.kind === kind),
  namespaceLabels: () => undefined,
});
const inState = (state: string): object => ({
  vpcs: [
    { id: 'vpc-0other', state: 'Associated' },
    { id: vpcID, state },
  ],
});

describe('the zones that a VPC has', () => {
  const here = { object: 'team/kms', hostedZoneID: 'Z1', domain, isLeaving: false };

  test.each<readonly [string, Made, readonly object[]]>([
    ['one that is associated', { status: inState('Associated') }, [here]],
    ['one that is about to be', { status: inState('Pending') }, [here]],
    ['one that is being taken off', { status: inState('Removing') }, [{ ...here, isLeaving: true }]],
    ['one of another namespace', { namespace: 'net', status: inState('Associated') }, [{ ...here, object: 'net/kms' }]],
    ['none that gives way to private DNS', { status: inState('Conflict') }, []],
    ['none that is held back', { status: inState('Held') }, []],
    ['none that is not made yet: it waits for private DNS itself', { status: { ...inState('Pending'), hostedZoneID: undefined } }, []],
    ['none of other VPCs', { status: { vpcs: [{ id: 'vpc-0other', state: 'Associated' }] } }, []],
    ['none without a status', { status: { hostedZoneID: undefined } }, []],
  ])('%s', (_name, made, expected) => {
    expect(zonesOf(vpcID, objects(zone(made)))).toEqual(expected);
  });

  test.each([
    [domain, true],
    [`*.${domain}`, true],
    ['KMS.eu-west-1.amazonaws.com', true],
    [`a.${domain}`, false],
    ['eu-west-1.amazonaws.com', false],
  ])('that name hosts %s: %s', (name, expected) => {
    expect(hostsName(here, name)).toBe(expected);
  });
});

describe('the records that lead to an endpoint', () => {
  const target = { namespace: 'team', name: 'orders', endpointID };
  const records = [
    { name: '@', endpointRef: { name: 'orders' } },
    { name: 'az1', endpointRef: { name: 'other' } },
    { name: 'txt', type: 'TXT', values: ['"x"'] },
  ];
  const standing = (name: string, dnsName = `${endpointID}-x.svc.vpce.amazonaws.com.`): object => ({
    records: [{ name, state: 'InSync', written: { type: 'A', alias: { dnsName, hostedZoneID: 'Z2' } } }],
  });
  const needed = { zone: 'team/kms', record: '@', isLeaving: false };

  test.each<readonly [string, Made, readonly object[]]>([
    ['those of the spec, before they are written', { spec: { records } }, [needed]],
    ['those of the spec, once', { spec: { records }, status: standing('@') }, [needed]],
    ['one that the spec dropped and AWS has still', { status: standing('old') }, [{ ...needed, record: 'old', isLeaving: true }]],
    [
      'one of a zone that goes, as long as AWS has it',
      { going: true, spec: { records }, status: standing('@') },
      [{ ...needed, isLeaving: true }],
    ],
    [
      'none of a zone that goes and has it no more',
      { going: true, spec: { records }, status: { records: [{ name: '@', state: 'Pending' }] } },
      [],
    ],
    [
      'one that is being written, whatever becomes of it',
      {
        going: true,
        status: { records: [{ name: '@', state: 'Pending', writing: { type: 'A', alias: { dnsName: `${endpointID}-x.y.` } } }] },
      },
      [{ ...needed, isLeaving: true }],
    ],
    ['none of another namespace', { namespace: 'net', spec: { records }, status: standing('@') }, []],
    ['none to an endpoint whose ID begins the same', { status: standing('@', `${endpointID}9-x.svc.vpce.amazonaws.com.`) }, []],
  ])('%s', (_name, made, expected) => {
    expect(recordsTo(target, objects(zone(made)))).toEqual(expected);
  });

  test('are told in the order of zones and records', () => {
    const all = ['b', 'a'].map((name) => zone({ name, spec: { records: ['z', '@'].map((record) => ({ ...records[0], name: record })) } }));
    expect(recordsTo(target, objects(...all)).map((one) => `${one.zone} ${one.record}`)).toEqual([
      'team/a @',
      'team/a z',
      'team/b @',
      'team/b z',
    ]);
  });

  test('lead to no endpoint that was never made, but for those of the spec', () => {
    expect(recordsTo({ ...target, endpointID: undefined }, objects(zone({ status: standing('@') })))).toEqual([]);
  });
});

describe('whom the change of a zone concerns', () => {
  const endpoint = (name: string, namespace: string, more: Partial<AnyObject> & { readonly going?: true } = {}): AnyObject => ({
    kind: 'InterfaceEndpoint',
    metadata: { name, namespace, ...(more.going === undefined ? {} : { deletionTimestamp: '2026-11-02T00:00:00Z' }) },
    spec: {},
    status: more.status ?? {},
  });
  const privateDNS = (status: string): object => ({
    conditions: [
      { type: 'Ready', status: 'False' },
      { type: 'PrivateDNSReady', status },
    ],
  });
  const all = objects(
    endpoint('waits', 'elsewhere', { status: privateDNS('False') }),
    endpoint('has-it', 'team', { status: privateDNS('True') }),
    endpoint('wants-none', 'team'),
    endpoint('goes', 'team', { going: true }),
    endpoint('goes', 'elsewhere', { going: true }),
  );

  test('those that wait for private DNS, and those of the namespace that are being deleted', () => {
    const affects = references.find(({ on }) => on.kind === 'PrivateHostedZone')?.affects;
    expect(affects?.(zone({}), all)).toEqual(['elsewhere/waits', 'team/goes']);
  });
});
