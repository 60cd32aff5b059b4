import { describe, expect, test } from 'vitest';
import { references } from '../../../src/kinds/interface-endpoint/references.ts';
import { providerZones } from '../../../src/kinds/interface-endpoint/provider.ts';
import { awsServiceName, serviceName } from '../../../src/kinds/interface-endpoint/service.ts';
import type { AnyObject, Objects } from '../../../src/kinds/kind.ts';
import { spec, serviceName as name } from './support/builders.ts';

const zones = [{ zoneID: 'euw1-az1', state: 'NotServing', reason: 'NoTargetsInZone', message: 'add a target' }];
function service(namespace: string, namespaces: object | undefined, status: object = { serviceName: name, zones }): AnyObject {
  return {
    kind: 'EndpointService',
    metadata: { name: 'pay', namespace },
    spec: namespaces === undefined ? {} : { allowedConsumers: { namespaces } },
    status,
  };
}
function objects(...all: readonly AnyObject[]): Objects {
  return {
    get: (kind, namespace, wanted) =>
      all.find((one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === wanted),
    all: (kind) => all.filter((one) => one.kind === kind),
    namespaceLabels: (namespace) => (namespace === 'team' ? { tier: 'app' } : undefined),
  };
}
const asking = { namespace: 'team', region: 'eu-west-1' };
const elsewhere = { endpointServiceRef: { name: 'pay', namespace: 'provider' } };

const cases: Record<string, readonly [object, readonly AnyObject[], string]> = {
  'a full name is taken as it is': [{ name }, [], name],
  "an AWS service gets its Region's name": [{ awsService: 'ecr.api' }, [], 'com.amazonaws.eu-west-1.ecr.api'],
  'a reference gives the name in its status': [{ endpointServiceRef: { name: 'pay' } }, [service('team', undefined)], name],
  'a referent that is missing': [{ endpointServiceRef: { name: 'pay' } }, [], 'ServiceNotFound'],
  'a referent without a name yet': [{ endpointServiceRef: { name: 'pay' } }, [service('team', undefined, {})], 'ServiceNotReady'],
  'another namespace is refused by default': [elsewhere, [service('provider', undefined)], 'RefNotPermitted'],
  'another namespace is refused by Same': [elsewhere, [service('provider', { from: 'Same' })], 'RefNotPermitted'],
  'another namespace is admitted by All': [elsewhere, [service('provider', { from: 'All' })], name],
  'another namespace is admitted by its labels': [
    elsewhere,
    [service('provider', { from: 'Selector', selector: { matchLabels: { tier: 'app' } } })],
    name,
  ],
  'another namespace is refused by its labels': [
    elsewhere,
    [service('provider', { from: 'Selector', selector: { matchLabels: { tier: 'web' } } })],
    'RefNotPermitted',
  ],
  'a missing referent of another namespace looks like a refusal': [elsewhere, [], 'RefNotPermitted'],
};

describe('the name of the service', () => {
  test.each(Object.entries(cases))('%s', (_name, [wanted, known, expected]) => {
    const found = serviceName(spec({ service: wanted }).service, asking, objects(...known));
    expect(found.state === 'found' ? found.value : found.state === 'missing' ? found.reason : found.failure).toBe(expected);
  });

  test("AWS's services have a prefix of their own in China", () => {
    expect(awsServiceName('kms', 'cn-north-1')).toBe('cn.com.amazonaws.cn-north-1.kms');
  });
});

describe("the provider's zones", () => {
  const seen = (wanted: object, known: readonly AnyObject[], serviceName: string | undefined = name): unknown =>
    providerZones({ spec: spec({ service: wanted }), namespace: 'team', serviceName }, objects(...known));

  test('are joined by reference', () => {
    expect(seen({ endpointServiceRef: { name: 'pay' } }, [service('team', undefined)])).toEqual(zones);
  });
  test('are joined by service name', () => {
    expect(seen({ name }, [service('provider', { from: 'All' })])).toEqual(zones);
  });
  test('are not shown to a namespace that is not admitted', () => {
    expect(seen({ name }, [service('provider', { from: 'Same' })])).toBeUndefined();
    expect(seen(elsewhere, [service('provider', { from: 'Same' })])).toBeUndefined();
  });
  test('are not taken from a service made anew under the same reference', () => {
    expect(
      seen({ endpointServiceRef: { name: 'pay' } }, [service('team', undefined)], 'com.amazonaws.vpce.eu-west-1.vpce-svc-old'),
    ).toBeUndefined();
  });
});

describe('a change of an EndpointService wakes', () => {
  const endpoint = (key: string, service_: object, status: object = {}): AnyObject => ({
    kind: 'InterfaceEndpoint',
    metadata: { name: key.split('/')[1] ?? '', namespace: key.split('/')[0] },
    spec: { service: service_ },
    status,
  });
  const all = objects(
    endpoint('team/by-ref', { endpointServiceRef: { name: 'pay', namespace: 'provider' } }),
    endpoint('provider/by-local-ref', { endpointServiceRef: { name: 'pay' } }),
    endpoint('team/by-name', { name }),
    endpoint('team/by-status', { awsService: 'x' }, { serviceName: name }),
    endpoint('team/other', { name: 'com.amazonaws.vpce.eu-west-1.vpce-svc-other' }),
    endpoint('team/local-ref-of-same-name', { endpointServiceRef: { name: 'pay' } }),
  );

  test('those that refer to it or use its name, and no others', () => {
    expect(references[0]?.affects(service('provider', undefined), all)).toEqual([
      'provider/by-local-ref',
      'team/by-name',
      'team/by-ref',
      'team/by-status',
    ]);
  });
});
