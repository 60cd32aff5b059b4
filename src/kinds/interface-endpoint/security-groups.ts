import { isConfirmedMissing, type Sightings } from '../../core/sightings.ts';
import type { Group } from './facts.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

export type GroupTerm = InterfaceEndpointSpec['securityGroups'][number];

/** An interface takes 5 unless AWS has raised it, and never more than this (VPC quotas): with more to choose from, nothing is chosen. */
export const mostGroups = 16;

export interface GroupQuestion {
  readonly terms: readonly GroupTerm[];
  readonly listed: readonly Group[];
  readonly attached: readonly string[];
  /** What earlier passes resolved the terms to. */
  readonly held: readonly string[];
  readonly sightings: Sightings | undefined;
}

export interface GroupChoice {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly resolved: readonly string[];
}

/**
 * The groups are an exclusive set: a stranger's that the listing shows not to match goes at once, what a listing lacks after two
 * sightings, the last one never.
 */
export function chooseGroups(question: GroupQuestion): GroupChoice {
  const { terms, attached, held, sightings } = question;
  const matched = matchGroups(terms, question.listed);
  if (matched.length === 0 || matched.length > mostGroups) return { add: [], remove: [], resolved: held };
  const isStrange = (id: string): boolean => !held.includes(id) && question.listed.some((group) => group.id === id);
  const mayGo = (id: string): boolean =>
    terms.every((term) => term.id !== undefined && term.id !== id) || isStrange(id) || isConfirmedMissing(sightings, id);
  const remove = attached.filter((id) => !matched.includes(id) && mayGo(id));
  const staying = attached.filter((id) => !remove.includes(id));
  return {
    add: matched.filter((id) => !attached.includes(id)),
    remove: remove.toSorted(),
    resolved: [...new Set([...matched, ...staying])].toSorted(),
  };
}

export function matchGroups(terms: readonly GroupTerm[], listed: readonly Group[]): readonly string[] {
  return listed
    .filter((group) => terms.some((term) => matchesTerm(term, group)))
    .map((group) => group.id)
    .toSorted();
}

function matchesTerm(term: GroupTerm, group: Group): boolean {
  if (term.id !== undefined) return term.id === group.id;
  return (
    (term.name === undefined || term.name === group.name) &&
    Object.entries(term.tags ?? {}).every(([key, value]) => group.tags[key] === value)
  );
}
