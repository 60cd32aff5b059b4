import { expect, test } from 'vitest';
import { dnsNames } from '../../../src/kinds/interface-endpoint/dns-names.ts';
import { endpointOf } from '../../../src/kinds/interface-endpoint/endpoint.ts';

const HostedZoneId = 'Z1VPCE';
const zones = { 'euw1-az1': 'eu-west-1b', 'euw1-az2': 'eu-west-1a' };

test.each([
  ["a service's", '', 'secretsmanager'],
  ["Amazon S3's, which begin with an asterisk", '*.', 's3'],
])('the names of an endpoint are told by their shape: %s', (_what, before, service) => {
  const name = (rest: string): string => `${before}vpce-0a-x1${rest}.${service}.eu-west-1.vpce.amazonaws.com`;
  const names = [name('-eu-west-1b'), `${service}.eu-west-1.amazonaws.com`, name(''), name('-eu-west-1a')];
  const endpoint = endpointOf({ VpcEndpointId: 'vpce-0a', DnsEntries: names.map((DnsName) => ({ DnsName, HostedZoneId })) });
  expect(dnsNames(endpoint, zones)).toEqual({
    regional: name(''),
    hostedZoneID: HostedZoneId,
    zonal: [
      { zoneID: 'euw1-az1', name: name('-eu-west-1b') },
      { zoneID: 'euw1-az2', name: name('-eu-west-1a') },
    ],
    private: [`${service}.eu-west-1.amazonaws.com`],
  });
});
