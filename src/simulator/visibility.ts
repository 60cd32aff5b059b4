import type { Caller } from './handler.ts';
import type { Owned } from './world.ts';

/** Whether reads show the record yet: AWS is eventually consistent, and answers NotFound for a while after a create. */
export function visible(record: Pick<Owned, 'createdAt'>, { world }: Pick<Caller, 'world'>): boolean {
  return world.clock.now() - record.createdAt >= world.settings.createVisibleMs;
}

/** Whether the record is the caller's: its account and its Region. */
export function belongsTo(record: Pick<Owned, 'account' | 'region'>, caller: Pick<Caller, 'account' | 'region'>): boolean {
  return record.account === caller.account && record.region === caller.region;
}
