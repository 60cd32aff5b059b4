import type { Plan } from '../../core/plan.ts';
import { summaryConditions } from '../../core/readiness.ts';
import { isCreateSeen, resourceID } from '../common/lifecycle-step.ts';
import { reclaimedEvents } from '../common/ownership-words.ts';
import { keysSetByUs } from '../common/tags.ts';
import type { ActionOutcome, KindStatus } from '../kind.ts';
import type { Action } from './action.ts';
import { type Assessment, assess, keepsParts, type PrivateHostedZoneInput } from './assessment.ts';
import { details } from './details.ts';
import { awaitsRecording } from './difference.ts';
import { recordEntries, vpcEntries, type VPCEntry } from './entries.ts';
import type { RecordStatus } from './records.ts';
import type { PrivateHostedZoneStatus } from './schema.ts';
import { situation } from './situation.ts';

type Status = KindStatus<PrivateHostedZoneStatus>;
type Outcomes = readonly ActionOutcome<Action>[];

export function status(input: PrivateHostedZoneInput, _plan: Plan<Action>, outcomes: Outcomes): Status {
  const assessment = assess(input);
  const { object, facts } = input;
  const before = object.status;
  const isKept = keepsParts(input);
  const told = isKept ? (before.vpcs ?? []) : vpcEntries(input, assessment.vpcs, outcomes);
  const vpcs = isObserved(input)
    ? told.map((vpc) => (vpc.state === 'Pending' ? { ...vpc, state: 'Held' as const, reason: 'OnlyObserved' } : vpc))
    : told;
  const context = { input, assessment, outcomes, vpcs, drift: isKept ? undefined : drift(input, assessment) };
  const now = situation(context);
  const previous = before.conditions ?? [];
  const shown = isKept ? previous.filter((condition) => detailTypes.has(condition.type)) : details(context);
  return {
    ...fields(input, assessment, { outcomes, vpcs, isKept }),
    conditions: [...summaryConditions(now, previous), ...shown],
    createSeen: isCreateSeen(before.hostedZoneID, assessment.step, facts.resource),
    keepGeneration: now.row === 'unchanged' || (before.observedGeneration !== undefined && isUnfinished(assessment)),
    events: reclaimedEvents(assessment.step, outcomes),
  };
}

/** A VPC that awaits its second sighting, and a record that is only recorded yet, are edits not carried out. */
function isUnfinished({ vpcs, records }: Assessment): boolean {
  return vpcs.some(({ reason }) => reason === 'NotSeen') || awaitsRecording(records ?? []);
}

function isObserved({ object }: Pick<PrivateHostedZoneInput, 'object'>): boolean {
  return object.spec.managementPolicy === 'Observe';
}

/** Nothing is being written to a zone that is only looked at. */
function onlyObserved({ writing: _none, ...entry }: RecordStatus): RecordStatus {
  return entry.state === 'Pending' ? { ...entry, state: 'Waiting', message: 'Differs from the spec; the zone is only observed.' } : entry;
}

/** What would be changed if the zone were managed. */
function drift({ object }: PrivateHostedZoneInput, { zone, records = [], vpcs }: Assessment): string | undefined {
  if (!isObserved({ object }) || zone === undefined) return undefined;
  const differing = [
    ...records.filter(({ changes, state }) => changes.length > 0 || state === 'Conflict').map(({ name }) => `record ${name}`),
    ...vpcs.filter(({ state }) => state !== 'Associated').map(({ vpc }) => vpc.id),
  ];
  return differing.length === 0
    ? undefined
    : `${zone.id} differs from the spec in ${differing.join(', ')}. It is only observed, and left as it is.`;
}

const detailTypes = new Set(['ReferencesResolved', 'Available', 'RecordsInSync', 'VPCsAssociated', 'NamesResolve', 'Drifted']);

type Fields = Omit<Status, 'conditions' | 'createSeen' | 'keepGeneration' | 'events'>;

interface Told {
  readonly outcomes: Outcomes;
  readonly vpcs: readonly VPCEntry[];
  readonly isKept: boolean;
}

function fields(input: PrivateHostedZoneInput, { step, zone, records }: Assessment, { outcomes, vpcs, isKept }: Told): Fields {
  const before = input.object.status;
  const id = resourceID(before.hostedZoneID, step, outcomes);
  // A zone that is gone has taken its records with it.
  const known = step.step === 'vanished' ? [] : (before.records ?? []);
  const told = isKept || records === undefined ? known : recordEntries(records, known, outcomes);
  const entries = isObserved(input) ? told.map((entry) => onlyObserved(entry)) : told;
  const names = input.facts.namesNotHosted ?? before.namesNotHosted ?? [];
  return {
    ...(id === undefined ? {} : { hostedZoneID: id }),
    ...(vpcs.length === 0 ? {} : { vpcs: [...vpcs], vpcSummary: summaryOf(vpcs.map(({ state }) => state === 'Associated')) }),
    ...(entries.length === 0
      ? {}
      : { records: entries as NonNullable<Fields['records']>, recordSummary: summaryOf(entries.map(({ state }) => state === 'InSync')) }),
    ...(names.length === 0 ? {} : { namesNotHosted: names.slice(0, mostNames) }),
    tagKeys: keysSetByUs(input.object, zone?.tags),
  };
}

/** The schema's bound. */
const mostNames = 50;

function summaryOf(parts: readonly boolean[]): string {
  return `${parts.filter(Boolean).length}/${parts.length}`;
}
