import { sameName } from '../common/dns-names.ts';
import type { Lookup } from '../common/lookup.ts';
import type { Assessment, PrivateHostedZoneInput } from './assessment.ts';
import { seenOf, type Zone } from './zone.ts';

/** The first look at a zone that somebody else has made: its ID is kept before anything is written to it. */
export function takeOver(
  { object, identity, facts, accountID }: PrivateHostedZoneInput,
  zone: Zone | undefined,
): Pick<Assessment, 'step' | 'zone' | 'problem'> {
  const id = object.spec.existing?.hostedZoneID;
  const wait = { step: { step: 'wait' }, zone: undefined } as const;
  if (object.metadata.deletionTimestamp !== undefined) return { step: { step: 'gone' }, zone: undefined, problem: undefined };
  if (zone === undefined) {
    const { resource } = facts;
    if (resource.state === 'unknown' && resource.failure.class !== 'notFound')
      return {
        ...wait,
        problem: { state: 'unknown', failure: resource.failure, message: `Cannot read ${id}: ${resource.failure.message}` },
      };
    return { ...wait, problem: zoneNotFound(id, accountID) };
  }
  const unfit = unfitness(zone, object.spec.domain);
  if (unfit !== undefined) return { ...wait, problem: unfit };
  if (object.spec.managementPolicy === 'Observe') return { step: { step: 'adopt', id: zone.id }, zone, problem: undefined };
  const seen = seenOf(zone, identity, { attempt: 0, existingID: id });
  switch (seen.ownership) {
    case 'ours':
      return { step: { step: 'adopt', id: zone.id }, zone, problem: undefined };
    case 'earlier':
    case 'released':
      return { step: { step: 'reclaim', id: zone.id }, zone, problem: undefined };
    case 'foreign':
      return { step: { step: 'foreign', seen }, zone, problem: undefined };
  }
}

/** A zone that is only looked at is nobody's business to own. */
export function observed(
  { facts, object, accountID }: PrivateHostedZoneInput,
  zone: Zone | undefined,
): Pick<Assessment, 'step' | 'zone' | 'problem'> {
  if (zone !== undefined)
    return { step: { step: 'exists', seen: { id: zone.id, state: 'live', ownership: 'foreign' } }, zone, problem: undefined };
  const problem = facts.resource.state === 'absent' ? zoneNotFound(object.status.hostedZoneID, accountID) : undefined;
  return { step: { step: 'wait' }, zone, problem };
}

export function zoneNotFound(id: string | undefined, accountID: string): Extract<Lookup<never>, { readonly state: 'missing' }> {
  return {
    state: 'missing',
    reason: 'ZoneNotFound',
    message: `Account ${accountID} has no hosted zone ${id}. Correct spec.existing or spec.accessRef in a new object.`,
  };
}

function unfitness({ id, name, isPrivate }: Zone, domain: string): Extract<Lookup<never>, { readonly state: 'missing' }> | undefined {
  if (!isPrivate)
    return { state: 'missing', reason: 'NotPrivate', message: `${id} is a public zone, which no VPC can be associated with.` };
  if (sameName(name, domain)) return undefined;
  return {
    state: 'missing',
    reason: 'OtherDomain',
    message: `${id} hosts ${name}, not ${domain}. Name the zone of spec.domain, or correct spec.domain in a new object.`,
  };
}
