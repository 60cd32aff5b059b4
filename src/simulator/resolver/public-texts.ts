import { normalName } from '../route53/names.ts';
import type { World } from '../world.ts';
import { followed } from './follow.ts';
import { publicAnswer } from './public-dns.ts';

/** The TXT values that the whole world sees at a name. */
export function publicTexts(name: string, world: World): readonly string[] {
  const answer = followed({ name: normalName(name), type: 'TXT' }, (question) => publicAnswer(question, world));
  return answer?.result === 'answered' ? answer.values : [];
}
