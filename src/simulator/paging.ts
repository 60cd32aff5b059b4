import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import { seededRandom } from './random.ts';
import type { World } from './world.ts';

export interface PageRequest {
  readonly size?: number | undefined;
  readonly token?: string | undefined;
  /** The code of a token that is not ours; EC2's by default. */
  readonly invalidToken?: string;
}

const maximumSize = 1000;
const tokenStart = 'page:';
/** How often a first page comes empty, where settings allow it at all. */
const emptyFirstPageShare = 0.25;
const streams = new WeakMap<World, () => number>();

/**
 * One page of `items`, in order of `key`. The token names the last key given out, so that what is created or deleted between two
 * pages neither repeats nor hides the rest. A size that the request does not name is `settings.pageSize`.
 */
export function page<Item>(
  items: readonly Item[],
  request: PageRequest,
  { caller, key }: { readonly caller: Caller; readonly key: (item: Item) => string },
): { items: Item[]; token: string | undefined } {
  const after = request.token ? lastKey(request) : '';
  const ordered = items
    .map((item) => ({ item, key: key(item) }))
    .filter((entry) => entry.key > after)
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  if (!request.token && ordered.length > 0 && startsEmpty(caller.world)) return { items: [], token: tokenOf('') };
  const size = Math.min(request.size ?? caller.world.settings.pageSize, maximumSize);
  const taken = ordered.slice(0, size);
  const last = taken.at(-1);
  return {
    items: taken.map(({ item }) => item),
    token: ordered.length > taken.length && last ? tokenOf(last.key) : undefined,
  };
}

/** A page as EC2 replies: `NextToken` is an empty string on the last page, which the JS SDK passes on (aws-facts §6). */
export function ec2Page<Item>(
  items: readonly Item[],
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  { caller, key }: { readonly caller: Caller; readonly key: (item: Item) => string },
): { items: Item[]; NextToken: string } {
  const { items: taken, token } = page(items, { size: input.MaxResults, token: input.NextToken }, { caller, key });
  return { items: taken, NextToken: token ?? '' };
}

function startsEmpty(world: World): boolean {
  if (!world.settings.emptyFirstPages) return false;
  // A stream of its own: a read must not change the IDs of what is made later.
  const random = streams.get(world) ?? seededRandom(`pages ${world.settings.seed}`);
  streams.set(world, random);
  return random() < emptyFirstPageShare;
}

function tokenOf(key: string): string {
  return Buffer.from(tokenStart + key).toString('base64url');
}

function lastKey({ token = '', invalidToken = 'InvalidNextToken' }: PageRequest): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(tokenStart)) throw new ApiError(invalidToken, `The token '${token}' is invalid.`);
  return text.slice(tokenStart.length);
}
