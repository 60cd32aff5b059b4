import { endpointOf } from '../route53/alias-targets.ts';
import { normalName, plainName } from '../route53/names.ts';
import { isAlias } from '../route53/record-sets.ts';
import { textStrings } from '../route53/text-values.ts';
import type { RecordSet } from '../world-dns.ts';
import type { World } from '../world.ts';
import type { Answer, Question } from './answers.ts';
import { reachedBy } from './endpoint-interfaces.ts';
import type { ServedZone } from './zone-records.ts';
import { findRecords, negativeMs } from './zone-records.ts';

/** Where a CNAME leads, for the resolver to ask anew. */
export interface Redirect {
  readonly result: 'redirected';
  readonly to: string;
}

/** What a zone says. It never sends one elsewhere for a name that it does not have. */
export function answerFrom(zone: ServedZone, question: Question, world: World): Answer | Redirect {
  const found = findRecords(question, zone);
  const negative = { hostedZoneID: zone.id, rememberedMs: negativeMs(zone) };
  if (found === undefined) return { result: 'name-not-found', ...negative };
  const record = chosen(found, world);
  if (!record) return { result: 'no-data', ...negative };
  if (isAlias(record.data)) return aliasAnswer(record, { zone, question, world }) ?? { result: 'no-data', ...negative };
  if (record.type === 'CNAME' && question.type !== 'CNAME') return { result: 'redirected', to: normalName(record.data.values[0] ?? '') };
  const all = record.multiValue === undefined ? [record] : found;
  const values = all.flatMap(({ data }) => (isAlias(data) ? [] : data.values)).map((value) => readable(value, question.type));
  return { result: 'answered', values, hostedZoneID: zone.id, reached: undefined };
}

/** Of weighted sets one, by weight. */
function chosen(found: readonly RecordSet[], world: World): RecordSet | undefined {
  const total = found.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (total === 0) return found[0];
  let rest = world.random() * total;
  return found.find(({ weight = 0 }) => (rest -= weight) < 0);
}

interface Asked {
  readonly zone: ServedZone;
  readonly question: Question;
  readonly world: World;
}

/** An alias answers with what its target has now; undefined if the target is gone. */
function aliasAnswer(record: RecordSet, { zone, question, world }: Asked): Answer | Redirect | undefined {
  if (!isAlias(record.data)) return undefined;
  const { alias } = record.data;
  if (alias.zoneID === zone.id) {
    // Without the alias itself: one may lead back to it.
    const others = { ...zone, records: zone.records.filter((other) => other !== record) };
    const answer = answerFrom(others, { ...question, name: alias.dnsName }, world);
    return answer.result === 'name-not-found' ? undefined : answer;
  }
  const endpoint = endpointOf(alias, world);
  if (!endpoint) return undefined;
  const reached = reachedBy(plainName(alias.dnsName), endpoint, world);
  return { result: 'answered', values: reached.attached.map(({ address }) => address), hostedZoneID: zone.id, reached };
}

function readable(value: string, type: string): string {
  return type === 'TXT' ? (textStrings(value) ?? [value]).join('') : value;
}
