import type { Place } from '../../core/plan.ts';
import { sameName } from '../common/dns-names.ts';
import type { Lookup } from '../common/lookup.ts';
import type { EndpointServiceSpec, Publication } from './schema.ts';
import type { Service } from './service.ts';
import type { RecordSet } from './txt-set.ts';

/** A TXT value at a name in a zone, and by which access the zone is reached. */
export type TextValue = Omit<Publication, 'accountID'>;

/** What is read of hosted zones to prove the domain of the private DNS name. */
export interface ProofFacts {
  /** The value that is to stand in a zone; undefined where no zone is named, or AWS has not said which value. */
  readonly wanted: PublicationFact<TextValue> | undefined;
  /** The zone it is to stand in; undefined where it stands there and the name is verified, so that nothing needs to be asked. */
  readonly zone: Lookup<HostedZone> | undefined;
  /** One for each of status.privateDNS.published. */
  readonly published: readonly PublicationFact<Publication>[];
}
export interface PublicationFact<P extends TextValue> {
  readonly of: P;
  readonly seen: Lookup<SeenSets>;
}
/** Whatever stands at the value's name. */
export interface SeenSets {
  readonly accountID: string;
  readonly sets: readonly RecordSet[];
}
export interface HostedZone {
  readonly name: string;
  readonly isPrivate: boolean;
}

/** A look-up that says for certain that a zone is no more. */
export const zoneGone = { state: 'missing', reason: 'HostedZoneNotFound' } as const;

export function wantedValue(spec: EndpointServiceSpec, service: Service | undefined): TextValue | undefined {
  const verification = spec.privateDNS?.verification;
  const held = service?.privateDNS;
  if (verification === undefined || held?.record === undefined || held.name !== spec.privateDNS?.name) return undefined;
  return { ...verification, name: held.record.name, value: held.record.value };
}

/**
 * Whether a value of ours has to stay: it goes when the name goes, or another zone is named. Until AWS shows the name that the spec
 * has, none goes; without a zone in the spec none is written any more, but what proves the name stays.
 */
export function isNeeded(publication: TextValue, spec: EndpointServiceSpec, { privateDNS }: Service): boolean {
  if (spec.privateDNS?.name !== privateDNS?.name) return true;
  if (privateDNS?.record === undefined) return privateDNS !== undefined;
  const zone = spec.privateDNS?.verification?.hostedZoneID;
  const proves = sameName(privateDNS.record.name, publication.name) && privateDNS.record.value === publication.value;
  return proves && (zone === undefined || zone === publication.hostedZoneID);
}

export function isSameValue(one: TextValue, other: TextValue): boolean {
  return one.hostedZoneID === other.hostedZoneID && one.value === other.value && sameName(one.name, other.name);
}

export function placeOf({ accessRef }: TextValue): Place {
  return accessRef === undefined ? {} : { accessRef: accessRef.name };
}

/** One name of one zone: what is changed there in one batch. */
export function partOf({ hostedZoneID, name }: Pick<TextValue, 'hostedZoneID' | 'name'>): string {
  return `${hostedZoneID} ${name}`;
}
