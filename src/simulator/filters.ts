import type { Caller } from './handler.ts';
import { ApiError } from './handler.ts';
import { filterTags } from './tags.ts';
import type { Owned } from './world.ts';

interface Filter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** What can be filtered on: a getter per filter name, and where the item's tags are if `tag:<key>` and `tag-key` are allowed. */
export interface FilterFields<Item> {
  readonly fields: Readonly<Record<string, (item: Item) => string | readonly string[] | undefined>>;
  readonly tagged?: (item: Item) => Pick<Owned, 'tags' | 'taggedAt'>;
}

/** Filters on what AWS knows and nothing in this world has: they match nothing. */
export function never(names: readonly string[]): FilterFields<unknown>['fields'] {
  return Object.fromEntries(names.map((name) => [name, () => undefined]));
}

const maximumFilters = 50;
const maximumValues = 200;

/** A predicate for EC2's filters: all filters must match, any value of each. An unknown filter name is refused. */
export function matchesFilters<Item>(
  filters: readonly Filter[] | undefined,
  fields: FilterFields<Item>,
  caller: Caller,
): (item: Item) => boolean {
  const given = filters ?? [];
  checkLimits(given);
  const predicates = given.map((filter) => predicate(filter, fields, caller));
  return (item) => predicates.every((matches) => matches(item));
}

function checkLimits(filters: readonly Filter[]): void {
  const values = filters.reduce((sum, { Values }) => sum + (Values?.length ?? 0), 0);
  if (filters.length > maximumFilters || values > maximumValues) {
    throw new ApiError('FilterLimitExceeded', `The maximum number of filter values specified on a single call is ${maximumValues}`);
  }
}

function predicate<Item>(filter: Filter, { fields, tagged }: FilterFields<Item>, caller: Caller): (item: Item) => boolean {
  const { Name: name = '', Values: values = [] } = filter;
  if (values.length === 0) throw new ApiError('InvalidParameterValue', `The filter '${name}' has no values`);
  const matches = anyPattern(values);
  const getter = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (getter) return (item) => [getter(item) ?? []].flat().some(matches);
  if (tagged && name === 'tag-key') return (item) => [...filterTags(tagged(item), caller).keys()].some(matches);
  if (tagged && name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) => {
      const value = filterTags(tagged(item), caller).get(key);
      return value !== undefined && matches(value);
    };
  }
  throw new ApiError('InvalidParameterValue', `The filter '${name}' is invalid`);
}

/** `*` is any text, `?` any character, a backslash takes the next character as it is; all else is compared exactly. */
function anyPattern(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => /[*?\\]/.test(value)).map(pattern);
  return (text) => exact.has(text) || patterns.some((candidate) => candidate.test(text));
}

function pattern(value: string): RegExp {
  const source = value.replace(/\\?[^]/g, (match) => {
    if (match === '*') return '.*';
    if (match === '?') return '.';
    return (match.length > 1 ? match.slice(1) : match).replace(/[^\w\s]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}
