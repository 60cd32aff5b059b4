import { isConfirmedMissing, type Sightings } from '../../core/sightings.ts';
import type { Group } from './facts.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

export type GroupTerm = InterfaceEndpointSpec['securityGroups'][number];

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

/** The groups are an exclusive set: a stranger's goes at once, what a look-up no longer finds after two sightings, the last one never. */
export function chooseGroups(question: GroupQuestion): GroupChoice {
  const { terms, attached, held, sightings } = question;
  const matched = matchGroups(terms, question.listed);
  if (matched.length === 0) return { add: [], remove: [], resolved: held };
  const mayGo = (id: string): boolean =>
    terms.every((term) => term.id !== undefined && term.id !== id) || !held.includes(id) || isConfirmedMissing(sightings, id);
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
