import { dnsEntries } from '../ec2/privatelink/dns-entries.ts';
import { awsPublicNames } from '../ec2/privatelink/offered-service.ts';
import { answersFor, isEndpointName } from '../route53/alias-targets.ts';
import { plainName } from '../route53/names.ts';
import type { World } from '../world.ts';
import type { Answer, Question } from './answers.ts';
import { reachedBy } from './endpoint-interfaces.ts';
import { publicZones } from './public-zones.ts';
import type { Redirect } from './zone-answer.ts';
import { answerFrom } from './zone-answer.ts';
import { mostSpecific } from './zone-records.ts';

/** What everybody is told: names of endpoints (with their private addresses), of AWS's services, of public hosted zones and of others. */
export function publicAnswer(question: Question, world: World): Answer | Redirect {
  return endpointAnswer(question, world) ?? zoneAnswer(question, world) ?? otherAnswer(question, world);
}

function endpointAnswer({ name, type }: Question, world: World): Answer | undefined {
  for (const endpoint of world.endpoints.values()) {
    const entry = dnsEntries(endpoint, world).find(({ DnsName }) => isEndpointName(DnsName, endpoint) && answersFor(DnsName, name));
    if (!entry) continue;
    if (type !== 'A') return { result: 'no-data', hostedZoneID: undefined, rememberedMs: 0 };
    const reached = reachedBy(entry.DnsName, endpoint, world);
    return { result: 'answered', values: reached.attached.map(({ address }) => address), hostedZoneID: undefined, reached };
  }
  return undefined;
}

function zoneAnswer(question: Question, world: World): Answer | Redirect | undefined {
  const zone = mostSpecific(question.name, publicZones(world));
  return zone && answerFrom(zone, question, world);
}

/** An address that is nobody's (RFC 5737) stands for those of AWS's services. */
const publicAddress = '203.0.113.1';

/** Names in zones that are not Route 53's. No SOA of theirs is known, so that nothing is remembered. */
function otherAnswer({ name, type }: Question, world: World): Answer {
  const texts = [...(world.publicTxtRecords.get(plainName(name)) ?? [])];
  const isService = awsPublicNames(world).some((each) => answersFor(each, name));
  const values = type === 'TXT' ? texts : isService && type === 'A' ? [publicAddress] : [];
  if (values.length > 0) return { result: 'answered', values, hostedZoneID: undefined, reached: undefined };
  return { result: isService || texts.length > 0 ? 'no-data' : 'name-not-found', hostedZoneID: undefined, rememberedMs: 0 };
}
