import type { Try } from '../../core/recent.ts';
import { isInZone } from '../common/dns-names.ts';
import type { Action } from './action.ts';
import type { Assessment, EndpointServiceInput } from './assessment.ts';
import { type HostedZone, isNeeded, isSameValue, partOf, placeOf, type PublicationFact, type TextValue, zoneGone } from './publication.ts';
import type { Publication } from './schema.ts';
import { holds, obstacle, txtChange } from './txt-set.ts';

/** DNS changes reach all of Route 53's servers within a minute. */
const propagation = 60_000;

/** The changes of TXT sets: one for each name of each zone, where values of ours have to come or to go. Parts are independent. */
export function recordChanges(input: EndpointServiceInput, assessment: Assessment): Action[] {
  const { wanted } = input.facts.proof;
  const comes = isRecorded(input) && mayPublish(input) && assessment.step.step === 'exists' ? wanted : undefined;
  const facts = [...(comes === undefined ? [] : [comes]), ...unneeded(input, assessment)];
  return [...Map.groupBy(facts, ({ of }) => partOf(of)).values()].flatMap((here) => changeOf(here, comes));
}

type AnyFact = PublicationFact<TextValue>;

/** All that has to change at one name, in one batch: `comes` is the value to add, if it belongs here. */
function changeOf(here: readonly AnyFact[], comes: AnyFact | undefined): Action[] {
  const [{ of, seen } = {}] = here;
  if (of === undefined || seen?.state !== 'found') return [];
  const { name, hostedZoneID } = of;
  const [add, remove] = [here.filter((one) => one === comes), here.filter((one) => one !== comes)];
  const change = txtChange(seen.value.sets, { name, add: valuesOf(add), remove: valuesOf(remove) });
  if (change === undefined) return [];
  const batch = { part: partOf(of), place: placeOf(of), hostedZoneID, name, ...change };
  return add.length > 0 ? [{ type: 'Publish', ...batch }] : [{ type: 'Withdraw', destructive: true, ...batch }];
}

function valuesOf(facts: readonly AnyFact[]): readonly string[] {
  return facts.map(({ of }) => of.value);
}

/** What we have written, or are about to write: recorded before it is written, forgotten when it is proven withdrawn. */
export function publications(input: EndpointServiceInput, assessment: Assessment): readonly Publication[] {
  const { wanted, published } = input.facts.proof;
  const gone = new Set(unneeded(input, assessment).filter((fact) => isWithdrawn(fact, input)));
  const kept = published.filter((fact) => !gone.has(fact)).map(({ of }) => of);
  if (wanted?.seen.state !== 'found' || !mayPublish(input) || assessment.step.step !== 'exists') return kept;
  const now: Publication = { ...wanted.of, accountID: wanted.seen.value.accountID };
  const others = kept.filter((one) => !isSameValue(one, now));
  return others.length < most ? [...others, now] : kept;
}

/** As many as the schema takes: of more we could not keep track. */
const most = 20;

/** Values of ours that have to be withdrawn still, or are not proven to be. */
export function leftovers(input: EndpointServiceInput, assessment: Assessment): readonly PublicationFact<Publication>[] {
  return unneeded(input, assessment).filter((fact) => !isWithdrawn(fact, input));
}

/** None while the service is not as the spec has it, or not known. Retain leaves them. */
function unneeded(input: EndpointServiceInput, { step, service }: Assessment): readonly PublicationFact<Publication>[] {
  const { spec } = input.object;
  const { published } = input.facts.proof;
  if (step.step === 'gone') return spec.deletionPolicy === 'Retain' ? [] : published;
  if (step.step !== 'exists' || service?.state !== 'available') return [];
  return published.filter(({ of }) => !isNeeded(of, spec, service));
}

/** A value not seen may be about to come, where an earlier process or a call without an answer may have written it. */
function isWithdrawn({ of, seen }: PublicationFact<Publication>, { recent, now, periods }: EndpointServiceInput): boolean {
  if (seen.state === 'unknown' || (seen.state === 'missing' && seen.reason !== zoneGone.reason)) return false;
  if (seen.state === 'found' && holds(seen.value.sets, of.name, of.value)) return false;
  const [publish, withdraw] = [recent.tries[`Publish ${partOf(of)}`], recent.tries[`Withdraw ${partOf(of)}`]];
  const maybeWritten = Math.max(recent.startedAt, publish?.maybeDoneAt ?? 0);
  return now - maybeWritten >= periods.grace || (withdraw?.outcome.result === 'done' && withdraw.at >= maybeWritten);
}

/** Whether status tells of the value, so that a crash right after writing it leaves no leak. */
function isRecorded({ object, facts }: EndpointServiceInput): boolean {
  const { wanted } = facts.proof;
  return wanted !== undefined && (object.status.privateDNS?.published ?? []).some((one) => isSameValue(one, wanted.of));
}

/** Whether anything speaks against writing the value: a zone that is not known to be right, or what stands at its name. */
function mayPublish({ facts }: EndpointServiceInput): boolean {
  const { wanted, zone } = facts.proof;
  if (wanted?.seen.state !== 'found' || obstacle(wanted.seen.value.sets, wanted.of.name) !== undefined) return false;
  return zone === undefined || (zone.state === 'found' && isFit(zone.value, wanted.of));
}

export function isFit({ name, isPrivate }: HostedZone, value: TextValue): boolean {
  return !isPrivate && isInZone(value.name, name);
}

/** Whether the record is about to be recorded in status: the next pass, which writes it, comes at once. */
export function isAboutToPublish(input: EndpointServiceInput, assessment: Assessment): boolean {
  const { wanted } = input.facts.proof;
  return wanted !== undefined && !isRecorded(input) && publications(input, assessment).some((one) => isSameValue(one, wanted.of));
}

export function isPublished({ facts }: EndpointServiceInput): boolean {
  const { wanted } = facts.proof;
  return wanted?.seen.state === 'found' && holds(wanted.seen.value.sets, wanted.of.name, wanted.of.value);
}

/** Since when all of public DNS can have the record: where no write of ours is remembered, a process before this one may have made it. */
export function publicSince({ facts, recent }: EndpointServiceInput): number {
  const { wanted } = facts.proof;
  const last: Try | undefined = wanted === undefined ? undefined : recent.tries[`Publish ${partOf(wanted.of)}`];
  return (last?.at ?? recent.startedAt) + propagation;
}
