import type { Failure } from '../../core/outcome.ts';
import { reasonOfFailure, withRemedy } from '../../core/readiness.ts';
import type { Lookup } from '../common/lookup.ts';
import type { DetailContext } from './details.ts';
import { failureMessage } from './failure-words.ts';
import { type HostedZone, partOf, type PublicationFact, type TextValue } from './publication.ts';
import { isFit, leftovers } from './record-changes.ts';
import { obstacle } from './txt-set.ts';

export interface ProofProblem {
  readonly reason: string;
  readonly message: string;
  /** It may be over at the next look: what was said before stands. */
  readonly isPassing: boolean;
}

/** What keeps the record from being written; undefined while all goes its way. */
export function publishProblem(context: DetailContext): ProofProblem | undefined {
  const { wanted, zone } = context.input.facts.proof;
  if (wanted === undefined) return undefined;
  return (
    unread(wanted.seen) ??
    unread(zone) ??
    unfit(zone, wanted.of) ??
    inTheWay(wanted) ??
    refused(context, { type: 'Publish', part: partOf(wanted.of) })
  );
}

/** What keeps values of ours in zones where they have to go, in whole sentences. */
export function withdrawProblems(context: DetailContext): readonly string[] {
  return leftovers(context.input, context.assessment).flatMap(({ of, seen }) => {
    const problem = unread(seen) ?? refused(context, { type: 'Withdraw', part: partOf(of) });
    if (problem === undefined || problem.isPassing) return [];
    return [`The TXT value "${of.value}" of ${of.name} is not withdrawn from hosted zone ${of.hostedZoneID}. ${problem.message}`];
  });
}

function unread(seen: Lookup<unknown> | undefined): ProofProblem | undefined {
  if (seen === undefined || seen.state === 'found') return undefined;
  if (seen.state === 'missing') return { ...seen, isPassing: false };
  const problem = ofFailure(seen.failure, seen.message);
  // Believed when it is said twice, and then another finding.
  return seen.failure.code === 'NoSuchHostedZone' ? { ...problem, isPassing: true } : problem;
}

const passing = new Set<Failure['class']>(['unknown', 'throttled']);

function ofFailure(failure: Failure, message: string): ProofProblem {
  return { reason: reasonOfFailure(failure), message: withRemedy({ failure, message }), isPassing: passing.has(failure.class) };
}

const otherZone = 'Name the public zone of the domain in spec.privateDNS.verification.hostedZoneID.';

function unfit(zone: Lookup<HostedZone> | undefined, of: TextValue): ProofProblem | undefined {
  if (zone?.state !== 'found' || isFit(zone.value, of)) return undefined;
  const { name, isPrivate } = zone.value;
  return isPrivate
    ? {
        reason: 'HostedZonePrivate',
        message: `Hosted zone ${of.hostedZoneID} (${name}) is private, and AWS looks for ${of.name} in public DNS. ${otherZone}`,
        isPassing: false,
      }
    : {
        reason: 'HostedZoneMismatch',
        message: `${of.name} cannot stand in hosted zone ${of.hostedZoneID}, which is ${name} ${otherZone}`,
        isPassing: false,
      };
}

function inTheWay({ of, seen }: PublicationFact<TextValue>): ProofProblem | undefined {
  const words = seen.state === 'found' ? obstacle(seen.value.sets, of.name) : undefined;
  if (words === undefined) return undefined;
  const wayOut = `Remove what stands there, or leave out spec.privateDNS.verification and publish the TXT value "${of.value}" yourself.`;
  const message = `Cannot write ${of.name} in hosted zone ${of.hostedZoneID}: ${words}. It is not ours and is left alone. ${wayOut}`;
  return { reason: 'RecordConflict', message, isPassing: false };
}

/** A batch refused a moment ago may only have met somebody's change of the same set: it is made anew from what is there now. */
function refused(
  context: DetailContext,
  { type, part }: { readonly type: 'Publish' | 'Withdraw'; readonly part: string },
): ProofProblem | undefined {
  const { recent, now, periods } = context.input;
  const tried = context.outcomes.find(({ action }) => 'part' in action && action.type === type && action.part === part);
  if (tried?.outcome.result !== 'failed') return undefined;
  const { failure } = tried.outcome;
  const problem = ofFailure(failure, failureMessage(tried.action, failure, context));
  const isNew = now - (recent.tries[`${type} ${part}`]?.at ?? now) < periods.pending;
  return failure.code === 'InvalidChangeBatch' && isNew ? { ...problem, isPassing: true } : problem;
}
