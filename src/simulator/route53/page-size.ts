import type { Caller } from '../handler.ts';
import { invalidInput } from './errors.ts';

/** How many items a page has: what the request asks for, though never more than `largest`; else as settings say. */
export function pageSize(requested: number | undefined, largest: number, { world }: Caller): number {
  if (requested !== undefined && requested < 1) throw invalidInput(`Invalid value for MaxItems: ${requested}`);
  return Math.min(requested ?? world.settings.pageSize, largest);
}
