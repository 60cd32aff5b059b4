import type { HostedZone, ProofFacts, PublicationFact, TextValue } from '../../../../src/kinds/endpoint-service/publication.ts';
import type { Publication } from '../../../../src/kinds/endpoint-service/schema.ts';
import type { RecordSet } from '../../../../src/kinds/endpoint-service/txt-set.ts';
import type { Lookup } from '../../../../src/kinds/kind.ts';
import { failure, type Making, serviceID, withService } from './builders.ts';

export const domain = 'api.pay.example.com';
export const recordName = `_6e86.${domain}`;
export const zoneID = 'Z0PUB';
export const dns = '999999999999';

export const verification = (change: object = {}): object => ({ hostedZoneID: zoneID, accessRef: { name: 'dns' }, ...change });
export const record = (value = 'vpce:l6p0', name = domain): { name: string; type: string; value: string } => ({
  name: `_6e86.${name}`,
  type: 'TXT',
  value,
});

export function txt(...values: readonly string[]): RecordSet {
  return { Name: `${recordName}.`, Type: 'TXT', TTL: 1800, ResourceRecords: values.map((value) => ({ Value: `"${value}"` })) };
}
export const cname: RecordSet = { Name: `${recordName}.`, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'elsewhere.example.com' }] };

export const ours: Publication = {
  hostedZoneID: zoneID,
  accessRef: { name: 'dns' },
  accountID: dns,
  name: recordName,
  value: 'vpce:l6p0',
};
export const seen = (...sets: readonly RecordSet[]): PublicationFact<TextValue>['seen'] => ({
  state: 'found',
  value: { accountID: dns, sets },
});
export const unseen = (failureClass: Parameters<typeof failure>[0], code = 'SomeCode'): PublicationFact<TextValue>['seen'] => ({
  state: 'unknown',
  failure: failure(failureClass, { code }),
  message: `Cannot read hosted zone ${zoneID}: in the words of AWS`,
});
export const published = (of: Publication, sets: PublicationFact<TextValue>['seen']): PublicationFact<Publication> => ({ of, seen: sets });

const { accountID: _, ...value } = ours;
export const publicZone: Lookup<HostedZone> = { state: 'found', value: { name: 'example.com.', isPrivate: false } };

/** A service whose name is on AWS, and whose record is wanted in the zone. */
export interface Proving {
  /** What stands at the record's name in the wanted zone. */
  readonly sets?: PublicationFact<TextValue>['seen'];
  readonly zone?: ProofFacts['zone'];
  readonly state?: string;
  /** What status tells of. The wanted value, unless given. */
  readonly recorded?: readonly PublicationFact<Publication>[];
  readonly making?: Making;
}

export function proving({ sets = seen(), zone = publicZone, state = 'pendingVerification', recorded, making = {} }: Proving = {}): Making {
  const facts = recorded ?? [published(ours, sets)];
  return {
    spec: { privateDNS: { name: domain, verification: verification() } },
    status: { serviceID, observedGeneration: 1, privateDNS: { name: domain, published: facts.map(({ of }) => of) } },
    ...making,
    facts: {
      ...withService({ privateDNS: { name: domain, state, record: record() } }),
      proof: { wanted: { of: value, seen: sets }, zone, published: facts },
      ...making.facts,
    },
  };
}
