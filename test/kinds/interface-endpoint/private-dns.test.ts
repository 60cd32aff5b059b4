import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { cidrContains } from '../../../src/kinds/common/cidr.ts';
import type { Facts, Group, IngressRule, ZoneHere } from '../../../src/kinds/interface-endpoint/facts.ts';
import { type PrivateDNS, privateDNS } from '../../../src/kinds/interface-endpoint/private-dns.ts';
import { endpoint, endpointID, failure, group, input, type Making, open, privateName, sg } from './support/builders.ts';

const aws = 'com.amazonaws.eu-west-1.kms';
const both = { state: 'present', value: { support: true, hostnames: true } } as const;
const vpc = (...cidrs: readonly string[]): Partial<Facts> => ({ vpcCIDRs: { state: 'present', value: cidrs } });
const groups = (...items: readonly Group[]): Partial<Facts> => ({ groups: { known: true, items, sequence: 1 } });
const admitting = (...rules: readonly IngressRule[]): Partial<Facts> => groups(group('a', {}, rules));
const unread = { state: 'unknown', failure: failure('denied', { message: 'not you' }) } as const;

const named = (...names: readonly string[]): Partial<Facts> => ({ privateNames: { state: 'present', value: names } });
const zones = (change: Partial<ZoneHere>): Partial<Facts> => ({
  zones: [{ object: 'net/kms', hostedZoneID: 'Z1', domain: privateName, isLeaving: false, ...change }],
});

interface Asked {
  readonly facts?: Partial<Facts>;
  readonly endpoint?: Parameters<typeof endpoint>[0];
  readonly force?: boolean;
}

function ask({ facts = {}, force, ...asked }: Asked): PrivateDNS {
  const here = endpoint({ serviceName: aws, ...asked.endpoint });
  const making: Making = {
    spec: { privateDNS: { enabled: true, ...(force === undefined ? {} : { force }) } },
    facts: { resource: { state: 'present', value: here }, vpcDNS: both, ...facts },
  };
  return privateDNS(input(making), here);
}

/** The state, and words that its message must have. */
const cases: Record<string, readonly [Asked, PrivateDNS['state'], ...(readonly string[])]> = {
  'goes on where the groups admit the VPC': [{}, 'toEnable'],
  'goes on where several rules admit it together': [
    { facts: { ...vpc('10.0.0.0/16', '10.1.0.0/16'), ...admitting(open('10.0.0.0/17'), open('10.0.128.0/17'), open('10.1.0.0/16')) } },
    'toEnable',
  ],
  'is held where nobody is let in': [
    { facts: admitting() },
    'held',
    `Security group ${sg('a')[0]} of ${endpointID} does not admit all of 10.0.0.0/16 of vpc-00000001 on TCP port 443`,
    'Add an inbound rule for 10.0.0.0/16 on TCP port 443',
    'spec.privateDNS.force',
  ],
  'is held where a later block of the VPC is not let in, which alone is named': [
    { facts: vpc('10.0.0.0/16', '100.64.0.0/16') },
    'held',
    'does not admit all of 100.64.0.0/16 of vpc-00000001',
  ],
  'is held where part of a block is let in': [{ facts: admitting(open('10.0.5.0/24')) }, 'held', '10.0.0.0/16'],
  'is held where the rule is for another port': [{ facts: admitting({ ...open('10.0.0.0/16'), ports: { from: 80, to: 80 } }) }, 'held'],
  'names every group': [
    { endpoint: { groupIDs: sg('a', 'b') }, facts: groups(group('a', {}, []), group('b', {}, [])) },
    'held',
    `Security groups ${sg('a', 'b').join(', ')} of ${endpointID} do not admit`,
  ],
  "is held on any port where the service is another account's": [
    { endpoint: { serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1' }, facts: admitting() },
    'held',
    'on any TCP port',
    "on the service's TCP port",
  ],
  'goes on where a rule by group or prefix list may admit the rest': [
    { facts: admitting({ ...open('10.0.5.0/24'), others: true }) },
    'toEnable',
  ],
  'goes on by force where nobody is let in': [{ facts: admitting(), force: true }, 'toEnable'],
  'goes on by force where nobody knows': [{ facts: { vpcCIDRs: unread }, force: true }, 'toEnable'],
  "is held in spite of force where the VPC's attributes are off": [
    { facts: { vpcDNS: { state: 'present', value: { support: true, hostnames: false } } }, force: true },
    'held',
    'enableDnsHostnames is off',
  ],
  "waits where the VPC's addresses cannot be read": [{ facts: { vpcCIDRs: unread } }, 'waiting', 'vpc-00000001: not you'],
  'waits where the VPC is not shown': [{ facts: { vpcCIDRs: { state: 'absent' } } }, 'waiting', 'AWS does not show the VPC'],
  'waits where the groups cannot be listed': [
    { facts: { groups: { known: false, failure: failure('denied', { message: 'not you' }), items: [group('a')] } } },
    'waiting',
    'not you',
  ],
  'waits where one of its groups is not listed': [{ endpoint: { groupIDs: sg('a', 'b') }, facts: groups(group('a')) }, 'waiting'],
  'needs nobody to know the addresses where others are let in': [
    { facts: { ...admitting({ ...open('10.0.5.0/24'), others: true }), vpcCIDRs: unread } },
    'toEnable',
  ],
  'is held where a private hosted zone has the name in the VPC': [
    { facts: zones({}) },
    'held',
    `PrivateHostedZone net/kms (Z1) hosts ${privateName} in vpc-00000001`,
    'set spec.privateDNS.enabled to false',
    "take vpc-00000001 out of the zone's spec.vpcs",
    'accessRef into an account',
  ],
  'is held by a zone in spite of force': [{ facts: zones({}), force: true }, 'held', 'net/kms'],
  'is held by a zone before anything else but the attributes': [
    { facts: { ...zones({}), ...admitting(), vpcDNS: unread } },
    'held',
    'net/kms',
  ],
  'is held by the zone of a wildcard name': [
    { facts: { ...zones({ domain: 'dkr.ecr.eu-west-1.amazonaws.com' }), ...named('*.dkr.ecr.eu-west-1.amazonaws.com') } },
    'held',
    'dkr.ecr.eu-west-1.amazonaws.com',
  ],
  'is held by a zone that is being taken off, which needs nobody': [{ facts: zones({ isLeaving: true }) }, 'held', 'goes on by itself'],
  'goes on beside a zone of another name': [{ facts: zones({ domain: 'example.com' }) }, 'toEnable'],
  'goes on beside a zone where the service has no private name': [{ facts: { ...zones({}), ...named() } }, 'toEnable'],
  'waits where a zone is there and the names of the service cannot be read': [
    { facts: { ...zones({}), privateNames: unread } },
    'waiting',
    'not you',
  ],
  'needs nobody to know the names where there is no zone': [{ facts: { privateNames: unread } }, 'toEnable'],
  'stays on where a zone is about to be there: AWS refuses that one': [{ endpoint: { privateDNS: true }, facts: zones({}) }, 'on'],
  'stays on where nobody is let in, and says so': [
    { endpoint: { privateDNS: true }, facts: admitting() },
    'on',
    'does not admit all of 10.0.0.0/16',
    'connections from there time out',
  ],
  'stays on, forced, and says so': [{ endpoint: { privateDNS: true }, facts: admitting(), force: true }, 'on', 'time out'],
  'stays on where nobody knows': [{ endpoint: { privateDNS: true }, facts: { vpcCIDRs: unread } }, 'on'],
};

describe('private DNS', () => {
  test.each(Object.entries(cases))('%s', (_name, [asked, state, ...words]) => {
    const answer = ask(asked);
    expect(answer.state).toBe(state);
    const said = 'message' in answer ? answer.message : 'warnings' in answer ? (answer.warnings ?? []).join(' ') : '';
    for (const word of words) expect(said).toContain(word);
    if (words.length === 0 && answer.state === 'on') expect(said).toBe('');
  });

  const block = fc.tuple(fc.nat(3), fc.nat(255), fc.integer({ min: 15, max: 20 })).map(([a, b, bits]) => `10.${a}.${b & 240}.0/${bits}`);
  const address = fc.tuple(fc.nat(3), fc.nat(255), fc.nat(255)).map((parts) => `10.${parts.join('.')}`);

  property.prop([fc.array(block, { maxLength: 4 }), fc.array(block, { maxLength: 4 }), address])(
    'goes on only if every address of the VPC is in a rule',
    (cidrs, admitted, one) => {
      const { state } = ask({ facts: { ...vpc(...cidrs), ...admitting(...admitted.map(open)) } });
      const isIn = (blocks: readonly string[]): boolean => blocks.some((each) => cidrContains(each, one));
      if (state === 'toEnable') expect(isIn(admitted) || !isIn(cidrs)).toBe(true);
      else expect(state).toBe('held');
    },
  );
});
