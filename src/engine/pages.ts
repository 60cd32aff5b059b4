import { actionOf, calls } from '../aws/calls.ts';
import { AwsError } from '../aws/errors.ts';
import type { Input, Output, Ports, ReadCall } from '../aws/ports.ts';
import { canonicalJSON } from '../core/tokens.ts';

export interface PagedQuestion<C extends ReadCall> {
  readonly call: C;
  readonly input: Input<C>;
  readonly pageSize: number;
}

/** More pages than any account can fill: AWS repeating itself in a way that no token shows. */
const mostPages = 1_000;

type Reply = Readonly<Record<string, unknown>>;

/** The reply with the lists of all its pages joined. An empty page with a token is followed: AWS hands those out where a filter matches late. */
export async function readPages<C extends ReadCall>(
  ports: Pick<Ports, C>,
  { call, input, pageSize }: PagedQuestion<C>,
): Promise<Output<C>> {
  const ask = ports[call] as (input: Input<C>) => Promise<Output<C>>;
  if (calls[call].items === undefined) return ask(input);
  const lists: Record<string, unknown[]> = {};
  const seen = new Set<string>();
  let next = withPageSize(call, input, pageSize);
  for (let page = 0; page < mostPages; page += 1) {
    const reply: Reply = await ask(next);
    for (const [key, value] of Object.entries(reply)) if (Array.isArray(value)) lists[key] = (lists[key] ?? []).concat(value);
    const beginning = nextPage(call, reply, input as Reply);
    if (beginning === undefined) return { ...reply, ...lists, NextToken: undefined, NextMarker: undefined } as unknown as Output<C>;
    const place = canonicalJSON(beginning);
    if (seen.has(place)) throw endless(call, 'AWS gave the same page token twice');
    seen.add(place);
    next = { ...next, ...beginning };
  }
  throw endless(call, `AWS gave more than ${mostPages} pages`);
}

/** Where the next page begins, in the words of the call. The last page may carry an empty text for a token. */
function nextPage(call: ReadCall, reply: Reply, asked: Reply): Reply | undefined {
  const entry = calls[call];
  if ('next' in entry) return entry.next(reply, asked);
  const token = reply['NextToken'] ?? reply['NextMarker'];
  if (typeof token !== 'string' || token === '') return undefined;
  return entry.service === 'elb' ? { Marker: token } : { NextToken: token };
}

/** EC2 refuses a page size beside a list of IDs. The others' own page is as large as they let us ask for. */
function withPageSize<C extends ReadCall>(call: C, input: Input<C>, pageSize: number): Input<C> {
  const named = Object.keys(input ?? {}).some((key) => /(?:Ids|Names|Arns)$/.test(key));
  return named || calls[call].service !== 'ec2' ? input : { MaxResults: pageSize, ...input };
}

function endless(call: ReadCall, message: string): AwsError {
  return new AwsError({ class: 'unknown', code: 'EndlessPages', message, call: actionOf(call) });
}
