import type { Service } from '../../../src/aws/sender.ts';
import { type Failing, wordsOf } from './failures.ts';
import type { Role } from './rows.ts';
import type { StageSeen } from './run.ts';

/** What is not told, in words: where a failure is somebody's concern, its object has AWS's own words for it somewhere in its status. */
export function untold(
  seen: StageSeen,
  { role, failing, service }: { readonly role: Role; readonly failing: Failing; readonly service: Service },
): readonly string[] {
  const words = wordsOf(failing, service);
  if (words === undefined || seen.hits === 0 || !isToBeTold(seen, role, failing)) return [];
  return seen.versions.some(([, { status }]) => JSON.stringify(status).includes(words)) ? [] : [`nowhere says: ${words}`];
}

function isToBeTold({ versions }: StageSeen, role: Role, { class: of, answer }: Failing): boolean {
  switch (role) {
    case 'removal':
      // To be told that it is not there is what a deletion is for.
      return !(of === 'notFound' && typeof answer === 'object' && 'unsuccessful' in answer);
    case 'effort':
      return of !== 'throttled' && of !== 'unknown';
    default:
      return versions.some(([word]) => word === 'failing' || word === 'stalled');
  }
}
