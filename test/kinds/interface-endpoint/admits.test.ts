import { describe, expect, test } from 'vitest';
import { type Admits, admits, boundedAdmits, portOf } from '../../../src/kinds/interface-endpoint/admits.ts';
import type { IngressRule } from '../../../src/kinds/interface-endpoint/facts.ts';
import { endpoint, group, sg } from './support/builders.ts';

const aws = 'com.amazonaws.eu-west-1.secretsmanager';
const theirs = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

function rule(cidrs: readonly string[], change: Partial<IngressRule> = {}): IngressRule {
  return { protocol: 'tcp', ports: { from: 443, to: 443 }, cidrs, others: false, ...change };
}
function by(rules: readonly IngressRule[], serviceName = aws): Admits | undefined {
  return admits(endpoint({ serviceName, groupIDs: sg('a') }), [group('a', {}, rules), group('b', {}, [rule(['0.0.0.0/0'])])]);
}
const port = (from: number, to = from): Pick<IngressRule, 'ports'> => ({ ports: { from, to } });

test.each<readonly [string, number | undefined]>([
  [aws, 443],
  ['com.amazonaws.us-gov-west-1.ecr.dkr', 443],
  ['cn.com.amazonaws.cn-north-1.ecr.api', 443],
  ['com.amazonaws.eu-west-1.email-smtp', undefined],
  ['com.amazonaws.eu-west-1.cassandra', undefined],
  [theirs, undefined],
])('the port of %s is %s', (serviceName, expected) => {
  expect(portOf(serviceName)).toBe(expected);
});

interface Admitting {
  readonly rules: readonly IngressRule[];
  readonly cidrs?: readonly string[];
  readonly others?: true;
  readonly service?: string;
}

const admitting: Record<string, Admitting> = {
  'nobody, without a rule': { rules: [] },
  'the blocks of all rules, merged': {
    rules: [rule(['10.0.0.0/17']), rule(['10.0.128.0/17', '192.168.0.0/24'])],
    cidrs: ['10.0.0.0/16', '192.168.0.0/24'],
  },
  'by a range of ports that holds 443': { rules: [rule(['10.0.0.0/16'], port(0, 65_535))], cidrs: ['10.0.0.0/16'] },
  'not by other ports': { rules: [rule(['10.0.0.0/16'], port(80)), rule(['10.0.0.0/16'], port(444, 65_535))] },
  'by all protocols, which have no ports': {
    rules: [rule(['10.0.0.0/16'], { protocol: '-1', ports: undefined })],
    cidrs: ['10.0.0.0/16'],
  },
  'not by udp': { rules: [rule(['10.0.0.0/16'], { protocol: 'udp' })] },
  'others by a group or a prefix list': { rules: [rule([], { others: true })], others: true },
  'no others on other ports': { rules: [rule([], { others: true, ...port(22) })] },
  "on any port where the service is another account's": {
    rules: [rule(['10.0.0.0/16'], port(5432))],
    cidrs: ['10.0.0.0/16'],
    service: theirs,
  },
};

describe('whom the groups admit', () => {
  test.each(Object.entries(admitting))('%s', (_name, { rules, cidrs = [], others = false, service }) => {
    expect(by(rules, service)).toEqual({ cidrs, others });
  });

  test('cannot be told while a group of the endpoint is not at hand', () => {
    expect(admits(endpoint({ groupIDs: sg('a', 'c') }), [group('a')])).toBeUndefined();
  });

  test.each([199, 200, 201, 300])('by %i blocks never looks like fewer than it is', (count) => {
    // Every other /24, so that none merges with its neighbour.
    const all = Array.from({ length: count }, (_, index) => `10.${index >> 7}.${(index * 2) % 256}.0/24`);
    const told = by([rule(all)]);
    expect(told && boundedAdmits(told)).toEqual({ cidrs: all.slice(0, 200), others: count > 200 });
  });
});
