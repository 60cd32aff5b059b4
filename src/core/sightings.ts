/**
 * Since which listing each thing that we hold has been missing from what a selector finds. One listing that lacks it may be a
 * slip; two successive ones are believed. Sequence numbers come from `Reading.sequence`: only n and n+1 are successive, so a
 * failed listing, a restart or a listing that nobody looked at starts the count again.
 */
export interface Sightings {
  readonly sequence: number;
  readonly missingSince: Readonly<Record<string, number>>;
}

export interface Sighting {
  readonly sequence: number;
  readonly held: readonly string[];
  readonly found: readonly string[];
}

/** An answer of nothing at all is believed as little as a failure: it counts as no sighting. Pure. */
export function sight(previous: Sightings | undefined, { sequence, held, found }: Sighting): Sightings | undefined {
  if (found.length === 0) return undefined;
  const continues = previous !== undefined && (sequence === previous.sequence || sequence === previous.sequence + 1);
  const earlier = continues ? previous.missingSince : {};
  const missing = held.filter((id) => !found.includes(id)).toSorted();
  return { sequence, missingSince: Object.fromEntries(missing.map((id) => [id, earlier[id] ?? sequence])) };
}

/** Whether two successive listings have lacked it. */
export function isConfirmedMissing(sightings: Sightings | undefined, id: string): boolean {
  const since = sightings?.missingSince[id];
  return sightings !== undefined && since !== undefined && since < sightings.sequence;
}
