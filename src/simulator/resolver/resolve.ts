import { normalName } from '../route53/names.ts';
import type { Vpc, World } from '../world.ts';
import type { Answer, Question } from './answers.ts';
import { followed } from './follow.ts';
import { remember, remembered } from './memory.ts';
import { privateZones } from './private-zones.ts';
import { publicAnswer } from './public-dns.ts';
import { answerFrom } from './zone-answer.ts';
import { mostSpecific } from './zone-records.ts';

export interface ResolveRequest {
  readonly account: string;
  readonly vpcID: string;
  readonly dnsName: string;
  /** `A` unless given. */
  readonly type?: string;
}

/** What a client in a VPC is told. `message` says it in words. */
export type Resolution =
  | {
      readonly result: 'answered';
      /** Addresses, names or texts, by type. */
      readonly values: readonly string[];
      /** The hosted zone that answered, hidden ones among them; absent for public names. */
      readonly hostedZoneID?: string;
      readonly message: string;
    }
  | { readonly result: 'name-not-found' | 'no-data'; readonly hostedZoneID?: string; readonly message: string }
  | { readonly result: 'no-answer'; readonly message: string };

/** Asks a VPC's resolver (AmazonProvidedDNS). Throws if the account has no such VPC. */
export function resolve(world: World, { account, vpcID, dnsName, type = 'A' }: ResolveRequest): Resolution {
  world.settle();
  const vpc = world.vpcs.get(vpcID);
  if (vpc?.account !== account) throw new Error(`account ${account} has no VPC ${vpcID}`);
  const answer = lookUp({ name: normalName(dnsName), type }, vpc, world);
  const asked = `${dnsName} ${type} in ${vpcID}`;
  if (!answer) return { result: 'no-answer', message: `no answer (${asked}: ${whyNoAnswer(vpc)})` };
  const { hostedZoneID } = answer;
  const by = { ...(hostedZoneID === undefined ? {} : { hostedZoneID }), message: messageOf(answer, asked) };
  return answer.result === 'answered' ? { result: answer.result, values: answer.values, ...by } : { result: answer.result, ...by };
}

/**
 * The answer of a VPC's resolver: the most specific private zone alone is asked, and only where there is none public DNS. Undefined if
 * there is no resolver, or CNAMEs lead in a circle.
 */
export function lookUp(question: Question, vpc: Vpc, world: World): Answer | undefined {
  if (!vpc.enableDnsSupport) return undefined;
  const known = remembered(vpc.id, question, world);
  if (known) return known;
  const zones = privateZones(vpc, world);
  const answer = followed(question, (asked) => {
    const zone = mostSpecific(asked.name, zones);
    return zone ? answerFrom(zone, asked, world) : publicAnswer(asked, world);
  });
  if (answer) remember(vpc.id, question, { answer, world });
  return answer;
}

function whyNoAnswer({ id, enableDnsSupport }: Vpc): string {
  return enableDnsSupport ? 'its CNAMEs lead in a circle' : `enableDnsSupport is off in ${id}`;
}

function messageOf(answer: Answer, asked: string): string {
  const by = answer.hostedZoneID === undefined ? 'public DNS' : `hosted zone ${answer.hostedZoneID}`;
  if (answer.result === 'answered') return `${answer.values.join(', ')} (${asked}, by ${by})`;
  const words = { 'name-not-found': 'name not found', 'no-data': 'no data' } as const;
  return `${words[answer.result]} (${asked}, by ${by})`;
}
