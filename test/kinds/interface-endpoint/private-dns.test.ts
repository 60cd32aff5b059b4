import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { cidrContains } from '../../../src/kinds/common/cidr.ts';
import type { Facts, Group, IngressRule } from '../../../src/kinds/interface-endpoint/facts.ts';
import { type PrivateDNS, privateDNS } from '../../../src/kinds/interface-endpoint/private-dns.ts';
import { endpoint, endpointID, failure, group, input, type Making, open, sg } from './support/builders.ts';

const aws = 'com.amazonaws.eu-west-1.kms';
const both = { state: 'present', value: { support: true, hostnames: true } } as const;
const vpc = (...cidrs: readonly string[]): Partial<Facts> => ({ vpcCIDRs: { state: 'present', value: cidrs } });
const groups = (...items: readonly Group[]): Partial<Facts> => ({ groups: { known: true, items, sequence: 1 } });
const admitting = (...rules: readonly IngressRule[]): Partial<Facts> => groups(group('a', {}, rules));
const unread = { state: 'unknown', failure: failure('denied', { message: 'not you' }) } as const;

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
