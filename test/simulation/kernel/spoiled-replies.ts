import { type AwsAnswer, type AwsRequest, listedIn, sdkError } from './aws-backend.ts';
import type { Chance } from './chance.ts';
import type { MishapKind } from './mishaps.ts';

type Items = readonly Readonly<Record<string, unknown>>[];

/** Whether a call lists things without naming their IDs: only then may AWS leave some out, or tell them twice. */
export function isOpenList({ action, input }: AwsRequest): boolean {
  return listedIn.has(action) && !Object.keys(input).some((name) => /Ids$|Arns$|Names$/.test(name));
}

const readByID: Readonly<Record<string, readonly [member: string, code: string]>> = {
  DescribeVpcEndpoints: ['VpcEndpointIds', 'InvalidVpcEndpointId.NotFound'],
  DescribeVpcEndpointServiceConfigurations: ['ServiceIds', 'InvalidVpcEndpointServiceId.NotFound'],
};

/** Whether a call asks for an endpoint or a service by its ID: only then may AWS say for a moment that there is none. */
export function isReadByID({ action, input }: AwsRequest): boolean {
  const [member] = readByID[action] ?? [];
  return member !== undefined && Array.isArray(input[member]);
}

/** What AWS says of an ID that it does not know. */
export function notFound({ action, input }: AwsRequest): Error {
  const [member = '', code = ''] = readByID[action] ?? [];
  return sdkError(code, `The ID ${String(input[member])} does not exist`, 400);
}

/** A reply with what the mishap does to it, or undefined where there is nothing in it to spoil. */
export function spoiled(
  { action }: AwsRequest,
  reply: AwsAnswer,
  { mishap, chance }: { readonly mishap: MishapKind; readonly chance: Chance },
): AwsAnswer | undefined {
  const member = listedIn.get(action);
  if (member === undefined) return undefined;
  // The table of calls names the member of each reply that lists things; its types end there.
  const items = ((reply as unknown as Record<string, Items | undefined>)[member] ?? []) as Items;
  if (items.length === 0) return undefined;
  const at = chance.whole(0, items.length - 1);
  switch (mishap) {
    case 'items missing':
      return { ...reply, [member]: items.filter((_item, index) => index !== at) };
    case 'items twice':
      return { ...reply, [member]: [...items, ...items.slice(at, at + 1)] };
    case 'state unknown':
      return withUnknownState(reply, member, items);
    case 'description empty':
      return { ...reply, [member]: [] };
    default:
      return undefined;
  }
}

const stateMembers = ['State', 'ServiceState', 'VpcEndpointState'] as const;

function withUnknownState(reply: AwsAnswer, member: string, items: Items): AwsAnswer | undefined {
  const name = stateMembers.find((one) => typeof items[0]?.[one] === 'string');
  if (name === undefined) return undefined;
  return { ...reply, [member]: items.map((item) => ({ ...item, [name]: 'quarantined' })) };
}
