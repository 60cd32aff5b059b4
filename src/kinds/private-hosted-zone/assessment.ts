import { mapFact } from '../../core/reading.ts';
import { lifecycleStep, type Step } from '../common/lifecycle-step.ts';
import type { Lookup } from '../common/lookup.ts';
import type { Input } from '../kind.ts';
import type { Facts } from './facts.ts';
import { gate, notAdmitted, recordWaiting } from './gate.ts';
import { type RecordPart, recordParts } from './records.ts';
import { createRequest } from './request.ts';
import { observed, takeOver, zoneNotFound } from './take-over.ts';
import type { PrivateHostedZoneSpec, PrivateHostedZoneStatus } from './schema.ts';
import { hiddenZoneMessage, type VPCPart, vpcParts, type WantedVPC, wantedVPCs } from './vpcs.ts';
import { seenOf, type Zone } from './zone.ts';

export type PrivateHostedZoneInput = Input<PrivateHostedZoneSpec, PrivateHostedZoneStatus, Facts>;
export type Problem = Exclude<Lookup<never>, { readonly state: 'found' }>;

/** What the plan and the status both conclude from one input. */
export interface Assessment {
  readonly step: Step;
  readonly zone: Zone | undefined;
  /** Why no zone can be made yet. */
  readonly problem: Problem | undefined;
  /** Undefined where the zone's records could not be read. */
  readonly records: readonly RecordPart[] | undefined;
  readonly vpcs: readonly VPCPart[];
}

export function assess(input: PrivateHostedZoneInput): Assessment {
  const { facts, object, identity } = input;
  const zone = facts.resource.state === 'present' ? facts.resource.value : undefined;
  const records = partsOfRecords(input);
  const vpcs = partsOfVPCs(input, zone, records);
  if (object.spec.existing !== undefined && object.status.hostedZoneID === undefined) return { ...takeOver(input, zone), records, vpcs };
  if (object.spec.managementPolicy === 'Observe') return { ...observed(input, zone), records, vpcs };
  const first = firstVPC(input, records ?? []);
  const known = { attempt: object.status.attempt ?? 0, existingID: object.spec.existing?.hostedZoneID };
  const lasting = lifecycleStep(withDeletionPolicy(input), {
    id: object.status.hostedZoneID,
    resource: mapFact(facts.resource, (one) => seenOf(one, identity, known)),
    owned: mapFact(facts.owned, (zones) => zones.map((one) => seenOf(one, identity, known))),
    wanted: first.state === 'found' && object.spec.existing === undefined ? createRequest(object.spec, first.value, identity) : undefined,
  });
  // What somebody else has made is not made anew by us.
  const step: Step = lasting.step === 'vanished' && object.spec.existing !== undefined ? { step: 'wait' } : lasting;
  const problem = step !== lasting ? zoneNotFound(object.spec.existing?.hostedZoneID, input.accountID) : first;
  return { step, zone, problem: problem.state === 'found' ? undefined : problem, records, vpcs };
}

/** With no good read of the zone, and while it goes, its parts stay in the status as they were. */
export function keepsParts({ object, facts }: PrivateHostedZoneInput): boolean {
  const isBlind = facts.resource.state === 'unknown' && object.status.hostedZoneID !== undefined;
  return isBlind || object.metadata.deletionTimestamp !== undefined;
}

/** An existing zone is left behind unless the spec says otherwise. */
function withDeletionPolicy(input: PrivateHostedZoneInput): PrivateHostedZoneInput {
  const { object } = input;
  const deletionPolicy = object.spec.deletionPolicy ?? (object.spec.existing === undefined ? 'Delete' : 'Retain');
  return { ...input, object: { ...object, spec: { ...object.spec, deletionPolicy } } };
}

/** Without a zone there is nothing to compare with, and every record is still to be written. */
function partsOfRecords({ object, facts }: PrivateHostedZoneInput): readonly RecordPart[] | undefined {
  const { spec, status } = object;
  const observed = status.hostedZoneID === undefined ? [] : facts.records.state === 'present' ? facts.records.value : undefined;
  if (observed === undefined) return undefined;
  return recordParts({ spec, before: status.records ?? [], observed, endpoints: facts.endpoints, changes: facts.changes });
}

function partsOfVPCs(
  { object, facts, accountID, region, recent }: PrivateHostedZoneInput,
  zone: Zone | undefined,
  records: readonly RecordPart[] | undefined,
): readonly VPCPart[] {
  const { spec, status } = object;
  const unread = { reason: 'RecordsUnread', message: "Waits until the zone's records can be read." };
  const heldBy = records === undefined ? () => unread : gate(spec, records, facts.endpoints);
  const isBeingMade = status.pendingCreate !== undefined;
  return vpcParts({ spec, accountID, region, before: status.vpcs ?? [], zone, isBeingMade, facts, heldBy, recent });
}

/**
 * The VPC that a zone is made with: the first in the order of the terms, so that people choose it. It has the zone before its records stand, so it is made only when they can follow at once; it must be
 * in the zone's own account, and listed in status before, so that whatever becomes of the reply it is known for ours.
 */
function firstVPC({ object, facts, accountID }: PrivateHostedZoneInput, records: readonly RecordPart[]): Lookup<WantedVPC> {
  const { spec, status } = object;
  const wanted = wantedVPCs(spec.vpcs, facts.terms);
  const own = wanted.filter((vpc) => vpc.accountID === accountID);
  const free = own.filter(({ id }) => facts.hiddenZones[id] === undefined);
  const [hub] = own;
  if (hub === undefined)
    return facts.terms.map(({ found }) => found).find((found) => found.state !== 'found') ?? noneOfOwnAccount(accountID);
  const [candidate] = free;
  const hidden = facts.hiddenZones[hub.id];
  if (candidate === undefined)
    return {
      state: 'missing',
      reason: 'EndpointPrivateDNS',
      message: hidden === undefined ? '' : hiddenZoneMessage(hub.id, hidden, spec.domain),
    };
  const best = free.find((vpc) => notAdmitted(spec, facts.endpoints, vpc) === undefined) ?? candidate;
  const held = best.force ? undefined : (recordWaiting(records) ?? notAdmitted(spec, facts.endpoints, best));
  if (held !== undefined) return { state: 'missing', ...held };
  return (status.vpcs ?? []).some(({ id }) => id === best.id)
    ? { state: 'found', value: best }
    : { state: 'missing', reason: 'Creating', message: `The zone is about to be made with ${best.id}.` };
}

function noneOfOwnAccount(accountID: string): Lookup<never> {
  return {
    state: 'missing',
    reason: 'FirstVPCMissing',
    message: `None of the VPCs that spec.vpcs finds is in account ${accountID}, which is to own the zone: Route 53 makes a private zone only with a VPC of its owner. Name one, or another accessRef.`,
  };
}
